"""Where sessions are kept: in the database, as Django does, read by a query that was compiled once."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from portico.kit.prepared import prepared


@prepared
def kept(key: str, at: datetime) -> QuerySet[Any]:
    """The session with this key, if its time has not run out."""
    return Session.objects.filter(session_key=key, expire_date__gt=at)


class AsText:
    """Leaves what was signed as it is."""

    def loads(self, data: bytes) -> bytes:
        """The same."""
        return data


@lru_cache(maxsize=500)
def proven(data: str, salt: str) -> bytes:
    """What a session holds, once its signature was found to be ours: the next page of the same session finds it here.

    Whether the session is still there is asked each time.
    """
    found: bytes = signing.loads(data, salt=salt, serializer=AsText)  # type: ignore[arg-type]
    return found


class SessionStore(DatabaseSessions):
    """Sessions in the database."""

    def decode(self, session_data: Any) -> dict[str, Any]:
        """What the session holds; of one that is not ours nothing, which Django writes down."""
        try:
            held: dict[str, Any] = json.loads(proven(session_data, self.key_salt))
            return held
        except (signing.BadSignature, ValueError):
            nothing: dict[str, Any] = super().decode(session_data)
            return nothing

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = kept.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found
