"""The desk's pages about the people of a client portal."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.access.links import issue
from portico.access.models import AccessLink, Purpose, Session
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.clients.models import Contact
from portico.kit.times import now
from portico.pipeline.merging import merge_contacts, merge_organizations
from portico.portals.inviting import change_contact
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.welcoming import Colleague, invite_colleague
from portico.records.editing import shown
from tests.desk import browser_of, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    """The recruiter's browser."""
    return browser_of(acme.recruiter)


def invite(rosa: Client, acme: Acme, **facts: Any) -> Any:
    """Send the form."""
    data = {"role": Role.VIEWER, "all_jobs": "on", **facts}
    return rosa.post(f"/desk/portals/{acme.share.portal_id}/invite/", data)


def test_the_users_tab_says_who_is_there_how_far_and_since_when(rosa: Client, acme: Acme) -> None:
    page = text_of(rosa.get(f"/desk/portals/{acme.share.portal_id}/users/"))
    assert "Maya Lindqvist" in page
    assert "Jonas Berg" in page
    assert "No job" in page
    assert "Priya" not in page
    assert "Looks at jobs and candidates, and changes nothing." in page


def test_a_contact_of_the_organization_is_invited(rosa: Client, acme: Acme) -> None:
    assert invite(rosa, acme, contact=acme.nobody_contact.pk).status_code == 302
    seat = Seat.objects.get(contact=acme.nobody_contact)
    assert (seat.member.status, seat.member.role) == (Member.Status.INVITED, Role.VIEWER)
    assert invite(rosa, acme, contact=acme.priya_contact.pk).status_code == 422, "somebody of another client"


def test_somebody_new_is_added_right_there(rosa: Client, acme: Acme) -> None:
    answer = invite(rosa, acme, first_name="Cleo", email="cleo@northwind.example", title="Buyer")
    assert answer["Location"] == f"/desk/portals/{acme.share.portal_id}/users/"
    cleo = Contact.objects.get(email="cleo@northwind.example")
    assert (cleo.organization, cleo.title) == (acme.northwind, "Buyer")
    assert cleo.member is not None
    assert invite(rosa, acme, first_name="Cleo", email="Cleo@Northwind.example").status_code == 302, "invited again"
    assert Contact.objects.filter(email_key="cleo@northwind.example").count() == 1
    assert invite(rosa, acme).status_code == 422


def test_role_and_jobs_are_changed_and_hold_at_once(rosa: Client, acme: Acme) -> None:
    path = f"/desk/portal-users/{acme.jonas.seat.pk}/scope/"
    assert rosa.post(path, {"role": Role.REVIEWER, "shares": acme.share.pk}).status_code == 302
    jonas = Member.objects.get(pk=acme.jonas.pk)
    assert jonas.role == Role.REVIEWER
    assert browser_of(jonas).get(f"/client/jobs/{acme.share.pk}/").status_code == 200
    assert rosa.post(path, {"role": Role.REVIEWER}).status_code == 422
    assert rosa.post(path, {"role": "owner", "all_jobs": "on"}).status_code == 422


def test_access_is_stopped_given_back_and_ended(rosa: Client, acme: Acme) -> None:
    Member.objects.filter(pk=acme.maya.pk).update(joined=now())
    maya, path = browser_of(acme.maya), f"/desk/portal-users/{acme.maya.seat.pk}/"
    rosa.post(f"{path}suspend/")
    assert maya.get("/client/").status_code == 302
    assert "Portal access of Maya" not in text_of(rosa.get("/desk/")), "who decided it need not be asked"
    rosa.post(f"{path}reactivate/")
    assert Member.objects.get(pk=acme.maya.pk).status == Member.Status.ACTIVE
    rosa.post(f"{path}revoke/")
    assert Member.objects.get(pk=acme.maya.pk).status == Member.Status.REVOKED
    assert rosa.post(f"{path}reactivate/").status_code == 409


def test_feedback_stands_candidate_by_candidate(rosa: Client, acme: Acme) -> None:
    acme.submission.approve(by=acme.maya, remark="I like him.", rating=4)
    page = text_of(rosa.get(f"/desk/portal-users/{acme.maya.seat.pk}/feedback/"))
    assert "Dario Conti" in page
    assert "I like him." in page
    assert "Approved" in page
    assert "Dario" not in text_of(rosa.get(f"/desk/portal-users/{acme.jonas.seat.pk}/feedback/"))


def test_a_consultant_reads_only_what_is_on_their_own_desk(acme: Acme) -> None:
    acme.submission.approve(by=acme.maya, remark="I like him.")
    acme.submission.was_viewed(by=acme.maya)
    for tab in ("feedback", "history"):
        assert "Dario" not in text_of(browser_of(acme.consultant).get(f"/desk/portal-users/{acme.maya.seat.pk}/{tab}/"))


def test_each_link_with_its_use_and_its_end(rosa: Client, acme: Acme) -> None:
    link, _token = issue(acme.maya, Purpose.LASTING)
    link.was("used", ip="203.0.113.9", agent="Mozilla/5.0 (iPhone) Safari/605")
    path = f"/desk/portal-users/{acme.maya.seat.pk}/links/"
    page = text_of(rosa.get(path))
    assert "203.0.113.9" in page
    assert "Safari on iPhone" in page
    assert rosa.post(f"{path}{link.pk}/end/")["Location"] == path
    assert AccessLink.objects.get(pk=link.pk).status == AccessLink.Status.REVOKED
    other, _token = issue(acme.priya, Purpose.LASTING)
    assert rosa.post(f"{path}{other.pk}/end/").status_code == 404


def test_history_tells_events_looks_and_links_page_by_page(
    rosa: Client, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme.submission.was_viewed(by=acme.maya)
    acme.submission.approve(by=acme.maya)
    link, _token = issue(acme.maya, Purpose.LASTING)
    for _time in range(3):
        link.was("opened", ip="203.0.113.9", agent="")
    monkeypatch.setattr("portico.backoffice.reading.portal_user.SHOWN", 2)
    path, seen = f"/desk/portal-users/{acme.maya.seat.pk}/history/", ""
    query, pages = "", 0
    while query is not None and pages < 9:
        page = text_of(rosa.get(f"{path}{query}"))
        seen, pages = seen + page, pages + 1
        found = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("?before=")]
        query = found[0] if found else None  # type: ignore[assignment]
    assert pages == 3
    assert seen.count("Opened a link") == 3
    assert "Last looked at Dario Conti" in seen
    assert "Approved Dario Conti" in seen


def test_one_browser_is_signed_out_and_the_others_stay(rosa: Client, acme: Acme) -> None:
    browsers = [Client(headers={"host": acme.agency.host}) for _one in range(2)]
    for one in browsers:
        one.post("/sign-in/", {"email": acme.maya.email, "password": "correct horse battery"})
    first = Session.objects.filter(member=acme.maya).earliest("pk")
    rosa.post(f"/desk/portal-users/{acme.maya.seat.pk}/sessions/{first.pk}/end/")
    assert [one.get("/client/").status_code for one in browsers] == [302, 200]
    assert browsers[1].post(f"/account/sessions/{first.pk}/end/").status_code == 302
    theirs = Session.objects.create(agency=acme.agency, user=acme.priya.user, member=acme.priya, proof="x")
    assert browsers[1].post(f"/account/sessions/{theirs.pk}/end/").status_code == 404


def test_the_agency_answers_what_the_client_asked_for(rosa: Client, acme: Acme) -> None:
    asked = invite_colleague(Colleague("Cleo", "Marsh", "cleo@northwind.example", Role.REVIEWER), by=acme.client_admin)
    assert "Clara Osei asks to let Cleo Marsh in" in text_of(rosa.get("/desk/"))
    assert "Let Cleo Marsh in?" in text_of(rosa.get(f"/desk/portals/{acme.share.portal_id}/users/"))
    path = f"/desk/colleagues/{asked.pk}/"
    assert rosa.post(f"{path}decline/", {"reason": ""}).status_code == 422
    assert rosa.post(f"{path}approve/").status_code == 302
    assert rosa.post(f"{path}approve/").status_code == 409
    assert rosa.post(f"{path}decline/", {"reason": "Too late"}).status_code == 409


def test_a_moved_contact_waits_on_the_first_page_with_the_reason(rosa: Client, acme: Acme) -> None:
    seen = shown(acme.maya_contact, ["organization"])
    change_contact(acme.maya_contact, {"organization": acme.helix}, seen=seen, by=acme.recruiter)
    page = text_of(rosa.get("/desk/"))
    assert "Portal access of Maya Lindqvist is suspended: The organization or the email address" in page
    rosa.post(f"/desk/contacts/{acme.maya_contact.pk}/restore-access/")
    assert Seat.objects.get(contact=acme.maya_contact).portal.organization == acme.helix


def test_merging_with_a_portal_that_is_off_lets_nobody_in(acme: Acme) -> None:
    Portal.objects.filter(organization=acme.helix).update(active=False)
    merge_organizations(acme.northwind, acme.helix, by=acme.recruiter)
    acme.priya.refresh_from_db()
    assert acme.priya.status == Member.Status.SUSPENDED
    assert JobShare.objects.get(pk=acme.other_share.pk).status == JobShare.Status.PAUSED
    assert Member.objects.get(pk=acme.maya.pk).status == Member.Status.ACTIVE


def test_merging_contacts_of_two_organizations_leaves_no_eye_in_the_other_portal(acme: Acme) -> None:
    merge_contacts(acme.nobody_contact, acme.priya_contact, by=acme.recruiter)
    acme.priya.refresh_from_db()
    assert acme.priya.status == Member.Status.SUSPENDED
    acme.nobody_contact.refresh_from_db()
    assert acme.nobody_contact.member == acme.priya


@pytest.mark.parametrize("tab", ["", "feedback/", "links/", "history/"])
def test_as_many_queries_for_many_as_for_few(rosa: Client, acme: Acme, tab: str) -> None:
    path = f"/desk/portal-users/{acme.maya.seat.pk}/{tab}"
    acme.submission.approve(by=acme.maya)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert rosa.get(path).status_code == 200
        return len(queries)

    def more(deed: Callable[[], Any]) -> None:
        for _time in range(3):
            deed()

    few = count()
    more(lambda: issue(acme.maya, Purpose.LASTING)[0].was("opened", ip="203.0.113.9", agent=""))
    more(lambda: acme.submission.remark(by=acme.maya, remark="More"))
    assert count() <= few + 2
