"""Much of which there is mostly nothing is asked about in one query."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from portico.agencies.models import Member
from portico.jobs.models import Job
from portico.kit.prepared import prepared
from portico.kit.together import only_what_there_is
from tests.world import Acme


@prepared
def titles(member: Member, pk: int) -> QuerySet[Any]:
    return Job.objects.visible_to(member).filter(pk=pk).values_list("title", flat=True)


@prepared
def notes_of(member: Member, pk: int) -> QuerySet[Any]:
    return Job.objects.visible_to(member).filter(pk=pk).exclude(internal_notes="").order_by("pk").values_list("pk")


@prepared
def never(member: Member) -> QuerySet[Any]:
    return Job.objects.visible_to(member).none()


def test_what_is_not_there_is_not_looked_for_again(acme: Acme) -> None:
    there, away = acme.job.pk, 10**9
    titles(acme.owner, there), notes_of(acme.owner, there), never(acme.owner)
    with CaptureQueriesContext(connection) as queries:
        with only_what_there_is((titles, acme.owner, there), (notes_of, acme.owner, away), (never, acme.owner)):
            assert titles(acme.owner, there) == [acme.job.title]
            assert notes_of(acme.owner, away) == []
            assert notes_of.first(acme.owner, away) is None
            assert never(acme.owner) == []
        assert len(queries) == 2, "one for whether there is any, one for the title"
        notes_of(acme.owner, away)
    assert len(queries) == 3, "it holds within the block"


def test_with_other_arguments_it_is_asked_as_ever(acme: Acme) -> None:
    with only_what_there_is((titles, acme.owner, 10**9)):
        assert titles(acme.owner, acme.job.pk) == [acme.job.title]
        assert titles(acme.recruiter, acme.job.pk) == [acme.job.title]


def test_whose_eyes_it_is_decides(acme: Acme) -> None:
    """The question whether there is any goes through the same door."""
    rival = acme.theirs
    with only_what_there_is((titles, rival.owner, acme.job.pk)):
        assert titles(rival.owner, acme.job.pk) == []
    with only_what_there_is((titles, acme.owner, acme.job.pk)):
        assert titles(acme.owner, acme.job.pk) == [acme.job.title]


def test_nothing_asked_asks_nothing(acme: Acme) -> None:
    with CaptureQueriesContext(connection) as queries, only_what_there_is((never, acme.owner)):
        assert never(acme.owner) == []
    assert len(queries) == 0
