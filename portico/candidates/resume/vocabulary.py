"""By which words titles, employers, schools, degrees and places are told apart."""

import re

from portico.candidates.resume.folding import fold
from portico.candidates.resume.towns import is_town
from portico.candidates.resume.wordlists import groups_in, words_in

TITLE_WORDS = words_in("titles")
TITLE_ENDINGS = re.compile(
    r"(?:ingenieur|leiter|entwickler|berater|pfleger|kaufmann|kauffrau|techniker|mechaniker|mechatroniker|"
    r"assistent|fuhrer|arbeiter|verkaufer|"
    r"lehrer|meister|referent|planer|verwalter|informatiker|student|pruferin|prufer|fahrer|koch|arzt|"
    r"gestalter|spezialist|analyst|manager|gehilfe)(?:in|innen)?$"
)
EMPLOYER_WORDS = words_in("employers")
SCHOOL_WORDS = re.compile(
    r"\b(?:univ\w*|college|school|schools|academy|institut\w*|polytechni\w*|hochschule\w*|fachhochschule|"
    r"fh|tu|eth|epfl|mit|ucla|insead|hec|essec|insa|iut|rwth|kit|lmu|"
    r"gymnasium|realschule|gesamtschule|berufsschule|berufskolleg|schule|\w*schule|\w*gymnasium|akademie|"
    r"ihk|ecole|lycee|faculte|sorbonne|cfa|greta|afpa|sciences po|"
    r"universidad|escuela|facultad|ies|colegio|seminary|conservator\w*|tech|bootcamp|campus|iit|nit|uni|"
    r"georgia tech|caltech|virginia tech|academia|centro|liceo|politecnic\w*|kolleg|community college|"
    r"oxford|cambridge|harvard|yale|stanford)\b"
)
DEGREE_WORDS = re.compile(
    r"\b(?:bachelor\w*|master\w*|doctor\w*|ph ?d|d ?phil|mba|emba|b ?sc|m ?sc|b ?s|m ?s|b ?a|m ?a|b ?eng|"
    r"m ?eng|b ?tech|m ?tech|b ?com|m ?com|bba|bfa|mfa|m ?ed|b ?ed|msn|bsn|adn|jd|j d|ll ?[bm]|md|mph|mpa|"
    r"associate\w*|a ?a ?s|diploma\w*|degree|certificate|minor|major|hons|honou?rs|graduate|undergraduate|"
    r"ged|g e d|a levels?|gcse\w*|ib|foundation|postgraduate|pg ?d|pgce|"
    r"abitur|matura|maturitat|maturite|vordiplom|laurea|maturita|allgemeine hochschulreife|fachabitur|"
    r"fachhochschulreife|mittlere reife|realschulabschluss|hauptschulabschluss|ausbildung|diplom\w*|"
    r"magister|staatsexamen|promotion|lehre|studium|geselle\w*|meister\w*|"
    r"licence\w*|baccalaureat|bac|bts|dut|but|deug|maitrise|doctorat|diplome\w*|cap|bep|titre|"
    r"ingenieur\w*|deust|mastere|"
    r"grado|master universitario|licenciatura|licenciad\w*|diplomatura|ingenieria|doctorado|bachillerato|"
    r"ciclo|fp|tecnic\w* superior|tecnico|posgrado|titulo|eso|graduad\w*|certificado)\b"
)
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
    return bool(SCHOOL_WORDS.search(fold(text)))


def is_degree(text: str) -> bool:
    """Whether a text names a degree."""
    return bool(DEGREE_WORDS.search(fold(text)))


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
