"""A contact who opens very many candidates in an hour is stopped, and the owners hear of it."""

from typing import Any

import pytest

from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline import pace
from portico.pipeline.models import Submission, SubmissionView
from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def another(acme: Acme) -> Submission:
    """Somebody else of the same list, whom Maya looked at just now."""
    found = Submission.objects.exclude(pk=acme.submission.pk).filter(agency=acme.agency).first()
    assert found is not None
    at = now()
    SubmissionView.objects.filter(submission=acme.submission).delete()
    SubmissionView.objects.create(agency=acme.agency, submission=found, member=acme.maya, first=at, last=at)
    return found


def opened(acme: Acme) -> Any:
    """Maya opens a candidate."""
    return browser_of(acme.maya).get(f"/client/submissions/{acme.submission.pk}/")


def test_one_more_candidate_is_refused_and_the_owners_are_told_once(
    acme: Acme, another: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CANDIDATES_AN_HOUR", 1)
    for _again in range(2):
        answer = opened(acme)
        assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
        assert "Dario" not in answer.text
    told = Email.objects.get(template="pipeline/emails/reads_much")
    assert told.to == acme.owner.email
    assert browser_of(acme.maya).get(f"/client/submissions/{another.pk}/").status_code in {200, 404}


def test_papers_count_as_much_as_pages(acme: Acme, another: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CANDIDATES_AN_HOUR", 1)
    shown = acme.submission.documents.get()
    assert browser_of(acme.maya).get(f"/client/documents/{shown.pk}/pages/1/").status_code == 429


def test_who_reads_like_a_person_notices_nothing(acme: Acme, another: Submission) -> None:
    assert opened(acme).status_code == 200
    assert not Email.objects.filter(template="pipeline/emails/reads_much").exists()
