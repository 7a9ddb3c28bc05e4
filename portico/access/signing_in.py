"""Sessions and remembered browsers: how somebody gets in, stays in and gets out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from portico.access.models import RememberedBrowser
from portico.access.secrets import hashed, new_token
from portico.access.visits import agent_of, ip_of
from portico.agencies.models import Member, User
from portico.agencies.roles import Side
from portico.kit.times import now
from portico.records.events import record

REMEMBERED = timedelta(days=90)
START: dict[str, str] = {Side.STAFF: "/desk/", Side.CLIENT: "/client/", Side.CANDIDATE: "/me/"}
"""Where each side begins; by path, for the surfaces stand above this package."""


def start_page(member: Member) -> str:
    """Where a member begins."""
    return START[member.side]


def sign_in(request: HttpRequest, member: Member, *, how: str = "", began: datetime | None = None) -> None:
    """Give this browser a new session of the member's. `began`: an earlier sign-in that goes on (changing places)."""
    session: SessionBase = request.session
    session.flush()
    at = now()
    session["member"] = member.pk
    session["proof"] = member.user.session_proof
    session["began"] = (began or at).isoformat()
    session["seen"] = at.isoformat()
    rotate_token(request)
    request.maybe_member = member  # type: ignore[attr-defined]
    if began is None:
        record(member, "member.signed_in", by=member, person=member.name, how=how, ip=ip_of(request))


def keep_session(request: HttpRequest, user: User) -> None:
    """This browser stays signed in though the user's proof has changed; all others are out."""
    request.session.cycle_key()
    request.session["proof"] = user.session_proof


def sign_out(request: HttpRequest) -> None:
    """End this session, on the server too."""
    request.session.flush()
    request.maybe_member = None  # type: ignore[attr-defined]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the sign-in is recent enough for what matters most."""
    try:
        return now() - datetime.fromisoformat(request.session["began"]) < timedelta(minutes=15)
    except (KeyError, ValueError):
        return False


def cookie_name(name: str) -> str:
    """The cookie's name; over https the browser itself then keeps others from setting it."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else f"portico-{name}"


def set_cookie(response: HttpResponse, name: str, value: str, life: timedelta) -> None:
    """A cookie that no script reads and no other site sends along."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=int(life.total_seconds()),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: HttpResponse, name: str) -> None:
    """Take a cookie away again."""
    set_cookie(response, name, "", timedelta(0))


def browser_secret(request: HttpRequest) -> str:
    """The secret of this browser, if it was remembered for anybody."""
    secret = request.COOKIES.get(cookie_name("browser"), "")
    return secret if 40 <= len(secret) <= 50 else ""


def remembered(request: HttpRequest, user: User) -> RememberedBrowser | None:
    """The row that remembers this browser for the user."""
    secret = browser_secret(request)
    if not secret:
        return None
    return RememberedBrowser.objects.filter(user=user, secret_hash=hashed(secret)).alive(now()).first()


@transaction.atomic
def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember this browser for the user. Its secret is new each time: an older copy is worth nothing."""
    at = now()
    old, secret = browser_secret(request), new_token()
    if old:
        RememberedBrowser.objects.filter(agency=user.agency_id, secret_hash=hashed(old)).alive(at).update(
            secret_hash=hashed(secret)
        )
    RememberedBrowser.objects.update_or_create(
        user=user,
        secret_hash=hashed(secret),
        defaults={
            "agency_id": user.agency_id,
            "last_used": at,
            "expires": at + REMEMBERED,
            "ip": ip_of(request),
            "agent": agent_of(request),
        },
    )
    set_cookie(response, "browser", secret, REMEMBERED)
