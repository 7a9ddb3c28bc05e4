"""Organizations: duplicates, two people editing, archiving, deleting, listing."""

from typing import Any

import pytest
from django.test import Client

from portico.agencies.roles import Role
from portico.clients.models import Organization
from tests.backoffice.steps import form_at, queries, rows_of, save
from tests.desk import browser_of, text_of
from tests.drawn import forms_on
from tests.world import Acme, Cast

LIST = "/desk/organizations/"
NONSENSE: list[dict[str, Any]] = [
    {"sort": "nonsense"},
    {"sort": "agency__host"},
    {"after": "forged"},
    {"before": "x" * 5000},
    {"owner": "x"},
    {"owner": str(2**70)},
]


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


@pytest.fixture
def manager(acme: Acme) -> Client:
    """May delete."""
    return browser_of(Cast(acme.agency, "acme.example").staff("Mo Salas", Role.MANAGER))


def test_a_new_one_is_in_the_list_the_search_and_the_timeline(acme: Acme, rosa: Client) -> None:
    answer = save(rosa, f"{LIST}add/", name="Brightwater Energy", city="Oslo", industry="Energy")
    row = Organization.objects.get(name="Brightwater Energy")
    assert answer["Location"] == f"{LIST}{row.pk}/"
    assert row.owner == acme.recruiter
    assert "Brightwater Energy" in text_of(rosa.get(LIST, {"q": "oslo"}))
    assert "Added the organization" in text_of(rosa.get(f"{LIST}{row.pk}/"))


def test_the_same_name_is_warned_about_and_kept_only_when_meant(acme: Acme, rosa: Client) -> None:
    warned = save(rosa, f"{LIST}add/", name="  northwind LOGISTICS ", about="Typed text")
    assert warned.status_code == 409
    assert f"{LIST}{acme.northwind.pk}/" in text_of(warned)
    assert "Typed text" in text_of(warned)
    assert Organization.objects.filter(agency=acme.agency).count() == 2
    assert save(rosa, f"{LIST}add/", name="northwind LOGISTICS", anyway="1").status_code == 302
    assert Organization.objects.filter(agency=acme.agency).count() == 3


def test_two_who_edit_different_fields_both_keep_their_change(acme: Acme, rosa: Client) -> None:
    address = f"{LIST}{acme.northwind.pk}/edit/"
    first, second = form_at(rosa, address), form_at(browser_of(acme.owner), address)
    rosa.post(address, {**first, "city": "York"})
    assert browser_of(acme.owner).post(address, {**second, "phone": "+44 1"}).status_code == 302
    acme.northwind.refresh_from_db()
    assert (acme.northwind.city, acme.northwind.phone) == ("York", "+44 1")


def test_two_who_edit_the_same_field_are_told_and_the_second_save_means_it(acme: Acme, rosa: Client) -> None:
    address = f"{LIST}{acme.northwind.pk}/edit/"
    stale = form_at(rosa, address)
    rosa.post(address, {**stale, "city": "York"})
    told = rosa.post(address, {**stale, "city": "Hull", "industry": "Freight"})
    assert told.status_code == 409
    page = text_of(told)
    assert "city is now “York”" in page
    assert 'value="Hull"' in page
    assert 'value="Freight"' in page
    forms = forms_on(told.content.decode(), address)
    again = next(form.values for form in forms if "city" in form.values)
    assert rosa.post(address, again).status_code == 302
    acme.northwind.refresh_from_db()
    assert (acme.northwind.city, acme.northwind.industry) == ("Hull", "Freight")


def test_the_owner_who_left_stays_until_somebody_else_is_chosen(acme: Acme, rosa: Client) -> None:
    Organization.objects.filter(pk=acme.northwind.pk).update(owner=acme.gone)
    save(rosa, f"{LIST}{acme.northwind.pk}/edit/", city="York")
    acme.northwind.refresh_from_db()
    assert (acme.northwind.city, acme.northwind.owner) == ("York", acme.gone)


def test_archived_ones_leave_the_list_and_come_back(acme: Acme, rosa: Client) -> None:
    assert rosa.post(f"{LIST}{acme.helix.pk}/archive/").status_code == 302
    assert "Helix Health is archived" in text_of(rosa.get(LIST))
    assert "Helix Health" not in text_of(rosa.get(LIST))
    assert "Helix Health" in text_of(rosa.get(LIST, {"archived": "1"}))
    assert "Archived" in text_of(rosa.get(f"{LIST}{acme.helix.pk}/"))
    rosa.post(f"{LIST}{acme.helix.pk}/restore/")
    assert "Helix Health" in text_of(rosa.get(LIST))


def test_only_what_nothing_hangs_on_can_be_deleted(acme: Acme, manager: Client) -> None:
    page = text_of(manager.get(f"{LIST}{acme.northwind.pk}/"))
    assert "Archive it instead" in page
    refused = manager.post(f"{LIST}{acme.northwind.pk}/delete/")
    assert refused.status_code == 409
    assert "contacts" in text_of(refused)
    lone = Organization(agency=acme.agency, name="Typo Ltd").add(by=None)
    assert manager.post(f"{LIST}{lone.pk}/delete/").status_code == 302
    assert not Organization.objects.filter(pk=lone.pk).exists()
    assert "Nothing found" in text_of(manager.get("/desk/search/", {"q": "Typo"}))


def test_recruiters_do_not_delete_and_readers_do_not_change(acme: Acme, rosa: Client) -> None:
    assert rosa.post(f"{LIST}{acme.helix.pk}/delete/").status_code == 403
    for member in (acme.finance, acme.reader):
        browser = browser_of(member)
        assert browser.get(f"{LIST}{acme.helix.pk}/").status_code == 200
        for deed in ("edit/", "archive/", "restore/", "delete/"):
            assert browser.post(f"{LIST}{acme.helix.pk}/{deed}").status_code == 403, deed
        assert "Add organization" not in text_of(browser.get(LIST))


def test_a_consultant_sees_no_job_that_is_not_theirs(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    assert "Night porter" not in text_of(dana.get(f"{LIST}{acme.northwind.pk}/"))
    acme.job.team.add(acme.consultant)
    assert "Night porter" in text_of(dana.get(f"{LIST}{acme.northwind.pk}/"))


def test_the_export_is_what_the_list_shows_and_harmless_in_a_spreadsheet(acme: Acme, rosa: Client) -> None:
    Organization(agency=acme.agency, name="=HYPERLINK(evil)", phone="+1 555", city="Leeds").add(by=None)
    Organization(agency=acme.agency, name="Elsewhere", city="Oslo").add(by=None)
    head, *rows = rows_of(rosa.get(LIST, {"q": "leeds", "export": "csv"}))
    assert head[:3] == ["Name", "Industry", "City"]
    assert [row[0] for row in rows] == ["'=HYPERLINK(evil)", "Helix Health", "Northwind Logistics"]
    assert rows[0][head.index("Phone")] == "'+1 555"
    assert browser_of(acme.reader).get(LIST, {"export": "csv"}).status_code == 403


def test_the_list_takes_as_many_queries_for_many_as_for_few(acme: Acme, rosa: Client) -> None:
    before = queries(rosa, LIST)
    for number in range(12):
        Organization(agency=acme.agency, name=f"Firm {number}", owner=acme.owner).add(by=None)
    assert queries(rosa, LIST) == before


def test_keyed_pages_show_everything_once(acme: Acme, rosa: Client) -> None:
    for number in range(60):
        Organization(agency=acme.agency, name=f"Firm {number:02}").add(by=None)
    first = text_of(rosa.get(LIST))
    onwards = first.split('rel="next" href="', 1)[1].split('"', 1)[0]
    second = text_of(rosa.get(f"{LIST}{onwards}"))
    assert all((f">Firm {number:02}<" in first) != (f">Firm {number:02}<" in second) for number in range(60))
    assert 'rel="prev"' in second


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("page", ["organizations", "contacts", "candidates", "portals"])
def test_a_list_asked_for_nonsense_says_so(acme: Acme, rosa: Client, page: str, query: dict[str, Any]) -> None:
    if page == "portals" and "owner" in query:
        return
    assert rosa.get(f"/desk/{page}/", query).status_code == 400


@pytest.mark.parametrize("page", ["organizations", "contacts", "candidates", "portals"])
def test_a_list_bears_any_words(acme: Acme, rosa: Client, page: str) -> None:
    for words in ("\0", "x" * 10_000, '"', "-", "%", "'; --", "*", "𝔘" * 300, "a OR NOT (b"):
        assert rosa.get(f"/desk/{page}/", {"q": words}).status_code == 200, words


def test_another_agencys_person_is_no_owner_to_filter_by(acme: Acme, rosa: Client) -> None:
    assert rosa.get(LIST, {"owner": acme.theirs.owner.pk}).status_code == 400
