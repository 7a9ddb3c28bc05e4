"""Importing applications: one row a step."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portico.candidates.models import Candidate, name_key
from portico.imports.running import directory
from portico.imports.running.outcomes import Deed, Outcome
from portico.imports.running.run import Refusal, Run
from portico.imports.running.steps import ENDINGS, Step, Story
from portico.imports.running.telling import tell
from portico.imports.running.words import meanings
from portico.imports.understanding import Understood
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.pipeline.models import Application, Move
from portico.records.models import Event
from portico.records.subjects import kind_of

LONGEST_REMARK, LONGEST_REASON = 2_000, 1_000


class ApplicationImport:
    """Rows that are steps of candidates on jobs: the same step twice is one step."""

    def __init__(self, run: Run) -> None:
        self.run = run
        stages = Stage.objects.filter(agency=run.agency).order_by("archived", "position", "pk")
        self.stages = {stage.pk: stage for stage in stages}
        self.by_name: dict[str, Stage] = {}
        for stage in sorted(self.stages.values(), key=lambda stage: stage.archived is not None):
            self.by_name.setdefault(name_key(stage.name), stage)
        self.stories: dict[tuple[int, int], Story] = {}

    def first(self, kind: str) -> Stage:
        """The agency's first stage of a kind."""
        return next(stage for stage in self.stages.values() if stage.kind == kind and stage.archived is None)

    def plan(self, rows: list[Understood]) -> list[Outcome]:
        """Say what is to be done with each step."""
        values = [row.values for row in rows]

        def given(name: str) -> list[str | None]:
            return [row.get(name) for row in values]

        names = [
            row.get("candidate") for row in values if not row.get("candidate_id") and not row.get("candidate_email")
        ]
        agency = self.run.agency
        self.candidates = directory.candidates(agency, given("candidate_id"), given("candidate_email"), names)
        titles = [row.get("job") for row in values if not row.get("job_id")]
        self.jobs = directory.jobs(agency, given("job_id"), titles)
        self.organizations = directory.organizations(agency, given("organization") if any(titles) else [])
        read = [self._read(row.values) for row in rows]
        self._load([one for one in read if not isinstance(one, str)])
        return [self._take(row, one) for row, one in zip(rows, read, strict=True)]

    def _read(self, values: dict[str, Any]) -> tuple[Candidate, Job, Step] | str:
        """Who, which job, which step; or why not."""
        try:
            candidate = self.candidates.find(
                reference=values.get("candidate_id", ""),
                email=values.get("candidate_email", ""),
                name=values.get("candidate", ""),
            )
            organization = None
            if values.get("job") and not values.get("job_id"):
                organization = self.organizations.named(values.get("organization", ""))
            job = self.jobs.of(values.get("job_id", ""), values.get("job", ""), organization)
            if candidate is None or job is None:
                raise Refusal(_("This row does not say which candidate and which job."))
            return candidate, job, self._step(values)
        except Refusal as no:
            return str(no)

    def _step(self, values: dict[str, Any]) -> Step:
        text = values.get("stage", "")
        stage, ending = self.by_name.get(name_key(text)), ""
        if not text:
            stage = self.first(Stage.Kind.SOURCED)
        elif stage is None:
            ending = meanings("outcomes").get(name_key(text), "")
            if ending == "placed":
                stage, ending = self.first(Stage.Kind.PLACED), ""
            elif not ending:
                known = ", ".join(stage.name for stage in self.stages.values() if stage.archived is None)
                raise Refusal(
                    _("There is no stage “%(stage)s”. Your stages are: %(known)s; a run ends as Rejected or Withdrawn.")
                    % {"stage": text[:60], "known": known}
                )
        remark, reason = values.get("remark", ""), values.get("reason", "")
        reason = (reason or remark) if ending else reason
        if len(remark) > LONGEST_REMARK or len(reason) > LONGEST_REASON:
            raise Refusal(_("The remark is longer than %(longest)s characters.") % {"longest": f"{LONGEST_REMARK:,}"})
        by = self.run.teammate(values["by"]) if values.get("by") else None
        return Step(
            at=self.run.moment(values["date"]) if "date" in values else self.run.at,
            undated="date" not in values,
            stage=stage,
            ending=ending,
            remark=remark,
            reason=reason,
            by=by,
            by_name=by.name if by else str(values.get("by", ""))[:200],
            start=values.get("starts_on"),
            source=str(values.get("source", ""))[:120],
        )

    def _load(self, read: list[tuple[Candidate, Job, Step]]) -> None:
        """The applications there are, with their stories so far."""
        self.stories = {}
        candidates = {candidate.pk: candidate for candidate, _job, _step in read}
        jobs = {job.pk: job for _candidate, job, _step in read}
        wanted = {(candidate.pk, job.pk) for candidate, job, _step in read}
        rows = Application.objects.filter(agency=self.run.agency, candidate__in=candidates, job__in=jobs)
        if not self.run.dry:
            rows = rows.select_for_update(of=("self",))
        by_pk: dict[int, Story] = {}
        for row in rows:
            if (row.candidate_id, row.job_id) in wanted:
                row.candidate, row.job, row.stage = (
                    candidates[row.candidate_id],
                    jobs[row.job_id],
                    self.stages[row.stage_id],
                )
                by_pk[row.pk] = self.stories[row.candidate_id, row.job_id] = Story(row, new=False)
        if not by_pk:
            return
        for move in Move.objects.filter(application__in=by_pk).order_by("at", "pk"):
            step = Step(move.at, self.stages[move.to_stage_id], known=move)
            by_pk[move.application_id].steps.append(step)
        self._load_endings(by_pk)

    def _load_endings(self, stories: dict[int, Story]) -> None:
        verbs = [f"application.{ending}" for ending in ENDINGS]
        about = Q(subjects__kind=kind_of(Application), subjects__object_id__in=list(stories))
        events = Event.objects.filter(about, agency=self.run.agency, verb__in=verbs).order_by("at", "pk")
        for event in events.values("at", "verb", "details", "subjects__object_id"):
            ending = event["verb"].rpartition(".")[2]
            reason = str(event["details"].get("reason", ""))
            step = Step(event["at"], None, ending, reason="" if reason == "–" else reason, known=event)
            stories[event["subjects__object_id"]].steps.append(step)

    def _take(self, row: Understood, read: tuple[Candidate, Job, Step] | str) -> Outcome:
        if isinstance(read, str):
            return Outcome(row.number, Deed.REFUSED, str(row.values.get("candidate", "")), read)
        candidate, job, step = read
        title = f"{candidate.name} → {job.title}"
        story = self.stories.get((candidate.pk, job.pk))
        if story is None:
            application = Application(agency=self.run.agency, candidate=candidate, job=job, stage=step.stage)
            story = self.stories[candidate.pk, job.pk] = Story(application, new=True)
        elif story.knows(step) or (step.undated and not row.values.get("stage")):
            return Outcome(row.number, Deed.UNCHANGED, title)
        if step.ending and not any(one.stage for one in story.steps):
            story.add(
                Step(step.at, self.first(Stage.Kind.SOURCED), by=step.by, by_name=step.by_name, source=step.source)
            )
        story.add(step)
        return Outcome(row.number, Deed.CREATED, title, step.stage.name if step.stage else str(row.values.get("stage")))

    def write(self) -> None:
        """Write the new steps, and where they leave each application."""
        tell(self.run, [story for story in self.stories.values() if story.changed])
