"""Where sessions are kept: in the database, as Django does, read by a query that was compiled once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from portico.kit.prepared import prepared


@prepared
def kept(key: str, at: datetime) -> QuerySet[Any]:
    """The session with this key, if its time has not run out."""
    return Session.objects.filter(session_key=key, expire_date__gt=at)


class SessionStore(DatabaseSessions):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = kept.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found
