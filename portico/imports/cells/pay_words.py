"""What may stand beside an amount of pay: currencies, periods, scales and words without weight."""

import re

from babel.numbers import list_currencies

from portico.imports.cells.vocabulary import meanings, words

SCALES = {word: int(scale) for word, scale in meanings("scales").items()}
_SIGNS = meanings("currencies")
_CODES = frozenset(code for code in list_currencies("en") if len(code) == 3)

_PER = r"(?:\b(?:per|an|a|à|pro|par|por|al|la|le|im|in der)\s+|/\s*)"
_PERIODS = {
    "hour": (
        rf"{_PER}(?:hours?|hr|h|stunde|std|heure|hora)\b",
        r"\b(?:hourly|stündlich|stundensatz|stundenlohn|hour rate|taux horaire)\b|\bp\.?\s?h\b\.?",
    ),
    "day": (
        rf"{_PER}(?:days?|d|tag|jour|jr|j|día|dia)\b",
        r"\b(?:daily|day rate|täglich|tagessatz|tjm|journalier|diaria)\b|\bp\.?\s?d\b\.?",
    ),
    "week": (rf"{_PER}(?:weeks?|wk|w|woche|semaine|semana)\b", r"\b(?:weekly|wöchentlich)\b|\bp\.?\s?w\b\.?"),
    "month": (
        rf"{_PER}(?:months?|mth|mo|monat|mois|mes)\b",
        r"\b(?:monthly|pcm|monatlich|mensuel(?:le)?|mensual(?:es)?)\b|\bp\.?\s?m\b\.?",
    ),
    "year": (
        rf"{_PER}(?:years?|yr|annum|jahr|an|année|año|ano)\b",
        r"\b(?:annum|annual(?:ly)?|yearly|annuel(?:le)?|anual(?:es)?|jährlich|jahresgehalt|lpa)\b|\bp\.?\s?a\b\.?",
    ),
}
_PERIOD_PATTERNS = {period: re.compile("|".join(ways), re.IGNORECASE) for period, ways in _PERIODS.items()}

_WORD = re.compile(r"[^\W\d_]*\$|[^\W\d_]+|[£€₹₱₫₩₺₽¥]")
_ALLOWED_SIGNS = re.compile(r"[\s.,;:+~<>≤≥()/'’–—−-]*")


def period_in(text: str) -> str:
    """The period that a text speaks of: hour, day, week, month, year, or nothing."""
    for period, pattern in _PERIOD_PATTERNS.items():
        if pattern.search(text):
            return period
    return ""


def period_named(text: str) -> str:
    """The period in a cell that holds nothing else: "year", "hourly", "p.a.", "Monat"."""
    return period_in(f"per {text}") or period_in(text)


def without_periods(text: str) -> str:
    """The text without what it says of a period."""
    for pattern in _PERIOD_PATTERNS.values():
        text = pattern.sub(" ", text)
    return text


def currency_in(text: str) -> str:
    """The currency that a text names for certain, as its code ($ alone may be of many countries)."""
    for word in _WORD.findall(text):
        if word.lower() in words("beside_pay"):
            continue
        code = _SIGNS.get(word.lower(), word if word in _CODES else "")
        if code and code != "unclear":
            return code
    return ""


def weightless(text: str) -> bool:
    """Whether a text beside an amount leaves its value alone: "€", "gross p.a.", "+ bonus", but not "mil" or "x"."""
    rest = _WORD.sub("", text)
    named = [word for word in _WORD.findall(text) if word.lower() not in words("beside_pay")]
    known = all(word.lower() in _SIGNS or word.upper() in _CODES for word in named)
    return known and bool(_ALLOWED_SIGNS.fullmatch(rest))
