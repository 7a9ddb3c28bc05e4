"""By which words titles, employers, schools, degrees and places are told apart."""

import re

from portico.candidates.resume.folding import fold
from portico.candidates.resume.towns import is_town
from portico.candidates.resume.wordlists import Terms, groups_in, words_in

TITLE_WORDS = words_in("titles")
TITLE_ENDINGS = re.compile(
    r"(?:ingenieur|leiter|entwickler|berater|pfleger|kaufmann|kauffrau|techniker|mechaniker|mechatroniker|"
    r"assistent|fuhrer|arbeiter|verkaufer|"
    r"lehrer|meister|referent|planer|verwalter|informatiker|student|pruferin|prufer|fahrer|koch|arzt|"
    r"gestalter|spezialist|analyst|manager|gehilfe)(?:in|innen)?$"
)
EMPLOYER_WORDS = words_in("employers")
SCHOOLS = Terms("schools")
DEGREES = Terms("degrees")
STATES = frozenset(groups_in("regions")["short"])
REGIONS = words_in("regions", "names")
REMOTE = re.compile(r"(?i)^\W*(?:remote|hybrid|on-?site|home ?office|t[ée]l[ée]travail|remoto|work from home)\b")


def title_score(text: str) -> float:
    """How much a text looks like a job title: 0 to 1."""
    words = fold(text).split()
    if not words or len(words) > 12:
        return 0.0
    hits = [word in TITLE_WORDS or bool(TITLE_ENDINGS.search(word)) for word in words]
    if not any(hits):
        return 0.0
    return 1.0 if hits[-1] or hits[0] else 0.8


def employer_score(text: str) -> float:
    """How much a text looks like an employer's name: 0 to 1."""
    words = fold(text).split()
    if not words or len(words) > 12:
        return 0.0
    return 1.0 if any(word in EMPLOYER_WORDS for word in words) else 0.0


def is_school(text: str) -> bool:
    """Whether a text names a school or university."""
    return SCHOOLS.are_in(text)


def is_degree(text: str) -> bool:
    """Whether a text names a degree."""
    return DEGREES.are_in(text)


def is_region(text: str) -> bool:
    """Whether a text is a state, a country or the like."""
    return text.strip(" .") in STATES or fold(text) in REGIONS


def is_place(text: str) -> bool:
    """Whether a whole text is a place: city and region, a country, or that one works from anywhere."""
    if REMOTE.match(text) and len(text) < 40:
        return True
    parts = [part.strip() for part in re.split(r"[,·]", text) if part.strip()]
    if not parts or len(parts) > 4 or len(text) > 60:
        return False
    last = re.sub(r"\s*\d{4,6}$|\s*\(.*\)$", "", parts[-1])
    if employer_score(parts[0]) or title_score(text):
        return False
    if len(parts) == 3 and not is_region(parts[1]) and not is_town(parts[0]):
        return False
    if len(parts) == 2 and is_town(parts[0], 15_000) and is_town(parts[1], 15_000):
        return True
    if re.search(r"(?i)metropolitan area|\b(?:city|city, state)$", text) and not re.search(r"\d", text):
        return True
    return is_region(last) and all(len(part) < 30 for part in parts)
