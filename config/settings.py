"""Portico's settings. What differs between installs is an environment variable; docs/running.md lists them."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from config.schedule import SCHEDULES

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str, default: bool) -> bool:
    """An environment variable as yes or no."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


DEBUG = env_flag("DEBUG", True)
DEMO = env_flag("DEMO", False)
UNSAFE_SECRET_KEY = "unsafe-for-development-only-" + "x" * 40
SECRET_KEY = os.environ.get("SECRET_KEY", UNSAFE_SECRET_KEY)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
DEFAULT_HOSTS = "localhost,127.0.0.1,[::1],.localhost,testserver" if DEBUG or DEMO else ""
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", DEFAULT_HOSTS).split(",") if host.strip()]
DEFAULT_AGENCY = os.environ.get("DEFAULT_AGENCY", "")
"""Host name of the agency that answers on loopback names; empty: the first one made."""
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_ox",
    "portico.kit",
    "portico.agencies",
    "portico.records",
    "portico.messaging",
    "portico.access",
    "portico.candidates",
    "portico.clients",
    "portico.jobs",
    "portico.portals",
    "portico.pipeline",
    "portico.imports",
    "portico.backoffice",
    "portico.client_portal",
    "portico.candidate_portal",
    "portico.careers",
    "portico.operations",
    "demo",
]

MIDDLEWARE = [
    "portico.kit.logs.NumberRequests",
    "django.middleware.security.SecurityMiddleware",
    "portico.kit.middleware.ContentPolicy",
    "portico.kit.statics.StaticFiles",
    "portico.kit.compression.Compressed",
    "portico.kit.middleware.PageHeaders",
    "portico.kit.middleware.KnownMethods",
    "portico.operations.middleware.HealthPages",
    "portico.agencies.middleware.FindAgency",
    "portico.kit.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portico.kit.middleware.Languages",
    "portico.agencies.middleware.FindMember",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portico.access.middleware.KnowOrigin",
    "portico.kit.once.OnceOnly",
    "portico.kit.middleware.RuleBrokenPage",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = []
FORM_RENDERER = "portico.kit.widgets.Renderer"

DATABASE_POOLED = env_flag("DATABASE_POOLED", False)
"""Between us and PostgreSQL stands pgbouncer with transaction pooling: nothing may belong to a connection."""
STATEMENT_SECONDS = int(os.environ.get("STATEMENT_SECONDS", "0"))
"""PostgreSQL ends a statement that takes longer; 0: none is ended. Web processes set 30 (config/wsgi.py)."""


def pooling_options(options: dict[str, Any], connect: int = 5) -> dict[str, Any]:
    """How PostgreSQL is spoken with: dead connections are noticed, and nobody holds a transaction open for ever."""
    options = {"connect_timeout": connect, "server_side_binding": True, **options}
    options |= {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
    if DATABASE_POOLED:
        return {"OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": True}
    # Planning took most of a page's time with the database (kit/planned.py).
    options.setdefault("prepare_threshold", 5)
    limits = f"-c idle_in_transaction_session_timeout=300s -c statement_timeout={STATEMENT_SECONDS}s"
    # Rows with their neighbors are ten tables and more. By itself PostgreSQL joins all beyond the eighth as they are
    # written, and met the door last: a second instead of a millisecond among half a million. 12 takes long to plan.
    limits += " -c join_collapse_limit=11 -c from_collapse_limit=11"
    options["options"] = f"{options.get('options', '')} {limits}".strip()
    return {"OPTIONS": options}


DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'portico.sqlite3'}"
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL)}
database = DATABASES["default"]
database["CONN_MAX_AGE"] = None
database["CONN_HEALTH_CHECKS"] = True
if "sqlite" in database["ENGINE"]:
    database["ENGINE"] = "portico.kit.sqlite"  # Waits for its turn to write with a shorter breath.
    # IMMEDIATE makes writers queue up instead of failing with "database is locked" halfway through a transaction.
    # FULL: what was answered with yes outlives a power cut. The limit gives room back after a long reader.
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 500,  # A page asks up to thirty, some of ten thousand characters: all of them stay ready.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
        " PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
    }
else:
    database |= pooling_options(database.get("OPTIONS", {}))
    INSTALLED_APPS.append("django.contrib.postgres")  # Its driver takes room in memory.
DATABASE_REPLICA_URL = os.environ.get("DATABASE_REPLICA_URL", "").strip()
"""A streaming replica of DATABASE_URL, for reads that may be a few seconds old (kit/replica.py)."""
DATABASE_ROUTERS: list[str] = []
if DATABASE_REPLICA_URL and "sqlite" not in DATABASE_URL + DATABASE_REPLICA_URL:
    replica = dj_database_url.parse(DATABASE_REPLICA_URL)
    kept_open = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": "default"}}
    DATABASES["replica"] = {**replica, **kept_open, **pooling_options(replica.get("OPTIONS", {}), connect=2)}
    DATABASE_ROUTERS = ["portico.kit.replica.Router"]
    MIDDLEWARE.insert(MIDDLEWARE.index("portico.agencies.middleware.FindAgency"), "portico.kit.replica.OwnWrites")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": ["mail", "default", "long"],
        "OPTIONS": {"LOCK_TIMEOUT": 60, "MAX_ATTEMPTS": 5, "SCHEDULES": SCHEDULES},
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), *((one.name, one.name) for one in sorted((BASE_DIR / "locale").glob("*/")))]
"""Those that there are texts in: of others there are only Django's own words, which would stand between ours."""
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / (os.environ.get("STATIC_DIR") or DATA_DIR / "static")
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portico.kit.assets.BundleFinder",
]
MEDIA_ROOT = DATA_DIR / "files"
STORAGE_URL = os.environ.get("STORAGE_URL", "").strip()
"""A bucket for files: s3://key:secret@host:port/bucket?region=…&scheme=http (kit/object_store.py); none: MEDIA_ROOT."""
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "portico.kit.object_store.ObjectStore", "OPTIONS": {"address": STORAGE_URL}}
    if STORAGE_URL
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
UPLOAD_LIMIT_MB = 10
IMPORT_LIMIT_MB = 300
STORAGE_QUOTA_MB = int(os.environ.get("STORAGE_QUOTA_MB", "0"))
"""Room for each agency's files; 0: no limit. `manage.py storage` sets another one for a single agency."""
CLAMAV = os.environ.get("CLAMAV", "").strip()
"""Where a ClamAV daemon looks for viruses: host:port, or the path of its socket. Empty: nobody looks."""
STRANGERS_SEND_FILES = r"/jobs/[0-9]+/apply/"
"""Where people who are not signed in may send more than a form."""


def relay(url: str) -> dict[str, Any]:
    """SMTP_URL, like smtp+tls://user:password@host:587 or smtps://host, as Django knows mail servers."""
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if secure else 587 if "tls" in parts.scheme else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": secure,
        "use_tls": parts.scheme == "smtp+tls",
        "timeout": 15,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


SMTP_URL = os.environ.get("SMTP_URL", "")
MAIL_FOLDER = DATA_DIR / "mail"
"""Where mail goes that goes nowhere else."""
MAILERS = {"default": relay(SMTP_URL) if SMTP_URL else {"BACKEND": "portico.messaging.folder.FolderBackend"}}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "portico@localhost")
BOUNCE_ADDRESS = os.environ.get("BOUNCE_ADDRESS", "")
"""Where mail that comes back goes, each under an address of its own: bounces@… becomes bounces+number-signature@…"""
BOUNCE_SECRET = os.environ.get("BOUNCE_SECRET", "")
"""With which the mail server signs what it tells /hooks/bounces/; without it there is no such address."""
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

BEHIND_TLS = env_flag("BEHIND_TLS", not (DEBUG or DEMO))
"""The site is reached by https: cookies are Secure, answers carry HSTS."""
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_ENGINE = "portico.kit.session_store"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portico.kit.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1" if BEHIND_TLS else "0"))
"""How many proxies stand before Portico and add to X-Forwarded-For; 0: the header is ignored."""
# frame-ancestors stands in for X-Frame-Options; redirecting to https and preloading are up to proxy and owner;
# key and hosts have checks of our own (kit/checks.py).
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W008", "security.W009", "security.W020", "security.W021"]

FETCH_LOOPBACK = DEBUG or DEMO
"""Whether this machine itself may be asked where a person typed an address; for trying things out."""
FETCH_PRIVATE_HOSTS = {
    name.strip().lower() for name in os.environ.get("FETCH_PRIVATE_HOSTS", "").split(",") if name.strip()
}
"""Machines in our own network that an agency may name, such as its sign-in provider."""

HEALTH_TOKEN = os.environ.get("HEALTH_TOKEN", "")
"""Who brings it reads the figures of /readyz from another machine."""
LEAVING_FILE = os.environ.get("LEAVING_FILE", "")
"""Set by script/run_processes.py: once there is such a file, these processes are about to end, and /readyz says so."""

FAIL_POINTS = os.environ.get("FAIL_POINTS", "")
FAIL_POINTS_ARMED = os.environ.get("FAIL_POINTS_ARMED", "")
"""For tests of races and crashes only (kit/failpoints.py)."""

LOG_LEVEL = os.environ.get("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portico.kit.logs.OneLine"}},
    "filters": {"secrets": {"()": "portico.kit.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        # Scanners try host names all day; their answer is "bad request", without a traceback in the log.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
