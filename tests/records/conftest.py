"""A small agency and its rival: what the tests of records need, below all other packages."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side


def make_member(agency: Agency, name: str, *, side: str = Side.STAFF, role: str = Role.RECRUITER) -> Member:
    """Somebody who is in."""
    user = User(agency=agency, email=f"{name.split()[0].lower()}@example.com", name=name)
    user.set_unusable_password()
    user.save()
    member = Member(agency=agency, user=user, side=side, role=role, status=Member.Status.ACTIVE)
    member.save()
    return member


@pytest.fixture
def agency(db: None) -> Agency:
    """Acme Staffing."""
    return Agency.objects.create(name="Acme Staffing", host="acme.test", site="http://acme.test")


@pytest.fixture
def rival(db: None) -> Agency:
    """Another agency on the same install."""
    return Agency.objects.create(name="Rival Recruiting", host="rival.test", site="http://rival.test")


@pytest.fixture
def recruiter(agency: Agency) -> Member:
    """One of Acme's own people."""
    return make_member(agency, "Rita Recruiter")


@pytest.fixture
def contact(agency: Agency) -> Member:
    """A client contact of Acme."""
    return make_member(agency, "Clara Contact", side=Side.CLIENT, role=Role.REVIEWER)


@pytest.fixture(autouse=True)
def empty_store() -> Iterator[None]:
    """No test finds another one's files."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
