"""Stage: the agency's own steps of the pipeline."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.editing import save_changes
from portico.records.events import record


class StageQuerySet(OwnedQuerySet["Stage"]):
    """Steps of the pipeline, in order."""

    def active(self) -> Self:
        """Not archived, in their order."""
        return self.filter(archived__isnull=True).order_by("position", "pk")

    def seen_by_client(self, member: Member) -> Self:
        """Those the agency shows to clients."""
        return self.filter(clients_see=True)


class Stage(Owned):
    """An agency's own step of the pipeline, with a fixed kind, which is what rules speak of."""

    class Kind(models.TextChoices):
        SOURCED = "sourced", _("Sourced")
        APPLIED = "applied", _("Applied")
        SCREENING = "screening", _("Screening")
        INTERNAL_REVIEW = "internal_review", _("Internal review")
        SUBMITTED = "submitted", _("Submitted")
        CLIENT_REVIEW = "client_review", _("Client review")
        INTERVIEW = "interview", _("Interview")
        OFFER = "offer", _("Offer")
        PLACED = "placed", _("Placed")

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    position = models.PositiveIntegerField(default=0)
    clients_see = models.BooleanField(_("clients see it"), default=False)
    clients_may_move = models.BooleanField(_("clients may move candidates into it"), default=False)
    target_days = models.PositiveSmallIntegerField(
        _("target in working days"),
        default=0,
        validators=[MaxValueValidator(365)],
        help_text=_("Who stands here for longer is marked. 0: no target."),
    )
    public_label = models.CharField(_("label for candidates"), max_length=60)
    candidates_see = models.BooleanField(
        _("candidates see it"),
        default=True,
        help_text=_("Otherwise they go on reading the label they had before."),
    )
    next_text = models.CharField(
        _("what happens next"),
        max_length=500,
        blank=True,
        help_text=_("What candidates read below the label. Empty: the usual words."),
    )
    expect_days = models.PositiveSmallIntegerField(
        _("they hear within, in working days"),
        default=0,
        validators=[MaxValueValidator(365)],
        help_text=_("Candidates read until when they will hear more. 0: no day is named."),
    )
    archived = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[StageQuerySet] = StageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("stage")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=models.Q(archived__isnull=True),
                name="one_stage_per_name",
                violation_error_message=_("There is already a stage with this name."),
            ),
            models.CheckConstraint(
                condition=models.Q(clients_may_move=False) | models.Q(clients_see=True),
                name="clients_move_only_where_they_see",
                violation_error_message=_("Clients can only move candidates into a stage that they see."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def first(cls, agency_id: int, kind: str) -> "Stage":
        """The first active stage of a kind; there always is one."""
        return cls.objects.filter(agency=agency_id, kind=kind).active()[:1].get()

    @transaction.atomic
    def add(self, *, by: Member | None) -> "Stage":
        """Put a new step at the end of those of its kind."""
        self._check_name(self.name)
        same = Stage.objects.filter(agency=self.agency_id).active()
        kinds = list(self.Kind.values)
        before = [stage for stage in same if kinds.index(stage.kind) <= kinds.index(self.kind)]
        self.position = before[-1].position + 1 if before else 0
        Stage.objects.filter(agency=self.agency_id, position__gte=self.position).update(
            position=models.F("position") + 1
        )
        self.save()
        record(self, "stage.added", by=by, stage=self.name)
        return self

    @transaction.atomic
    def change(self, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
        """Another name, or other things that clients and candidates see of it; the kind stays."""
        self._check_name(changes.get("name", self.name))
        return save_changes(self, changes, seen=seen, by=by, verb="stage.changed", stage=changes.get("name", self.name))

    def _check_name(self, name: str) -> None:
        """Refuse a name that another stage of the pipeline has."""
        others = Stage.objects.filter(agency=self.agency_id, name__iexact=name).active().exclude(pk=self.pk)
        if others.exists():
            raise RuleBroken(str(_("There is already a stage with this name.")))

    @transaction.atomic
    def move_by(self, steps: int, *, by: Member) -> None:
        """One place up (-1) or down (+1) among the active stages."""
        stages = list(Stage.objects.select_for_update().filter(agency=self.agency_id).active())
        here = next((index for index, stage in enumerate(stages) if stage.pk == self.pk), None)
        if here is None or not 0 <= here + steps < len(stages):
            return
        stages.insert(here + steps, stages.pop(here))
        for position, stage in enumerate(stages):
            stage.position = position
        Stage.objects.bulk_update(stages, ["position"])
        record(self, "stage.changed", by=by, stage=self.name)

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """Take a step out of the pipeline. Each kind keeps an active one, and nobody may stand in it."""
        others = (
            Stage.objects.select_for_update().filter(agency=self.agency_id, kind=self.kind).active().exclude(pk=self.pk)
        )
        if not others:
            raise RuleBroken(
                str(_("This is the only stage of the kind “%s”. Add another one first.")) % self.get_kind_display()
            )
        for blocked_by in STAGE_IN_USE:
            if blocked_by(self):
                raise RuleBroken(str(_("There are candidates in this stage. Move them first.")))
        self.archived = now()
        self.save(update_fields=["archived"])
        record(self, "stage.archived", by=by, stage=self.name)

    @transaction.atomic
    def restore(self, *, by: Member) -> None:
        """Back into the pipeline."""
        self._check_name(self.name)
        self.archived = None
        self.save(update_fields=["archived"])
        record(self, "stage.restored", by=by, stage=self.name)


STAGE_IN_USE: list[Callable[["Stage"], bool]] = []
"""Questions of packages above: does anybody stand in this stage?"""

DEFAULTS: list[tuple[str, str, bool, bool, object]] = [
    # name, kind, clients see it, clients may move candidates into it, label for candidates
    ("Sourced", Stage.Kind.SOURCED, False, False, _("Being considered")),
    ("Applied", Stage.Kind.APPLIED, False, False, _("Received")),
    ("Screening", Stage.Kind.SCREENING, False, False, _("Being reviewed")),
    ("Internal review", Stage.Kind.INTERNAL_REVIEW, False, False, _("Being reviewed")),
    ("Submitted", Stage.Kind.SUBMITTED, True, False, _("Presented to the company")),
    ("Client review", Stage.Kind.CLIENT_REVIEW, True, True, _("Presented to the company")),
    ("Interview", Stage.Kind.INTERVIEW, True, True, _("Interview")),
    ("Final interview", Stage.Kind.INTERVIEW, True, True, _("Interview")),
    ("Offer", Stage.Kind.OFFER, True, False, _("Offer")),
    ("Placed", Stage.Kind.PLACED, True, False, _("Placed")),
]


def make_default_stages(agency_id: int) -> None:
    """The pipeline a new agency starts with."""
    for position, (name, kind, see, move, label) in enumerate(DEFAULTS):
        Stage(
            agency_id=agency_id,
            name=str(name),
            kind=kind,
            position=position,
            clients_see=see,
            clients_may_move=move,
            public_label=str(label),
        ).save()
