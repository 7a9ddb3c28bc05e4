"""How an agency deals with its candidates: the rules of the candidate portal and the careers pages."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.kit.prepared import prepared
from portico.records.events import record


@dataclass(frozen=True, slots=True)
class CandidateSettings:
    """The rules in force for an agency's candidates."""

    # The profile
    registration: bool = True
    """Whether strangers may make an account."""
    review_fields: tuple[str, ...] = (
        "first_name",
        "last_name",
        "email",
        "title",
        "employer",
        "summary",
        "experience",
        "education",
        "pay",
        "right_to_work",
    )
    """Fields whose change by the candidate waits for a recruiter's yes."""

    credential_notices: tuple[int, ...] = (90, 60, 30, 14, 7, 0)
    """So many days before a credential's last day people are told of it."""

    # Update requests
    update_stale_days: int = 180
    """What nobody has confirmed for so long counts as old."""
    update_due_days: int = 21
    """How long a candidate may take to answer."""
    update_reminder_days: tuple[int, ...] = (5, 12)
    """So many days after the question it is asked again; nothing: never."""
    update_pause_days: int = 60
    """Who was asked in the last so many days is not asked again with many, or by the clock."""
    update_auto: bool = False
    """Whether the clock asks those whose whole profile is old."""
    update_auto_a_day: int = 25
    """How many the clock asks a day at most."""

    # Following applications
    rejection_hours: int = 0
    """How long after the recruiter's no the candidate hears of it."""
    label_mails: bool = True
    """Whether candidates on the portal are mailed when the label of an application changes."""

    # The careers pages
    careers: bool = True
    """Whether there are careers pages for strangers."""
    careers_title: str = ""
    """What stands over the list of jobs; nothing: "Jobs at" and the agency's name."""
    careers_intro: str = ""
    careers_foot: str = ""
    careers_imprint: str = ""
    """The address of the page on who is behind the site."""
    careers_privacy: str = ""
    """The address of the privacy notice."""
    careers_origins: tuple[str, ...] = ()
    """Web sites, like https://www.example.com, that may show the list of jobs within a page of theirs."""

    # Privacy
    asked_purposes: tuple[str, ...] = ("talent_pool", "marketing", "sharing")
    """What candidates are asked to agree to, as far as there is a published wording."""
    consent_reminder_days: int = 30
    """How long before a consent runs out they are asked to renew it."""
    erase_at_once: bool = False
    """Whether a checked wish to be erased is carried out without a person's look, where nothing stands against it."""
    placement_record_months: int = 12
    """How long the bare record of a placement is kept of somebody who was erased."""
    retention: bool = False
    """Whether the clock asks people whose time is over, and removes them when the grace is over too."""
    retention_applicant_months: int = 6
    """Without a consent to be kept: how long after the last thing that happened."""
    retention_pool_months: int = 24
    """With a consent to be kept: how long after the last thing that happened."""
    retention_reason_months: int = 12
    """How long the reason of a no is kept."""
    retention_grace_days: int = 30
    """How long people have to answer whether they may be kept."""
    equal_opportunity: bool = False
    """Whether candidates are asked the voluntary equal-opportunity questions."""

    # Applying
    apply_without_account: bool = True
    """Whether strangers may apply; otherwise they sign in or register first."""
    apply_draft_days: int = 14
    """How long an application that was begun is kept."""
    apply_fields: tuple[tuple[str, str], ...] = (
        ("first_name", "mandatory"),
        ("last_name", "mandatory"),
        ("email", "mandatory"),
        ("phone", "mandatory"),
        ("city", "optional"),
        ("linkedin", "optional"),
        ("available_from", "optional"),
    )
    """Fields of the profile that application forms ask for, unless a job has a form of its own."""
    apply_resume: str = "optional"
    apply_cover_letter: str = "optional"
    apply_knock_out: str = "flag"
    """What becomes of an application with an answer that rules somebody out: flag or reject."""
    apply_tells: str = "owner"
    """Who is mailed of a new application: owner (of the job), team or nobody."""
    apply_consents: tuple[tuple[str, str], ...] = (("application", "required"), ("talent_pool", "optional"))
    """For which purposes applicants are asked to agree, where the agency has published a wording."""


class CandidateDefaults(Owned):
    """What an agency changed of the rules for its candidates."""

    data = models.JSONField(default=dict)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("rules for candidates")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency"], name="one_set_of_rules_for_candidates")]


KNOWN = {field.name: field for field in fields(CandidateSettings)}


def settings_of(agency: Agency | int) -> CandidateSettings:
    """The rules in force."""
    found = kept_for.first(agency if isinstance(agency, int) else agency.pk)
    return read(found or {})


@prepared
def kept_for(agency: int) -> QuerySet[Any]:
    """What an agency chose."""
    return CandidateDefaults.objects.filter(agency=agency).order_by("pk").values_list("data", flat=True)[:1]


def read(data: dict[str, Any]) -> CandidateSettings:
    """The rules, with what was kept laid over what is built in; lists come back as tuples."""
    chosen = {name: deep_tuple(value) for name, value in data.items() if name in KNOWN}
    return replace(CandidateSettings(), **chosen)


def deep_tuple(value: Any) -> Any:
    """Lists as tuples, all the way down: settings cannot be changed by accident."""
    return tuple(deep_tuple(one) for one in value) if isinstance(value, list | tuple) else value


@transaction.atomic
def change_settings(agency: Agency, *, by: Member, **changes: Any) -> CandidateSettings:
    """Change some of the rules. What equals the built-in value is not kept, so that a better one reaches everybody."""
    row, _made = CandidateDefaults.objects.select_for_update().get_or_create(agency=agency)
    now_in_force = replace(read(row.data), **{name: deep_tuple(value) for name, value in changes.items()})
    built_in = asdict(CandidateSettings())
    kept = {name: value for name, value in asdict(now_in_force).items() if value != built_in[name]}
    if kept != row.data:
        row.data = kept
        row.save(update_fields=["data"])
        record(agency, "agency.candidate_rules_changed", by=by, fields=", ".join(sorted(changes)))
    return now_in_force
