"""A browser of Maya's, who judges candidates for Northwind."""

import pytest
from django.test import Client

from portico.jobs.stages import Stage
from portico.pipeline.models import Application, Submission
from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def maya(acme: Acme) -> Client:
    """Maya's browser."""
    return browser_of(acme.maya)


def submit_more(acme: Acme, count: int) -> list[Submission]:
    """More candidates on the shared job, all waiting for Northwind."""
    from portico.candidates.models import Candidate

    made = []
    for number in range(count):
        person = Candidate(agency=acme.agency, first_name="Nr", last_name=f"{number}", title="Porter", city="Leeds")
        person.add(by=acme.recruiter, skills=["Nights", f"Skill {number}"])
        stage = Stage.first(acme.agency.pk, Stage.Kind.CLIENT_REVIEW)
        run = Application.add(acme.job, person, by=acme.recruiter, stage=stage)
        fields = ["position", "place", "skills"]
        made.append(
            Submission.objects.create(agency=acme.agency, application=run, share=acme.share, summary="S", fields=fields)
        )
    return made
