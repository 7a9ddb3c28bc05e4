"""The fields of a profile that a candidate may be asked for: reading them, writing them, and saying them in words.

A field's value is plain data that JSON can hold: text, a number, a list of texts, or a list of entries (dicts).
Writing does not judge: who may change what, and whether it lands at once, is decided in proposing.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.candidates.profile import Education, Experience, SpokenLanguage
from portico.kit.money import money
from portico.kit.rules import RuleBroken
from portico.kit.times import day
from portico.messaging.writing import check_address

if TYPE_CHECKING:
    from portico.candidates.models import Candidate

MOST_ENTRIES = 40
MOST_SKILLS = 150
KEPT: dict[type[models.Model], tuple[str, ...]] = {
    Experience: ("title", "employer", "place", "started", "ended", "is_current", "text"),
    Education: ("school", "degree", "field", "place", "started", "ended", "text"),
    SpokenLanguage: ("name", "level"),
}
"""What an entry of each kind of list holds."""


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One field of the profile: its name on screen, its place on the page, and what kind of value it has."""

    key: str
    label: Any
    group: str
    kind: str
    """line, text, phone, url, date, number, choice, choices, skills, entries or pay."""


CHECKED = ("email", "linkedin", "website")
"""Lines that must look like what they are."""

GROUPS: dict[str, Any] = {
    "contact": _("Contact"),
    "about": _("About you"),
    "work": _("Work and skills"),
    "learning": _("Education and languages"),
    "wishes": _("What you are looking for"),
}

FIELDS: dict[str, ProfileField] = {
    key: ProfileField(key, label, group, kind)
    for group, rows in {
        "contact": (
            ("first_name", _("First name"), "line"),
            ("last_name", _("Last name"), "line"),
            ("email", _("Email"), "line"),
            ("phone", _("Phone"), "phone"),
            ("city", _("City"), "line"),
            ("region", _("Region"), "line"),
            ("country", _("Country"), "line"),
            ("linkedin", _("LinkedIn"), "url"),
            ("website", _("Website"), "url"),
        ),
        "about": (
            ("headline", _("Headline"), "line"),
            ("title", _("Current title"), "line"),
            ("employer", _("Current employer"), "line"),
            ("summary", _("Summary"), "text"),
        ),
        "work": (("skills", _("Skills"), "skills"), ("experience", _("Experience"), "entries")),
        "learning": (("education", _("Education"), "entries"), ("languages", _("Languages"), "entries")),
        "wishes": (
            ("work_types", _("Kinds of work"), "choices"),
            ("remote", _("Remote work"), "choice"),
            ("travel_km", _("Travel radius in km"), "number"),
            ("available_from", _("Available from"), "date"),
            ("notice", _("Notice period"), "line"),
            ("availability", _("Availability"), "line"),
            ("pay", _("Pay expectation"), "pay"),
            ("right_to_work", _("Right to work"), "line"),
            ("wants", _("Work preferences"), "text"),
        ),
    }.items()
    for key, label, kind in rows
}
ENTRIES: dict[str, tuple[type[models.Model], str]] = {
    "experience": (Experience, "experience"),
    "education": (Education, "education"),
    "languages": (SpokenLanguage, "spoken"),
}


def label_of(key: str) -> str:
    """The field's name in words."""
    return str(FIELDS[key].label)


def read_field(candidate: "Candidate", key: str) -> Any:
    """What the profile holds in this field, as plain data."""
    match key:
        case "skills":
            return list(candidate.skills.order_by("name").values_list("name", flat=True)) if candidate.pk else []
        case "experience" | "education":
            return read_entries(candidate, key)
        case "languages":
            return read_entries(candidate, key) or [
                {"name": name, "level": ""} for name in (one.strip() for one in candidate.languages.split(",")) if name
            ]
        case "pay":
            return read_pay(candidate)
        case "available_from":
            return candidate.available_from.isoformat() if candidate.available_from else ""
        case "travel_km":
            return candidate.travel_km
        case "work_types":
            return list(candidate.work_types)
    return getattr(candidate, key)


def read_entries(candidate: "Candidate", key: str) -> list[dict[str, Any]]:
    """The posts, schools or languages in their order."""
    model, relation = ENTRIES[key]
    if not candidate.pk:
        return []
    return [dict(row) for row in getattr(candidate, relation).values(*KEPT[model])]


def read_pay(candidate: "Candidate") -> dict[str, str]:
    """The amount with its currency and period, or nothing."""
    if candidate.pay_expected is None:
        return {}
    amount = f"{Decimal(candidate.pay_expected).normalize():f}"
    return {"amount": amount, "currency": candidate.pay_currency, "per": candidate.pay_per}


def write_field(candidate: "Candidate", key: str, value: Any) -> None:
    """Put a value into the profile, checked for its shape and length. RuleBroken says in words what is wrong.

    Plain fields are set on the candidate, who has to be saved afterwards; skills and entries are written at once.
    """
    writer = WRITERS.get(FIELDS[key].kind, write_plain)
    writer(candidate, key, value)


def write_plain(candidate: "Candidate", key: str, value: Any) -> None:
    """A line, a longer text, an address."""
    field = candidate._meta.get_field(key)
    text = str(value or "").strip().replace("\0", "")
    longest = getattr(field, "max_length", None)
    if longest and len(text) > longest:
        raise RuleBroken(_t("%(field)s: at most %(n)s characters.") % {"field": label_of(key), "n": longest})
    if text and key in CHECKED:
        for validate in field.validators:  # type: ignore[union-attr]
            validate_words(validate, text)
        if key == "email":
            validate_words(check_address, text)
    setattr(candidate, key, text)


def write_date(candidate: "Candidate", key: str, value: Any) -> None:
    """A day, as YYYY-MM-DD, or none."""
    try:
        setattr(candidate, key, date.fromisoformat(str(value)) if value else None)
    except ValueError:
        raise RuleBroken(_t("%s: give a date.") % label_of(key)) from None


def write_number(candidate: "Candidate", key: str, value: Any) -> None:
    """A whole number, or none."""
    text = str(value).strip() if value not in (None, "") else ""
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise RuleBroken(_t("%s: give a whole number.") % label_of(key))
    setattr(candidate, key, int(text) if text else None)


def write_choice(candidate: "Candidate", key: str, value: Any) -> None:
    """One of the field's choices, or none."""
    choices = dict(candidate._meta.get_field(key).flatchoices)  # type: ignore[union-attr]
    if value and value not in choices:
        raise RuleBroken(_t("%s: choose from the list.") % label_of(key))
    setattr(candidate, key, value or "")


def write_choices(candidate: "Candidate", key: str, value: Any) -> None:
    """Several kinds of work."""
    from portico.candidates.models import WorkType

    wanted = value if isinstance(value, list | tuple) else []
    if any(one not in WorkType.values for one in wanted):
        raise RuleBroken(_t("%s: choose from the list.") % label_of(key))
    setattr(candidate, key, [one for one in WorkType.values if one in wanted])


def write_skills(candidate: "Candidate", key: str, value: Any) -> None:
    """The whole list of skills, at most 150."""
    from portico.candidates.models import Skill

    names = [str(one).strip() for one in value or [] if str(one).strip()]
    if len(names) > MOST_SKILLS or any(len(name) > 100 for name in names):
        raise RuleBroken(_t("At most 150 skills of 100 characters each."))
    candidate.skills.set(Skill.named(candidate.agency_id, names))


def write_pay(candidate: "Candidate", key: str, value: Any) -> None:
    """An amount with currency and period, or nothing."""
    value = value or {}
    try:
        amount = Decimal(str(value["amount"])) if value.get("amount") not in (None, "") else None
    except InvalidOperation:
        raise RuleBroken(_t("Pay expectation: give a number.")) from None
    if amount is not None and not (amount.is_finite() and 0 <= amount < 10**10):
        raise RuleBroken(_t("Pay expectation: give a number."))
    if amount is not None and not (value.get("currency") and value.get("per") in candidate.Per.values):
        raise RuleBroken(_t("Say in which currency, and for what time."))
    candidate.pay_expected = amount
    candidate.pay_currency = str(value.get("currency", ""))[:3] if amount is not None else ""
    candidate.pay_per = str(value.get("per", "")) if amount is not None else ""


def write_entries(candidate: "Candidate", key: str, value: Any) -> None:
    """The whole list of posts, schools or languages, in the order given; empty entries fall out."""
    model, relation = ENTRIES[key]
    entries = [clean_entry(model, one) for one in value or [] if isinstance(one, dict)]
    entries = [one for one in entries if any(one.values())]
    if len(entries) > MOST_ENTRIES:
        raise RuleBroken(_t("%(field)s: at most %(n)s entries.") % {"field": label_of(key), "n": MOST_ENTRIES})
    getattr(candidate, relation).all().delete()
    rows = [
        model(agency_id=candidate.agency_id, candidate=candidate, position=number, **entry)
        for number, entry in enumerate(entries)
    ]
    model._base_manager.bulk_create(rows)
    if key == "languages":
        line = ", ".join(str(row) for row in rows)
        candidate.languages = line if len(line) <= 300 else f"{line[:299]}…"


def clean_entry(model: type[models.Model], entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with what belongs into it, each text within its length and each date of the right shape."""
    clean: dict[str, Any] = {}
    for name in KEPT[model]:
        field: Any = model._meta.get_field(name)
        if isinstance(field, models.BooleanField):
            clean[name] = bool(entry.get(name))
            continue
        text = str(entry.get(name) or "").strip().replace("\0", "")[: field.max_length]
        for validate in field.validators if text and name in ("started", "ended") else ():
            validate_words(validate, text)
        if field.choices and text and text not in dict(field.flatchoices):
            text = ""
        clean[name] = text
    return clean


def validate_words(validate: Callable[[str], None], text: str) -> None:
    """Run a validator; what it objects to is said as a rule that is broken."""
    from django.core.exceptions import ValidationError

    try:
        validate(text)
    except ValidationError as no:
        raise RuleBroken(f"{' '.join(no.messages)} (“{text[:20]}”)") from None


WRITERS: dict[str, Callable[["Candidate", str, Any], None]] = {
    "date": write_date,
    "number": write_number,
    "choice": write_choice,
    "choices": write_choices,
    "skills": write_skills,
    "entries": write_entries,
    "pay": write_pay,
}


def words_of(key: str, value: Any) -> str:
    """A field's value for people to read; entries stand on lines of their own."""
    from portico.candidates.models import Remote, WorkType

    match FIELDS[key].kind:
        case "skills":
            return ", ".join(value or [])
        case "choices":
            return ", ".join(str(WorkType(one).label) for one in value or [] if one in WorkType.values)
        case "choice":
            return str(Remote(value).label) if value in Remote.values else ""
        case "date":
            return day(date.fromisoformat(value)) if value else ""
        case "pay":
            return pay_words(value or {})
        case "entries":
            return "\n".join(entry_words(key, one) for one in value or [])
    return "" if value is None else str(value)


def pay_words(value: dict[str, Any]) -> str:
    """£45,000 a year."""
    from portico.candidates.models import Candidate

    if not value.get("amount"):
        return ""
    per = dict(Candidate.Per.choices).get(value.get("per", ""), "")
    return f"{money(Decimal(str(value['amount'])), value.get('currency', ''))} {per}".strip()


def entry_words(key: str, entry: dict[str, Any]) -> str:
    """One post, school or language in a line."""
    if key == "languages":
        level = entry.get("level", "")
        words = str(_("native")) if level == SpokenLanguage.Level.NATIVE else level
        return f"{entry.get('name', '')} ({words})" if words else str(entry.get("name", ""))
    first, second = ("title", "employer") if key == "experience" else ("degree", "school")
    what = ", ".join(part for part in (entry.get(first), entry.get(second), entry.get("place")) if part)
    until = str(_("today")) if entry.get("is_current") else entry.get("ended") or ""
    span = " – ".join(part for part in (entry.get("started"), until) if part)
    return f"{what} ({span})" if span else what
