"""Forwarding one candidate to somebody without access."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from portico.access.secrets import hashed
from portico.agencies.roles import Role
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.models import Email
from portico.messaging.sealing import unseal
from portico.pipeline.models import GuestLink, GuestUse, SubmissionDocument
from portico.portals.models import JobShare, Portal
from tests.desk import browser_of
from tests.world import Acme

HOME = "/client/guest/"
ADDRESS = "boss@northwind.example"


@pytest.fixture
def link(acme: Acme) -> GuestLink:
    """A candidate that Maya forwarded to her boss."""
    return GuestLink.send(acme.submission, email=ADDRESS, note="Is he one for us?", by=acme.maya)


def token_of(link: GuestLink) -> str:
    """The token, which is nowhere but in the mail."""
    mail = Email.objects.get(to=link.email)
    address: str = unseal(mail.sealed)["main"]
    token = address.rstrip("/").rsplit("/", 1)[-1]
    assert hashed(token) == link.token_hash
    return token


def browser(acme: Acme) -> Client:
    """A guest's browser."""
    return Client(headers={"host": acme.agency.host})


def entered(acme: Acme, link: GuestLink) -> Client:
    """A guest's browser after the button was pressed."""
    guest = browser(acme)
    assert guest.post(f"{HOME}{token_of(link)}/").status_code == 302
    return guest


def state(guest: Client) -> int:
    """What the page answers now."""
    answer: Any = guest.get(HOME)
    return int(answer.status_code)


def test_a_scanner_that_opens_the_link_sees_nothing_and_uses_nothing_up(acme: Acme, link: GuestLink) -> None:
    scanner = browser(acme)
    for _time in range(3):
        page = scanner.get(f"{HOME}{token_of(link)}/")
        assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
        assert "Dario" not in page.text
    assert state(scanner) == 404
    link.refresh_from_db()
    assert link.used is None
    assert {use.what for use in GuestUse.objects.all()} == {"opened"}


def test_a_guest_sees_this_one_candidate_and_nothing_else(acme: Acme, link: GuestLink) -> None:
    acme.submission.remark(by=acme.maya, remark="Between colleagues")
    guest = entered(acme, link)
    page = guest.get(HOME).text
    assert "Dario Conti" in page
    assert "Is he one for us?" in page
    assert "Between colleagues" not in page
    assert "CANARY" not in page
    paper = SubmissionDocument.objects.get(submission=acme.submission)
    assert guest.get(f"{HOME}documents/{paper.pk}/pages/1/").status_code == 200
    others = SubmissionDocument.objects.create(
        agency=acme.agency, submission=acme.other_submission, document=acme.private_document
    )
    assert guest.get(f"{HOME}documents/{others.pk}/pages/1/").status_code == 404
    for path in ("/client/", f"/client/submissions/{acme.submission.pk}/", f"/client/documents/{paper.pk}/"):
        assert guest.get(path).status_code == 302, "no more than a stranger"
    assert {"entered", "read", "sheet"} <= {use.what for use in GuestUse.objects.filter(link=link)}


def test_the_mail_names_nobody(acme: Acme, link: GuestLink) -> None:
    mail = Email.objects.get(to=link.email)
    assert "Dario" not in mail.subject + mail.text + mail.html
    assert "Is he one" not in mail.text


@pytest.mark.parametrize(
    "end", ["withdrawn", "share", "portal", "sender", "scope", "forwarding", "sent", "desk", "time"]
)
def test_whatever_ends_the_senders_sight_ends_the_guests(acme: Acme, link: GuestLink, end: str) -> None:
    guest = entered(acme, link)
    assert state(guest) == 200
    at = now()
    match end:
        case "withdrawn":
            acme.submission.withdraw(by=acme.recruiter)
        case "share":
            acme.share.end(by=acme.recruiter)
        case "portal":
            acme.share.portal.switch(on=False, by=acme.owner)
        case "sender":
            acme.maya.status = "revoked"
            acme.maya.save()
        case "scope":
            acme.maya.seat.set_scope(all_jobs=False, shares=[], by=acme.recruiter)
        case "forwarding":
            JobShare.objects.filter(pk=acme.share.pk).update(values={"forwarding": False})
        case "sent":
            browser_of(acme.maya).post(f"/client/guest-links/{link.pk}/end/")
        case "desk":
            browser_of(acme.recruiter).post(f"/desk/guest-links/{link.pk}/end/")
        case "time":
            at += timedelta(days=7, minutes=1)
    with at_time(at):
        assert state(guest) in {404, 410}
        assert browser(acme).post(f"{HOME}{token_of(link)}/").status_code == 410
        assert "Dario" not in guest.get(HOME).text


def test_a_blind_profile_stays_blind_for_guests(acme: Acme, link: GuestLink) -> None:
    Portal.objects.update(custom=True, values={"named": False})
    guest = entered(acme, link)
    page = guest.get(HOME).text
    assert "Dario" not in page
    assert "Conti" not in page
    assert "Grand Hotel" not in page


def test_a_guest_says_one_thing(acme: Acme, link: GuestLink) -> None:
    guest = entered(acme, link)
    assert guest.post(HOME + "remark/", {"text": ""}).status_code == 422
    guest.post(HOME + "remark/", {"text": "Take him."})
    assert guest.post(HOME + "remark/", {"text": "Or not."}).status_code == 409
    assert "Take him." in unescape(browser_of(acme.maya).get(f"/client/submissions/{acme.submission.pk}/").text)
    assert "Take him." in browser_of(acme.recruiter).get(f"/desk/applications/{acme.application.pk}/").text
    told = Email.objects.filter(template="pipeline/emails/guest_remarked")
    assert {one.to for one in told} == {acme.maya.email, acme.recruiter.email}
    assert not [one for one in told if "Take him" in one.text]


def test_forwarding_obeys_the_portal(acme: Acme, maya: Client) -> None:
    path = f"/client/submissions/{acme.submission.pk}/forward/"
    Portal.objects.update(custom=True, values={"domains": ["northwind.example"]})
    refused = maya.post(path, {"email": "me@elsewhere.example", "note": "Kept words"})
    assert refused.status_code == 409
    assert "northwind.example" in refused.text
    assert "Kept words" in refused.text
    assert maya.post(path, {"email": "boss@Northwind.example"}).status_code == 302
    Portal.objects.update(values={"forwarding": False})
    assert maya.post(path, {"email": ADDRESS}).status_code == 409
    assert "Send a link to this candidate" not in maya.get(f"/client/submissions/{acme.submission.pk}/").text
    assert GuestLink.objects.count() == 1
    for nonsense in ("nobody", "a@b.example, c@d.example", "\0", "x" * 400 + "@a.example"):
        assert maya.post(path, {"email": nonsense}).status_code in {409, 422}


def test_nobody_forwards_or_ends_what_is_not_theirs(acme: Acme, link: GuestLink) -> None:
    priya, jonas = browser_of(acme.priya), browser_of(acme.jonas)
    assert priya.post(f"/client/submissions/{acme.submission.pk}/forward/", {"email": ADDRESS}).status_code == 404
    assert priya.post(f"/client/guest-links/{link.pk}/end/").status_code == 404
    assert jonas.post(f"/client/guest-links/{link.pk}/end/").status_code == 403
    assert browser_of(acme.theirs.recruiter).post(f"/desk/guest-links/{link.pk}/end/").status_code == 404
    with pytest.raises(RuleBroken):
        GuestLink.send(acme.submission, email=ADDRESS, by=acme.priya)
    for wrong in ("x" * 43, "short", "y" * 200):
        assert browser(acme).get(f"{HOME}{wrong}/").status_code == 404


def test_the_desk_sees_what_was_done_by_a_link(acme: Acme, link: GuestLink) -> None:
    guest = entered(acme, link)
    guest.get(HOME)
    for path in (f"/desk/applications/{acme.application.pk}/", f"/desk/shares/{acme.share.pk}/"):
        page = browser_of(acme.recruiter).get(path).text
        assert ADDRESS in page
        assert "Came in" in page
        assert "127.0.0.1" in page


def test_a_guest_is_out_once_the_sender_may_only_look(acme: Acme, link: GuestLink) -> None:
    guest = entered(acme, link)
    acme.maya.role = Role.VIEWER
    acme.maya.save()
    assert state(guest) == 410
