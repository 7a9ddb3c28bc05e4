"""Contacts: duplicates, editing, the way into the client portal, the link with a candidate."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portico.access.links import issue
from portico.access.models import Purpose
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.clients.models import Contact
from portico.messaging.models import Email
from portico.portals.models import Seat
from tests.backoffice.steps import form_at, queries, rows_of, save
from tests.desk import browser_of, text_of
from tests.world import Acme, Cast

LIST = "/desk/contacts/"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def at(contact: Contact, deed: str = "") -> str:
    """A contact's page, or the address of a deed on it."""
    return f"{LIST}{contact.pk}/{deed}"


def place(contact: Contact) -> Member:
    """The contact's place as it is now."""
    return Member.objects.get(contact=contact)


def test_a_new_contact_starts_from_its_organization(acme: Acme, rosa: Client) -> None:
    form = form_at(rosa, f"{LIST}add/?organization={acme.helix.pk}")
    assert form["organization"] == f"Helix Health #{acme.helix.pk}"
    answer = rosa.post(f"{LIST}add/", {**form, "first_name": "Ida", "last_name": "Falk", "email": "ida@helix.example"})
    ida = Contact.objects.get(email="ida@helix.example")
    assert answer["Location"] == at(ida)
    assert ida.organization == acme.helix
    assert "Ida Falk" in text_of(rosa.get(LIST, {"q": "falk"}))
    assert "Added the contact Ida Falk" in text_of(rosa.get(f"/desk/organizations/{acme.helix.pk}/"))


@pytest.mark.parametrize("organization", ["x", "0", "9" * 30, "-1", "²", "1' OR 1"])
def test_a_strange_organization_in_the_address_is_ignored(acme: Acme, rosa: Client, organization: str) -> None:
    assert rosa.get(f"{LIST}add/", {"organization": organization}).status_code == 200


def test_the_same_mailbox_or_name_and_phone_is_warned_about(acme: Acme, rosa: Client) -> None:
    for typed in (
        {"first_name": "M", "email": "MAYA@northwind.example"},
        {"first_name": "Máya", "last_name": "LINDQVIST", "phone": "+44 (0)20 7946 0000"},
    ):
        warned = save(rosa, f"{LIST}add/", **typed)
        assert warned.status_code == 409, typed
        assert at(acme.maya_contact) in text_of(warned)
    assert save(rosa, f"{LIST}add/", first_name="Maya", last_name="Lindqvist").status_code == 302
    assert save(rosa, f"{LIST}add/", first_name="M", email="maya@northwind.example", anyway="1").status_code == 302


def test_a_contact_needs_a_name_or_an_address(acme: Acme, rosa: Client) -> None:
    empty = save(rosa, f"{LIST}add/", title="Nobody in particular")
    assert empty.status_code == 422
    assert "Give a name or an email address" in text_of(empty)
    assert "Nobody in particular" in text_of(empty)


def test_an_organization_is_picked_by_number_or_by_its_only_name(acme: Acme, rosa: Client) -> None:
    for typed in ("helix health", f"anything #{acme.helix.pk}"):
        save(rosa, at(acme.nobody_contact, "edit/"), organization=typed)
        acme.nobody_contact.refresh_from_db()
        assert acme.nobody_contact.organization == acme.helix
        Contact.objects.filter(pk=acme.nobody_contact.pk).update(organization=acme.northwind)
    for typed in ("Nowhere", f"#{acme.theirs.helix.pk}", "#" + "9" * 18, "²"):
        wrong = save(rosa, at(acme.nobody_contact, "edit/"), organization=typed)
        assert wrong.status_code == 422, typed
        assert "Pick one of the suggestions" in text_of(wrong)


def test_a_contact_of_an_archived_organization_can_still_be_edited(acme: Acme, rosa: Client) -> None:
    acme.northwind.archive(by=acme.owner)
    assert save(rosa, at(acme.nobody_contact, "edit/"), title="Buyer").status_code == 302
    acme.nobody_contact.refresh_from_db()
    assert (acme.nobody_contact.title, acme.nobody_contact.organization) == ("Buyer", acme.northwind)


def test_suggestions_are_the_agencys_own(acme: Acme, rosa: Client) -> None:
    theirs = acme.theirs.northwind
    found = text_of(rosa.get("/desk/organizations/names/", {"q": "north"}))
    assert f'"Northwind Logistics #{acme.northwind.pk}"' in found
    assert f'"Northwind Logistics #{theirs.pk}"' not in found
    assert rosa.get("/desk/contacts/names/", {"q": "\0" * 50}).status_code == 200


def test_the_menu_offers_the_invitation_or_says_what_is_missing(acme: Acme, rosa: Client) -> None:
    assert at(acme.nobody_contact, "invite/") in text_of(rosa.get(at(acme.nobody_contact)))
    Contact.objects.filter(pk=acme.nobody_contact.pk).update(email="", organization=None)
    page = text_of(rosa.get(at(acme.nobody_contact)))
    assert at(acme.nobody_contact, "invite/") not in page
    assert "A valid email address is missing." in page
    assert "An organization is missing." in page
    assert at(acme.nobody_contact, "edit/") in page
    refused = rosa.post(at(acme.nobody_contact, "invite/"), {"role": "reviewer", "all_jobs": "on"})
    assert refused.status_code == 409
    assert not Email.objects.filter(agency=acme.agency).exists()


def test_an_invitation_is_mailed_and_shows_on_contact_and_list(acme: Acme, rosa: Client) -> None:
    assert save(rosa, at(acme.nobody_contact, "invite/"), role="viewer").status_code == 302
    assert Email.objects.get(agency=acme.agency).to == "nora@northwind.example"
    assert (place(acme.nobody_contact).status, place(acme.nobody_contact).role) == (Member.Status.INVITED, Role.VIEWER)
    for page in (at(acme.nobody_contact), f"{LIST}?member__status=invited"):
        assert "Invited" in text_of(rosa.get(page))
    assert "Nora New" in text_of(rosa.get(LIST, {"member__status": "invited"}))
    assert "Nora New" not in text_of(rosa.get(LIST, {"member__status": "active"}))


def test_the_invitation_can_cover_chosen_jobs_only(acme: Acme, rosa: Client) -> None:
    typed = {"role": "reviewer", "shares": [acme.share.pk]}
    assert rosa.post(at(acme.nobody_contact, "invite/"), typed).status_code == 302
    seat = Seat.objects.get(contact=acme.nobody_contact)
    assert (seat.all_jobs, list(seat.shares.all())) == (False, [acme.share])
    assert "Night porter" in text_of(rosa.get(at(acme.nobody_contact)))
    none = rosa.post(at(acme.maya_contact, "scope/"), {"role": "reviewer"})
    assert none.status_code == 422
    foreign = rosa.post(at(acme.maya_contact, "scope/"), {"role": "reviewer", "shares": [acme.other_share.pk]})
    assert foreign.status_code == 422
    assert rosa.post(at(acme.maya_contact, "scope/"), {"role": "owner", "all_jobs": "on"}).status_code == 422


def test_it_can_be_sent_again_and_taken_back(acme: Acme, rosa: Client) -> None:
    save(rosa, at(acme.nobody_contact, "invite/"))
    rosa.post(at(acme.nobody_contact, "resend/"))
    assert Email.objects.filter(to="nora@northwind.example").count() == 2
    rosa.post(at(acme.nobody_contact, "revoke/"))
    assert place(acme.nobody_contact).status == Member.Status.REVOKED
    assert rosa.post(at(acme.nobody_contact, "resend/")).status_code == 409
    assert "Access ended" in text_of(rosa.get(at(acme.nobody_contact)))


def test_revoking_ends_the_clients_session_at_once(acme: Acme, rosa: Client) -> None:
    maya = browser_of(acme.maya)
    assert maya.get("/client/").status_code == 200
    assert rosa.post(at(acme.maya_contact, "revoke/")).status_code == 302
    assert maya.get("/client/").status_code == 302


def test_another_organization_suspends_the_access_until_somebody_decides(acme: Acme, rosa: Client) -> None:
    maya = browser_of(acme.maya)
    save(rosa, at(acme.maya_contact, "edit/"), organization=f"Helix Health #{acme.helix.pk}")
    assert maya.get("/client/").status_code == 302
    page = text_of(rosa.get(at(acme.maya_contact)))
    assert "Access is suspended" in page
    assert "Suspended" in text_of(rosa.get(LIST, {"member__status": "suspended"}))
    rosa.post(at(acme.maya_contact, "restore-access/"))
    seat = Seat.objects.get(contact=acme.maya_contact)
    assert (seat.portal.organization, place(acme.maya_contact).status) == (acme.helix, Member.Status.INVITED)


def test_the_warning_tells_when_access_is_suspended_by_a_change(acme: Acme, rosa: Client) -> None:
    save(rosa, at(acme.maya_contact, "edit/"), email="maya@elsewhere.example")
    assert "suspended" in text_of(rosa.get(at(acme.maya_contact))).lower()
    assert save(rosa, at(acme.jonas_contact, "edit/"), title="Buyer").status_code == 302
    assert place(acme.jonas_contact).is_in


def test_links_and_browsers_of_a_contact_are_shown_and_ended(acme: Acme, rosa: Client) -> None:
    link, _token = issue(acme.maya, Purpose.LASTING, about=[acme.maya_contact])
    assert "Way back in" in text_of(rosa.get(at(acme.maya_contact)))
    answer = rosa.post(f"/desk/links/{link.pk}/end/")
    assert answer["Location"] == at(acme.maya_contact)
    link.refresh_from_db()
    assert not link.is_open


def test_a_contact_and_a_candidate_can_be_one_person(acme: Acme, rosa: Client) -> None:
    assert (
        rosa.post(at(acme.nobody_contact, "link/"), {"candidate": f"Dario Conti #{acme.dario.pk}"}).status_code == 302
    )
    assert "Nora New" in text_of(rosa.get(f"/desk/candidates/{acme.dario.pk}/"))
    refused = rosa.post(at(acme.jonas_contact, "link/"), {"candidate": f"Dario Conti #{acme.dario.pk}"})
    assert refused.status_code == 409
    assert "linked with another contact" in text_of(refused)
    rosa.post(at(acme.nobody_contact, "unlink/"))
    acme.nobody_contact.refresh_from_db()
    assert acme.nobody_contact.candidate is None


def test_who_is_on_the_portal_cannot_be_archived(acme: Acme, rosa: Client) -> None:
    refused = rosa.post(at(acme.maya_contact, "archive/"))
    assert refused.status_code == 409
    assert "End their portal access first" in text_of(refused)
    assert rosa.post(at(acme.nobody_contact, "archive/")).status_code == 302
    assert "Nora New" in text_of(rosa.get(LIST, {"archived": "1"}))


def test_deleting_needs_the_right_and_a_contact_nothing_hangs_on(acme: Acme, rosa: Client) -> None:
    assert rosa.post(at(acme.nobody_contact, "delete/")).status_code == 403
    boss = browser_of(acme.owner)
    assert boss.post(at(acme.maya_contact, "delete/")).status_code == 409
    assert boss.post(at(acme.nobody_contact, "delete/")).status_code == 302
    assert boss.get(at(acme.nobody_contact)).status_code == 404


def test_two_who_edit_different_fields_both_keep_their_change(acme: Acme, rosa: Client) -> None:
    address = at(acme.nobody_contact, "edit/")
    first, second = form_at(rosa, address), form_at(rosa, address)
    rosa.post(address, {**first, "title": "Buyer"})
    assert rosa.post(address, {**second, "phone": "+44 1"}).status_code == 302
    told = rosa.post(address, {**second, "title": "Head of everything"})
    assert told.status_code == 409
    assert "Buyer" in text_of(told)
    assert "Head of everything" in text_of(told)
    acme.nobody_contact.refresh_from_db()
    assert (acme.nobody_contact.title, acme.nobody_contact.phone) == ("Buyer", "+44 1")


def test_finance_and_readers_look_only(acme: Acme) -> None:
    for member in (acme.finance, acme.reader):
        browser = browser_of(member)
        page = text_of(browser.get(at(acme.maya_contact)))
        for deed in ("edit/", "invite/", "revoke/", "archive/"):
            assert at(acme.maya_contact, deed) not in page
            assert browser.post(at(acme.maya_contact, deed)).status_code == 403
    assert place(acme.maya_contact).is_in


def test_the_list_exports_what_it_shows_and_stays_quick(
    acme: Acme, rosa: Client, run_tasks: Callable[..., Any]
) -> None:
    before = queries(rosa, LIST)
    cast = Cast(acme.agency, "acme.example")
    for number in range(8):
        cast.contact(f"P{number}", "Person", acme.helix, Role.VIEWER)
    assert queries(rosa, LIST) == before
    head, *rows = rows_of(rosa.get(LIST, {"member__status": "active", "export": "csv"}))
    assert len(rows) == 3 + 8
    assert {row[head.index("Client portal")] for row in rows} == {"Active"}
    assert all(row[head.index("Phone")].startswith("'+44") for row in rows)


def test_a_contact_who_signs_in_with_another_address_is_shown_with_it(acme: Acme) -> None:
    page = f"/desk/contacts/{acme.maya_contact.pk}/"
    assert "Signs in as" not in text_of(browser_of(acme.recruiter).get(page))
    acme.maya.user.email = "maya.private@northwind.example"
    acme.maya.user.save()
    assert "maya.private@northwind.example" in text_of(browser_of(acme.recruiter).get(page))
