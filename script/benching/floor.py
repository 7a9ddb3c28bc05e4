"""The floor: what the pages would cost with nothing between the web server and the database's driver.

A bare WSGI application behind the same server and the same adapter. It reads session, member and agency, runs the
least SQL that a page needs, writes HTML with f-strings to as many bytes as the page has, and compresses alike.
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portico.kit.compression import WINDOW
from portico.kit.serving import Served
from script.benching import floor_client, floor_desk, floor_finding, floor_public
from script.benching.floor_parts import PAGES, Ask

TOLD: dict[str, Any] = json.loads(Path(os.environ["FLOOR"]).read_text()) if "FLOOR" in os.environ else {}
"""The database, and each page's size and way of being compressed."""
SESSION = "SELECT session_data FROM django_session WHERE session_key = ? AND expire_date > ?"
MEMBER = (
    "SELECT m.id, m.side, m.role, m.status, m.last_seen, u.name, u.email, u.password, u.stamp, u.zone, a.id, a.name,"
    " a.zone, a.brand_color, a.logo_key, a.desk_idle_minutes FROM agencies_member m"
    " JOIN agencies_user u ON u.id = m.user_id JOIN agencies_agency a ON a.id = m.agency_id"
    " WHERE m.id = ? AND a.host = ?"
)
AGENCY = "SELECT 0, '', '', '', '', '', '', '', 0, '', id, name, zone, brand_color FROM agencies_agency WHERE host = ?"


def connect(told: dict[str, Any]) -> Ask:
    """One question to the database with the raw driver, for as long as the process lives."""
    if told["vendor"] == "postgresql":
        import psycopg

        server = psycopg.connect(told["database"], autocommit=True, prepare_threshold=1)
        cursor = server.cursor()

        def ask_postgresql(sql: str, *values: Any) -> list[Any]:
            return cursor.execute(sql.replace("?", "%s"), values).fetchall()

        return ask_postgresql
    file = sqlite3.connect(told["database"], isolation_level=None, check_same_thread=False, cached_statements=256)
    for pragma in ("journal_mode=WAL", "mmap_size=268435456", "cache_size=-32000", "temp_store=MEMORY"):
        file.execute(f"PRAGMA {pragma}")
    return lambda sql, *values: file.execute(sql, values).fetchall()


def who(ask: Ask, environ: dict[str, Any], stamp: Any) -> Any:
    """The member whose session this is, with their agency; only the agency for a visitor."""
    host = environ["HTTP_HOST"].split(":")[0]
    _, found, session = environ.get("HTTP_COOKIE", "").partition("sessionid=")
    if not found:
        return ask(AGENCY, host)[0]
    ((data,),) = ask(SESSION, session.split(";")[0], stamp)
    payload, _, signature = data.rpartition(":")
    hmac.compare_digest(hmac.new(b"key", payload.encode(), hashlib.sha256).hexdigest(), signature)
    body = payload.partition(":")[0]
    raw = base64.urlsafe_b64decode(body.lstrip(".") + "=" * (-len(body.lstrip(".")) % 4))
    member = json.loads(zlib.decompress(raw) if body.startswith(".") else raw)["member"]
    return ask(MEMBER, member, host)[0]


def compressor(encoding: str, level: int) -> Callable[[bytes], bytes] | None:
    """The page's own way."""
    if encoding == "br":
        import brotli  # type: ignore[import-untyped]

        return lambda body: brotli.compress(body, quality=level, lgwin=WINDOW)
    if encoding == "gzip":
        return lambda body: zlib.compress(body, level, 31)
    return None


class Floor:
    """The application."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.ask = connect(told)
        self.vendor = told["vendor"]
        self.pages = told["pages"]
        self.pack = {name: compressor(one["encoding"], one["level"]) for name, one in self.pages.items()}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """One page."""
        _, name, *rest = environ["PATH_INFO"].split("/")
        headers = [("content-type", "text/html; charset=utf-8"), ("cache-control", "private, no-store")]
        if name == "readyz":
            start("200 OK", headers)
            return [b"ok"]
        moment = datetime.now(UTC)
        stamp = moment if self.vendor == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S")
        me = who(self.ask, environ, stamp)
        html = PAGES[name](self.ask, me, int(rest[0]), stamp)
        body = self.filled(html, name).encode()
        if pack := self.pack[name]:
            body = pack(body)
            headers.append(("content-encoding", self.pages[name]["encoding"]))
        headers.append(("content-length", str(len(body))))
        start("200 OK", headers)
        return [body]

    def filled(self, html: str, name: str) -> str:
        """With the parts of the page that are the same each time, up to its size."""
        told = self.pages[name]
        missing = told["size"] - len(html)
        return f"{told['filler'][: max(0, missing)]}{html}"


MODULES = (floor_client, floor_desk, floor_finding, floor_public)
application = Served(Floor(TOLD), lambda environ: 0, 0) if TOLD else None
