"""Descriptions of candidates for clients, begun from a template with placeholders and finished by a recruiter.

A template is text in which {placeholders} of a fixed list are replaced, once and by nothing but text: it is no program,
and what candidates typed is never read as a template. A line whose placeholders are all empty falls out.
"""

import re
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.candidates.profile_fields import read_field, words_of
from portico.kit import placeholders
from portico.kit.rules import RuleBroken
from portico.records.editing import save_changes
from portico.records.events import record

if TYPE_CHECKING:
    from portico.candidates.models import Candidate

LONGEST = 10_000
OF_FIELDS = (
    "first_name", "last_name", "headline", "title", "employer", "summary", "skills", "experience", "education",
    "languages", "city", "region", "country", "work_types", "remote", "travel_km", "available_from", "notice",
    "availability", "right_to_work", "wants",
)  # fmt: skip
"""Placeholders that stand for fields of the profile. Pay and ways to reach somebody are not for clients."""
PLACEHOLDERS = ("name", "place", *OF_FIELDS)


class DescriptionTemplate(Owned):
    """The pattern by which recruiters begin a candidate's description, like “Nurse” or “Engineer, short”."""

    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("text"), max_length=LONGEST)
    is_default = models.BooleanField(_("used for new candidates"), default=False)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("description template")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_description_template_per_name",
                violation_error_message=_("There is already a template with this name."),
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(is_default=True),
                name="one_default_description_template",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def keep(self, *, by: Member, is_default: bool) -> None:
        """Add it, or change it. Descriptions that were written before stay as they are."""
        new = self.pk is None
        check_placeholders(self.text)
        same = DescriptionTemplate.objects.filter(agency=self.agency_id, name=self.name).exclude(pk=self.pk)
        if same.exists():
            raise RuleBroken(_t("There is already a template with this name."))
        if is_default:
            others = DescriptionTemplate.objects.filter(agency=self.agency_id, is_default=True).exclude(pk=self.pk)
            others.update(is_default=False)
        self.is_default = is_default
        self.save()
        verb = "descriptiontemplate.added" if new else "descriptiontemplate.changed"
        record(self.agency, verb, by=by, name=self.name)

    @transaction.atomic
    def remove(self, *, by: Member) -> None:
        """Delete it; the default can only go once it is the default no more."""
        if self.is_default:
            raise RuleBroken(_t("New candidates begin with this template. Make another one the default first."))
        record(self.agency, "descriptiontemplate.deleted", by=by, name=self.name)
        self.delete()

    def filled(self, candidate: "Candidate") -> str:
        """The text for this candidate."""
        return fill(self.text, values_of(candidate))


def check_placeholders(text: str) -> None:
    """Refuse a placeholder that stands for nothing."""
    unknown = [name for name in placeholders.names_in(text) if name not in PLACEHOLDERS]
    if unknown:
        raise RuleBroken(_t("There is no placeholder {%s}.") % unknown[0])


def values_of(candidate: "Candidate") -> dict[str, str]:
    """What each placeholder stands for."""
    found = {key: words_of(key, read_field(candidate, key)) for key in OF_FIELDS}
    found["languages"] = found["languages"].replace("\n", ", ")
    return {"name": candidate.name, "place": candidate.place, **found}


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders replaced; a line all of whose placeholders are empty falls out."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        names = [name for name in placeholders.names_in(line) if name in values]
        if names and not any(values[name] for name in names):
            continue
        lines.append(placeholders.fill(line, placeholders.braced(values)).rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST]


def begin(candidate: "Candidate") -> None:
    """A new candidate without a description gets the one of the agency's default template, if there is one."""
    if candidate.description:
        return
    template = DescriptionTemplate.objects.filter(agency=candidate.agency_id, is_default=True).first()
    if template is not None:
        candidate.description = template.filled(candidate)
        candidate.save(update_fields=["description"])


def describe(candidate: "Candidate", description: str, *, seen: str, by: Member) -> None:
    """Keep the description as a recruiter has written it."""
    changes: dict[str, Any] = {"description": description.strip()}
    save_changes(candidate, changes, seen=seen, by=by)
