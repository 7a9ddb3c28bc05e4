"""Suggesting names of skills: the agency's own that several people have, and a list that comes with Portico."""

from functools import cache
from pathlib import Path

from django.db.models import Count

from portico.agencies.models import Agency
from portico.candidates.models import Skill, name_key

MOST = 12
COMMON = 3
"""A name that fewer people have may say something about one of them; it is suggested to nobody else."""


def suggest(agency: Agency, words: str) -> list[str]:
    """Names that begin with what was typed, then those that hold it."""
    key = name_key(words)
    if not key:
        return []
    own = Skill.objects.filter(agency=agency, key__contains=key).annotate(people=Count("candidates"))
    names = list(own.filter(people__gte=COMMON).order_by("-people", "name").values_list("name", flat=True)[:MOST])
    known = {name_key(name) for name in names}
    names += [name for folded, name in packaged() if key in folded and folded not in known][: MOST * 4]
    return sorted(names, key=lambda name: (not name_key(name).startswith(key), len(name), name))[:MOST]


@cache
def packaged() -> list[tuple[str, str]]:
    """The list that comes with Portico, folded and as written."""
    file = Path(__file__).parent / "skills.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(name_key(line), line) for line in lines if line and not line.startswith("#")]
