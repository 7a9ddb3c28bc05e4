"""Words as the search compares them, what a person typed as a query, and marking what was found.

Folding happens here and not in the database, so that SQLite and PostgreSQL find exactly the same: no case, no accents,
no punctuation. "C++", "C#" and ".NET" stay words of their own. Chinese and Japanese characters each count as a word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

LONGEST_QUERY = 400
MOST_TERMS = 16
LONGEST_WORD = 60
SHORTEST_NAME = 4
"""Letters; of shorter ones too many are alike."""
LONGEST_NAME = 24
MOST_NAMES = 8
LONGEST_TEXT = 200_000
"""Bytes of folded text for one record; PostgreSQL refuses a search vector above 1 MB."""

# Letters that Unicode does not take apart into a base letter and an accent.
PLAIN_LETTERS = str.maketrans(dict(zip("øłđðıħþæœ", ["o", "l", "d", "d", "i", "h", "th", "ae", "oe"], strict=True)))
WORD = re.compile(r"[^\W_]+")
RAW_WORD = re.compile(r"\.net\b|[^\W_]+(?:\+\+|#)?", re.IGNORECASE)
CHARACTER_WORDS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
ITEM = re.compile(r'(-?)"([^"]*)"?|(\S+)')


# Of plain text: capitals become small, and whatever is neither a letter nor a digit a space.
PLAIN = str.maketrans({chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)})


def fold(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    if text.isascii():
        if "+" not in text and "#" not in text and "." not in text:
            words = text.translate(PLAIN).split()
            return words if len(text) <= LONGEST_WORD else shortened(words)
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(char for char in text if not unicodedata.combining(char)).casefold().translate(PLAIN_LETTERS)
        text = CHARACTER_WORDS.sub(r" \1 ", text)
    if "+" in text or "#" in text or ".net" in text:
        text = re.sub(r"(?<=\w)\+\+(?!\w)", "plusplus", text)
        text = re.sub(r"(?<=\w)#(?!\w)", "sharp", text)
        text = re.sub(r"\.net\b", " dotnet", text)
    if text.isascii():
        return shortened(text.translate(PLAIN).split())
    return shortened(WORD.findall(text))


def shortened(words: list[str]) -> list[str]:
    """Words no longer than any that are compared."""
    if words and len(max(words, key=len)) > LONGEST_WORD:
        return [word[:LONGEST_WORD] for word in words]
    return words


def folded(*texts: str) -> str:
    """All words of the texts in one line, cut where no record of a person ends."""
    line = " ".join(" ".join(fold(text[:LONGEST_TEXT])) for text in texts if text)
    if len(line) * 4 <= LONGEST_TEXT:
        return line
    return line.encode()[:LONGEST_TEXT].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be there, or must not: words in a row; the last may be only begun."""

    words: tuple[str, ...]
    begun: bool = False
    unwanted: bool = False
    keys: tuple[str, ...] = ()
    """What a name with a typo is found by; nothing: only as it is written."""


def name_keys(word: str) -> list[str]:
    """A word, and what remains of it when one letter is left out.

    Two names that differ by one letter more, less, other or changed with its neighbor have one of these in common.
    """
    if len(word) < SHORTEST_NAME:
        return [word]
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))


def folded_names(*names: str) -> str:
    """The keys of all words of the names in one line."""
    words = [word[:LONGEST_NAME] for name in names for word in fold(name)[:MOST_NAMES]]
    return " ".join(dict.fromkeys(chain.from_iterable(map(keys_once, words))))


@lru_cache(maxsize=512)
def keys_once(word: str) -> tuple[str, ...]:
    """The keys of a name; many people share one."""
    return tuple(name_keys(word))


def parse(text: str) -> list[Term]:
    """What a person typed: words that must all be there, "words in a row", -unwanted. Nothing is ever wrong.

    The last word may be only begun, so that results come while typing.
    """
    items = list(ITEM.finditer(text[:LONGEST_QUERY]))[:MOST_TERMS]
    terms = []
    for item in items:
        minus, phrase, bare = item.groups()
        unwanted = bool(minus) or (bare or "").startswith("-")
        words = tuple(fold(bare or phrase or "")[:MOST_TERMS])
        if not words:
            continue
        begun = item is items[-1] and bare is not None and not unwanted and len(words[-1]) > 1
        terms.append(Term(words, begun=begun, unwanted=unwanted))
    return terms


@lru_cache(maxsize=8_000)
def fold_once(word: str) -> tuple[str, ...]:
    """A word of a text as it is compared; most texts are made of the same ones."""
    return tuple(fold(word))


def is_found(word: str, terms: list[Term], *, names: bool = False) -> bool:
    """Whether a word of the text is one of those looked for; with `names`, also one that is like a name looked for."""
    for one in fold_once(word):
        for term in terms:
            if not term.unwanted and (one in term.words or (term.begun and one.startswith(term.words[-1]))):
                return True
            if names and not set(term.keys).isdisjoint(name_keys(one)):
                return True
    return False


def plainly(text: str) -> str | None:
    """The text in small letters, if its words are compared just as they are written."""
    if not text.isascii() or "++" in text or "#" in text:
        return None
    small = text.lower()
    return None if ".net" in small else small


@lru_cache(maxsize=100)
def plain_pattern(terms: tuple[Term, ...]) -> re.Pattern[str] | None:
    """What finds the words looked for in a plain text; nothing where one is so long that it is shortened."""
    wanted = [term for term in terms if not term.unwanted]
    words = [re.escape(word) for term in wanted for word in term.words]
    words += [f"{re.escape(term.words[-1])}[a-z0-9]*" for term in wanted if term.begun]
    if not words or any(len(word) >= LONGEST_WORD for word in words):
        return None
    return re.compile(f"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])", re.ASCII | re.IGNORECASE)


def places(text: str, terms: list[Term], *, names: bool = False) -> Iterator[re.Match[str]]:
    """The words of a text that are looked for."""
    keyed = names and any(term.keys for term in terms)
    if not keyed and (plain := plainly(text)) is not None:
        wanted = [word for term in terms if not term.unwanted for word in term.words]
        begin = min((at for at in map(plain.find, wanted) if at >= 0), default=None)
        if begin is None:
            return iter(())
        if pattern := plain_pattern(tuple(terms)):
            return pattern.finditer(text, begin)
    return (match for match in RAW_WORD.finditer(text) if is_found(match[0], terms, names=names))


def marked(text: str, terms: list[Term], *, names: bool = False) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was looked for."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in places(text, terms, names=names):
        if match.start() > end:
            parts.append((text[end : match.start()], False))
        parts.append((match[0], True))
        end = match.end()
    if end < len(text):
        parts.append((text[end:], False))
    return parts


def snippet(text: str, terms: list[Term], length: int = 160) -> list[tuple[str, bool]]:
    """The place in a text where the first word looked for stands; nothing if it is not there."""
    found = next(places(text, terms), None)
    if found is None:
        return []
    first = found.start()
    start = max(0, first - length // 3)
    if start:
        start = min(first, text.find(" ", start) + 1 or first)
    stop = min(len(text), start + length)
    if stop < len(text):
        stop = max(first + 1, text.rfind(" ", first, stop)) if " " in text[first:stop] else stop
    parts = marked(" ".join(text[start:stop].split()), terms)
    return joined(("… ", False) if start else None, parts, (" …", False) if stop < len(text) else None)


def joined(
    before: tuple[str, bool] | None, parts: list[tuple[str, bool]], after: tuple[str, bool] | None
) -> list[tuple[str, bool]]:
    """The pieces with what stands around them, which is not looked for."""
    if before:
        parts = [before, *parts] if not parts or parts[0][1] else [(before[0] + parts[0][0], False), *parts[1:]]
    if after:
        parts = [*parts, after] if not parts or parts[-1][1] else [*parts[:-1], (parts[-1][0] + after[0], False)]
    return parts
