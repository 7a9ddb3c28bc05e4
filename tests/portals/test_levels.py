"""Settings in levels: built in, the agency's, one portal's; and what a share takes away."""

from dataclasses import replace
from typing import Any, cast

import pytest

from portico.kit.rules import RuleBroken
from portico.portals.models import JobShare, Portal, PortalDefaults
from portico.portals.settings import KINDS, NARROWING, PortalSettings, narrowed
from portico.portals.sharing import prepare_share
from portico.portals.words import SETTINGS
from tests.desk import browser_of, text_of
from tests.world import Acme


def test_every_setting_has_words() -> None:
    assert set(SETTINGS) == set(KINDS)


def test_each_level_speaks_only_of_what_differs(acme: Acme) -> None:
    PortalDefaults.change({"header": "Agency", "rating": True}, seen="", by=acme.owner)
    assert PortalDefaults.of(acme.agency.pk) == {"header": "Agency"}
    portal = acme.share.portal
    portal.use_custom(on=True, by=acme.owner)
    portal.customize({"header": "Agency", "footer": "Portal"}, seen="", by=acme.owner)
    assert Portal.objects.get(pk=portal.pk).values == {"footer": "Portal"}
    PortalDefaults.change({"header": "Agency, later"}, seen="", by=acme.owner)
    assert Portal.objects.get(pk=portal.pk).settings.header == "Agency, later"


def test_a_portal_without_settings_of_its_own_cannot_be_customized(acme: Acme) -> None:
    with pytest.raises(RuleBroken):
        acme.share.portal.customize({"header": "No"}, seen="", by=acme.owner)


def test_security_is_changed_only_by_those_who_manage_the_settings(acme: Acme) -> None:
    portal = acme.share.portal
    portal.use_custom(on=True, by=acme.recruiter)
    with pytest.raises(RuleBroken):
        portal.customize({"watermark": True}, seen="", by=acme.recruiter)
    portal.customize({"watermark": True}, seen="", by=acme.owner)
    with pytest.raises(RuleBroken):
        portal.reset("watermark", by=acme.recruiter)
    with pytest.raises(RuleBroken):
        Portal.objects.get(pk=portal.pk).use_custom(on=False, by=acme.recruiter)


@pytest.mark.parametrize("name", NARROWING)
def test_a_share_takes_away_and_never_adds(name: str) -> None:
    less = name == "watermark"
    shows = replace(PortalSettings(), **cast(dict[str, Any], {name: not less}))
    hides = replace(PortalSettings(), **cast(dict[str, Any], {name: less}))
    assert getattr(narrowed(shows, {name: less}), name) is less
    assert getattr(narrowed(hides, {name: not less}), name) is less
    assert getattr(narrowed(shows, {}), name) is not less


@pytest.mark.parametrize("values", [{"rating": True}, {"watermark": False}, {"colleagues": "yes"}, {"header": "x"}])
def test_what_would_add_is_refused(acme: Acme, values: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        prepare_share(acme.job, by=acme.recruiter, fields=[], values=values)


def test_the_shares_form_takes_away_with_where_each_value_comes_from(acme: Acme) -> None:
    rosa, path = browser_of(acme.recruiter), f"/desk/jobs/{acme.job.pk}/share/"
    PortalDefaults.change({"forwarding": False}, seen="", by=acme.owner)
    page = text_of(rosa.get(path))
    assert "The agency’s default" in page
    assert "less_forwarding" not in page, "nothing is left to take away"

    rosa.post(path, {"fields_shown": ["skills"], "less_rating": "on", "less_watermark": "on"})

    share = JobShare.objects.get(pk=acme.share.pk)
    assert share.values == {"rating": False, "watermark": True}
    assert (share.settings.rating, share.settings.watermark, share.settings.judging) == (False, True, True)
    assert text_of(rosa.get(path)).count("This share’s own") == 2
    rosa.post(path, {"fields_shown": ["skills"], "less_watermark": "on"})
    assert JobShare.objects.get(pk=acme.share.pk).values == {"watermark": True}


def test_what_a_share_takes_away_holds_for_its_client(acme: Acme) -> None:
    acme.share.values = {"rating": False, "judging": False}
    acme.share.save()
    maya = browser_of(acme.maya)

    page = text_of(maya.get(f"/client/submissions/{acme.submission.pk}/"))

    assert 'name="rating"' not in page
    assert "/approve/" not in page
    assert "You are up to date" in text_of(maya.get("/client/"))
    priya = text_of(browser_of(acme.priya).get(f"/client/submissions/{acme.other_submission.pk}/"))
    assert 'name="rating"' in priya
