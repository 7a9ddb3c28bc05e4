"""What a copy of somebody's data holds of their profile: JSON Resume, and everything else that is theirs to see.

Packages above add their part, so that nothing of the person is missing from the copy:

    COPY_PARTS["applications"] = applications_of      # a function from a candidate to plain data
"""

from collections.abc import Callable
from typing import Any

from portico.candidates.consents import Consent
from portico.candidates.models import Candidate
from portico.candidates.profile import Absence, Credential, ProfileChange
from portico.candidates.profile_fields import FIELDS, label_of, read_field, words_of
from portico.candidates.proposing import confirmed_on

type Part = Callable[[Candidate], Any]


def json_resume(candidate: Candidate) -> dict[str, Any]:
    """The profile in the form that other sites read."""
    basics = {
        "name": candidate.name,
        "label": candidate.headline or candidate.title,
        "email": candidate.email,
        "phone": candidate.phone,
        "url": candidate.website,
        "summary": candidate.summary,
        "location": {"city": candidate.city, "region": candidate.region, "country": candidate.country},
        "profiles": [{"network": "LinkedIn", "url": candidate.linkedin}] if candidate.linkedin else [],
    }
    return {
        "basics": basics,
        "work": [_work(one) for one in read_field(candidate, "experience")],
        "education": [_education(one) for one in read_field(candidate, "education")],
        "skills": [{"name": name} for name in read_field(candidate, "skills")],
        "languages": [
            {"language": one["name"], "fluency": one.get("level", "")} for one in read_field(candidate, "languages")
        ],
        "certificates": [
            {
                "name": one.name,
                "issuer": one.issuer,
                "date": one.issued.isoformat() if one.issued else "",
                "expires": one.expires.isoformat() if one.expires else "",
                "number": one.number,
            }
            for one in Credential.objects.filter(candidate=candidate, archived=None)
        ],
        "meta": {"version": "v1.0.0"},
    }


def _work(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["employer"],
        "position": one["title"],
        "location": one["place"],
        "startDate": one["started"],
        "endDate": "" if one["is_current"] else one["ended"],
        "summary": one["text"],
    }


def _education(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "institution": one["school"],
        "area": one["field"],
        "studyType": one["degree"],
        "startDate": one["started"],
        "endDate": one["ended"],
    }


def profile_of(candidate: Candidate) -> dict[str, Any]:
    """Every field, in words, with when it was last confirmed."""
    confirmed = confirmed_on(candidate)
    fields = {}
    for key in FIELDS:
        value = read_field(candidate, key)
        if value not in (None, "", [], {}):
            fields[key] = {
                "label": label_of(key),
                "value": value,
                "words": words_of(key, value),
                "confirmed": stamp(confirmed.get(key)),
            }
    return {"fields": fields, "added": stamp(candidate.added), "changed": stamp(candidate.changed)}


def changes_of(candidate: Candidate) -> list[dict[str, Any]]:
    """What was changed of the profile, field by field."""
    rows = ProfileChange.objects.filter(candidate=candidate).order_by("at", "pk")
    return [
        {
            "field": row.field,
            "before": row.before,
            "after": row.after,
            "state": str(row.get_status_display()),
            "way": str(row.get_way_display()),
            "at": stamp(row.at),
        }
        for row in rows
    ]


def consents_of(candidate: Candidate) -> list[dict[str, Any]]:
    """What they agreed to, in which words, when and how."""
    rows = Consent.objects.filter(candidate=candidate).select_related("text").order_by("at", "pk")
    return [
        {
            "purpose": str(row.get_purpose_display()),
            "wording": row.text.text,
            "version": row.text.version,
            "state": str(row.get_status_display()),
            "since": stamp(row.status_since),
            "at": stamp(row.at),
            "way": row.way,
            "until": stamp(row.expires),
            "ip": row.ip,
            "browser": row.agent,
        }
        for row in rows
    ]


def absences_of(candidate: Candidate) -> list[dict[str, str]]:
    """Days on which they cannot work."""
    rows = Absence.objects.filter(candidate=candidate)
    return [{"first": row.first.isoformat(), "last": row.last.isoformat(), "note": row.note} for row in rows]


def stamp(at: Any) -> str:
    """An instant as other programs read it."""
    return at.isoformat() if at else ""


COPY_PARTS: dict[str, Part] = {
    "profile": profile_of,
    "changes": changes_of,
    "absences": absences_of,
    "consents": consents_of,
}
