"""Client admins let colleagues in: at once, after the agency's yes, or not at all."""

from typing import Any

import pytest

from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.clients.models import Contact
from portico.kit.rules import Conflict, RuleBroken
from portico.messaging.models import Email
from portico.portals.models import ColleagueRequest, Seat
from portico.portals.welcoming import (
    Colleague,
    approve,
    colleagues_of,
    deactivate_colleague,
    decline,
    invite_colleague,
    roles_to_give,
)
from portico.records.models import Event
from tests.portals.settings import northwind
from tests.world import Acme


def cleo(**other: Any) -> Colleague:
    """Somebody whom Clara wants to have here."""
    facts = {"first_name": "Cleo", "last_name": "Marsh", "email": "cleo@northwind.example", "role": Role.REVIEWER}
    return Colleague(**{**facts, **other})


def contacts(email: str = "cleo@northwind.example") -> list[Contact]:
    """Contacts with this address."""
    return list(Contact.objects.filter(email=email))


def test_with_approval_nothing_happens_until_the_agency_says_yes(acme: Acme) -> None:
    acme.northwind.owner = acme.recruiter
    acme.northwind.save()
    asked = invite_colleague(cleo(), by=acme.client_admin)
    assert asked.status == ColleagueRequest.Status.REQUESTED
    assert contacts() == []
    told = Email.objects.get(to=acme.recruiter.email)
    assert "Northwind Logistics asks to invite a colleague" in told.subject

    member = approve(asked, by=acme.recruiter)
    assert (member.status, member.role) == (Member.Status.INVITED, Role.REVIEWER)
    assert contacts()[0].organization == acme.northwind
    assert contacts()[0].owner == acme.recruiter
    assert Email.objects.filter(to="cleo@northwind.example").count() == 1
    assert Email.objects.filter(to=acme.client_admin.email, subject="Your colleague Cleo Marsh").count() == 1


def test_declining_needs_a_reason_which_the_admin_reads(acme: Acme) -> None:
    asked = invite_colleague(cleo(), by=acme.client_admin)
    with pytest.raises(RuleBroken):
        decline(asked, by=acme.recruiter, reason=" ")
    decline(asked, by=acme.recruiter, reason="He left in May.")
    assert contacts() == []
    assert "He left in May." in Email.objects.get(to=acme.client_admin.email).text
    with pytest.raises(RuleBroken):
        approve(asked, by=acme.recruiter)


def test_where_it_is_left_to_the_client_they_are_invited_at_once(acme: Acme) -> None:
    northwind(acme, colleagues="yes")
    asked = invite_colleague(cleo(), by=acme.client_admin)
    assert asked.status == ColleagueRequest.Status.APPROVED
    assert AccessLink.objects.filter(purpose=Purpose.INVITATION, issued_by=acme.client_admin).count() == 1
    mail = Email.objects.get(to="cleo@northwind.example")
    assert "Clara Osei has invited you to the client portal of Acme Staffing" in mail.text


def test_where_it_is_off_nobody_is_asked_for(acme: Acme) -> None:
    northwind(acme, colleagues="no")
    with pytest.raises(RuleBroken):
        invite_colleague(cleo(), by=acme.client_admin)
    assert not ColleagueRequest.objects.exists()


def test_only_admins_ask(acme: Acme) -> None:
    with pytest.raises(RuleBroken):
        invite_colleague(cleo(), by=acme.maya)
    assert not colleagues_of(acme.maya).exists()


def test_no_role_above_ones_own_and_no_jobs_one_does_not_see(acme: Acme) -> None:
    assert set(roles_to_give(acme.client_admin)) == {
        Role.CLIENT_ADMIN, Role.REQUESTER, Role.REVIEWER, Role.TIME_APPROVER, Role.VIEWER,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="role"):
        invite_colleague(cleo(role=Role.OWNER), by=acme.client_admin)
    Seat.objects.filter(member=acme.client_admin).update(all_jobs=False)
    with pytest.raises(RuleBroken, match="jobs"):
        invite_colleague(cleo(), by=acme.client_admin)
    with pytest.raises(RuleBroken, match="jobs"):
        invite_colleague(cleo(all_jobs=False, shares=(acme.other_share,)), by=acme.client_admin)


def test_the_mail_domains_hold_for_colleagues_too(acme: Acme) -> None:
    northwind(acme, domains=["northwind.example"])
    with pytest.raises(RuleBroken, match=r"northwind\.example"):
        invite_colleague(cleo(email="cleo@private.example"), by=acme.client_admin)
    assert invite_colleague(cleo(), by=acme.client_admin).pk


def test_an_address_known_elsewhere_answers_like_an_unknown_one(acme: Acme) -> None:
    northwind(acme, colleagues="yes")
    known = invite_colleague(cleo(email=acme.priya.email, first_name="P", last_name=""), by=acme.client_admin)
    unknown = invite_colleague(cleo(), by=acme.client_admin)
    assert known.status == unknown.status == ColleagueRequest.Status.APPROVED
    theirs, ours = Contact.objects.filter(email=acme.priya.email).order_by("pk")
    assert (theirs.organization, ours.organization) == (acme.helix, acme.northwind)
    assert (ours.name, theirs.name) == ("P", "Priya Raman")
    acme.priya.refresh_from_db()
    assert acme.priya.status == Member.Status.ACTIVE
    names = {seat.contact.name for seat in colleagues_of(acme.client_admin)}
    assert "Priya Raman" not in names


def test_a_contact_of_the_same_organization_is_the_same_person(acme: Acme) -> None:
    approve(invite_colleague(cleo(email="Nora@Northwind.example"), by=acme.client_admin), by=acme.recruiter)
    assert [one.name for one in contacts("nora@northwind.example")] == ["Nora New"]
    acme.nobody_contact.refresh_from_db()
    assert acme.nobody_contact.member is not None
    with pytest.raises(RuleBroken, match="here already"):
        invite_colleague(cleo(email=acme.maya.email), by=acme.client_admin)


def test_whose_access_the_agency_ended_comes_back_only_by_the_agency(acme: Acme) -> None:
    northwind(acme, colleagues="yes")
    asked = invite_colleague(cleo(email=acme.revoked.email), by=acme.client_admin)
    assert asked.status == ColleagueRequest.Status.REQUESTED


def test_the_same_colleague_is_asked_for_once(acme: Acme) -> None:
    invite_colleague(cleo(), by=acme.client_admin)
    with pytest.raises(Conflict):
        invite_colleague(cleo(email="CLEO@northwind.example"), by=acme.client_admin)


def test_there_is_a_limit_for_one_day(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portico.portals.welcoming.MOST_A_DAY", 2)
    for number in range(2):
        invite_colleague(cleo(email=f"c{number}@northwind.example"), by=acme.client_admin)
    with pytest.raises(RuleBroken, match="one day"):
        invite_colleague(cleo(), by=acme.client_admin)


def test_an_admin_deactivates_a_colleague_but_no_admin_and_nobody_elsewhere(acme: Acme) -> None:
    admin = acme.client_admin
    deactivate_colleague(acme.jonas.seat, by=admin)
    acme.jonas.refresh_from_db()
    assert acme.jonas.status == Member.Status.SUSPENDED
    assert Event.objects.filter(verb="member.suspended", by=admin).count() == 1
    for seat in (admin.seat, acme.priya.seat):
        with pytest.raises(RuleBroken):
            deactivate_colleague(seat, by=admin)
    northwind(acme, colleagues="no")
    with pytest.raises(RuleBroken):
        deactivate_colleague(acme.maya.seat, by=Member.objects.get(pk=admin.pk))
