"""What stands in the PDF profile of a submission: the fields chosen for the client, masked where it is blind."""

import hashlib
import json
from typing import Any

from portico.kit.money import money
from portico.pipeline.submissions import Submission
from portico.portals.fields import FIELDS, known


def content_of(submission: Submission) -> dict[str, Any]:
    """Everything the profile is drawn from, as plain text."""
    agency, settings = submission.agency, submission.share.settings
    chosen = [name for name in known(submission.fields) if name in settings.fields]
    return {
        "agency": agency.name,
        "color": settings.color or agency.brand_color,
        "logo": settings.logo or agency.logo_key,
        "name": submission.shown_name,
        "job": submission.share.job.title,
        "summary": submission.masked(submission.summary),
        "fields": [one for one in (_field(submission, name) for name in chosen) if one["text"]],
    }


def print_of(content: dict[str, Any]) -> str:
    """The fingerprint of a content: another one means that the profile is out of date."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _field(submission: Submission, name: str) -> dict[str, str]:
    return {"name": name, "label": str(FIELDS[name]), "text": submission.masked(_text(submission, name))}


def _text(submission: Submission, name: str) -> str:
    candidate, blind = submission.application.candidate, submission.is_blind
    match name:
        case "skills":
            return candidate.skill_names
        case "position":
            named = candidate.position if candidate.title or candidate.employer else ""
            return candidate.title if blind else named
        case "pay":
            amount = money(candidate.pay_expected, candidate.pay_currency)
            return f"{amount} {candidate.get_pay_per_display()}".strip() if amount else ""
        case "place":
            return candidate.place
        case "email" | "phone" | "linkedin":
            return "" if blind else str(getattr(candidate, name))
        case _:
            return str(getattr(candidate, name))
