"""The rows of careers pages with which tests try their addresses."""

from collections.abc import Callable

from portico.jobs.models import Advert, SourceLink
from tests.careers.adverts import advert
from tests.world import Acme


def advert_of(world: Acme) -> int:
    """The night porter, advertised without the client's name."""
    found = Advert.objects.filter(job=world.job).first()
    return found.pk if found else advert(world).pk


def source_link(world: Acme) -> int:
    """A campaign link."""
    return SourceLink.objects.get_or_create(agency=world.agency, name="Fair", code="fair")[0].pk


CAREERS_ROWS: dict[str, Callable[[Acme], int]] = {"jobs/": advert_of, "desk/campaign-links/": source_link}
