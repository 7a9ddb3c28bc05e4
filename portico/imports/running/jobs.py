"""Importing jobs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portico.candidates.models import name_key
from portico.imports.matching.fields import Kind
from portico.imports.matching.kinds import fields_of
from portico.imports.running import directory
from portico.imports.running.drafts import Draft
from portico.imports.running.money import pay_in
from portico.imports.running.ownership import owner_of
from portico.imports.running.records import Key, RecordImport, Values
from portico.imports.running.run import Refusal
from portico.imports.running.words import meant
from portico.jobs.models import Job
from portico.portals.models import JobShare

MOST_OPENINGS = 100_000


class JobImport(RecordImport[Job]):
    """Rows that are jobs: the same number, or the same title at the same organization, is the same job.

    The status is taken over when a job is new; later it moves by what people do.
    """

    model = Job
    kind = Kind.JOBS
    texts = {name: name for name in ("title", "reference", "city", "country", "description", "target")} | {
        "notes": "internal_notes"
    }
    left_over = ("skills", "starts_on", "street", "postal_code", "region", "source", "tags")
    joins = ("organization",)
    list_name = _("team")

    def prepare(self, rows: list[Values]) -> None:
        """The organizations and contacts they name."""
        self.organizations = directory.organizations(self.run.agency, [row.get("organization") for row in rows])
        emails, names = ([row.get(name) for row in rows] for name in ("contact_email", "contact"))
        self.contacts = directory.contacts(self.run.agency, [], emails, names)
        self.titles = {row["title"] for row in rows if "title" in row}

    def fields(self, values: Values) -> dict[str, Any]:
        """The record's fields that the row fills."""
        found = owner_of(self.run, values)
        organization = self.organizations.named(values.get("organization", ""))
        if organization is None:
            raise Refusal(_("This row does not say for which organization the job is."))
        found["organization"] = organization
        email, name = values.get("contact_email", ""), values.get("contact", "")
        if contact := self.contacts.find(email=email, name="" if email else name):
            found["primary_contact"] = contact
        if text := values.get("employment_type"):
            label = str(fields_of(self.kind)["employment_type"].label)
            found["type"] = meant("employment_types", text, label, Job.Type.choices)
        if openings := values.get("openings"):
            if openings > MOST_OPENINGS:
                raise Refusal(_("%(count)s openings are too many.") % {"count": openings})
            found["openings"] = openings
        if place := location(values):
            found["location"] = place
        return found | pay_in(self.run, values, ("pay_from", "pay_to", "pay"), "pay_from", "pay_to")

    def keys(self, values: Values, fields: dict[str, Any]) -> Iterator[Key]:
        """Number, then title at the organization."""
        if reference := values.get("reference"):
            yield "reference", reference
        yield "title", name_key(values["title"]), fields["organization"].pk

    def keys_of(self, row: Job) -> Iterator[Key]:
        """Number, and title at the organization."""
        if row.reference:
            yield "reference", row.reference
        yield "title", name_key(row.title), row.organization_id

    def lookups(self, keys: set[Key]) -> Iterator[Q]:
        """One query for the numbers, one for the jobs of these organizations."""
        yield Q(reference__in=[key[1] for key in keys if key[0] == "reference"]) & ~Q(reference="")
        yield Q(organization__in={key[2] for key in keys if key[0] == "title"}, title__in=self.titles)

    def is_same(self, draft: Draft[Job], key: Key, fields: dict[str, Any]) -> bool:
        """The same title again is another opening where its number differs."""
        numbers = {draft.row.reference, fields.get("reference", "")} - {""}
        return key[0] == "reference" or len(numbers) < 2

    def usual_start(self, values: Values) -> date | None:
        """A job is as old as its opening."""
        opened: date | None = values.get("opened_on")
        return opened

    def start(self, row: Job, values: Values) -> None:
        """Its status, and since when it is open."""
        text = values.get("status", "")
        label = str(fields_of(self.kind)["status"].label)
        row.status = meant("job_statuses", text, label, Job.Status.choices) if text else Job.Status.OPEN
        row.status_since = row.added
        if row.status != Job.Status.DRAFT:
            row.opened = self.run.moment(values.get("opened_on") or row.added)

    def before_change(self, draft: Draft[Job], wanted: dict[str, Any]) -> None:
        """A share does not follow its job, so whether it goes on is for a person to decide."""
        row = draft.row
        contact = wanted.get("primary_contact")
        same = wanted["organization"].pk == row.organization_id and (
            contact is None or contact.pk == row.primary_contact_id
        )
        if not same and JobShare.objects.filter(job=row, status__in=JobShare.SHARED).exists():
            raise Refusal(
                _(
                    "This job is shared with a client. Change its organization or contact on the job's page,"
                    " where you also decide about the share."
                )
            )

    def entries(self, values: Values) -> list[str]:
        """The team: members by number."""
        found = []
        for name in values.get("team", []):
            member = self.run.teammate(name)
            if member is None:
                self.run.remark(
                    _("“%(name)s” is not on your team, so the jobs' teams are without.") % {"name": name[:80]}
                )
            else:
                found.append(str(member.pk))
        return found

    def load_lists(self, drafts: dict[int, Draft[Job]]) -> None:
        """Who is on the teams already."""
        for job, member in Job.team.through.objects.filter(job__in=drafts).values_list("job_id", "member_id"):
            drafts[job].listed.add(str(member))

    def write_lists(self, drafts: list[Draft[Job]]) -> None:
        """Put people on the teams."""
        through = Job.team.through
        rows = [through(job_id=draft.row.pk, member_id=int(pk)) for draft in drafts for pk in draft.added]
        through.objects.bulk_create(rows, ignore_conflicts=True)


def location(values: Values) -> str:
    """Where the work is, as clients read it: "Tilbury, on site"."""
    mode, city = values.get("work_mode", ""), values.get("city", "")
    if not mode or (city and name_key(city) in name_key(mode)):
        return str(mode)
    return f"{city}, {mode[:1].lower()}{mode[1:]}" if city else str(mode)
