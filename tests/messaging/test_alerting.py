"""What owners must know reaches all of them, and not again and again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.kit.times import now
from portico.messaging.alerting import tell_owners
from portico.messaging.models import Email

TEMPLATE = "messaging/emails/test"
DAY = timedelta(days=1)


def member_of(agency: Agency, name: str, role: str, status: str = Member.Status.ACTIVE) -> Member:
    """One of the agency's own people."""
    user = User(agency=agency, email=f"{name}@northern.example", name=name.title())
    user.set_unusable_password()
    user.save()
    member = Member(agency=agency, user=user, side=Side.STAFF, role=role, status=status)
    member.save()
    return member


@pytest.fixture
def owner(agency: Agency) -> Member:
    """Whose agency it is."""
    return member_of(agency, "olga", Role.OWNER)


def test_all_owners_who_are_in_are_told_and_nobody_else(agency: Agency, owner: Member) -> None:
    member_of(agency, "oscar", Role.OWNER)
    member_of(agency, "gone", Role.OWNER, Member.Status.REVOKED)
    member_of(agency, "ada", Role.ADMIN)
    told = tell_owners(agency, TEMPLATE, at_most_every=DAY)
    assert [email.to for email in told] == ["olga@northern.example", "oscar@northern.example"]


def test_the_same_alarm_waits_and_another_record_s_does_not(agency: Agency, owner: Member) -> None:
    other = member_of(agency, "rosa", Role.RECRUITER)
    assert tell_owners(agency, TEMPLATE, at_most_every=DAY, about=owner)
    assert not tell_owners(agency, TEMPLATE, at_most_every=DAY, about=owner)
    assert tell_owners(agency, TEMPLATE, at_most_every=DAY, about=other)
    assert not tell_owners(agency, TEMPLATE, at_most_every=DAY)
    Email.objects.update(created=now() - DAY * 2)
    assert tell_owners(agency, TEMPLATE, at_most_every=DAY, about=owner)


@pytest.mark.django_db(transaction=True)
def test_workers_that_see_the_same_at_once_tell_once(agency: Agency, owner: Member) -> None:
    def tell(_number: int) -> None:
        try:
            tell_owners(agency, TEMPLATE, at_most_every=DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tell, range(4)))
    assert Email.objects.count() == 1
