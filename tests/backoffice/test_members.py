"""Members: inviting, roles, ending access, handing over; and who may do that with whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portico.access.links import issue
from portico.access.models import Purpose, RememberedBrowser
from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import Role
from portico.candidates.models import Candidate
from portico.jobs.models import Job, Requisition
from portico.kit.times import now
from portico.messaging.models import Email
from tests.backoffice.steps import form_at, queries, save
from tests.desk import browser_of, text_of
from tests.world import Acme, Cast

MEMBERS = "/desk/settings/members/"


@pytest.fixture
def olivia(acme: Acme) -> Client:
    return browser_of(acme.owner)


@pytest.fixture
def ada(acme: Acme) -> Member:
    """An admin."""
    return Cast(acme.agency, "acme.example").staff("Ada Quinn", Role.ADMIN)


def at(member: Member, deed: str = "") -> str:
    """A member's page, or the address of a deed on it."""
    return f"{MEMBERS}{member.pk}/{deed}"


def again(member: Member) -> Member:
    """The member as they are now."""
    return Member.objects.get(pk=member.pk)


def test_the_list_shows_role_state_and_last_visit_and_can_be_narrowed(acme: Acme, olivia: Client) -> None:
    everybody = text_of(olivia.get(MEMBERS))
    for words in ("Rosa Delgado", "Recruiter", "Consultant (own desk only)", "Access ended"):
        assert words in everybody
    assert "Maya Lindqvist" not in everybody
    found = text_of(olivia.get(MEMBERS, {"q": "rosa", "status": "active"}))
    assert "Rosa Delgado" in found
    assert "Finn Mercer" not in found
    assert olivia.get(MEMBERS, {"status": "nonsense"}).status_code == 400


def test_the_list_takes_as_many_queries_for_ten_people_as_for_thirty(acme: Acme, olivia: Client) -> None:
    before = queries(olivia, MEMBERS)
    cast = Cast(acme.agency, "acme.example")
    for number in range(20):
        cast.staff(f"Extra{number} Person", Role.RECRUITER)
    assert queries(olivia, MEMBERS) == before


def test_a_teammate_is_invited_by_mail_and_the_owner_reads_it_in_the_log(
    acme: Acme, olivia: Client, run_tasks: Callable[..., Any]
) -> None:
    response = save(olivia, f"{MEMBERS}invite/", name="Nils Berg", email="nils@acme.example", role="manager")
    nils = Member.objects.get(user__email="nils@acme.example", agency=acme.agency)
    assert response["Location"] == at(nils)
    assert (nils.role, nils.status) == (Role.MANAGER, Member.Status.INVITED)
    assert Email.objects.get(to="nils@acme.example").subject
    assert "Invited Nils Berg" in text_of(olivia.get("/desk/settings/agency/"))
    run_tasks()
    olivia.post(at(nils, "resend/"))
    assert Email.objects.filter(to="nils@acme.example").count() == 2
    olivia.post(at(nils, "withdraw/"))
    assert again(nils).status == Member.Status.REVOKED


def test_an_own_role_can_be_given_with_the_invitation(acme: Acme, olivia: Client) -> None:
    own = StaffRole.objects.create(agency=acme.agency, name="Sourcer", permissions=["work_desk"])
    save(olivia, f"{MEMBERS}invite/", name="Sue", email="sue@acme.example", role=f"custom:{own.pk}")
    sue = Member.objects.get(user__email="sue@acme.example")
    assert (sue.role, sue.staff_role, sue.role_name) == (Role.CUSTOM, own, "Sourcer")


@pytest.mark.parametrize("role", ["custom:999", "custom:", "custom", "reviewer", "candidate", "boss", ""])
def test_no_role_that_is_none_can_be_given(acme: Acme, olivia: Client, role: str) -> None:
    assert save(olivia, f"{MEMBERS}invite/", name="X", email="x@acme.example", role=role).status_code == 422
    assert olivia.post(at(acme.finance, "role/"), {"role": role, "seen": "finance"}).status_code == 422
    assert again(acme.finance).role == Role.FINANCE


def test_another_agencys_own_role_cannot_be_given(acme: Acme, olivia: Client) -> None:
    theirs = StaffRole.objects.create(agency=acme.theirs.agency, name="Theirs")
    assert olivia.post(at(acme.finance, "role/"), {"role": f"custom:{theirs.pk}", "seen": "finance"}).status_code == 422


def test_a_lowered_role_holds_from_the_next_request(acme: Acme, olivia: Client) -> None:
    rosa = browser_of(acme.recruiter)
    assert rosa.get("/desk/candidates/add/").status_code == 200
    olivia.post(
        at(acme.recruiter, "role/"),
        form_at(olivia, at(acme.recruiter), at(acme.recruiter, "role/")) | {"role": "reader"},
    )
    assert rosa.get("/desk/candidates/add/").status_code == 403
    assert "Rosa Delgado is now Read only" in text_of(olivia.get(at(acme.recruiter)))


def test_two_who_change_one_role_are_told(acme: Acme, olivia: Client) -> None:
    stale = form_at(olivia, at(acme.finance), at(acme.finance, "role/"))
    olivia.post(at(acme.finance, "role/"), {**stale, "role": "manager"})
    told = olivia.post(at(acme.finance, "role/"), {**stale, "role": "reader"})
    assert told.status_code == 409
    assert "Manager" in text_of(told)
    assert again(acme.finance).role == Role.MANAGER


def test_the_last_owner_stays_owner_and_in(acme: Acme, olivia: Client) -> None:
    refused = olivia.post(at(acme.owner, "role/"), {"role": "admin", "seen": "owner"})
    assert refused.status_code == 409
    assert "the only owner" in text_of(refused)
    assert olivia.post(at(acme.owner, "deactivate/"), {}).status_code == 409
    assert again(acme.owner).role == Role.OWNER
    second = Cast(acme.agency, "acme.example").staff("Otto Second", Role.OWNER)
    assert olivia.post(at(acme.owner, "role/"), {"role": "admin", "seen": "owner"}).status_code == 302
    assert browser_of(second).post(at(second, "deactivate/"), {}).status_code == 409


def test_a_deactivated_owner_does_not_count_as_one(acme: Acme, olivia: Client) -> None:
    Cast(acme.agency, "acme.example").staff("Otto Gone", Role.OWNER, status=Member.Status.SUSPENDED)
    assert olivia.post(at(acme.owner, "role/"), {"role": "admin", "seen": "owner"}).status_code == 409


def test_admins_neither_touch_owners_nor_make_them(acme: Acme, ada: Member) -> None:
    browser = browser_of(ada)
    assert browser.get(at(acme.owner)).status_code == 200
    for deed, words in (
        ("role/", {"role": "reader", "seen": "owner"}),
        ("deactivate/", {}),
        ("sign-out/", {}),
        ("withdraw/", {}),
        ("resend/", {}),
    ):
        assert browser.post(at(acme.owner, deed), words).status_code in {409, 422}, deed
    assert browser.post(at(ada, "role/"), {"role": "owner", "seen": "admin"}).status_code == 422
    assert browser.post(at(acme.reader, "role/"), {"role": "owner", "seen": "reader"}).status_code == 422
    invited = save(browser, f"{MEMBERS}invite/", name="O", email=acme.owner.email, role="reader")
    assert invited.status_code == 409
    assert (again(acme.owner).role, again(acme.owner).status) == (Role.OWNER, Member.Status.ACTIVE)
    assert again(ada).role == Role.ADMIN


def test_an_admin_cannot_end_an_owners_links_or_browsers(acme: Acme, ada: Member) -> None:
    link, _token = issue(acme.owner, Purpose.LASTING)
    kept = RememberedBrowser.objects.create(
        agency=acme.agency, user=acme.owner.user, secret_hash="x", expires=now() + timedelta(days=9)
    )
    browser = browser_of(ada)
    assert browser.post(at(acme.owner, f"links/{link.pk}/end/")).status_code == 409
    assert browser.post(at(acme.owner, f"browsers/{kept.pk}/end/")).status_code == 409
    link.refresh_from_db()
    assert link.is_open


def test_recruiters_cannot_end_a_teammates_link_by_the_way_for_contacts(acme: Acme) -> None:
    link, _token = issue(acme.owner, Purpose.LASTING)
    kept = RememberedBrowser.objects.create(
        agency=acme.agency, user=acme.owner.user, secret_hash="x", expires=now() + timedelta(days=9)
    )
    rosa = browser_of(acme.recruiter)
    assert rosa.post(f"/desk/links/{link.pk}/end/").status_code == 404
    assert rosa.post(f"/desk/browsers/{kept.pk}/end/").status_code == 404
    link.refresh_from_db()
    kept.refresh_from_db()
    assert link.is_open
    assert kept.is_open


def test_deactivating_ends_every_session_link_and_browser_at_once(acme: Acme, olivia: Client) -> None:
    link, _token = issue(acme.recruiter, Purpose.LASTING)
    kept = RememberedBrowser.objects.create(
        agency=acme.agency, user=acme.recruiter.user, secret_hash="x", expires=now() + timedelta(days=9)
    )
    rosa = browser_of(acme.recruiter)
    assert rosa.get("/desk/").status_code == 200
    save(olivia, at(acme.recruiter, "deactivate/"), reason="Left for the sea")
    assert rosa.get("/desk/").status_code == 302
    link.refresh_from_db()
    kept.refresh_from_db()
    assert not link.is_open
    assert not kept.is_open
    page = text_of(olivia.get(at(acme.recruiter)))
    assert "Left for the sea" in page
    assert "Deactivated" in page


def test_who_comes_back_keeps_the_role_and_is_mailed_a_way_in(acme: Acme, olivia: Client) -> None:
    Member.objects.filter(pk=acme.recruiter.pk).update(joined=now())
    save(olivia, at(acme.recruiter, "deactivate/"))
    olivia.post(at(acme.recruiter, "reactivate/"))
    assert (again(acme.recruiter).is_in, again(acme.recruiter).role) == (True, Role.RECRUITER)
    assert Email.objects.filter(to=acme.recruiter.email).count() == 1


def test_nobody_deactivates_themselves(acme: Acme, ada: Member) -> None:
    assert browser_of(ada).post(at(ada, "deactivate/"), {}).status_code == 409
    assert again(ada).is_in


def test_all_that_was_theirs_is_handed_over_with_the_deactivation(acme: Acme, olivia: Client) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(owner=acme.recruiter)
    acme.other_job.team.add(acme.recruiter)
    asked = Requisition(agency=acme.agency, organization=acme.northwind, requester=acme.maya_contact, title="Porter")
    asked.handler, asked.status = acme.recruiter, Requisition.Status.IN_REVIEW
    asked.submitted = now()
    asked.save()
    save(olivia, at(acme.recruiter, "deactivate/"), taker=acme.finance.pk)
    assert not Job.objects.filter(owner=acme.recruiter).exists()
    assert Job.objects.get(pk=acme.job.pk).owner == acme.finance
    assert Candidate.objects.get(pk=acme.dario.pk).owner == acme.finance
    assert list(acme.other_job.team.all()) == [acme.finance]
    assert Requisition.objects.get().handler == acme.finance
    words = "Handed everything of Rosa Delgado over to Finn Mercer"
    for address in (at(acme.recruiter), f"/desk/candidates/{acme.dario.pk}/", f"/desk/jobs/{acme.job.pk}/"):
        assert words in text_of(olivia.get(f"{address}?timeline=all")), address
    assert Job.objects.get(pk=acme.theirs.job.pk).owner == acme.theirs.recruiter


def test_what_is_theirs_can_be_handed_over_later_but_only_to_somebody_active(acme: Acme, olivia: Client) -> None:
    for taker in (acme.gone.pk, acme.recruiter.pk, acme.theirs.owner.pk, acme.maya.pk, "", "x", 2**70):
        answer = olivia.post(at(acme.recruiter, "hand-over/"), {"taker": taker})
        assert answer.status_code == 422, taker
    assert olivia.post(at(acme.recruiter, "hand-over/"), {"taker": acme.reader.pk}).status_code == 302
    assert Job.objects.get(pk=acme.job.pk).owner == acme.reader


def test_an_owner_ends_single_links_and_all_sessions(acme: Acme, olivia: Client) -> None:
    link, _token = issue(acme.recruiter, Purpose.LASTING)
    assert "Way back in" in text_of(olivia.get(at(acme.recruiter)))
    olivia.post(at(acme.recruiter, f"links/{link.pk}/end/"))
    link.refresh_from_db()
    assert not link.is_open
    rosa = browser_of(acme.recruiter)
    olivia.post(at(acme.recruiter, "sign-out/"))
    assert rosa.get("/desk/").status_code == 302
    assert again(acme.recruiter).is_in


def test_a_link_of_somebody_else_is_not_found_on_this_page(acme: Acme, olivia: Client) -> None:
    link, _token = issue(acme.finance, Purpose.LASTING)
    assert olivia.post(at(acme.recruiter, f"links/{link.pk}/end/")).status_code == 404


def test_contacts_and_the_rivals_people_are_no_members_here(acme: Acme, olivia: Client) -> None:
    assert olivia.get(at(acme.maya)).status_code == 404
    assert olivia.get(at(acme.theirs.recruiter)).status_code == 404
    assert olivia.post(at(acme.theirs.recruiter, "deactivate/")).status_code == 404


def test_who_may_not_manage_members_gets_nothing_of_it(acme: Acme) -> None:
    for member in (acme.recruiter, acme.consultant, acme.finance, acme.reader):
        browser = browser_of(member)
        assert browser.get(MEMBERS).status_code == 403
        assert (
            browser.post(f"{MEMBERS}invite/", {"name": "X", "email": "x@x.example", "role": "owner"}).status_code == 403
        )
        assert browser.post(at(member, "role/"), {"role": "owner", "seen": ""}).status_code == 403
    assert not Member.objects.filter(user__email="x@x.example").exists()
