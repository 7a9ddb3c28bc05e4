"""Taking out of a text what would tell who somebody is: names, employers, addresses, numbers and links."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.candidates.models import Candidate

EMAIL = re.compile(r"[^\s@<>(),;:]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b(?!asp\.net|ado\.net|vb\.net)[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|me|info|biz|co|eu|uk|de|fr|nl|it|es|se|at|ch"
    r"|us|ca|au|pl|pt|ie|be|dk|no|fi|in|ai|app)\b(?:/\S*)?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w.])@\w{2,}")
PHONE = re.compile(r"(?<![\w.,])(?:\+|\(|0)[\d\s()./\-]{6,}\d(?!\w)|(?<![\w.,])\d(?:[\s\-]?\d){8,}(?!\w)")
YEARS = re.compile(r"(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d")
LEGAL = re.compile(
    r"[\s,]+(?:ltd|limited|llc|llp|plc|inc|corp|co|gmbh|ag|kg|se|sa|sas|srl|spa|bv|nv|ab|oy|as)\.?$", re.IGNORECASE
)
_ALSO_WORDS = """
april art august baker bill black brown chase cook dawn drew faith field frank grace grand grant green hill hope hotel
hunter joy june king long mark mason max may miles new page pat price ray rich rob rose sky stone summer white will wood
young bank group royal united national general first global health school university city
"""
COMMON = frozenset(_ALSO_WORDS.split())
"""Words that are also names: taken out only where they are written with a capital."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not stand in a text."""

    names: tuple[str, ...]
    employers: tuple[str, ...]


def secrets_of(candidate: Candidate, hidden: str = "", earlier: Iterable[str] = ()) -> Secrets:
    """What would tell who this candidate is; `hidden`: further names, between commas; `earlier`: where they worked."""
    full = f"{candidate.first_name} {candidate.last_name}".strip()
    parts = [part for word in full.split() for part in (word, *re.split(r"[-'’]", word)) if len(part) > 1]
    local = candidate.email.partition("@")[0]
    slug = candidate.linkedin.rstrip("/").rpartition("/")[2]
    names = [full, *parts, *(one for one in (local, slug) if len(one) > 3)]
    further = [one.strip() for one in re.split(r"[,;\n]", hidden) if len(one.strip()) > 1]
    further += [name for one in earlier for name in (one.strip(), LEGAL.sub("", one.strip())) if len(name) > 1]
    return Secrets(_longest_first(names), _longest_first([*called(candidate.employer), *further]))


def called(employer: str) -> list[str]:
    """How an employer is called: in full, without its legal form, and by its first word where that is its own."""
    plain = LEGAL.sub("", employer.strip())
    first = plain.split()[0] if plain else ""
    own = [first] if len(first) > 4 and fold(first) not in COMMON else []
    return [name for name in (employer.strip(), plain, *own) if name]


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word}, key=lambda word: (-len(word), word)))


def fold(text: str) -> str:
    """Text without accents and case, letter for letter as long as it was."""
    return "".join((unicodedata.normalize("NFKD", char)[:1] or char).lower()[:1] for char in text)


def masked(text: str, secrets: Secrets) -> str:
    """The text with neutral words in place of every secret."""
    if not text:
        return text
    hidden = _("(hidden)")
    text = unicodedata.normalize("NFC", text)
    for pattern in (EMAIL, LINK, HANDLE):
        text = pattern.sub(hidden, text)
    text = PHONE.sub(lambda found: found[0] if YEARS.fullmatch(found[0].strip()) else hidden, text)
    for word in secrets.names:
        text = without(text, word, _("the candidate"))
    for word in secrets.employers:
        text = without(text, word, _("an employer"), before=r"(?:the\s+)?")
    return text


def without(text: str, word: str, instead: str, before: str = "") -> str:
    """The text with `instead` wherever the word stands, in whatever case or accents, with what stands `before` it."""
    pattern = r"\s+".join(re.escape(part) for part in fold(unicodedata.normalize("NFC", word)).split())
    ambiguous = fold(word) in COMMON or len(word) < 3
    out, at = [], 0
    for found in re.finditer(rf"(?<!\w){before}({pattern})(?!\w)", fold(text)):
        if ambiguous and not text[found.start(1)].isupper():
            continue
        begins = re.search(r"(?:^|[.!?:\n])[\s“\"(]*$", text[: found.start()])
        out += [text[at : found.start()], instead[:1].upper() + instead[1:] if begins else instead]
        at = found.end()
    return "".join([*out, text[at:]])
