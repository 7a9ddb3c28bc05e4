"""The six kinds of tables, and what each can hold."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from portico.imports.matching.fields import PAY, PERSON, PLACE, RECORD, REFERENCE, Field, Kind, Reading

CANDIDATES = [
    REFERENCE,
    *PERSON,
    *PLACE,
    Field("headline", _("Headline")),
    Field("employer", _("Employer")),
    Field("title", _("Title")),
    Field("role_and_employer", _("Role and employer (one cell)"), Reading.ROLE, gives=("title", "employer")),
    Field("skills", _("Skills"), Reading.LIST, many=True),
    Field("languages", _("Languages"), Reading.LIST, many=True),
    Field("current_pay", _("Current pay"), Reading.PAY),
    Field("desired_pay", _("Desired pay"), Reading.PAY),
    *PAY,
    Field("available_on", _("Available from"), Reading.AVAILABILITY),
    Field("notice_period", _("Notice period")),
    Field("summary", _("Summary")),
    Field("last_contact", _("Last contact"), Reading.MOMENT),
    Field("do_not_contact", _("Do not contact"), Reading.FLAG),
    Field("resume", _("Résumé file")),
    *RECORD,
]

CONTACTS = [
    REFERENCE,
    *PERSON,
    *PLACE,
    Field("organization", _("Organization")),
    Field("title", _("Title")),
    Field("department", _("Department")),
    Field("is_primary", _("Primary contact"), Reading.FLAG),
    *RECORD,
]

ORGANIZATIONS = [
    REFERENCE,
    Field("name", _("Name")),
    *(one for one in PERSON if one.name in ("website", "phone", "email", "linkedin")),
    *PLACE,
    Field("industry", _("Industry")),
    Field("size", _("Number of employees")),
    Field("parent", _("Parent organization")),
    Field("about", _("About")),
    *RECORD,
]

JOBS = [
    REFERENCE,
    Field("title", _("Title")),
    Field("organization", _("Organization")),
    Field("contact", _("Contact")),
    Field("contact_email", _("Contact's email"), Reading.EMAIL),
    *PLACE,
    Field("employment_type", _("Type of employment")),
    Field("openings", _("Openings"), Reading.COUNT),
    Field("pay", _("Pay"), Reading.PAY),
    Field("pay_from", _("Pay from"), Reading.PAY),
    Field("pay_to", _("Pay to"), Reading.PAY),
    *PAY,
    Field("opened_on", _("Opened on"), Reading.DATE),
    Field("target", _("Target date"), Reading.DATE),
    Field("starts_on", _("Starts on"), Reading.DATE),
    Field("description", _("Description")),
    Field("skills", _("Skills"), Reading.LIST, many=True),
    Field("work_mode", _("Place of work")),
    Field("team", _("Team (your teammates)"), Reading.LIST, many=True),
    *RECORD,
]

_CANDIDATE = [
    Field("candidate", _("Candidate's name"), Reading.NAME),
    Field("candidate_email", _("Candidate's email"), Reading.EMAIL),
    Field("candidate_id", _("Candidate's number in the other system"), Reading.IDENTIFIER),
]
_JOB = [
    Field("job", _("Job")),
    Field("job_id", _("Job's number in the other system"), Reading.IDENTIFIER),
    Field("organization", _("Organization")),
]

APPLICATIONS = [
    REFERENCE,
    *_CANDIDATE,
    *_JOB,
    Field("stage", _("Stage")),
    Field("date", _("Date"), Reading.MOMENT),
    Field("starts_on", _("First day of work"), Reading.DATE),
    Field("reason", _("Reason")),
    Field("remark", _("Remark"), many=True),
    Field("by", _("Who did it")),
    Field("source", _("Source")),
]

NOTES = [
    REFERENCE,
    Field("text", _("Text"), many=True),
    Field("date", _("Date"), Reading.MOMENT),
    Field("author", _("Author")),
    Field("about", _("What it is about (kind)")),
    Field("kind", _("Kind of note")),
    *_CANDIDATE,
    Field("contact", _("Contact's name"), Reading.NAME),
    Field("contact_email", _("Contact's email"), Reading.EMAIL),
    Field("contact_id", _("Contact's number in the other system"), Reading.IDENTIFIER),
    *_JOB,
]

FIELDS: dict[Kind, list[Field]] = {
    Kind.ORGANIZATIONS: ORGANIZATIONS,
    Kind.CONTACTS: CONTACTS,
    Kind.JOBS: JOBS,
    Kind.CANDIDATES: CANDIDATES,
    Kind.APPLICATIONS: APPLICATIONS,
    Kind.NOTES: NOTES,
}

NEEDED: dict[Kind, list[frozenset[str]]] = {
    Kind.ORGANIZATIONS: [frozenset({"name"})],
    Kind.CONTACTS: [frozenset({"name", "first_name", "last_name"})],
    Kind.JOBS: [frozenset({"title"})],
    Kind.CANDIDATES: [frozenset({"name", "first_name", "last_name"})],
    Kind.APPLICATIONS: [frozenset({"candidate", "candidate_email", "candidate_id"}), frozenset({"job", "job_id"})],
    Kind.NOTES: [
        frozenset({"text"}),
        frozenset(
            [
                "candidate",
                "candidate_email",
                "candidate_id",
                "contact",
                "contact_email",
                "contact_id",
                "job",
                "job_id",
                "organization",
            ]
        ),
    ],
}
"""Of each group, a table needs at least one column, and every row at least one value."""


@cache
def fields_of(kind: Kind) -> dict[str, Field]:
    """What a table of this kind can hold, by name."""
    return {one.name: one for one in FIELDS[kind]}
