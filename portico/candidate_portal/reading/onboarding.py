"""The first questions: which steps there are, and how far somebody is."""

from dataclasses import dataclass

from django.urls import reverse

from portico.candidate_portal.reading.profile import LOGIN
from portico.candidates.layouts import layout_for
from portico.candidates.models import Candidate
from portico.candidates.own_profile import Way
from portico.candidates.profile_reading import WANTED, Group, Progress, needs_for, progress_of, read_groups


@dataclass(frozen=True, slots=True)
class Welcome:
    """The steps, the one in hand, and how much is there."""

    first_name: str
    words: str
    steps: list[dict[str, str]]
    group: Group | None
    progress: Progress
    done: list[str]
    """Steps in which nothing that is wanted is missing."""


def read_welcome(candidate: Candidate, here: str) -> Welcome:
    """The way through, standing at this group."""
    needs = needs_for(candidate)
    groups = read_groups(candidate, needs, way=Way.PORTAL, without=LOGIN)
    done = [group.key for group in groups if is_done(group)]
    layout = layout_for(candidate.agency_id, candidate.layout)
    return Welcome(
        first_name=candidate.first_name or candidate.name,
        words=layout.welcome if layout else "",
        steps=[
            {
                "key": group.key,
                "label": group.label,
                "url": reverse("candidate_portal:welcome_step", args=[group.key]),
                "state": "now" if group.key == here else "done" if group.key in done else "later",
            }
            for group in groups
        ],
        group=next((group for group in groups if group.key == here), None),
        progress=progress_of(candidate, needs),
        done=done,
    )


def is_done(group: Group) -> bool:
    """Whether all that is wanted in this group is there."""
    plain = all(line.text or line.waiting for line in group.lines if line.need in WANTED)
    lists = all(one.entries for one in group.lists if one.need in WANTED)
    return plain and lists and all(one.names for one in group.skills if one.need in WANTED)


def first_open(it: Welcome) -> str:
    """The first step in which something is missing; all done: the first."""
    return next((step["key"] for step in it.steps if step["key"] not in it.done), it.steps[0]["key"])


def step_after(it: Welcome, group: str) -> str:
    """The step that follows, or nothing at the end."""
    keys = [step["key"] for step in it.steps]
    place = keys.index(group) + 1
    return keys[place] if place < len(keys) else ""
