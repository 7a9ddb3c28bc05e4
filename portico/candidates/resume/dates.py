"""Dates and spans of time as résumés write them, in English, German, French and Spanish."""

import re
from dataclasses import dataclass

from portico.candidates.resume.folding import fold

MONTHS = {
    1: "jan january januar janvier janv enero ene janner gennaio janeiro januari",
    2: "feb february februar fevrier fevr fev febrero febr febbraio fevereiro februari",
    3: "mar march marz mars marzo mrz maerz marco maart",
    4: "apr april avril avr abril abr aprile",
    5: "may mai mayo maggio maio mei",
    6: "jun june juni juin junio giugno junho",
    7: "jul july juli juillet juil julio luglio julho",
    8: "aug august aout agosto ago augustus",
    9: "sep sept september septembre septiembre set settembre setembro",
    10: "oct october oktober okt octobre octubre ottobre outubro",
    11: "nov november novembre noviembre novembro",
    12: "dec december dezember dez decembre diciembre dic dezembro dicembre",
}
NUMBER_OF = {name: number for number, names in MONTHS.items() for name in names.split()}
NOW = (
    r"present|presently|onwards?|current|currently|now|today|ongoing|to date|till date|heute|aktuell|"
    r"laufend|jetzt|dato|"
    r"aujourd['’]?\s?hui|ce jour|pr[ée]sent|en cours|actualidad|la actualidad|la fecha|hoy|presente|actual|actualmente|"
    r"oggi|atual|heden"
)
MONTH = (
    r"(?:jan(?:uary|uar|vier|v)?|j[äa]nner|ene(?:ro)?|feb(?:ruary|ruar|rero)?|f[ée]v(?:rier|r)?|mar(?:ch|"
    r"s|zo)?|m[äa]rz|mrz|"
    r"apr(?:il)?|avr(?:il)?|abr(?:il)?|may|mai|mayo|june?|juni|juin|junio|jul(?:y|i|io)?|juil(?:let)?|"
    r"aug(?:ust)?|ao[uû]t|"
    r"ago(?:sto)?|sept?(?:ember|embre|iembre)?|o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|"
    r"d[ée][cz](?:ember|embre)?|dic(?:iembre)?)"
)
YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
DAY = r"(?:[0-3]?\d(?:st|nd|rd|th|er|\.)?,?\s+)"
POINT = (
    rf"(?:(?P<word>\b{MONTH}\b)\.?,?\s*(?:de\s+|of\s+)?(?:{DAY}(?={YEAR}))?(?P<wyear>{YEAR}|['’]\d\d)\b"
    rf"|(?<![\d/.\-])(?:(?P<day>[0-3]?\d)[./])?(?P<num>[01]?\d)\s?[./]\s?(?P<nyear>{YEAR})\b(?![./]\d)"
    rf"|(?<![\d/.\-])(?P<iyear>{YEAR})[-./](?P<imonth>[01]\d)(?:[-./][0-3]\d)?\b"
    rf"|(?:(?:spring|summer|fall|autumn|winter|q[1-4]|ss|"
    rf"ws)\s+)?(?<![\d/.,$€£+\-])(?<!\d[–—])\b(?P<year>{YEAR})\b(?![./]\d|-\d(?!\d\d\d\b)|[%])|"
    rf"(?<=\d[-–—])(?P<yearto>{YEAR})\b)"
)
POINTS = re.compile(POINT, re.IGNORECASE)
JOIN = (
    r"\s*(?:[-–—‐‑‒−~→]+|\bto\b|\bbis\b|\buntil\b|\btill\b|\bthrough\b|\bà\b|\bau\b|\bal?\b|\bhasta\b|"
    r"\bjusqu['’]?\s?[àa]u?\b)\s*(?:la\s+)?"
)
SINCE = re.compile(r"\b(?:since|from|seit|ab|von|depuis|desde|du|de)\b[\s:]*$", re.IGNORECASE)
OPEN = re.compile(r"\b(?:since|seit|depuis|desde)\b[\s:]*$", re.IGNORECASE)
JOINED = re.compile(rf"^{JOIN}$", re.IGNORECASE)
TO_NOW = re.compile(rf"^{JOIN}[(]?({NOW})\b[)]?", re.IGNORECASE)
DANGLING = re.compile(r"^\s*[-–—]\s*(?=$|[|,;)])")
SHORT_END = re.compile(r"^\s*[-–—/]\s*['’]?(\d\d)\b(?![./\d])")
MONTH_BEFORE = re.compile(rf"\b(?P<month>{MONTH})\.?\s*(?:[-–—]|to|bis|à)\s*$", re.IGNORECASE)
LENGTH_AFTER = re.compile(
    r"^\s*[·(,|]?\s*(?:\d+\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|años?|"
    r"mes(?:es)?)\.?[\s,]*(?:and|und|et|y)?\s*){1,2}[)]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Span:
    """A date or a stretch of time in a text, and where in the text it stands."""

    first: int
    last: int
    start: str = ""
    end: str = ""
    is_open: bool = False
    is_range: bool = False


def spans_in(text: str) -> list[Span]:
    """Every date or stretch of time in a line, from left to right."""
    points = list(POINTS.finditer(text))
    found: list[Span] = []
    index = 0
    while index < len(points):
        span, used = span_from(text, points, index)
        found.append(span)
        index += used
    return found


def span_from(text: str, points: list["re.Match[str]"], index: int) -> tuple[Span, int]:
    """The stretch that begins with this date, and how many dates it takes up."""
    here = points[index]
    span = Span(here.start(), here.end(), start=value_of(here))
    rest = text[here.end() :]
    used = 1
    if now := TO_NOW.match(rest):
        span.last, span.is_open, span.is_range = here.end() + now.end(), True, True
    elif index + 1 < len(points) and JOINED.match(text[here.end() : points[index + 1].start()]):
        other = points[index + 1]
        span.last, span.end, span.is_range, used = other.end(), value_of(other), True, 2
    elif (short := SHORT_END.match(rest)) and len(span.start) == 4 and int(short[1]) > int(span.start[2:]):
        span.last, span.end, span.is_range = here.end() + short.end(), span.start[:2] + short[1], True
    elif (before := MONTH_BEFORE.search(text[: here.start()])) and here["word"]:
        month = NUMBER_OF.get(fold(before["month"]), 0)
        span.first, span.end, span.is_range = before.start(), span.start, True
        span.start = f"{span.end[:4]}-{month:02}" if month else span.end[:4]
    elif DANGLING.match(rest) or OPEN.search(text[: here.start()]):
        span.is_open = span.is_range = True
        span.last += len(match[0]) if (match := DANGLING.match(rest)) else 0
    if since := SINCE.search(text[: span.first]):
        span.first = since.start()
    if span.is_range and (length := LENGTH_AFTER.match(text[span.last :])):
        span.last += length.end()
    return span, used


def value_of(point: "re.Match[str]") -> str:
    """A date as JSON Resume writes it: 2021 or 2021-03."""
    year = point["wyear"] or point["nyear"] or point["iyear"] or point["year"] or point["yearto"]
    if len(year) == 3:
        year = ("20" if int(year[1:]) < 50 else "19") + year[1:]
    month = int(point["num"] or point["imonth"] or 0)
    if point["day"] and point["num"] and month > 12:
        month = int(point["day"])
    if point["word"]:
        month = NUMBER_OF.get(fold(point["word"]), 0)
    return f"{year}-{month:02}" if 1 <= month <= 12 else year


def has_date(text: str) -> bool:
    """Whether a text holds a date at all."""
    return bool(POINTS.search(text))


def without(text: str, spans: list[Span]) -> str:
    """The text with its dates taken out."""
    for span in reversed(spans):
        text = text[: span.first] + " " + text[span.last :]
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    return text.strip(" \t-–—|·•,;:()/~")
