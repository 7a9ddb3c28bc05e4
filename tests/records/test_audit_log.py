"""The audit log: nobody changes it, and if somebody gets around the guards, the check finds it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from portico.records.append_only import EVENT, SEAL, protect, without
from portico.records.audit import AuditSeal, Unchangeable
from portico.records.blanking import blank
from portico.records.events import Happening, record, record_many
from portico.records.fingerprints import digest_of
from portico.records.history import Event
from portico.records.sealing import seal_all
from portico.records.verifying import verify
from tests.world import Acme, Cast

NO = "append-only"


def run(sql: str, *values: Any) -> None:
    """What somebody with the database's own client could do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def guards_down() -> Iterator[None]:
    """Somebody drops the triggers, does their deed, and puts them back."""
    for table in (EVENT, SEAL):
        for line in without(table, connection.vendor):
            run(line)
    yield
    protect(connection)


@pytest.fixture
def told(acme: Acme) -> Acme:
    """The world with three seals over its history, and one more event."""
    for number in range(3):
        record_many(
            Happening(acme.job, "job.changed", by=acme.recruiter, details={"fields": f"{number} {n}"}) for n in range(4)
        )
        seal_all(acme.agency.pk)
    record(acme.job, "job.changed", by=acme.recruiter, fields="the newest", rate=0.5, many=[1.0, {"a": 2}])
    return acme


def sealed(acme: Acme) -> list[Event]:
    """The events of the second seal."""
    return list(Event.objects.filter(agency=acme.agency, seal=2).order_by("pk"))


def found(acme: Acme | Cast) -> list[str]:
    """What is wrong with an agency's log."""
    return verify(acme.agency).broken


def test_an_untouched_log_is_found_to_be_as_it_was_written(told: Acme) -> None:
    one = verify(told.agency)
    assert one.broken == []
    assert (one.seals, one.unsealed) == (3, 1)
    assert one.events == Event.objects.filter(agency=told.agency).count()
    assert verify(told.theirs.agency).broken == []


def test_code_cannot_change_or_delete_what_happened(told: Acme) -> None:
    event, seal = sealed(told)[0], AuditSeal.objects.filter(agency=told.agency)[0]
    event.verb = "job.loved"
    deeds: list[Callable[[], Any]] = [
        event.save,
        event.delete,
        seal.save,
        seal.delete,
        lambda: Event.objects.filter(pk=event.pk).update(verb="x"),
        lambda: Event._base_manager.filter(pk=event.pk).update(verb="x"),
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.bulk_update([event], ["verb"]),
        lambda: AuditSeal.objects.all().delete(),
    ]
    for deed in deeds:
        with pytest.raises(Unchangeable):
            deed()


CHANGES = [
    *("verb = 'x'", "at = '2020-01-01'", "by_id = NULL", "digest = 'x'", "words = 'x'", "details = '{}'", "salt = ''"),
    *("by_name = 'Nobody'", "seal = 1", "seal = NULL", "support = 'x'", "object_id = 77"),
]


@pytest.mark.parametrize("column", CHANGES)
def test_the_database_refuses_to_change_an_event(told: Acme, column: str) -> None:
    with pytest.raises(DatabaseError, match=NO), transaction.atomic():
        run(f"UPDATE {EVENT} SET {column} WHERE id = %s", sealed(told)[0].pk)


@pytest.mark.parametrize("statement", [f"DELETE FROM {EVENT}", f"DELETE FROM {SEAL}", f"UPDATE {SEAL} SET head = 'x'"])
def test_the_database_refuses_to_delete_events_and_to_touch_seals(told: Acme, statement: str) -> None:
    with pytest.raises(DatabaseError, match=NO), transaction.atomic():
        run(statement)
    with pytest.raises((DatabaseError, models.ProtectedError)), transaction.atomic():
        told.agency.delete()


@pytest.mark.only_on("postgresql")
def test_the_database_refuses_to_empty_the_log(told: Acme) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match=NO), transaction.atomic():
        run(f"TRUNCATE {EVENT} CASCADE")


def tamper(acme: Acme, how: str) -> None:
    """What somebody might do who got around the guards."""
    first, second, third, _fourth = sealed(acme)
    newest = Event.objects.filter(agency=acme.agency).order_by("-pk")[0]
    table = f"UPDATE {EVENT} SET"
    with guards_down():
        match how:
            case "changed words":
                run(f"{table} details = '{{}}' WHERE id = %s", second.pk)
            case "changed verb":
                run(f"{table} verb = 'job.loved' WHERE id = %s", second.pk)
            case "changed unsealed":
                run(f"{table} by_id = %s WHERE id = %s", acme.owner.pk, newest.pk)
            case "changed with its fingerprints":
                run(f"{table} verb = 'job.loved' WHERE id = %s", second.pk)
                second.verb = "job.loved"
                run(f"{table} digest = %s WHERE id = %s", digest_of(second), second.pk)
            case "blanked without an erasure":
                run(f"{table} by_name = '', salt = '', blanked = at WHERE id = %s", second.pk)
            case "deleted":
                run("DELETE FROM records_eventsubject WHERE event_id = %s", third.pk)
                run(f"DELETE FROM {EVENT} WHERE id = %s", third.pk)
            case "reordered":
                for one, other in ((first, second), (second, first)):
                    columns = ("salt", "words", "digest", "details", "at")
                    values = [json.dumps(other.details) if c == "details" else getattr(other, c) for c in columns]
                    run(f"{table} {', '.join(f'{c} = %s' for c in columns)} WHERE id = %s", *values, one.pk)
            case "inserted":
                run(f"{table} seal = 2 WHERE id = %s", newest.pk)
            case "seal deleted":
                run(f"DELETE FROM {SEAL} WHERE number = 2 AND agency_id = %s", acme.agency.pk)
            case "seal changed":
                run(f"UPDATE {SEAL} SET at = %s WHERE number = 2 AND agency_id = %s", newest.at, acme.agency.pk)
            case _:
                raise AssertionError(how)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("changed words", "its words were changed"),
        ("changed verb", "was changed"),
        ("changed unsealed", "was changed"),
        ("changed with its fingerprints", "seal 2"),
        ("blanked without an erasure", "no erasure is on record"),
        ("deleted", "1 of its 4 events are missing"),
        ("reordered", "not in their order"),
        ("inserted", "1 events were slipped in"),
        ("seal deleted", "seal 2"),
        ("seal changed", "seal 2"),
    ],
)
def test_who_gets_around_the_guards_is_found_out(told: Acme, how: str, said: str) -> None:
    tamper(told, how)
    broken = found(told)
    assert broken
    assert said in broken[0]
    assert found(told.theirs) == []


def test_a_log_whose_end_is_gone_is_told_from_an_anchor_kept_elsewhere(told: Acme, tmp_path: Path) -> None:
    anchor, out = tmp_path / "anchor.json", StringIO()
    call_command("verify_audit", anchor=anchor, stdout=out)
    assert f"ok     {told.agency.host}" in out.getvalue()
    number, _head = json.loads(anchor.read_text())["heads"][told.agency.host]
    with guards_down():
        run(f"DELETE FROM records_eventsubject WHERE event_id IN (SELECT id FROM {EVENT} WHERE seal = %s)", number)
        run(f"DELETE FROM {EVENT} WHERE seal = %s AND agency_id = %s", number, told.agency.pk)
        run(f"DELETE FROM {SEAL} WHERE number = %s AND agency_id = %s", number, told.agency.pk)
    assert found(told) == []
    with pytest.raises(CommandError):
        call_command("verify_audit", anchor=anchor, stdout=out, json=True)
    assert "the end of the log is gone" in out.getvalue()
    assert json.loads(anchor.read_text())["heads"][told.agency.host][0] == number


def test_an_erasure_takes_the_words_and_the_chain_still_holds(told: Acme) -> None:
    event = sealed(told)[1]
    blank({event.pk: {"by_name": "Erased person 7", "details": {"fields": "–"}}})
    seal_all(told.agency.pk)
    one = verify(told.agency)
    assert (one.broken, one.blanked) == ([], 1)
    event.refresh_from_db()
    assert (event.by_name, event.details, event.salt) == ("Erased person 7", {"fields": "–"}, "")
