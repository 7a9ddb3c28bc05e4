"""Moving and rejecting several applications at once: each for itself, so that one refusal holds nobody else up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.pipeline.models import Application


@dataclass(slots=True)
class Outcome:
    """How many went through, and a sentence for each that did not."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


def each(applications: Iterable[Application], deed: Callable[[Application], None]) -> Outcome:
    """Do it for each; a broken rule is noted with the candidate's name."""
    outcome = Outcome()
    for application in applications:
        try:
            deed(application)
        except RuleBroken as no:
            name = application.candidate.name
            outcome.refused.append(str(no) if name in str(no) else f"{name}: {no}")
        else:
            outcome.done += 1
    return outcome


def move_many(
    applications: Iterable[Application], *, to: Stage, by: Member, remark: str = "", seen: dict[int, str]
) -> Outcome:
    """Bring several candidates to a stage. `seen`: the stage in which the page showed each."""
    return each(applications, lambda one: one.move(to=to, by=by, remark=remark, seen=seen.get(one.pk, "")))


def reject_many(
    applications: Iterable[Application], *, by: Member, reason: str, tell: bool, seen: dict[int, str]
) -> Outcome:
    """Close several applications with a no."""
    return each(applications, lambda one: one.reject(by=by, reason=reason, tell=tell, seen=seen.get(one.pk, "")))
