"""What candidates are asked when they apply for a job: which fields of the profile, which files, and own questions."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.candidates.layouts import Need
from portico.candidates.profile_fields import FIELDS
from portico.candidates.settings import CandidateSettings, settings_of
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.editing import save_changes
from portico.records.events import record

ASKABLE = [key for key, field in FIELDS.items() if field.kind != "entries"]
"""Fields that can stand on an application form; posts, schools and languages come with the résumé."""
ALWAYS = ("first_name", "last_name", "email")
"""Without these nobody can apply."""
MOST_QUESTIONS = 30
MOST_FILES = 3
"""Questions that ask for a file, beside the résumé and the cover letter."""
MOST_OPTIONS = 30


class Ask(models.TextChoices):
    """How much a file is wanted."""

    REQUIRED = "required", gettext_lazy("Required")
    OPTIONAL = "optional", gettext_lazy("Optional")
    NONE = "none", gettext_lazy("Not asked for")


class KnockOut(models.TextChoices):
    """What becomes of an application with an answer that rules somebody out."""

    FLAG = "flag", gettext_lazy("Arrives with a mark; a recruiter decides")
    REJECT = "reject", gettext_lazy("Arrives rejected")


class FormQuerySet(OwnedQuerySet["ApplicationForm"]):
    """Application forms of jobs."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the jobs they see."""
        return self.filter(job__in=Job.objects.visible_to(member)) if member.own_desk_only else self


class ApplicationForm(Owned):
    """How one job's application form differs from the agency's usual one, and where its applications land."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="application_form")
    fields = models.JSONField(default=dict)
    """Need by field of the profile; a field that is not named is not asked for."""
    resume = models.CharField(gettext_lazy("résumé"), max_length=8, choices=Ask, default=Ask.OPTIONAL)
    cover_letter = models.CharField(gettext_lazy("cover letter"), max_length=8, choices=Ask, default=Ask.OPTIONAL)
    stage = models.ForeignKey(
        Stage, verbose_name=gettext_lazy("stage"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Where applications land; nothing: the first stage for applications."""
    owner = models.ForeignKey(
        Member, verbose_name=gettext_lazy("owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who looks after candidates who are new; nobody: the owner of the job."""
    knock_out = models.CharField(gettext_lazy("knock-out"), max_length=6, choices=KnockOut, default=KnockOut.FLAG)

    objects: ClassVar[FormQuerySet] = FormQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("application form")

    def __str__(self) -> str:
        return str(self.job)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one job's application form asks for, and where its applications go."""

    fields: dict[str, str]
    resume: str
    cover_letter: str
    stage: Stage | None
    owner: Member | None
    knock_out: str
    is_own: bool
    """The job has a form of its own."""


def in_order(needs: dict[str, str]) -> dict[str, str]:
    """The fields that are asked for, in the order of the profile; name and email always are."""
    asked = {key: needs.get(key, Need.HIDDEN) for key in ASKABLE} | dict.fromkeys(ALWAYS, str(Need.MANDATORY))
    return {key: str(asked[key]) for key in ASKABLE if asked[key] in (Need.MANDATORY, Need.OPTIONAL)}


def usual_form(rules: CandidateSettings) -> Wanted:
    """The agency's usual form."""
    return Wanted(
        fields=in_order(dict(rules.apply_fields)),
        resume=rules.apply_resume,
        cover_letter=rules.apply_cover_letter,
        stage=None,
        owner=None,
        knock_out=rules.apply_knock_out,
        is_own=False,
    )


@prepared
def own_form(job: int) -> models.QuerySet[ApplicationForm]:
    """The job's own form, if it has one."""
    return ApplicationForm.objects.filter(job=job).select_related("stage", "owner__user")


def form_of(job: Job, rules: CandidateSettings | None = None) -> Wanted:
    """What this job's application form asks for: its own, or the agency's usual one."""
    own = own_form.first(job.pk)
    if own is None:
        return usual_form(rules or settings_of(job.agency_id))
    good = own.stage is not None and own.stage.archived is None
    return Wanted(
        fields=in_order(own.fields),
        resume=own.resume,
        cover_letter=own.cover_letter,
        stage=own.stage if good else None,
        owner=own.owner if own.owner is not None and own.owner.is_in else None,
        knock_out=own.knock_out,
        is_own=True,
    )


@transaction.atomic
def change_form(job: Job, *, by: Member, fields: dict[str, str], **changes: Any) -> ApplicationForm:
    """Give the job a form of its own, or change it; what came in before stays as it was answered."""
    stage: Stage | None = changes.get("stage")
    if stage is not None and (stage.archived or stage.kind == Stage.Kind.PLACED):
        raise RuleBroken(_("Choose another stage to start in."))
    form = ApplicationForm.objects.filter(job=job).first() or ApplicationForm(agency_id=job.agency_id, job=job)
    form.fields = in_order(fields)
    for name, value in changes.items():
        setattr(form, name, value)
    form.save()
    record(job, "job.form_changed", by=by, job=job.title)
    return form


@transaction.atomic
def use_usual_form(job: Job, *, by: Member) -> None:
    """Back to the agency's usual form; the job's own questions stay."""
    if ApplicationForm.objects.filter(job=job).delete()[0]:
        record(job, "job.form_usual", by=by, job=job.title)


class QuestionQuerySet(OwnedQuerySet["Question"]):
    """Questions on application forms."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the jobs they see."""
        return self.filter(job__in=Job.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Those in use on jobs that are advertised."""
        return self.asked().filter(job__in=Advert.objects.live().values("job"))

    def seen_by_visitors(self) -> Self:
        """Those in use on jobs that are advertised."""
        return self.asked().filter(job__in=Advert.objects.live().values("job"))

    def asked(self) -> Self:
        """In use, in their order."""
        return self.filter(archived__isnull=True).order_by("position", "pk")


class Question(Owned):
    """A question of the agency's own on a job's application form."""

    class Kind(models.TextChoices):
        LINE = "line", gettext_lazy("Short text")
        TEXT = "text", gettext_lazy("Long text")
        YES_NO = "yes_no", gettext_lazy("Yes or no")
        CHOICE = "choice", gettext_lazy("One of several")
        CHOICES = "choices", gettext_lazy("Any of several")
        NUMBER = "number", gettext_lazy("Number")
        DATE = "date", gettext_lazy("Date")
        FILE = "file", gettext_lazy("File")

    class Must(models.TextChoices):
        """The answer without which somebody is ruled out."""

        NOTHING = "", gettext_lazy("Either is fine")
        YES = "yes", gettext_lazy("Must be yes")
        NO = "no", gettext_lazy("Must be no")

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(gettext_lazy("kind of answer"), max_length=8, choices=Kind, default=Kind.LINE)
    text = models.CharField(gettext_lazy("question"), max_length=300)
    help = models.CharField(gettext_lazy("hint"), max_length=300, blank=True)
    options = models.JSONField(gettext_lazy("answers to choose from"), default=list, blank=True)
    required = models.BooleanField(gettext_lazy("must be answered"), default=False)
    must = models.CharField(gettext_lazy("knock-out"), max_length=3, choices=Must, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    archived = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("question")
        ordering: ClassVar = ["position", "id"]
        indexes: ClassVar = [models.Index(fields=["job", "position"])]

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        """What its field on the form is called."""
        return f"question-{self.pk}"

    def rules_out(self, answer: Any) -> bool:
        """Whether this answer rules somebody out."""
        return bool(self.must) and answer in ("yes", "no") and answer != self.must

    def check_answerable(self, changes: dict[str, Any]) -> None:
        """Refuse a question nobody could answer."""
        kind = changes.get("kind", self.kind)
        options = changes.get("options", self.options)
        if kind in (self.Kind.CHOICE, self.Kind.CHOICES) and len(options) < 2:
            raise RuleBroken(_("Give at least two answers to choose from, one a line."))
        if len(options) > MOST_OPTIONS or any(len(one) > 120 for one in options):
            raise RuleBroken(_("At most 30 answers of 120 characters each."))
        if changes.get("must", self.must) and kind != self.Kind.YES_NO:
            raise RuleBroken(_("Only a yes-or-no question can be a knock-out."))
        others = Question.objects.filter(job=self.job_id).asked().exclude(pk=self.pk)
        if others.count() >= MOST_QUESTIONS:
            raise RuleBroken(_("At most 30 questions. Nobody answers more."))
        if kind == self.Kind.FILE and others.filter(kind=self.Kind.FILE).count() >= MOST_FILES:
            raise RuleBroken(_("At most three questions can ask for a file."))

    @transaction.atomic
    def add(self, *, by: Member | None) -> "Question":
        """Ask one more thing, after the others."""
        self.check_answerable({})
        last = Question.objects.filter(job=self.job_id).order_by("-position").values_list("position", flat=True).first()
        self.position = (last or 0) + 1
        self.save()
        record(self.job, "job.question_added", by=by, question=self.text)
        return self

    @transaction.atomic
    def change(self, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
        """Ask it in other words; what was answered before keeps the words it was asked in."""
        self.check_answerable(changes)
        return save_changes(self, changes, seen=seen, by=by, verb="job.question_changed", about=[self.job])

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """No longer ask it; what was answered stays."""
        self.archived = now()
        self.save(update_fields=["archived"])
        record(self.job, "job.question_archived", by=by, question=self.text)

    @transaction.atomic
    def restore(self, *, by: Member) -> None:
        """Ask it again."""
        self.check_answerable({})
        self.archived = None
        self.save(update_fields=["archived"])
        record(self.job, "job.question_restored", by=by, question=self.text)

    @transaction.atomic
    def shift(self, by_places: int, *, by: Member) -> None:
        """Ask it one place earlier or later."""
        rows = list(Question.objects.filter(job=self.job_id).asked().select_for_update())
        place = next((number for number, one in enumerate(rows) if one.pk == self.pk), None)
        if place is None or not 0 <= place + by_places < len(rows):
            return
        rows.insert(place + by_places, rows.pop(place))
        for number, row in enumerate(rows, start=1):
            Question.objects.filter(pk=row.pk).update(position=number)
