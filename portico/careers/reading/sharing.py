"""How a job is passed on: its full address, its picture, and the ways to share it."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from portico.agencies.models import Agency
from portico.careers.reading.jobs import address
from portico.jobs.adverts import Advert
from portico.jobs.share_image import HEIGHT, WIDTH, print_of
from portico.kit.addresses import address as path


@dataclass(frozen=True, slots=True)
class Sharing:
    """What goes into the head of the page, and under its share buttons."""

    canonical: str
    image: str
    width: int
    height: int
    link: str
    """What to copy."""
    ways: list[dict[str, str]]


def sharing_of(advert: Advert, agency: Agency) -> Sharing:
    """The job's addresses, in full."""
    canonical = agency.address(address(advert))
    link = f"{canonical}?via=share"
    picture = path("careers:share_image", advert.pk, print_of(advert, agency))
    words = f"{advert.title}: {link}"
    ways = [
        ("WhatsApp", f"https://wa.me/?{urlencode({'text': words})}", "message-circle"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': link})}", "share-2"),
        (_("Email"), f"mailto:?subject={quote(advert.title)}&body={quote(words)}", "mail"),
    ]
    return Sharing(
        canonical=canonical,
        image=agency.address(picture),
        width=WIDTH,
        height=HEIGHT,
        link=link,
        ways=[{"label": label, "url": url, "icon": icon} for label, url, icon in ways],
    )
