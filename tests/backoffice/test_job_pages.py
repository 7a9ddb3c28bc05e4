"""Pages of jobs and their pipelines."""

import pytest
from django.test import Client

from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def pages(acme: Acme) -> list[str]:
    job, application = f"/desk/jobs/{acme.job.pk}/", f"/desk/applications/{acme.application.pk}/"
    share = f"/desk/shares/{acme.share.pk}/"
    return [
        "/desk/jobs/",
        "/desk/jobs/?q=porter&status=open&owner=me&sort=-in_process",
        "/desk/jobs/?export=csv",
        "/desk/jobs/add/",
        job,
        f"{job}?view=table",
        f"{job}?show=ended",
        f"{job}?do=close",
        f"{job}edit/",
        f"{job}candidates/?q=Elena",
        f"{job}share/",
        f"/desk/jobs/{acme.draft_job.pk}/share/",
        f"/desk/jobs/{acme.draft_job.pk}/",
        application,
        *(f"{application}?do={deed}" for deed in ("move", "reject", "withdraw", "place")),
        share,
        f"{share}candidates/",
        f"{share}publish/",
        f"/desk/submissions/{acme.submission.pk}/",
        "/desk/settings/stages/",
    ]


def test_every_page_of_a_job_opens(acme: Acme, rosa: Client) -> None:
    for address in pages(acme):
        response = rosa.get(address)
        assert response.status_code == 200, address
