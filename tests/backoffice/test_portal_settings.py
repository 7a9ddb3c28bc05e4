"""The pages on which the settings of client portals are changed: for all of them, and for one."""

from typing import Any

import pytest
from django.test import Client

from portico.portals.models import Portal, PortalDefaults
from portico.portals.settings import KINDS, PortalSettings
from portico.records.models import Event
from tests.desk import browser_of, text_of
from tests.portals.form_words import CHANGED, filled, sent
from tests.world import Acme

AGENCY = "/desk/settings/portals/"


@pytest.fixture
def desk(acme: Acme) -> Client:
    """The owner's browser."""
    return browser_of(acme.owner)


def own(acme: Acme) -> str:
    """The address of a portal's own settings, which are on."""
    acme.share.portal.use_custom(on=True, by=acme.owner)
    return f"/desk/portals/{acme.share.portal_id}/customize/"


def in_force(acme: Acme, name: str) -> Any:
    """What holds for a setting on Northwind's portal."""
    return getattr(Portal.objects.get(pk=acme.share.portal_id).settings, name)


def fits(name: str, found: Any, expected: Any) -> bool:
    """Whether the value kept is the one expected (of a logo its folder, of an order the first)."""
    if name == "logo":
        return str(found).startswith(expected)
    return bool((found[0] if name == "stage_order" else found) == expected)


def test_there_is_a_changed_value_for_every_setting() -> None:
    assert set(CHANGED) == set(KINDS)


def test_every_setting_is_changed_for_all_portals_and_reset(acme: Acme, desk: Client) -> None:
    for name in KINDS:
        typed, expected = CHANGED[name]
        page = sent(desk, AGENCY, typed(acme))
        assert list(PortalDefaults.of(acme.agency.pk)) == [name], "only this one was changed"
        assert fits(name, in_force(acme, name), expected(acme)), name
        assert "Saved: 1 setting changed." in text_of(page), name
        desk.post(f"{AGENCY}reset/", {"setting": name})
        assert in_force(acme, name) == getattr(PortalSettings(), name), name


def test_every_setting_is_changed_for_one_portal_and_follows_the_agency_again(acme: Acme, desk: Client) -> None:
    path = own(acme)
    for name in KINDS:
        typed, expected = CHANGED[name]
        sent(desk, path, typed(acme))
        assert list(Portal.objects.get(pk=acme.share.portal_id).values) == [name]
        assert fits(name, in_force(acme, name), expected(acme)), name
        other = Portal.objects.get(pk=acme.other_share.portal_id)
        assert getattr(other.settings, name) == getattr(PortalSettings(), name), "other portals stay as they are"
        desk.post(f"{path}reset/", {"setting": name})
        assert in_force(acme, name) == getattr(PortalSettings(), name), name


def test_the_page_says_where_each_value_comes_from(acme: Acme, desk: Client) -> None:
    sent(desk, AGENCY, {"header": "From the agency", "footer": "From the agency"})
    path = own(acme)
    sent(desk, path, {"footer": "From the portal"})

    page = text_of(desk.get(path))

    assert page.count("The agency’s default") == 1
    assert page.count("This portal’s own") == 1
    assert "Back to: From the agency" in page
    _settings, sources = Portal.objects.get(pk=acme.share.portal_id).sources()
    assert [sources[name].level for name in ("header", "footer", "welcome")] == ["agency", "portal", "built_in"]


def test_custom_settings_switched_off_are_kept_but_do_not_hold(acme: Acme, desk: Client) -> None:
    path = own(acme)
    sent(desk, path, {"header": "Ours"})
    desk.post(f"{path}switch/")
    assert in_force(acme, "header") == ""
    assert "settings-form" not in text_of(desk.get(path))
    desk.post(f"{path}switch/", {"on": "1"})
    assert in_force(acme, "header") == "Ours"


def test_what_was_changed_stands_on_the_organizations_timeline(acme: Acme, desk: Client) -> None:
    sent(desk, own(acme), {"header": "Ours", "rating": None})

    event = Event.objects.get(verb="portal.customized")

    assert event.details["fields"] == "Line at the top, Clients give stars"
    assert event.details["text"] == "Line at the top: none → Ours\nClients give stars: on → off"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("color", "#787878", "Neither white nor black text reads well"),
        ("color", "red", "Choose a color."),
        ("answer_days", "-1", "greater than or equal to 0"),
        ("answer_days", "many", "whole number"),
        ("direct_days", "0", "greater than or equal to 1"),
        ("domains", "not a domain", "is not a mail domain"),
        ("approve_stage", "999999", "not one of the available choices"),
        ("columns", ["nonsense"], "not one of the available choices"),
        ("reasons", "\n".join(f"Reason {n}" for n in range(60)), "At most 40 lines"),
        ("header", "x" * 300, "at most 200 characters"),
        ("hears_answers", "everybody", "not one of the available choices"),
    ],
)
def test_bad_input_is_said_at_the_field_and_what_was_typed_stays(
    acme: Acme, desk: Client, name: str, value: Any, words: str
) -> None:
    page = sent(desk, AGENCY, {name: value, "footer": "Typed with care"})

    assert page.status_code == 422
    assert words in text_of(page)
    assert "Typed with care" in text_of(page)
    assert PortalDefaults.of(acme.agency.pk) == {}


def test_two_people_who_change_different_settings_both_keep_their_change(acme: Acme, desk: Client) -> None:
    path = own(acme)
    before = filled(desk, path)
    sent(desk, path, {"header": "First"})

    desk.post(path, {**before, "footer": "Second"})

    assert (in_force(acme, "header"), in_force(acme, "footer")) == ("First", "Second")


def test_nobody_overwrites_a_change_they_have_not_seen(acme: Acme, desk: Client) -> None:
    path = own(acme)
    before = filled(desk, path)
    sent(desk, path, {"header": "First"})

    page = desk.post(path, {**before, "header": "Second"})

    assert page.status_code == 409
    assert "changed “Line at the top” to “First” meanwhile" in text_of(page)
    assert 'value="Second"' in text_of(page)
    assert in_force(acme, "header") == "First"


def test_recruiters_change_look_and_behavior_of_a_portal_but_not_its_security(acme: Acme) -> None:
    path, rosa = own(acme), browser_of(acme.recruiter)
    assert "named" not in filled(rosa, path)
    sent(rosa, path, {"header": "By Rosa", "named": None, "watermark": "on", "permission": "on"})

    assert in_force(acme, "header") == "By Rosa"
    assert (in_force(acme, "watermark"), in_force(acme, "permission")) == (False, False)
    acme.share.portal.customize({"watermark": True}, seen="", by=acme.owner)
    rosa.post(f"{path}reset/", {"setting": "watermark"})
    rosa.post(f"{path}switch/")
    assert in_force(acme, "watermark") is True


def test_readers_and_the_rival_change_nothing(acme: Acme) -> None:
    path = own(acme)
    assert browser_of(acme.reader).post(path, {"header": "No"}).status_code == 403
    assert browser_of(acme.recruiter).get(AGENCY).status_code == 403
    assert browser_of(acme.theirs.owner).get(path).status_code == 404


@pytest.mark.parametrize("setting", ["nonsense", "", "x" * 500, "\0"])
def test_a_reset_of_nothing_does_nothing(acme: Acme, desk: Client, setting: str) -> None:
    assert desk.post(f"{AGENCY}reset/", {"setting": setting}).status_code == 302
    assert desk.post(f"{own(acme)}reset/", {"setting": setting}).status_code == 302
