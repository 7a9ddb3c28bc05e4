"""JSON Resume said in the fields of a candidate's profile."""

import re
from typing import Any

from portico.candidates.resume.contact import NETWORKS, bare

type Json = dict[str, Any]

LEVELS = (
    (
        "native",
        r"native|mother tongue|muttersprach|maternelle|nativ[oa]|materna|bilingual|bilingue|bilingüe|zweisprachig",
    ),
    ("C2", r"\bC2\b"),
    ("C1", r"\bC1\b|fluent|full professional|verhandlungssicher|fließend|courant|fluido|proficient"),
    ("B2", r"\bB2\b|professional working|professionnel|advanced|fortgeschritten|avanc|avanzado|sehr gut|very good"),
    ("B1", r"\bB1\b|intermediate|conversational|limited working|interm|gut\b|gute|medio|good"),
    ("A2", r"\bA2\b|elementary|basic|grundkenntnisse|scolaire|notions|básico"),
    ("A1", r"\bA1\b|beginner|anfänger|débutant"),
)


def as_profile(json_resume: Json) -> dict[str, Any]:
    """The profile fields a résumé fills, with their values; fields it says nothing about are left out."""
    basics = json_resume.get("basics") or {}
    first, last = names(basics.get("name", ""))
    place = basics.get("location") or {}
    found: dict[str, Any] = {"first_name": first, "last_name": last}
    found |= {key: basics.get(key, "") for key in ("email", "phone", "summary")}
    found |= {"headline": basics.get("label", "")}
    found |= {key: place.get(key, "") for key in ("city", "region", "country")}
    found |= links(basics)
    found |= {"experience": [post(job) for job in listed(json_resume, "work")]}
    current: Json = next((one for one in found["experience"] if one["is_current"]), {})
    found |= {"title": current.get("title", ""), "employer": current.get("employer", "")}
    found |= {"education": [school(one) for one in listed(json_resume, "education")]}
    found |= {"skills": skills(json_resume), "languages": [spoken(one) for one in listed(json_resume, "languages")]}
    return {key: value for key, value in found.items() if value}


def listed(json_resume: Json, key: str) -> list[Json]:
    """The entries of a part, whatever stands there instead of them left out."""
    return [one for one in json_resume.get(key) or [] if isinstance(one, dict)][:40]


def names(name: str) -> tuple[str, str]:
    """First and last name: the last word, with the small words before it, is the last name."""
    words = re.sub(r",.*$", "", name).split()
    while len(words) > 2 and re.fullmatch(r"(?i)(?:dr|mr|mrs|ms|prof|herr|frau|dipl|ing)\.?(?:-ing\.)?", words[0]):
        words.pop(0)
    if len(words) < 2:
        return " ".join(words), ""
    start = len(words) - 1
    while start > 1 and words[start - 1] in {
        "de",
        "da",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "bin",
        "al",
        "dos",
        "zu",
        "ter",
    }:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def links(basics: Json) -> dict[str, str]:
    """The LinkedIn address, and the page of their own."""
    urls = [one.get("url", "") for one in basics.get("profiles") or [] if isinstance(one, dict)]
    linkedin = next((url for url in urls if bare(url).split("/")[0].endswith("linkedin.com")), "")
    own = basics.get("url", "") or next((url for url in urls if url and bare(url).split("/")[0] not in NETWORKS), "")
    return {"linkedin": linkedin, "website": own}


def post(job: Json) -> Json:
    """One job as the profile keeps it."""
    ended = partial(job.get("endDate", ""))
    return {
        "title": job.get("position", "")[:200],
        "employer": job.get("name", "")[:200],
        "place": job.get("location", "")[:200],
        "started": partial(job.get("startDate", "")),
        "ended": ended,
        "is_current": bool(job.get("startDate")) and not ended,
        "text": "\n".join(job.get("highlights") or [])[:4000],
    }


def partial(date: str) -> str:
    """A year or a month, as the profile keeps dates; nothing else."""
    return date if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", date) else ""


def school(one: Json) -> Json:
    """One school as the profile keeps it."""
    return {
        "school": one.get("institution", "")[:200],
        "degree": one.get("studyType", "")[:200],
        "field": one.get("area", "")[:200],
        "place": "",
        "started": partial(one.get("startDate", "")),
        "ended": partial(one.get("endDate", "")),
        "text": "",
    }


def skills(json_resume: Json) -> list[str]:
    """Every skill once, in the order of the résumé."""
    found: dict[str, str] = {}
    for group in listed(json_resume, "skills"):
        for skill in group.get("keywords") or []:
            if isinstance(skill, str) and 0 < len(skill) <= 100:
                found.setdefault(skill.casefold(), skill)
    return list(found.values())[:150]


def spoken(one: Json) -> Json:
    """One language with its level in the European frame."""
    words = one.get("fluency", "")
    level = next((level for level, pattern in LEVELS if re.search(pattern, words, re.IGNORECASE)), "")
    return {"name": one.get("language", "")[:60], "level": level}
