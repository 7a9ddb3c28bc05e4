"""The desk's pages on what clients ask for."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from portico.agencies.models import Member
from portico.jobs.models import Job, Requisition
from portico.messaging.models import Email
from portico.portals import requesting
from portico.portals.job_changes import JobChange
from portico.portals.models import JobShare
from tests.asking import colleague, draft, handed_in, proposal, stranger
from tests.desk import browser_of, hidden_in, text_of
from tests.world import Acme

S = Requisition.Status
HOME = "/desk/requisitions/"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    """Rosa's browser."""
    return browser_of(acme.recruiter)


def badge(page: str) -> str:
    """The number beside Requisitions in the menu."""
    found = re.search(r"Requisitions</span><span class=\"count[^>]*>.*?(\d+)", page, re.DOTALL)
    return found[1] if found else ""


def test_the_list_shows_what_waits_and_the_menu_counts_it(acme: Acme, rosa: Client) -> None:
    handed_in(acme)
    handed_in(acme, stranger(acme), title="Midwife").take_up(by=acme.recruiter)
    draft(acme, title="A draft nobody sees")
    given_back = handed_in(acme, title="Given back")
    given_back.ask_changes(reason="More", by=acme.recruiter)

    page = text_of(rosa.get(HOME))

    assert badge(page) == "2"
    assert all(words in page for words in ("Day porter", "Midwife", "Helix Health", "Hana Sato"))
    assert not [words for words in ("A draft nobody sees", "Given back</a>") if words in page]
    assert "Given back</a>" in text_of(rosa.get(f"{HOME}?show=client"))
    assert rosa.get(f"{HOME}?show=nonsense").status_code == 400


def test_the_export_holds_pay_only_for_those_who_see_money(acme: Acme) -> None:
    handed_in(acme)
    sheets = {
        who: b"".join(browser_of(getattr(acme, who)).get(f"{HOME}?export=csv")).decode()
        for who in ("recruiter", "finance")
    }
    assert "£30,000 – £34,000 a year" in sheets["recruiter"]
    assert "£30,000" in sheets["finance"]
    assert browser_of(acme.reader).get(f"{HOME}?export=csv").status_code == 403


def test_pay_is_hidden_from_roles_without_money(acme: Acme) -> None:
    row = handed_in(acme)
    row.ask_changes(reason="More", by=acme.recruiter)
    row.pay_to = 39000
    row.save()
    requesting.hand_in(row, by=acme.petra)
    pages = {one.role: text_of(browser_of(one).get(f"{HOME}{row.pk}/")) for one in (acme.owner, acme.reader)}
    shown = {role: "39,000" in text for role, text in pages.items()}
    assert shown == {"owner": True, "reader": False}


def test_what_changed_and_what_looks_alike_stands_on_the_page(acme: Acme, rosa: Client) -> None:
    handed_in(acme, colleague(acme), title="Day porter, weekends")
    Job(agency=acme.agency, title="Porter", organization=acme.northwind, status="open").add(by=acme.owner)
    row = handed_in(acme)
    assert "What the client changed" not in text_of(rosa.get(f"{HOME}{row.pk}/"))
    row.ask_changes(reason="More", by=acme.recruiter)
    row.headcount = 7
    row.save()
    assert ">7<" not in text_of(rosa.get(f"{HOME}{row.pk}/")), "not before it is handed in"
    requesting.hand_in(row, by=acme.petra)

    page = text_of(rosa.get(f"{HOME}{row.pk}/"))

    assert "<del>2</del>" in page
    assert "<ins>7</ins>" in page
    assert "Day porter, weekends</a>" in page
    assert "Porter</a>" in page


def test_answers_need_their_words(acme: Acme, rosa: Client) -> None:
    row = handed_in(acme)
    for deed in ("changes", "decline"):
        answer = rosa.post(f"{HOME}{row.pk}/{deed}/", {"reason": ""})
        assert (answer.status_code, "This field is required" in text_of(answer)) == (422, True)
    assert rosa.post(f"{HOME}{row.pk}/decline/", {"reason": "Not our field"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.remarks.get().text, row.decided_by) == (S.DECLINED, "Not our field", acme.recruiter)


def test_approve_leads_to_the_job(acme: Acme, rosa: Client) -> None:
    row = handed_in(acme)
    page = rosa.get(f"{HOME}{row.pk}/")

    answer = rosa.post(f"{HOME}{row.pk}/approve/", {"seen": hidden_in(page, "seen"), "share": "on"}, follow=True)

    job = Job.objects.get(title="Day porter")
    assert answer.redirect_chain == [(f"/desk/jobs/{job.pk}/", 302)]
    assert "Made from a requisition of Petra Lang" in text_of(answer)
    assert JobShare.objects.get(job=job).is_live
    assert rosa.post(f"{HOME}{row.pk}/approve/", {"seen": "1"}).status_code == 409


def test_what_somebody_typed_stays_when_the_client_was_faster(acme: Acme, rosa: Client) -> None:
    row = handed_in(acme)
    requesting.withdraw(row, by=acme.petra)
    answer = rosa.post(f"{HOME}{row.pk}/changes/", {"seen": "1", "reason": "Say more"})
    assert (answer.status_code, "withdrawn" in text_of(answer)) == (409, True)


def test_it_stands_on_the_first_page_of_those_whose_it_is(acme: Acme) -> None:
    handed_in(acme)
    proposal(acme, openings=4)
    acme.northwind.owner = acme.recruiter
    acme.northwind.save()

    def asks(member: Member) -> list[bool]:
        page = text_of(browser_of(member).get("/desk/"))
        return [words in page for words in ("asks for people: Day porter", "proposes changes to Night porter")]

    assert asks(acme.recruiter) == [True, True]
    assert asks(acme.owner) == [False, False]
    assert asks(acme.reader) == [False, False]


def test_some_of_a_proposal_can_be_taken_over(acme: Acme, rosa: Client) -> None:
    change = proposal(acme, title="Porter", openings=4, description="Other words")
    path = f"/desk/job-changes/{change.pk}/"
    seen = hidden_in(rosa.get(path), "seen")

    answer = rosa.post(f"{path}decide/", {"accepted": ["openings", "title"], "seen": seen})
    assert (answer.status_code, "Say why" in text_of(answer)) == (409, True)
    assert 'value="openings" checked' in text_of(answer)
    assert rosa.post(f"{path}decide/", {"accepted": ["openings"], "seen": seen, "reason": "Later"}).status_code == 302

    change.refresh_from_db()
    acme.job.refresh_from_db()
    assert (change.status, change.accepted, acme.job.openings, acme.job.title) == (
        JobChange.Status.PARTLY_ACCEPTED, ["openings"], 4, "Night porter",
    )  # fmt: skip
    assert Email.objects.latest("pk").to == acme.petra.email


def test_what_changed_on_the_job_meanwhile_is_pointed_out_and_not_ticked(acme: Acme, rosa: Client) -> None:
    change = proposal(acme, title="Porter", openings=4)
    Job.objects.filter(pk=acme.job.pk).update(openings=9)
    path = f"/desk/job-changes/{change.pk}/"
    page = rosa.get(path)

    assert "The job changed meanwhile" in text_of(page)
    assert 'value="openings" checked' not in text_of(page)
    assert 'value="title" checked' in text_of(page)
    Job.objects.filter(pk=acme.job.pk).update(title="Doorman")
    answer = rosa.post(f"{path}decide/", {"accepted": ["title", "openings"], "seen": hidden_in(page, "seen")})
    assert (answer.status_code, "is now “Doorman”" in text_of(answer)) == (409, True)
    change.refresh_from_db()
    assert change.status == JobChange.Status.OPEN


def test_pay_is_decided_by_those_who_see_it(acme: Acme) -> None:
    JobShare.objects.filter(pk=acme.share.pk).update(show_pay=True)
    change = proposal(acme, pay_to=40000, openings=2)
    acme.job.set_team([acme.consultant], by=acme.owner)
    dana, path = browser_of(acme.consultant), f"/desk/job-changes/{change.pk}/"
    page = text_of(dana.get(path))
    assert "40,000" not in page
    assert "30,123" not in page
    assert dana.post(f"{path}decide/", {"accepted": ["openings"], "reason": "x", "seen": ""}).status_code == 409
    rosa = browser_of(acme.recruiter)
    assert "£30,123 – £40,000" in text_of(rosa.get(path))
    rosa.post(f"{path}decide/", {"accepted": ["openings", "pay"], "seen": hidden_in(rosa.get(path), "seen")})
    acme.job.refresh_from_db()
    assert (acme.job.pay_to, acme.job.openings) == (Decimal(40000), 2)
