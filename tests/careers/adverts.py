"""Adverts for tests, through the real verbs."""

from typing import Any

from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from tests.world import Acme

TEXT = "Keep the doors at night.\n\nWhat you do:\n- greet guests\n- lock up"


def advert(world: Acme, job: Job | None = None, *, live: bool = True, **words: Any) -> Advert:
    """An advert of a job of Acme's: unnamed client, unsaid pay, unless told otherwise."""
    job = job or world.job
    facts = {"text": TEXT, "city": "London", "country": "United Kingdom", **words}
    found = Advert.draft_of(Job.objects.select_related("organization", "agency").get(pk=job.pk))
    for name, value in facts.items():
        setattr(found, name, value)
    found.add(by=world.recruiter)
    if live:
        found.publish(by=world.recruiter)
    return found
