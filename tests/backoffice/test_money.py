"""Pay stays with those whose role sees money, whatever way one looks."""

from decimal import Decimal

import pytest
from django.test import Client

from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import Role
from portico.candidates.models import Candidate
from portico.pipeline.merging import merge_candidates
from portico.pipeline.models import Submission
from portico.portals.models import JobShare
from tests.desk import browser_of, hidden_in
from tests.world import Acme

WISH, SPAN = "31,999", "30,123"


@pytest.fixture
def dana(acme: Acme) -> Client:
    """The browser of the consultant, who sees no money and is on the job's team."""
    acme.job.team.add(acme.consultant)
    return browser_of(acme.consultant)


def test_who_sees_no_money_cannot_show_pay_to_the_client(acme: Acme, dana: Client) -> None:
    settings = {"fields_shown": ["headline", "pay"], "show_pay": "on"}
    dana.post(f"/desk/jobs/{acme.job.pk}/share/", settings)
    share = JobShare.objects.get(pk=acme.share.pk)
    assert "pay" not in share.fields
    assert not share.show_pay

    prefix, address = acme.submission.pk, f"/desk/submissions/{acme.submission.pk}/"
    seen = hidden_in(dana.get(address), f"{prefix}-seen")
    dana.post(address, {f"{prefix}-fields_shown": ["headline", "pay"], f"{prefix}-seen": seen})
    assert "pay" not in Submission.objects.get(pk=prefix).fields


def test_pay_that_was_chosen_stays_chosen_when_somebody_without_money_saves(acme: Acme, dana: Client) -> None:
    Submission.objects.filter(pk=acme.submission.pk).update(fields=["headline", "pay"])
    prefix, address = acme.submission.pk, f"/desk/submissions/{acme.submission.pk}/"
    seen = hidden_in(dana.get(address), f"{prefix}-seen")
    answer = dana.post(address, {f"{prefix}-fields_shown": ["place"], f"{prefix}-seen": seen})

    assert answer.status_code == 302
    assert Submission.objects.get(pk=prefix).fields == ["place", "pay"]


def test_a_preview_shows_pay_only_to_those_who_see_money(acme: Acme, dana: Client) -> None:
    JobShare.objects.filter(pk=acme.share.pk).update(show_pay=True)
    Submission.objects.filter(pk=acme.submission.pk).update(fields=["headline", "pay"])
    job = f"/client/preview/{acme.maya.pk}/jobs/{acme.share.pk}/"
    person = f"/client/preview/{acme.maya.pk}/submissions/{acme.submission.pk}/"

    assert SPAN not in dana.get(job).text
    assert WISH not in dana.get(person).text
    assert "Shown to them, not to you" in dana.get(job).text
    rosa, maya = browser_of(acme.recruiter), browser_of(acme.maya)
    assert SPAN in rosa.get(job).text
    assert WISH in rosa.get(person).text
    assert SPAN in maya.get(f"/client/jobs/{acme.share.pk}/").text
    assert WISH in maya.get(f"/client/submissions/{acme.submission.pk}/").text


def test_pay_that_a_merge_leaves_over_is_told_only_to_those_who_see_money(acme: Acme) -> None:
    twin = Candidate(agency=acme.agency, first_name="Dario", last_name="Conti", pay_expected=45678)
    twin.pay_currency, twin.pay_per = "USD", "year"
    twin.add(by=acme.recruiter)
    merge_candidates(acme.dario, twin, by=acme.recruiter)
    page = f"/desk/candidates/{acme.dario.pk}/?timeline=all"

    assert "45,678" in browser_of(acme.recruiter).get(page).text
    for member in (acme.consultant, acme.reader):
        assert "45,678" not in browser_of(member).get(page).text
    assert Candidate.objects.get(pk=acme.dario.pk).pay_currency == "GBP"


def test_a_pay_expectation_is_taken_over_as_a_whole(acme: Acme) -> None:
    twin = Candidate(agency=acme.agency, first_name="Dario", last_name="Conti", pay_currency="EUR", pay_per="hour")
    twin.add(by=acme.recruiter)
    merge_candidates(twin, acme.dario, by=acme.recruiter)

    kept = Candidate.objects.get(pk=twin.pk)
    assert (kept.pay_expected, kept.pay_currency, kept.pay_per) == (Decimal(31999), "GBP", "year")


def test_who_may_merge_but_sees_no_money_compares_no_pay(acme: Acme) -> None:
    role = StaffRole(agency=acme.agency, name="Tidier", permissions=["work_desk", "merge"])
    role.save()
    Member.objects.filter(pk=acme.reader.pk).update(role=Role.CUSTOM, staff_role=role)
    twin = Candidate(agency=acme.agency, first_name="Dario", last_name="Conti", city="Leeds")
    twin.add(by=acme.recruiter)
    page = browser_of(Member.objects.get(pk=acme.reader.pk)).get(
        f"/desk/candidates/{twin.pk}/merge/", {"other": f"#{acme.dario.pk}"}
    )

    assert "Leeds" in page.text
    assert "31999" not in page.text.replace(",", "")
