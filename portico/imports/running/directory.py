"""Whom or what a cell means: records found by number, mailbox or name, for a whole batch at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency
from portico.candidates.models import Candidate, name_key
from portico.clients.models import Contact, Organization
from portico.imports.running.run import Refusal
from portico.jobs.models import Job

type Wanted = Iterable[str | None]


class Directory[M: Any]:
    """Records of one kind that the rows of a batch speak of. Merged ones lead to the one that was kept."""

    def __init__(self) -> None:
        self.by_reference: dict[str, M] = {}
        self.by_email: dict[str, list[M]] = defaultdict(list)
        self.by_name: dict[str, list[M]] = defaultdict(list)

    def add(self, rows: Iterable[M]) -> None:
        """Take these in; archived ones are found where there is no other."""
        for row in sorted(rows, key=lambda row: (bool(row.archived), row.pk)):
            kept = getattr(row, "merged_into", None) or row
            if row.reference:
                self.by_reference[row.reference] = kept
            if getattr(row, "email_key", ""):
                put(self.by_email[row.email_key], kept)
            put(self.by_name[name_of(row)], kept)

    def find(self, *, reference: str = "", email: str = "", name: str = "") -> M | None:
        """The one that is meant, by what is surest; None where nothing is said."""
        if reference:
            found = self.by_reference.get(reference)
            if found is None:
                raise Refusal(self.unknown(reference))
            return found
        among = self.by_email.get(mail_key(email)) if email else self.by_name.get(name_key(name)) if name else []
        if not among:
            if email or name:
                raise Refusal(self.unknown(email or name))
            return None
        in_use = [row for row in among if not row.archived] or among
        if len(in_use) > 1 and not email:
            raise Refusal(self.several(name, len(in_use)))
        return in_use[0]

    def unknown(self, value: str) -> str:
        """There is none."""
        return _("Portico knows nobody and nothing called “%(value)s”.") % {"value": value[:80]}

    def several(self, value: str, count: int) -> str:
        """There is more than one."""
        return _("There are %(count)d records called “%(value)s”. Say which by email or number.") % {
            "value": value[:80],
            "count": count,
        }


def put[M](rows: list[M], row: M) -> None:
    """Each record once."""
    if row not in rows:
        rows.append(row)


def name_of(row: Any) -> str:
    """The name by which a record is looked up."""
    return row.name_key if hasattr(row, "name_key") else name_key(row.title)


class Organizations(Directory[Organization]):
    """Client companies by number or name."""

    def unknown(self, value: str) -> str:
        """There is none."""
        return _("There is no organization “%(value)s”. Import the organizations first.") % {"value": value[:80]}

    def named(self, text: str) -> Organization | None:
        """The organization that a cell names, by its name or number."""
        if text and name_key(text) not in self.by_name and text in self.by_reference:
            return self.by_reference[text]
        return self.find(name=text)


class Candidates(Directory[Candidate]):
    """Candidates by number, mailbox or name."""

    def unknown(self, value: str) -> str:
        """There is none."""
        return _("There is no candidate “%(value)s”.") % {"value": value[:80]}


class Contacts(Directory[Contact]):
    """Contacts by number, mailbox or name."""

    def unknown(self, value: str) -> str:
        """There is none."""
        return _("There is no contact “%(value)s”.") % {"value": value[:80]}


class Jobs(Directory[Job]):
    """Jobs by number or title."""

    def unknown(self, value: str) -> str:
        """There is none."""
        return _("There is no job “%(value)s”.") % {"value": value[:80]}

    def of(self, reference: str, title: str, organization: Organization | None) -> Job | None:
        """The job that is meant; the organization tells two of the same title apart."""
        if reference or not title or organization is None:
            return self.find(reference=reference, name=title)
        mine = [job for job in self.by_name.get(name_key(title), []) if job.organization_id == organization.pk]
        current = [job for job in mine if not job.archived] or mine
        if not current:
            raise Refusal(self.unknown(f"{title} ({organization.name})"))
        if len(current) > 1:
            raise Refusal(self.several(title, len(current)))
        return current[0]


def organizations(agency: Agency, names: Wanted) -> Organizations:
    """Those that these cells may name."""
    given = {name for name in names if name}
    found = Organizations()
    rows = Organization.objects.filter(agency=agency).select_related("merged_into")
    found.add(look_up(rows, given, name_key__in=[name_key(name) for name in given]))
    return found


def candidates(agency: Agency, references: Wanted, emails: Wanted, names: Wanted) -> Candidates:
    """Those that these cells may mean."""
    found = Candidates()
    found.add(people(Candidate.objects.filter(agency=agency), references, emails, names))
    return found


def contacts(agency: Agency, references: Wanted, emails: Wanted, names: Wanted) -> Contacts:
    """Those that these cells may mean."""
    found = Contacts()
    found.add(people(Contact.objects.filter(agency=agency).select_related("organization"), references, emails, names))
    return found


def jobs(agency: Agency, references: Wanted, titles: Wanted) -> Jobs:
    """Those that these cells may mean. Titles are compared as typed, and without regard to case."""
    given = {title for title in titles if title}
    found = Jobs()
    rows = Job.objects.filter(agency=agency)
    titled = Q()
    for title in given:
        titled |= Q(title__iexact=title)
    by_title = list(rows.filter(titled)) if given else []
    found.add({row.pk: row for row in [*look_up(rows, references), *by_title]}.values())
    return found


def people(rows: Any, references: Wanted, emails: Wanted, names: Wanted) -> Iterable[Any]:
    """People of one kind, by one query for each way of saying who."""
    found = look_up(rows, references, email_key__in=[mail_key(email) for email in emails if email])
    named = [name_key(name) for name in names if name]
    by_name = rows.select_related("merged_into").filter(name_key__in=named) if named else []
    return {row.pk: row for row in [*found, *by_name]}.values()


def look_up(rows: Any, references: Wanted, **others: list[str]) -> Iterable[Any]:
    """Rows by their number in the other system, and by what else is given."""
    given = {reference for reference in references if reference}
    found = {row.pk: row for row in rows.filter(reference__in=given).exclude(reference="")} if given else {}
    for field, values in others.items():
        if values:
            found |= {row.pk: row for row in rows.filter(**{field: values})}
    return found.values()
