"""Roles: the table everybody reads, and the agency's own ones."""

import pytest
from django.test import Client

from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import CUSTOM_MAY, GRANTS, STAFF_MAY, STAFF_ROLES, WORDS, Role
from tests.backoffice.steps import form_at, save
from tests.desk import browser_of, text_of
from tests.world import Acme, Cast

ROLES = "/desk/settings/roles/"


@pytest.fixture
def olivia(acme: Acme) -> Client:
    return browser_of(acme.owner)


@pytest.fixture
def sourcer(acme: Acme) -> StaffRole:
    """A role of the agency's own."""
    return StaffRole.objects.create(
        agency=acme.agency, name="Sourcer", permissions=["work_desk", "import"], own_desk_only=True
    )


def sue(acme: Acme, role: StaffRole) -> Member:
    """Somebody who has it."""
    member = Cast(acme.agency, "acme.example").staff("Sue Okafor", Role.CUSTOM)
    member.staff_role = role
    member.save()
    return member


def test_the_table_is_drawn_from_the_grants(acme: Acme, sourcer: StaffRole) -> None:
    page = text_of(browser_of(acme.reader).get(ROLES))
    for may in STAFF_MAY:
        assert str(WORDS[may]) in page
    for role in STAFF_ROLES:
        assert str(role.label) in page
    granted = sum(len(GRANTS[role] & set(STAFF_MAY)) for role in STAFF_ROLES) + 3
    sees_all = len(STAFF_ROLES) - 1
    assert page.count('class="mark-yes"') == granted + sees_all
    assert "Sourcer" in page


def test_only_who_manages_members_is_offered_changes(acme: Acme, olivia: Client, sourcer: StaffRole) -> None:
    assert f"{ROLES}add/" in text_of(olivia.get(ROLES))
    for member in (acme.recruiter, acme.reader):
        browser = browser_of(member)
        assert f"{ROLES}add/" not in text_of(browser.get(ROLES))
        assert browser.post(f"{ROLES}add/", {"name": "Mine"}).status_code == 403
        assert browser.get(f"{ROLES}{sourcer.pk}/").status_code == 403
        assert browser.post(f"{ROLES}{sourcer.pk}/delete/").status_code == 403


def test_an_own_role_is_made_and_says_so_in_the_log(acme: Acme, olivia: Client) -> None:
    answer = save(olivia, f"{ROLES}add/", name="Researcher", permissions=["work_desk", "export"])
    assert answer.status_code == 302
    role = StaffRole.objects.get(agency=acme.agency)
    assert (role.name, role.permissions, role.own_desk_only) == ("Researcher", ["work_desk", "export"], False)
    assert "Made the role Researcher" in text_of(olivia.get("/desk/settings/agency/"))


@pytest.mark.parametrize("permission", ["manage_members", "manage_settings", "use_portal", "judge", "see_desk", "fly"])
def test_an_own_role_never_runs_the_agency(acme: Acme, olivia: Client, permission: str) -> None:
    assert permission not in CUSTOM_MAY
    assert save(olivia, f"{ROLES}add/", name="Boss", permissions=["work_desk", permission]).status_code == 422
    assert not StaffRole.objects.exists()


@pytest.mark.parametrize("name", ["Owner", "recruiter", "Sourcer", "", "x" * 61])
def test_a_name_that_is_taken_or_none_is_refused_and_what_was_ticked_stays(
    acme: Acme, olivia: Client, sourcer: StaffRole, name: str
) -> None:
    answer = save(olivia, f"{ROLES}add/", name=name, permissions=["work_desk", "export"])
    assert answer.status_code in {409, 422}
    assert text_of(answer).count("checked") == 2
    assert StaffRole.objects.count() == 1


def test_a_changed_role_holds_for_everybody_at_once(acme: Acme, olivia: Client, sourcer: StaffRole) -> None:
    browser = browser_of(sue(acme, sourcer))
    assert browser.get("/desk/candidates/add/").status_code == 200
    assert browser.get("/desk/jobs/", {"export": "csv"}).status_code == 403
    assert "Night porter" not in text_of(browser.get("/desk/jobs/"))
    typed = {**form_at(olivia, f"{ROLES}{sourcer.pk}/"), "permissions": ["export"]}
    del typed["own_desk_only"]
    assert olivia.post(f"{ROLES}{sourcer.pk}/", typed).status_code == 302
    assert browser.get("/desk/candidates/add/").status_code == 403
    assert browser.get("/desk/jobs/", {"export": "csv"}).status_code == 200
    assert "Night porter" in text_of(browser.get("/desk/jobs/"))


def test_two_who_change_one_role_are_told(acme: Acme, olivia: Client, sourcer: StaffRole) -> None:
    stale = form_at(olivia, f"{ROLES}{sourcer.pk}/")
    olivia.post(f"{ROLES}{sourcer.pk}/", {**stale, "name": "Scout"})
    told = olivia.post(f"{ROLES}{sourcer.pk}/", {**stale, "name": "Finder"})
    assert told.status_code == 409
    assert "Scout" in text_of(told)
    assert 'value="Finder"' in text_of(told)


def test_a_role_that_somebody_holds_cannot_be_deleted(acme: Acme, olivia: Client, sourcer: StaffRole) -> None:
    member = sue(acme, sourcer)
    refused = olivia.post(f"{ROLES}{sourcer.pk}/delete/")
    assert refused.status_code == 409
    assert "Sue Okafor still has this role" in text_of(refused)
    member.role, member.staff_role = Role.READER, None
    member.save()
    assert olivia.post(f"{ROLES}{sourcer.pk}/delete/").status_code == 302
    assert not StaffRole.objects.exists()


def test_another_agencys_role_is_not_found(acme: Acme) -> None:
    theirs = StaffRole.objects.create(agency=acme.theirs.agency, name="Theirs")
    browser = browser_of(acme.owner)
    assert browser.get(f"{ROLES}{theirs.pk}/").status_code == 404
    assert browser.post(f"{ROLES}{theirs.pk}/delete/").status_code == 404
