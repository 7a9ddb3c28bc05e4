"""How to reach somebody: mail, phone, links."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from portico.candidates.resume.dates import has_date
from portico.candidates.resume.shapes import Line, Link, Page
from portico.candidates.resume.wordlists import words_in

EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,24}")
PHONE = re.compile(r"(?<![\w@/.])(?:\+|00|\()?\(?\d[\d\s().\-–/\u00a0\u2011]{5,22}\d(?!\w)")
URL = re.compile(
    r"(?<![@\w.\-])(?:https?://)?(?:www\.)?(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,12}(?:/[\w\-./%?=&#~+@]*)?(?![\w@])",
    re.IGNORECASE,
)
ENDINGS = words_in("domains")
NETWORKS = {
    "linkedin.com": "LinkedIn",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "xing.com": "XING",
    "twitter.com": "Twitter",
    "x.com": "X",
    "behance.net": "Behance",
    "dribbble.com": "Dribbble",
    "stackoverflow.com": "Stack Overflow",
    "medium.com": "Medium",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "youtube.com": "YouTube",
    "orcid.org": "ORCID",
    "scholar.google.com": "Google Scholar",
    "kaggle.com": "Kaggle",
    "researchgate.net": "ResearchGate",
    "bitbucket.org": "Bitbucket",
    "codepen.io": "CodePen",
    "mastodon.social": "Mastodon",
    "vimeo.com": "Vimeo",
    "soundcloud.com": "SoundCloud",
    "pinterest.com": "Pinterest",
    "leetcode.com": "LeetCode",
    "hackerrank.com": "HackerRank",
    "t.me": "Telegram",
}
NO_SITES = re.compile(
    r"(?i)^(?:node|vue|next|react|nuxt|three|d3|express|ember|backbone|socket|asp|vb|ado|ml|b\.?sc|m\.?sc|"
    r"ph|b\.|m\.)[.]|\.(?:js|net)$"
)


def email_in(lines: list[Line], pages: list[Page]) -> str:
    """The first mail address, from the text or a link."""
    for line in lines:
        if "@" in line.text:
            tight = line.text if EMAIL.search(line.text) else line.text.replace(" ", "")
            if found := EMAIL.search(tight):
                return found[0]
    for one, other in pairwise(lines):
        if "@" in one.text + other.text and (found := EMAIL.search(one.text.split()[-1] + other.text.split()[0])):
            return found[0]
    for target in targets(pages):
        if target.lower().startswith("mailto:") and (found := EMAIL.search(target)):
            return found[0]
    return ""


def phone_in(lines: list[Line], pages: list[Page]) -> str:
    """The first phone number, from the text or a link."""
    for line in lines:
        for found in PHONE.finditer(line.text):
            if is_phone(found[0], line.text):
                return found[0].strip(" -–/.")
    for target in targets(pages):
        if target.lower().startswith("tel:"):
            return re.sub(r"[^\d+() \-]", "", target[4:].replace("%20", " ")).strip()
    return ""


def is_phone(text: str, line: str) -> bool:
    """Whether figures are a phone number and no date or range of years."""
    figures = re.sub(r"\D", "", text)
    if not 7 <= len(figures) <= 15 or re.fullmatch(
        r"\s*(?:19|20)\d\d\s*[-–/.]\s*(?:(?:19|20)\d\d|\d\d[-./]\d\d)\s*", text
    ):
        return False
    if has_date(text) and not text.lstrip().startswith(("+", "(", "00")) and len(figures) in {8, 12, 6, 10}:
        rest = re.sub(r"(?:19|20)\d\d", "", text)
        return len(re.sub(r"\D", "", rest)) >= 7 and bool(re.search(r"(?i)phone|tel|mobil|cell|\+", line))
    return not re.fullmatch(r"\d{5}|\d{9,15}\.\d+", text)


def targets(pages: list[Page]) -> Iterable[str]:
    """Where the links of all pages lead."""
    for page in pages:
        for link in page.links:
            yield link.target


def links_in(lines: list[Line], pages: list[Page], email: str) -> list[str]:
    """Addresses of somebody's own pages: written out, or hidden behind words."""
    hidden = [target for line in lines for target in hidden_in(line, pages)]
    found: list[str] = []
    for place, line in enumerate(lines):
        text = EMAIL.sub(" ", whole_address(line, lines[place + 1] if place + 1 < len(lines) else None))
        found += [url.rstrip(".,;)") for url in URL.findall(text) if is_address(url.rstrip(".,;)"), line.text)]
    domain = email.rpartition("@")[2].lower()
    kept: list[str] = []
    for url in [*hidden, *found]:
        plain = bare(url)
        same = [other for other in kept if bare(other) == plain or bare(other).startswith(plain)]
        if not same and plain and not (plain == domain and not any(bare(one) == plain for one in hidden)):
            kept.append(url)
    return kept


def whole_address(line: Line, following: Line | None) -> str:
    """A line's text; an address that was broken at its end goes on with the line below."""
    last = line.words[-1].text
    if following is None or len(following.words) != 1 or "/" not in last or not URL.fullmatch(last):
        return line.text
    rest = following.words[0].text
    if not re.fullmatch(r"[\w\-/.%]+", rest) or URL.fullmatch(rest) or not line.breaks_before(following):
        return line.text
    return line.text + rest


def hidden_in(line: Line, pages: list[Page]) -> list[str]:
    """Targets of links that lie over words of this line."""
    if line.page >= len(pages):
        return []
    found = []
    for link in pages[line.page].links:
        over = any(
            link.x0 - 2 <= (word.x0 + word.x1) / 2 <= link.x1 + 2
            and link.top - 3 <= (word.top + word.bottom) / 2 <= link.bottom + 3
            for word in line.words
        )
        here = over or (
            icon_only(link, pages[line.page]) and link.top < line.words[0].bottom and link.bottom > line.words[0].top
        )
        if here and link.target.lower().startswith(("http://", "https://", "www.")) and not is_map(link.target):
            found.append(link.target)
    return found


def icon_only(link: Link, page: Page) -> bool:
    """Whether a link lies over no words, only over a sign."""
    return not any(
        link.x0 <= (word.x0 + word.x1) / 2 <= link.x1 and link.top <= (word.top + word.bottom) / 2 <= link.bottom
        for word in page.words
        if any(char.isalnum() for char in word.text)
    )


def is_map(url: str) -> bool:
    """Whether an address leads to a map, a form to call or the like, and not to somebody's page."""
    return bool(re.search(r"(?i)google\.[a-z.]+/maps|maps\.|goo\.gl/maps|openstreetmap|wa\.me|whatsapp", url))


def is_address(url: str, line: str) -> bool:
    """Whether something with dots in it is a web address."""
    host = re.sub(r"(?i)^(?:https?://)?(?:www\.)?", "", url).split("/")[0]
    if host.rpartition(".")[2].lower() not in ENDINGS or len(host) < 4:
        return False
    if url.lower().startswith(("http", "www.")) or "/" in url:
        return True
    return not NO_SITES.search(host) and host == host.lower() and len(host.split(".")[0]) > 1


def bare(url: str) -> str:
    """An address without what does not matter."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).rstrip("/")


def profiles(urls: list[str]) -> dict[str, Any]:
    """Links as JSON Resume has them: one page of their own, and profiles on networks."""
    found: dict[str, Any] = {}
    listed = []
    for url in urls:
        whole = url if url.lower().startswith("http") else f"https://{url}"
        host = bare(url).split("/")[0]
        network = next((name for site, name in NETWORKS.items() if host == site or host.endswith("." + site)), "")
        if network or "url" in found:
            user = bare(url).rpartition("/")[2] if "/" in bare(url) else ""
            listed.append({"network": network or host, "username": user, "url": whole})
        else:
            found["url"] = whole
    return found | ({"profiles": listed} if listed else {})
