"""What a session holds is proven once, and never taken from a text that is not ours."""

import logging

import pytest
from django.contrib.sessions.models import Session

from portico.kit.session_store import SessionStore

pytestmark = pytest.mark.django_db


def kept(**held: object) -> SessionStore:
    session = SessionStore()
    session.update(held)
    session.save()
    return session


def test_each_reader_has_values_of_its_own() -> None:
    key = kept(member=7, list=["a"]).session_key
    SessionStore(key)["list"].append("b")
    assert SessionStore(key)["list"] == ["a"]
    assert SessionStore(key)["member"] == 7


def test_a_changed_session_is_read_as_it_is_now() -> None:
    session = kept(member=7)
    assert SessionStore(session.session_key)["member"] == 7
    session["member"] = 8
    session.save()
    assert SessionStore(session.session_key)["member"] == 8


def test_a_session_that_is_gone_holds_nothing_though_it_was_read_before() -> None:
    session = kept(member=7)
    assert SessionStore(session.session_key).get("member") == 7
    Session.objects.all().delete()
    assert SessionStore(session.session_key).get("member") is None


def test_what_somebody_wrote_into_the_database_is_not_believed(caplog: pytest.LogCaptureFixture) -> None:
    session, other = kept(member=7), kept(member=8)
    mine, theirs = (Session.objects.get(session_key=one.session_key).session_data for one in (session, other))
    forged = theirs.split(":")[0] + ":" + ":".join(mine.split(":")[1:])
    with caplog.at_level(logging.WARNING):
        for data in (forged, "nonsense", ""):
            Session.objects.filter(session_key=session.session_key).update(session_data=data)
            assert SessionStore(session.session_key).get("member") is None
    assert "Session data corrupted" in caplog.text
