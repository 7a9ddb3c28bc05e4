"""One deed for many candidates: each for itself, so that one refusal holds nobody else up, and it is said who was left
out and why. A few are done at once; many in the background, with progress.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.layouts import ProfileLayout
from portico.candidates.models import Candidate
from portico.candidates.update_asking import Question, ask
from portico.candidates.update_requests import UpdateRequest
from portico.jobs.models import Job
from portico.kit.csvfile import csv_lines
from portico.kit.rules import RuleBroken
from portico.pipeline.models import Application
from portico.records.events import record
from portico.records.longtasks import keep_refused, start, work
from portico.records.models import LongTask, Tag

KIND = "candidates_bulk"
MOST = 10_000
AT_ONCE = 25
"""So many are done while one waits."""
BATCH = 25

type Skipped = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done to many candidates: its name on the button, who may, and how it is done to one."""

    label: Any
    may: tuple[May, ...]
    to_one: Callable[[Candidate, Member, dict[str, Any]], None]


def add_to_job(candidate: Candidate, by: Member, settings: dict[str, Any]) -> None:
    """Put them on a job."""
    job = Job.objects.visible_to(by).filter(pk=settings["job"]).first()
    if job is None:
        raise RuleBroken(_("This job is gone."))
    Application.add(job, candidate, by=by, source=_("Candidate search"))


def tag(candidate: Candidate, by: Member, settings: dict[str, Any]) -> None:
    """Stick a tag on them."""
    row = Tag.named(candidate.agency_id, settings["tag"])
    if candidate.tags.filter(pk=row.pk).exists():
        raise RuleBroken(_("has this tag already"))
    candidate.tags.add(row)
    record(candidate, "candidate.tagged", by=by, tag=row.name)


def untag(candidate: Candidate, by: Member, settings: dict[str, Any]) -> None:
    """Take a tag off them."""
    row = candidate.tags.filter(pk=Tag.named(candidate.agency_id, settings["tag"]).pk).first()
    if row is None:
        raise RuleBroken(_("does not have this tag"))
    candidate.tags.remove(row)
    record(candidate, "candidate.untagged", by=by, tag=row.name)


def invite(candidate: Candidate, by: Member, settings: dict[str, Any]) -> None:
    """Mail them a way into the candidate portal."""
    if candidate.member is not None and candidate.member.status != Member.Status.REVOKED:
        raise RuleBroken(_("is invited already"))
    candidate.invite(by=by, layout=layout_of(by, settings))


def ask_for_update(candidate: Candidate, by: Member, settings: dict[str, Any]) -> None:
    """Ask them to look over their profile."""
    message = settings.get("message", "")
    ask(candidate, Question(layout_of(by, settings), message=message, way=UpdateRequest.Way.BULK), by=by)


def layout_of(by: Member, settings: dict[str, Any]) -> ProfileLayout | None:
    """The fields they are asked for, if others than usual."""
    return ProfileLayout.objects.visible_to(by).filter(pk=settings.get("layout") or 0).first()


DEEDS: dict[str, Deed] = {
    "job": Deed(gettext_lazy("Add to a job"), (May.WORK_DESK,), add_to_job),
    "tag": Deed(gettext_lazy("Tag"), (May.WORK_DESK,), tag),
    "untag": Deed(gettext_lazy("Remove a tag"), (May.WORK_DESK,), untag),
    "invite": Deed(gettext_lazy("Invite to the portal"), (May.WORK_DESK, May.INVITE), invite),
    "update": Deed(gettext_lazy("Ask for an update"), (May.WORK_DESK, May.INVITE), ask_for_update),
}


def do_to_many(deed: str, numbers: Sequence[int], *, by: Member, **settings: Any) -> LongTask | tuple[int, Skipped]:
    """Do it: at once where they are few (how many, and who was left out), else as a task to follow."""
    if not numbers:
        raise RuleBroken(_("Pick at least one candidate."))
    if len(numbers) > MOST:
        raise RuleBroken(_("That is more than 10,000 people at once. Narrow the list first."))
    if len(numbers) <= AT_ONCE:
        return do_to_some(deed, numbers, by, settings)
    title = ngettext("%(deed)s: %(n)d candidate", "%(deed)s: %(n)d candidates", len(numbers))
    title %= {"deed": DEEDS[deed].label, "n": len(numbers)}
    return start(KIND, title, by, deed=deed, candidates=list(numbers), words=settings)


def do_to_some(deed: str, numbers: Sequence[int], by: Member, settings: dict[str, Any]) -> tuple[int, Skipped]:
    """One after the other; what was refused for one is noted with their name."""
    done, skipped = 0, []
    rows = Candidate.objects.visible_to(by).filter(pk__in=numbers).select_related("agency", "layout", "member__user")
    people = {row.pk: row for row in rows}
    for number in numbers:
        if (candidate := people.get(number)) is None:
            skipped.append([number, "", _("is no longer there")])
            continue
        try:
            with transaction.atomic():
                DEEDS[deed].to_one(candidate, by, settings)
        except RuleBroken as no:
            skipped.append([number, candidate.name, str(no)])
        else:
            done += 1
    return done, skipped


@work(KIND)
def do_to_all(task: LongTask) -> None:
    """Do it to those the task names, a few at a time; after a kill it goes on where it stood."""
    owner, deed = task.owner, task.settings["deed"]
    if owner is None or not owner.is_in or not all(owner.may(may) for may in DEEDS[deed].may):
        raise RuleBroken(_("Who began this may no longer do it."))
    numbers = task.settings["candidates"]
    done, skipped = task.figures.get("did", 0), list(task.figures.get("skipped", []))
    for first in range(task.done, len(numbers), BATCH):
        batch = numbers[first : first + BATCH]
        with transaction.atomic():
            more, left_out = do_to_some(deed, batch, owner, task.settings["words"])
            done, skipped = done + more, skipped + left_out
            task.advance(first + len(batch), len(numbers), at_once=True, did=done, skipped=skipped)
    if skipped:
        lines = csv_lines([[_("Number"), _("Name"), _("Why")], *skipped])
        keep_refused(task, ContentFile("".join(lines).encode()))
