"""Querysets that are compiled once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portico.agencies.doors import Visitor
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from portico.candidates.models import Candidate
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.plans import NotPrepared
from portico.kit.prepared import Prepared, figures, prepared
from portico.kit.times import at_time, now
from portico.pipeline.models import Application, Submission
from portico.portals.models import JobShare
from tests.prepared import same_as_queryset
from tests.world import Acme

SOMEBODY = Member(pk=3, agency_id=2, user_id=4, side=Side.STAFF, role=Role.OWNER, status=Member.Status.ACTIVE)


@prepared
def shares_of(member: Member) -> QuerySet[Any]:
    return JobShare.objects.visible_to(member).select_related("job", "portal__organization").order_by("pk")


@prepared
def submissions_of(member: Member, share: int) -> QuerySet[Any]:
    seen = Submission.objects.visible_to(member).filter(share=share).with_blind()
    return seen.select_related("application__candidate", "application__stage").order_by("submitted", "pk")


@prepared
def jobs_of(member: Member) -> QuerySet[Any]:
    return Job.objects.visible_to(member).order_by("pk").values_list("pk", "title", "opened", "openings")


@prepared
def runs_on(member: Member, jobs: list[int], *, last: bool = False) -> QuerySet[Any]:
    runs = Application.objects.visible_to(member).filter(job__in=jobs)
    return runs.order_by("-pk" if last else "pk").values_list("pk", flat=True)


@prepared
def lately(member: Member) -> QuerySet[Any]:
    since = now() - timedelta(days=7)
    return Candidate.objects.visible_to(member).filter(added__gt=since).order_by("pk").prefetch_related("skills")


@prepared
def totals(member: Member) -> QuerySet[Any]:
    jobs = Job.objects.visible_to(member)
    return figures(jobs, all=Count("pk"), open=Count("pk", filter=Q(status="open")), seats=Sum("openings", default=0))


@prepared
def adverts_for(visitor: Visitor) -> QuerySet[Any]:
    return Advert.objects.visible_to(visitor).order_by("pk").values("pk", "title")


def test_a_compiled_query_finds_what_its_queryset_finds_for_everybody(acme: Acme) -> None:
    people = [acme.owner, acme.recruiter, acme.consultant, acme.finance, acme.reader, acme.gone, acme.maya]
    people += [acme.jonas, acme.priya, acme.revoked, acme.dario_member, acme.elena_member]
    jobs = [acme.job.pk, acme.other_job.pk, acme.draft_job.pk]
    for _time in range(2):
        for person in people:
            same_as_queryset(shares_of, person)
            same_as_queryset(submissions_of, person, acme.share.pk)
            same_as_queryset(jobs_of, person)
            same_as_queryset(lately, person)
            same_as_queryset(totals, person)
            for last in (False, True):
                same_as_queryset(runs_on, person, jobs, last=last)
    same_as_queryset(adverts_for, Visitor(acme.agency.pk))
    assert submissions_of(acme.maya, acme.share.pk)
    assert not submissions_of(acme.priya, acme.share.pk)
    assert not submissions_of(acme.revoked, acme.share.pk)


def test_it_is_one_query_and_compiled_once_for_all_who_see_alike(acme: Acme) -> None:
    asked = Prepared(submissions_of.build)
    rows = asked(acme.maya, acme.share.pk)
    with CaptureQueriesContext(connection) as queries:
        again = asked(acme.maya, acme.share.pk)
        assert again[0].application.candidate.last_name != again[0].application.stage.name
    assert again == rows
    assert len(queries) == 1
    asked(acme.priya, acme.share.pk)
    assert len(asked.plans) == 1
    asked(acme.owner, acme.share.pk)
    assert len(asked.plans) == 2


def test_what_somebody_may_see_is_looked_up_each_time(acme: Acme) -> None:
    assert shares_of(acme.maya)
    JobShare.objects.filter(pk=acme.share.pk).update(status=JobShare.Status.ENDED)
    assert acme.share.pk not in [share.pk for share in shares_of(acme.maya)]
    acme.maya.status = Member.Status.SUSPENDED
    assert shares_of(acme.maya) == []


def test_the_clock_goes_on(acme: Acme) -> None:
    assert lately(acme.owner)
    with at_time(now() + timedelta(days=8)):
        assert lately(acme.owner) == []
        assert same_as_queryset(lately, acme.owner) == []
    with timezone.override("Asia/Tokyo"):
        assert same_as_queryset(lately, acme.owner)


def test_a_time_that_is_asked_with_is_not_taken_for_the_clock(acme: Acme) -> None:
    def since(member: Member, at: datetime) -> QuerySet[Any]:
        return Candidate.objects.visible_to(member).filter(added__gt=at, added__lt=now() + timedelta(days=1))

    asked = Prepared(since)
    assert same_as_queryset(asked, acme.owner, now() - timedelta(days=1))
    assert same_as_queryset(asked, acme.owner, now() + timedelta(hours=1)) == []
    with at_time(now() - timedelta(days=3)):
        assert same_as_queryset(asked, acme.owner, now() - timedelta(days=1)) == []


def test_lists_of_any_length_are_found_and_few_lengths_compiled(acme: Acme) -> None:
    asked = Prepared(runs_on.build)
    all_jobs = [acme.job.pk, acme.other_job.pk, acme.draft_job.pk]
    for jobs in ([], all_jobs[:1], all_jobs[:2], all_jobs, [*all_jobs, 0, 0, 0], list(range(2000))):
        same_as_queryset(asked, acme.owner, jobs)
    assert len(asked.plans) == 5


def test_a_role_of_the_agencys_own_is_a_shape_of_its_own(acme: Acme) -> None:
    asked = Prepared(jobs_of.build)
    for role in (Role.OWNER, Role.RECRUITER, Role.CONSULTANT):
        acme.recruiter.role = role
        same_as_queryset(asked, acme.recruiter)
    assert len(asked.plans) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "build",
    [
        lambda member, pk: Job.objects.visible_to(member)[:pk],
        lambda member, pk: Job.objects.visible_to(member).filter(title=str(pk)),
        lambda member, pk: Job.objects.visible_to(member).filter(opened__lt=timezone.now()),
        lambda member, pk: Job.objects.visible_to(member).filter(pk__in=[1] * (pk % 2)),
        lambda member, pk: Job.objects.visible_to(member).filter(agency=member.agency.pk),
        lambda member, pk: Job.objects.visible_to(member).filter(title=member.user.name),
        lambda member, pk: Job.objects.visible_to(member).filter(title=Job.objects.get(pk=pk).title),
    ],
    ids=[
        "a limit",
        "a text of it",
        "another clock",
        "a choice",
        "the agency",
        "the person",
        "a look into the database",
    ],
)
def test_what_does_not_follow_from_what_is_asked_is_refused(build: Any) -> None:
    with pytest.raises(NotPrepared):
        Prepared(build)(SOMEBODY, 5)


def test_words_are_bound_where_they_are_compared_as_they_are(acme: Acme) -> None:
    def named(member: Member, title: str) -> QuerySet[Any]:
        return Job.objects.visible_to(member).filter(title=title)

    def found(member: Member, words: str) -> QuerySet[Any]:
        return Job.objects.visible_to(member).filter(title__icontains=words)

    assert same_as_queryset(Prepared(named), acme.owner, acme.job.title) == [acme.job]
    with pytest.raises(NotPrepared):
        Prepared(found)(acme.owner, "100%")


def test_yes_and_no_are_asked_by_keyword(acme: Acme) -> None:
    def some(member: Member, is_open: bool) -> QuerySet[Any]:
        return Job.objects.visible_to(member).filter(status="open") if is_open else Job.objects.visible_to(member)

    with pytest.raises(NotPrepared):
        Prepared(some)(acme.owner, True)
    assert same_as_queryset(Prepared(some), acme.owner, is_open=True)


def test_on_a_real_site_what_cannot_be_compiled_is_asked_as_it_is(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @prepared
    def called(host: str | None) -> QuerySet[Agency]:
        return Agency.objects.filter(host=host)

    with pytest.raises(NotPrepared):
        called(None)
    monkeypatch.setattr("portico.kit.prepared.STRICT", False)
    assert called(None) == []
    assert "asked as it is" in caplog.text


def test_the_query_itself_is_part_of_a_larger_one_with_its_values(acme: Acme) -> None:
    for member in (acme.recruiter, acme.maya):
        sql, values = submissions_of.statement(member, acme.share.pk)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS found", values)
            count = cursor.fetchone()[0]
        assert count == len(submissions_of(member, acme.share.pk))
        assert count > 0


def test_where_nobody_can_fit_there_is_no_statement(acme: Acme) -> None:
    @prepared
    def nothing(member: Member) -> QuerySet[Any]:
        return Job.objects.visible_to(member).none()

    with pytest.raises(EmptyResultSet):
        nothing.statement(acme.owner)


@prepared
def in_words(member: Member, status: str) -> QuerySet[Any]:
    """Compared with a value that comes with it, and with ones that are always the same."""
    rows = Job.objects.visible_to(member).filter(status=status).exclude(title="It's 100 %s?")
    return rows.filter(type__in=["permanent", "contract", "temporary"], archived__isnull=True).values_list("pk")


@pytest.mark.only_on("sqlite")
def test_what_is_always_compared_alike_stands_in_the_query(acme: Acme) -> None:
    """SQLite would compile a query anew each time, if it takes an index because of a value that comes beside it."""
    sql, params = in_words.statement(acme.recruiter, "open")
    assert "'It''s 100 %%s?'" in sql
    assert "IN ('permanent', 'contract', 'temporary')" in sql
    assert sorted(map(str, params)) == sorted([str(acme.agency.pk), "open"])
    assert in_words(acme.recruiter, "open") == list(in_words.build(acme.recruiter, "open"))
    Job.objects.filter(pk=acme.job.pk).update(title="It's 100 %s?")
    assert (acme.job.pk,) not in in_words(acme.recruiter, "open")


@prepared
def jobs_among(member: Member, jobs: list[int], others: list[int]) -> QuerySet[Any]:
    return Job.objects.visible_to(member).filter(pk__in=jobs).exclude(pk__in=others).order_by("pk").values_list("pk")


@pytest.mark.only_on("postgresql")
def test_a_list_of_numbers_is_one_parameter(acme: Acme) -> None:
    known = list(Job.objects.filter(agency=acme.agency).order_by("pk").values_list("pk", flat=True))
    assert [pk for (pk,) in jobs_among(acme.recruiter, [*known, 0, -1], [0, -5])] == known
    assert [pk for (pk,) in jobs_among(acme.recruiter, [*known, 0], known)] == []
    assert jobs_among(acme.recruiter, known[:1], [0]) == [(known[0],)]
    sql, params = jobs_among.statement(acme.recruiter, known * 3, [0, -5])
    assert sql.count("= ANY(%s::bigint[])") == 2
    assert [type(one) for one in params].count(list) == 2


@prepared
def jobs_among_more(member: Member, jobs: list[int], one: int) -> QuerySet[Any]:
    return Job.objects.visible_to(member).filter(pk__in=[*jobs, one]).order_by("pk").values_list("pk")


def test_a_list_with_something_behind_it_stays_as_it_is(acme: Acme) -> None:
    known = list(Job.objects.filter(agency=acme.agency).order_by("pk").values_list("pk", flat=True))
    assert [pk for (pk,) in jobs_among_more(acme.recruiter, [0, -1], known[0])] == known[:1]
    assert [pk for (pk,) in jobs_among_more(acme.recruiter, [*known, 0, -1], -2)] == known


def test_who_listens_to_objects_being_made_hears_of_each_and_of_those_beside_it(acme: Acme) -> None:
    made: list[Any] = []

    def hear(instance: Any, **_: Any) -> None:
        made.append(instance)

    share = JobShare.objects.first()
    assert share is not None
    rows = submissions_of(acme.owner, share.pk)
    post_init.connect(hear, sender=Candidate)
    try:
        again = submissions_of(acme.owner, share.pk)
    finally:
        post_init.disconnect(hear, sender=Candidate)

    assert rows == again
    assert made == [row.application.candidate for row in again] != []
    assert rows[0].application.candidate._state.db == again[0].application.candidate._state.db == "default"
