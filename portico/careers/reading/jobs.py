"""Adverts as the careers pages show them. What stays unsaid (client, pay) is not in these facts at all."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from portico.agencies.models import Agency
from portico.careers.doorway import address_of
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.addresses import address as path
from portico.kit.plain_text import Block, blocks_of, opening
from portico.kit.times import ago, day, now
from portico.kit.words import label_of

NEW = timedelta(days=3)
OF_JOBS = ["type", "pay_from", "pay_to", "pay_currency", "pay_per"]
IN_LISTS = ["agency", "job", "title", "text", "city", "region", "country", "remote", "slug", "published", "added"]
IN_LISTS += ["show_pay", "show_organization", "job__organization", "job__organization__name"]
IN_LISTS += [f"job__{name}" for name in OF_JOBS]
"""What a list says of an advert, its job and its client; nothing else of them is read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A job in a list."""

    title: str
    url: str
    employer: str
    place: str
    remote: str
    type: str
    pay: str
    since: str
    is_new: bool
    lead: str
    far: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A job on its own page."""

    pk: int
    title: str
    employer: str
    """The client, where the advert names it; else a client of the agency's."""
    is_named: bool
    place: str
    remote: str
    type: str
    pay: str
    since: str
    until: str
    blocks: list[Block]
    lead: str
    apply_url: str


def employer_of(advert: Advert) -> str:
    """The client's name where it shall be said, else nothing."""
    return advert.job.organization.name if advert.show_organization else ""


def pay_of(advert: Advert) -> str:
    """The pay where it shall be said, else nothing."""
    return advert.job.pay if advert.show_pay else ""


def remote_of(advert: Advert) -> str:
    """Hybrid or remote; nothing for work on site, which goes without saying."""
    return label_of(Advert.Remote, advert.remote) if advert.remote else ""


def address(advert: Advert) -> str:
    """The path of the job's page."""
    return f"{path('careers:job_short', advert.pk)}{advert.slug}/"


def type_of(advert: Advert) -> str:
    """Permanent, contract or temporary."""
    return label_of(Job.Type, advert.job.type)


def listed(advert: Advert) -> Listed:
    """The job in a list; with the distance if the search measured it."""
    at = advert.published or advert.added
    km: float | None = getattr(advert, "km", None)
    far = _("%d km away") % round(km) if km is not None and advert.remote != Advert.Remote.REMOTE and km >= 1 else ""
    return Listed(
        title=advert.title,
        url=address(advert),
        employer=employer_of(advert),
        place=advert.place,
        remote=remote_of(advert),
        type=type_of(advert),
        pay=pay_of(advert),
        since=ago(at),
        is_new=now() - at < NEW,
        lead=opening(advert.text),
        far=far,
    )


def shown(advert: Advert, agency: Agency) -> Shown:
    """The job on its own page."""
    employer = employer_of(advert)
    return Shown(
        pk=advert.pk,
        title=advert.title,
        employer=employer or _("A client of %s") % agency.name,
        is_named=bool(employer),
        place=advert.place,
        remote=remote_of(advert),
        type=type_of(advert),
        pay=pay_of(advert),
        since=ago(advert.published or advert.added),
        until=day(advert.valid_until),
        blocks=blocks_of(advert.text),
        lead=opening(advert.text),
        apply_url=address_of("careers:apply", advert.pk),
    )
