"""One code used twice at the same moment gives one session."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from portico.access import factor_apps, recovery
from portico.access.challenges import begin
from portico.access.models import RecoveryCode
from portico.agencies.models import Member
from tests.access.steps import code_now, with_app

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def all_at_once(deed: Any) -> list[bool]:
    """What each of several people gets who do the same at the same moment."""
    ready = Barrier(AT_ONCE)

    def one(_number: int) -> bool:
        try:
            ready.wait(30)
            return bool(deed())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(one, range(AT_ONCE)))
    connection.close()
    return found


def test_a_code_of_the_app_is_taken_once(recruiter: Member) -> None:
    with_app(recruiter)
    code = code_now(recruiter)
    assert sum(all_at_once(lambda: factor_apps.take(recruiter.user, code))) == 1


def test_a_recovery_code_is_taken_once(recruiter: Member) -> None:
    code = with_app(recruiter)[0]
    assert sum(all_at_once(lambda: recovery.take(recruiter.user, code))) == 1
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_a_sign_in_that_waits_is_answered_once_and_tried_five_times_at_most(recruiter: Member) -> None:
    challenge, _token = begin(recruiter.agency_id, recruiter.user)
    assert sum(all_at_once(challenge.may_try)) == 5
    assert sum(all_at_once(challenge.claim)) == 1
