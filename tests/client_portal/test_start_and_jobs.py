"""The first page, the lists of jobs, and candidates side by side."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from portico.jobs.models import Job
from portico.kit.times import at_time, now
from portico.pipeline.submissions import Submission
from portico.pipeline.undoing import UNDO
from portico.portals.models import JobShare, Visit
from tests.client_portal.conftest import submit_more
from tests.desk import browser_of
from tests.world import Acme, Cast


def test_the_first_page_counts_positions_candidates_and_what_waits(acme: Acme, maya: Client) -> None:
    Job.objects.filter(pk=acme.job.pk).update(openings=3)
    submit_more(acme, 4)
    page = maya.get("/client/").text
    assert "5 candidates wait for your answer" in page
    assert "Open positions" in page
    assert "in 1 job" in page
    for figure in ("3", "5"):
        assert f'<div class="stat-value">{figure}' in page or f">{figure}<span" in page


def test_who_came_since_the_last_visit_is_told_once(acme: Acme, maya: Client) -> None:
    assert "since your last visit" not in maya.get("/client/").text, "on the first visit all is new"
    later = now() + timedelta(hours=2)
    Submission.objects.filter(pk=acme.submission.pk).update(submitted=now() + timedelta(hours=1))
    with at_time(later):
        assert "1 new candidate since your last visit" in browser_of(acme.maya).get("/client/").text
        browser_of(acme.maya).get(f"/client/submissions/{acme.submission.pk}/")
        assert "since your last visit" not in browser_of(acme.maya).get("/client/").text
    assert Visit.objects.get(member=acme.maya).last == later


def test_all_jobs_holds_inactive_ones_too_and_is_searched(acme: Acme, maya: Client) -> None:
    cast = Cast(acme.agency, "acme.example")
    closed = cast.job("Day porter", acme.northwind, acme.maya_contact, acme.recruiter)
    cast.share(closed, acme.recruiter)
    Job.objects.filter(pk=closed.pk).update(status=Job.Status.CLOSED)
    mine, everything = maya.get("/client/jobs/").text, maya.get("/client/jobs/?show=all").text
    assert "Night porter" in mine
    assert "Day porter" not in mine
    assert "Day porter" in everything
    assert "Charge nurse" not in everything, "another client's"
    assert "Night porter" not in maya.get("/client/jobs/?show=all&q=day").text
    assert "No job matches" in maya.get("/client/jobs/?q=astronaut").text
    assert maya.get("/client/jobs/?sort=nonsense").status_code == 400
    assert maya.get("/client/jobs/?q=%00&show=9&after=x").status_code in {200, 400}


def test_the_list_of_jobs_is_paged(acme: Acme, maya: Client) -> None:
    cast = Cast(acme.agency, "acme.example")
    for number in range(52):
        cast.share(cast.job(f"Job {number:02}", acme.northwind, acme.maya_contact, acme.recruiter), acme.recruiter)
    first = maya.get("/client/jobs/?sort=title").text
    assert "Job 00" in first
    assert "Job 51" not in first
    link = first.split('rel="next" href="')[1].split('"')[0]
    assert "Job 51" in maya.get(unescape(link)).text


def test_two_to_four_candidates_stand_side_by_side_in_a_table_with_heads(acme: Acme, maya: Client) -> None:
    more = submit_more(acme, 4)
    acme.submission.remark(by=acme.maya, remark="Like him")
    path = f"/client/jobs/{acme.share.pk}/compare/"
    page = maya.get(path, {"pick": [acme.submission.pk, more[0].pk]}).text
    assert page.count('<th scope="col">') == 2
    assert '<th scope="row">Location</th>' in page
    assert "Like him" in page
    assert "CANARY" not in page
    too_many = maya.get(path, {"pick": [one.pk for one in [acme.submission, *more]]}).text
    assert too_many.count('<th scope="col">') == 4
    assert "Four at a time" in too_many
    assert "Choose two to four" in maya.get(path, {"pick": acme.submission.pk}).text


def test_comparing_shows_no_other_candidates_and_survives_nonsense(acme: Acme, maya: Client) -> None:
    path = f"/client/jobs/{acme.share.pk}/compare/"
    asked: list[str | int] = [
        acme.submission.pk,
        acme.other_submission.pk,
        "x",
        "9" * 30,
        "\0",
        acme.hidden_application.pk,
    ]
    page = maya.get(path, {"pick": asked})
    assert page.status_code == 200
    assert "Elena" not in page.text
    assert maya.get(f"/client/jobs/{acme.other_share.pk}/compare/").status_code == 404
    JobShare.objects.filter(pk=acme.share.pk).update(status="ended")
    assert maya.get(path).status_code == 404


@pytest.mark.parametrize("days", [1, 8])
def test_the_history_shows_seven_days_or_all(acme: Acme, maya: Client, days: int) -> None:
    acme.submission.remark(by=acme.maya, remark="An old thought")
    with at_time(now() + timedelta(days=days)):
        maya = browser_of(acme.maya)
        page = maya.get(f"/client/submissions/{acme.submission.pk}/").text
        assert ("Remarked" in page) == (days < 7)
        assert "Remarked" in maya.get(f"/client/submissions/{acme.submission.pk}/?history=all").text


def test_one_may_change_ones_answer_as_long_as_one_may_undo_it() -> None:
    from portico.pipeline.answering import FREELY

    assert FREELY == UNDO
