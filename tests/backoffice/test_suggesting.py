"""Find candidates for a job: order, reasons, a human's choice, the log."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from portico.candidates.models import Candidate, Experience
from portico.kit.times import at_time, now
from portico.pipeline.models import Application, Suggestion, SuggestionList
from portico.pipeline.suggesting import suggest
from portico.pipeline.suggestions import KEPT, forget_suggestions
from tests.desk import browser_of, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


@pytest.fixture
def pool(acme: Acme) -> dict[str, Candidate]:
    """A job that needs TIG welding near London, and four people."""
    job = acme.job
    job.title, job.city, job.country = "Night welder", "London", "United Kingdom"
    job.description = "TIG welding and first aid, five nights a week."
    job.pay_from, job.pay_to, job.pay_currency, job.pay_per = Decimal(30000), Decimal(36000), "GBP", "year"
    job.save()
    facts = {
        "best": ({"title": "Welder", "city": "Watford", "country": "UK"}, ["TIG welding", "First aid"]),
        "dear": ({"title": "Welder", "city": "Glasgow", "country": "UK"}, ["TIG welding"]),
        "aider": ({"title": "Lifeguard", "city": "London", "country": "UK"}, ["First aid"]),
        "clerk": ({"title": "Clerk", "city": "London", "country": "UK"}, ["Excel"]),
    }
    made = {}
    for key, (fields, skills) in facts.items():
        row = Candidate(agency=acme.agency, first_name=key.title(), last_name="Pool", **fields)
        made[key] = row.add(by=acme.recruiter, skills=skills)
    Candidate.objects.filter(pk=made["best"].pk).update(pay_expected=34000, pay_currency="GBP", pay_per="year")
    return made


def test_who_brings_more_of_what_the_job_needs_comes_first_with_reasons(acme: Acme, pool: dict[str, Candidate]) -> None:
    _wanted, fits = suggest(acme.job, to=acme.recruiter)
    names = [fit.candidate.first_name for fit in fits if fit.candidate.last_name == "Pool"]
    assert names == ["Best", "Dear", "Aider"]
    reasons = {reason.kind: reason.words for reason in fits[0].reasons}
    assert reasons["skills"] == "Skills: TIG welding, First aid"
    assert reasons["title"] == "Is Welder"
    assert reasons["place"] == "25 km away"
    assert reasons["pay"] == "Pay fits"
    assert 0 < fits[0].points <= 100


def test_who_may_not_see_money_is_not_told_whose_pay_fits(acme: Acme, rosa: Client, pool: dict[str, Candidate]) -> None:
    acme.job.set_team([acme.consultant], by=acme.recruiter)
    _wanted, fits = suggest(acme.job, to=acme.consultant)
    assert "pay" not in {reason.kind for fit in fits for reason in fit.reasons}
    assert "Pay fits" in text_of(rosa.get(f"/desk/jobs/{acme.job.pk}/find/"))
    log = text_of(browser_of(acme.consultant).get(f"/desk/jobs/{acme.job.pk}/find/log/"))
    assert "Best Pool" in log
    assert "Pay fits" not in log


def test_names_change_nothing_about_the_order(acme: Acme, pool: dict[str, Candidate]) -> None:
    before = [fit.candidate.pk for fit in suggest(acme.job, to=acme.recruiter)[1]]
    for number, row in enumerate(pool.values()):
        row.first_name, row.last_name = f"Name{number}", "Welder"
        row.save()
        row.make_findable()
    after = [fit.candidate.pk for fit in suggest(acme.job, to=acme.recruiter)[1]]
    assert before == after


def test_a_post_of_the_past_and_the_organization_are_told(acme: Acme, pool: dict[str, Candidate]) -> None:
    post = {"title": "Night welder", "employer": acme.northwind.name}
    Experience.objects.create(agency=acme.agency, candidate=pool["aider"], **post)
    pool["aider"].make_findable()
    fit = next(one for one in suggest(acme.job, to=acme.recruiter)[1] if one.candidate == pool["aider"])
    words = " ".join(reason.words for reason in fit.reasons)
    assert f"Was Night welder, {acme.northwind.name}" in words
    assert f"Works or worked at {acme.northwind.name}" in words


def test_a_human_adds_them_and_the_log_keeps_what_was_shown(
    acme: Acme, rosa: Client, pool: dict[str, Candidate]
) -> None:
    page = f"/desk/jobs/{acme.job.pk}/find/"
    rosa.get(page)
    rosa.get(page)
    kept = SuggestionList.objects.get()
    assert (kept.shown_to, kept.wanted["skills"]) == (acme.recruiter, ["TIG welding", "First aid"])
    assert not Application.objects.filter(candidate__in=pool.values()).exists()
    assert rosa.post(f"{page}add/", {}).status_code == 422
    rosa.post(f"{page}add/", {"pick": [pool["best"].pk]})
    assert Application.objects.get(candidate=pool["best"]).job == acme.job
    assert Suggestion.objects.get(shown_in=kept, candidate=pool["best"]).added is not None
    assert "Best Pool" not in text_of(rosa.get(page))
    log = text_of(rosa.get(f"{page}log/"))
    assert "Put on the job" in log
    assert "Skills: TIG welding, First aid" in log
    assert rosa.post(f"{page}add/", {"pick": [pool["best"].pk]}).status_code == 409


def test_the_log_is_kept_for_two_years(acme: Acme, rosa: Client, pool: dict[str, Candidate]) -> None:
    rosa.get(f"/desk/jobs/{acme.job.pk}/find/")
    with at_time(now() + KEPT - timedelta(days=1)):
        assert forget_suggestions() == 0
    with at_time(now() + KEPT + timedelta(days=1)):
        assert forget_suggestions() == 1
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("address", ["?n=abc", "?n=99999999999999999999", "?n=-1", "log/?after=x", "log/?sort=x"])
def test_nonsense_is_no_error(acme: Acme, rosa: Client, address: str) -> None:
    assert rosa.get(f"/desk/jobs/{acme.job.pk}/find/{address}").status_code in (200, 400)
