"""The story of one application: its steps through the pipeline and its endings, in the order of time."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.pipeline.models import Application

OPEN, PLACED = Application.Status.OPEN.value, Application.Status.PLACED.value
ENDINGS = ("rejected", "withdrawn", "placed", "job_closed", "open")
"""What an application's events tell of its status; `open`: taken up again."""


@dataclass(slots=True, eq=False)
class Step:
    """One row of the file, or one thing that is on record already."""

    at: datetime
    stage: Stage | None = None
    ending: str = ""
    remark: str = ""
    reason: str = ""
    by: Member | None = None
    by_name: str = ""
    start: date | None = None
    undated: bool = False
    source: str = ""
    known: Any = None
    """The Move or Event that is on record already."""
    before: Stage | None = None

    @property
    def becomes(self) -> str:
        """The status it brings the application to, if any."""
        return PLACED if self.stage is not None and self.stage.kind == Stage.Kind.PLACED else self.ending


@dataclass(slots=True, eq=False)
class Story:
    """An application with everything that happened to it."""

    application: Application
    new: bool
    steps: list[Step] = field(default_factory=list)
    changed: bool = False

    def knows(self, step: Step) -> bool:
        """Whether the same step is on record already; without a date the same stage or ending will do."""
        return any(
            (one.stage and one.stage.pk) == (step.stage and step.stage.pk)
            and one.ending == step.ending
            and (step.undated or one.at == step.at)
            for one in self.steps
        )

    def add(self, step: Step) -> None:
        """One more thing happened."""
        self.steps.append(step)
        self.changed = True

    def settle(self) -> list[tuple[Step, Stage | None, bool]]:
        """Bring the application to where the last step leaves it.

        Returns the new steps, each with the stage before it and whether it took an ended application up again.
        """
        self.steps.sort(key=lambda step: step.at)
        application, status = self.application, OPEN
        stage: Stage | None = None
        told: list[tuple[Step, Stage | None, bool]] = []
        application.added = application.stage_since = application.status_since = self.steps[0].at
        for step in self.steps:
            again = step.stage is not None and status != OPEN and not step.known
            step.before = stage
            if not step.known:
                told.append((step, stage, again))
            if step.stage is not None:
                stage, application.stage_since = step.stage, step.at
            ending = step.becomes or (OPEN if again else status)
            if ending != status:
                status, application.status_since = ending, step.at
                application.reason = step.reason
        if stage is not None and (status == PLACED or stage.kind != Stage.Kind.PLACED):
            application.stage = stage
        application.status = status
        return told


def about(application: Application) -> list[Candidate | Job]:
    """The records on whose timelines the story stands too."""
    return [application.candidate, application.job]


def words(application: Application, **more: Any) -> dict[str, Any]:
    """The names its events speak of."""
    return {"candidate": application.candidate.name, "job": application.job.title, **more}
