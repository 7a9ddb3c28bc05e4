"""Today in an agency that has just begun."""

from django.test import Client

from portico.access import inviting
from portico.agencies.models import Agency, Member
from portico.agencies.roles import Role, Side
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import make_default_stages
from portico.kit.times import now
from tests.desk import browser_of, text_of
from tests.world import Acme


def browser_in_new_agency(role: str) -> Client:
    """Somebody's browser at an agency that has nothing yet."""
    agency = Agency.objects.create(name="Newcomer", host="new.localhost", site="http://new.localhost", zone="UTC")
    make_default_stages(agency.pk)
    member = inviting.place_for(agency, "nora@new.example", "Nora New", Side.STAFF, role, None)
    Member.objects.filter(pk=member.pk).update(status=Member.Status.ACTIVE, joined=now())
    member.refresh_from_db()
    return browser_of(member)


def test_an_empty_agency_reads_what_to_do_first(db: None) -> None:
    page = text_of(browser_in_new_agency(Role.OWNER).get("/desk/"))
    for address in ("settings/agency/", "settings/members/invite/", "imports/add/", "organizations/add/"):
        assert f'href="/desk/{address}"' in page


def test_first_steps_are_only_those_one_may_take(db: None) -> None:
    page = text_of(browser_in_new_agency(Role.RECRUITER).get("/desk/"))
    assert "First steps" in page
    assert 'href="/desk/settings/members/invite/"' not in page


def test_an_agency_at_work_is_spared_them(acme: Acme) -> None:
    assert Job.objects.filter(agency=acme.agency).exists()
    assert Candidate.objects.filter(agency=acme.agency).exists()
    assert "First steps" not in text_of(browser_of(acme.owner).get("/desk/"))


def test_empty_lists_offer_the_import(db: None) -> None:
    nora = browser_in_new_agency(Role.OWNER)
    for name in ("jobs", "candidates", "organizations", "contacts"):
        assert "Import a list" in text_of(nora.get(f"/desk/{name}/"))
