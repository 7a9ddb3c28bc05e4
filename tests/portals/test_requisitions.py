"""Requisitions: from draft to job, who sees them, who hears of them."""

from decimal import Decimal
from typing import Any

import pytest

from portico.agencies.models import Member
from portico.clients.models import Organization
from portico.jobs.models import Job, Requisition, RequisitionRemark, RequisitionVersion
from portico.kit.rules import Conflict, RuleBroken
from portico.messaging.models import Email
from portico.pipeline.merging import merge_contacts, merge_organizations
from portico.portals import requesting
from portico.portals.approving import approve
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.request_mails import listeners
from portico.records.models import Event, EventSubject
from tests.asking import colleague, draft, handed_in, proposal, stranger
from tests.world import Acme

S = Requisition.Status
VERBS: dict[str, Any] = {
    "submit": lambda row, w: row.submit(by=w.petra),
    "withdraw": lambda row, w: row.withdraw(by=w.petra),
    "take_up": lambda row, w: row.take_up(by=w.recruiter),
    "ask_changes": lambda row, w: row.ask_changes(reason="More words", by=w.recruiter),
    "decline": lambda row, w: row.decline(reason="No", by=w.recruiter),
    "hold": lambda row, w: row.hold(by=w.recruiter),
    "resume": lambda row, w: row.resume(by=w.recruiter),
    "approve": lambda row, w: approve(row, by=w.recruiter),
}
TABLE: dict[str, dict[str, str]] = {
    S.DRAFT: {"submit": S.SUBMITTED, "withdraw": S.WITHDRAWN},
    S.SUBMITTED: {
        "withdraw": S.WITHDRAWN, "take_up": S.IN_REVIEW, "ask_changes": S.CHANGES_REQUESTED, "decline": S.DECLINED,
        "hold": S.ON_HOLD, "approve": S.APPROVED,
    },
    S.IN_REVIEW: {
        "ask_changes": S.CHANGES_REQUESTED, "decline": S.DECLINED, "hold": S.ON_HOLD, "approve": S.APPROVED,
    },
    S.CHANGES_REQUESTED: {"submit": S.SUBMITTED, "withdraw": S.WITHDRAWN},
    S.ON_HOLD: {"resume": S.IN_REVIEW},
    S.APPROVED: {},
    S.DECLINED: {},
    S.WITHDRAWN: {},
}  # fmt: skip


def mails() -> list[str]:
    """Who got a mail."""
    return list(Email.objects.order_by("pk").values_list("to", flat=True))


@pytest.mark.parametrize("status", TABLE)
def test_each_state_allows_the_deeds_of_the_table_and_no_others(acme: Acme, status: str) -> None:
    for verb, do in VERBS.items():
        row = draft(acme)
        Requisition.objects.filter(pk=row.pk).update(status=status)
        row = Requisition.objects.get(pk=row.pk)
        wanted = TABLE[status].get(verb)
        if wanted is None:
            with pytest.raises(RuleBroken):
                do(row, acme)
        else:
            do(row, acme)
        assert Requisition.objects.get(pk=row.pk).status == (wanted or status), verb


def test_a_draft_is_its_writers_alone(acme: Acme) -> None:
    row, carl, hana = draft(acme), colleague(acme), stranger(acme)

    seen = [one for one in (acme.petra, carl, hana, acme.maya, acme.owner) if seen_by(one, row)]

    assert seen == [acme.petra]
    assert not EventSubject.objects.filter(kind="clients.organization", event__verb__startswith="requisition").exists()


def test_what_is_handed_in_is_seen_by_colleagues_who_may_ask_and_by_the_desk(acme: Acme) -> None:
    row, carl, hana = handed_in(acme), colleague(acme), stranger(acme)
    people = [acme.petra, carl, hana, acme.maya, acme.jonas, acme.owner, acme.reader, acme.consultant]

    assert [one for one in people if seen_by(one, row)] == [acme.petra, carl, acme.owner, acme.reader]
    acme.job.set_team([acme.consultant], by=acme.owner)
    assert seen_by(acme.consultant, row)


def seen_by(member: Member, row: Requisition) -> bool:
    """Whether the person sees it, and what hangs on it."""
    found = Requisition.objects.visible_to(member).filter(pk=row.pk).exists()
    versions = RequisitionVersion.objects.visible_to(member).filter(requisition=row)
    assert versions.exists() == (found and row.submitted is not None)
    return found


def test_only_the_requester_changes_hands_in_and_withdraws(acme: Acme) -> None:
    row, carl = handed_in(acme), colleague(acme)
    row.ask_changes(reason="More", by=acme.recruiter)
    for deed in (requesting.hand_in, requesting.withdraw):
        with pytest.raises(RuleBroken, match="Only Petra Lang"):
            deed(row, by=carl)
    row.check_changeable(acme.petra)


def test_the_portal_says_what_a_requisition_must_hold(acme: Acme) -> None:
    portal = Portal.objects.get(organization=acme.northwind)
    portal.custom, portal.values = True, {"request_fields": ["pay", "time_approver", "start"]}
    portal.save()
    row = draft(acme, pay_from=None, pay_to=None)

    with pytest.raises(RuleBroken, match="Pay range, Who approves hours, Start"):
        requesting.hand_in(row, by=acme.petra)
    row.pay_to, row.time_approver, row.start = 40000, acme.maya_contact, "2027-01-04"
    row.save()
    requesting.hand_in(row, by=acme.petra)
    assert row.status == S.SUBMITTED


def test_where_the_portal_takes_none_nothing_can_be_asked_or_handed_in(acme: Acme) -> None:
    row = draft(acme)
    portal = Portal.objects.get(organization=acme.northwind)
    portal.custom, portal.values = True, {"requisitions": False}
    portal.save()
    for deed in (lambda: requesting.hand_in(row, by=acme.petra), lambda: requesting.begin(acme.petra)):
        with pytest.raises(RuleBroken, match="not taken"):
            deed()
    with pytest.raises(RuleBroken, match="not taken"):
        requesting.begin(acme.maya)


def test_each_time_it_is_handed_in_is_kept(acme: Acme) -> None:
    row = handed_in(acme)
    row.ask_changes(reason="How many?", by=acme.recruiter)
    row.headcount = 5
    row.save()
    requesting.hand_in(row, by=acme.petra)

    assert [one.values["headcount"] for one in row.versions.all()] == ["2", "5"]
    assert row.submitted is not None
    assert row.handed_in is not None
    assert row.handed_in > row.submitted
    row.refresh_from_db()
    assert row.times_changes_asked == 1


def test_who_answers_what_they_did_not_see_is_told(acme: Acme) -> None:
    row = handed_in(acme)
    row.ask_changes(reason="More", by=acme.recruiter)
    requesting.hand_in(row, by=acme.petra)
    with pytest.raises(Conflict, match="changed this requisition meanwhile"):
        approve(row, by=acme.recruiter, seen="1")
    assert not Job.objects.filter(title="Day porter").exists()


def test_approval_makes_the_job_and_prepares_its_share(acme: Acme) -> None:
    row = handed_in(acme, cost_center="CC-9", remote=True, employment="contract", note="Be quick")
    Email.objects.all().delete()

    job = approve(row, by=acme.recruiter)

    assert (job.title, job.openings, job.type, job.status) == ("Day porter", 2, "contract", "open")
    assert (job.primary_contact, job.owner, job.organization) == (row.requester, acme.recruiter, acme.northwind)
    assert job.description == "Keep the doors by day.\n\nQualifications\nTwo years at a front desk"
    assert "CC-9" in job.internal_notes
    assert "Be quick" in job.internal_notes
    assert (job.pay_from, job.pay_to, job.location) == (Decimal(30000), Decimal(34000), "Leeds · Remote possible")
    assert JobShare.objects.get(job=job).status == JobShare.Status.DRAFT
    assert Requisition.objects.get(pk=row.pk).job == job
    assert Email.objects.get().to == acme.petra.email


def test_shared_at_once_it_stands_among_the_requesters_jobs(acme: Acme) -> None:
    row = handed_in(acme)
    Seat.objects.filter(member=acme.petra).update(all_jobs=False)

    job = approve(row, by=acme.recruiter, share=True)

    assert JobShare.objects.visible_to(acme.petra).get().job == job
    assert f"/client/jobs/{JobShare.objects.get(job=job).pk}/" not in Email.objects.latest("pk").text
    assert "among your jobs now" in Email.objects.latest("pk").text


def test_the_organizations_own_consultant_owns_the_job(acme: Acme) -> None:
    Organization.objects.filter(pk=acme.northwind.pk).update(owner=acme.owner)
    row = Requisition.objects.get(pk=handed_in(acme).pk)

    job = approve(row, by=acme.recruiter)

    assert job.owner == acme.owner
    assert list(job.team.all()) == [acme.recruiter]


def test_where_the_job_cannot_be_shared_it_is_made_all_the_same(acme: Acme) -> None:
    row = handed_in(acme)
    Portal.objects.filter(organization=acme.northwind).update(active=False)

    job = approve(row, by=acme.recruiter, share=True)

    assert not JobShare.objects.filter(job=job).exists()


def test_who_hears_of_it(acme: Acme) -> None:
    row = handed_in(acme)
    assert set(mails()) == {acme.recruiter.email, acme.owner.email}, "nobody owns the organization: all who may"
    acme.northwind.owner = acme.recruiter
    acme.northwind.save()
    acme.job.set_team([acme.consultant], by=acme.owner)
    row = Requisition.objects.get(pk=row.pk)

    assert listeners(row, "owner") == [acme.recruiter]
    assert set(listeners(row, "team")) == {acme.recruiter, acme.consultant}
    assert listeners(row, "nobody") == []
    row.take_up(by=acme.owner)
    assert listeners(row, "owner") == [acme.owner]


def test_mails_say_that_there_is_news_not_what_was_said(acme: Acme) -> None:
    row = handed_in(acme, note="SECRET note")
    row.take_up(by=acme.recruiter)
    row.remark(text="SECRET remark", by=acme.recruiter)
    requesting.remark(row, text="SECRET answer", by=acme.petra)
    row.ask_changes(reason="SECRET reason", by=acme.recruiter)

    assert mails()[-3:] == [acme.petra.email, acme.recruiter.email, acme.petra.email]
    assert not [one for one in Email.objects.all() if "SECRET" in one.text + one.html + one.subject]
    assert not [one for one in Email.objects.all() if "30" in one.text and "34" in one.text]
    assert RequisitionRemark.objects.visible_to(acme.petra).count() == 3
    assert not RequisitionRemark.objects.visible_to(stranger(acme)).exists()


def test_a_clone_is_a_draft_of_ones_own(acme: Acme) -> None:
    carl = colleague(acme)
    row = handed_in(acme)

    made = requesting.clone(row, by=carl)

    assert (made.title, made.status, made.requester.member, made.start) == ("Day porter", S.DRAFT, carl, None)
    assert Event.objects.filter(verb="requisition.submitted").count() == 1


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("day PORTER (m/f)", True),
        ("Porter", True),
        ("Senior day porter", True),
        ("Night porter", False),
        ("Cook", False),
    ],
)
def test_what_looks_the_same_is_pointed_out(acme: Acme, other: str, same: bool) -> None:
    handed_in(acme, title=other)
    mine, theirs = draft(acme), draft(acme, stranger(acme), title="Day porter")

    assert bool(requesting.twins_for_client(mine, acme.petra)) is same
    assert requesting.twins_for_client(theirs, stranger_of(theirs)) == []


def stranger_of(row: Requisition) -> Member:
    """Who asked for it."""
    assert row.requester.member is not None
    return row.requester.member


def test_a_merge_takes_requisitions_along(acme: Acme) -> None:
    row = handed_in(acme)
    merge_contacts(acme.maya_contact, row.requester, by=acme.owner)
    assert Requisition.objects.get(pk=row.pk).requester == acme.maya_contact
    merge_organizations(acme.helix, acme.northwind, by=acme.owner)
    assert Requisition.objects.get(pk=row.pk).organization == acme.helix


def test_of_a_job_that_is_nobodys_only_those_hear_who_see_it(acme: Acme) -> None:
    Job.objects.filter(pk=acme.job.pk).update(owner=None)
    acme.job.team.clear()
    proposal(acme, openings=9)
    told = set(Email.objects.filter(subject__startswith="A client proposes").values_list("to", flat=True))
    assert acme.recruiter.email in told
    assert acme.consultant.email not in told


def test_what_was_handed_in_meanwhile_is_not_changed_behind_its_version(acme: Acme) -> None:
    row = draft(acme)
    stale = Requisition.objects.get(pk=row.pk)
    requesting.hand_in(row, by=acme.petra)
    with pytest.raises(RuleBroken, match="cannot be changed now"):
        requesting.change(stale, {"headcount": 99}, seen="", by=acme.petra)
    assert Requisition.objects.get(pk=row.pk).headcount == row.headcount
