"""Two recruiters answer a client at once; many links are issued at once."""

import pytest

from portico.access.links import issue
from portico.access.models import OPEN_AT_ONCE, AccessLink, Purpose
from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.clients.models import Contact
from portico.messaging.models import Email
from portico.portals.models import ColleagueRequest
from portico.portals.welcoming import Colleague, invite_colleague
from tests.desk import browser_of
from tests.test_races import at_once, statuses, world
from tests.world import Acme

__all__ = ["world"]
pytestmark = pytest.mark.django_db(transaction=True)
CLEO = "cleo@northwind.example"


def test_who_is_approved_twice_is_invited_once(world: Acme) -> None:
    asked = invite_colleague(Colleague("Cleo", "Marsh", CLEO, Role.REVIEWER), by=world.client_admin)
    browsers = [browser_of(one, raise_request_exception=False) for one in (world.recruiter, world.owner)]
    path = f"/desk/colleagues/{asked.pk}/approve/"
    answers = at_once(*(lambda one=one: one.post(path) for one in browsers))
    assert statuses(answers) == [302, 409]
    assert Contact.objects.filter(email=CLEO).count() == 1
    assert Member.objects.filter(user__email=CLEO).count() == 1
    assert Email.objects.filter(to=CLEO).count() == 1


def test_approved_and_declined_at_once_is_one_of_them(world: Acme) -> None:
    asked = invite_colleague(Colleague("Cleo", "Marsh", CLEO, Role.REVIEWER), by=world.client_admin)
    rosa, olivia = (browser_of(one, raise_request_exception=False) for one in (world.recruiter, world.owner))
    path = f"/desk/colleagues/{asked.pk}/"
    answers = at_once(
        lambda: rosa.post(f"{path}approve/"), lambda: olivia.post(f"{path}decline/", {"reason": "Not now."})
    )
    assert statuses(answers) == [302, 409]
    approved = ColleagueRequest.objects.get().status == ColleagueRequest.Status.APPROVED
    assert Contact.objects.filter(email=CLEO).exists() is approved


def test_of_links_issued_at_once_only_the_newest_stay_open(world: Acme) -> None:
    for _round in range(2):
        at_once(*(lambda: issue(world.maya, Purpose.SIGN_IN) for _one in range(4)))
        links = AccessLink.objects.filter(user=world.maya.user, purpose=Purpose.SIGN_IN, status="open")
        assert links.count() == OPEN_AT_ONCE
