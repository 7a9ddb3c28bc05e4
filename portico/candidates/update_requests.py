"""Update requests: a candidate is asked by mail to look over those parts of their profile that are missing or old.

The link in the mail needs no sign-in and shows nothing but the fields that were asked for. Looking changes nothing; a
request is begun when something is kept for later, and over when it is handed in, runs out, or is called off.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.candidates.layouts import Need
from portico.candidates.profile import Confirmation, PartQuerySet, ProfileChange
from portico.candidates.profile_fields import FIELDS, label_of
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.models import Email
from portico.records.events import record
from portico.records.lifecycle import Lifecycle

LINKS_AT_MOST = 3


class UpdateRequestQuerySet(PartQuerySet["UpdateRequest"]):
    """What candidates were asked to look over."""

    def open(self) -> Self:
        """Still to be answered."""
        return self.filter(status__in=UpdateRequest.OPEN)

    def delivered(self) -> Self:
        """Of which at least one mail went out."""
        sent = UpdateLink.objects.filter(request=models.OuterRef("pk"), email__status=Email.Status.SENT)
        return self.filter(models.Exists(sent))


class UpdateRequest(Lifecycle):
    """A candidate is asked to bring parts of their profile up to date, until a given day."""

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        REMINDED = "reminded", _("Reminded")
        OPENED = "opened", _("Begun")
        SUBMITTED = "submitted", _("Answered, to be checked")
        ACCEPTED = "accepted", _("Answered")
        PARTLY_ACCEPTED = "partly_accepted", _("Taken over in part")
        REJECTED = "rejected", _("Not taken over")
        EXPIRED = "expired", _("Not answered")
        CANCELED = "canceled", _("Called off")

    class Way(models.TextChoices):
        SINGLE = "single", _("by hand")
        BULK = "bulk", _("with many")
        SCHEDULE = "schedule", _("by the clock")

    OPEN: ClassVar = [Status.SENT, Status.REMINDED, Status.OPENED]
    ANSWERED: ClassVar = [Status.SUBMITTED, Status.ACCEPTED, Status.PARTLY_ACCEPTED, Status.REJECTED]
    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.SENT: {Status.REMINDED, Status.OPENED, Status.SUBMITTED, Status.EXPIRED, Status.CANCELED},
        Status.REMINDED: {Status.OPENED, Status.SUBMITTED, Status.EXPIRED, Status.CANCELED},
        Status.OPENED: {Status.SUBMITTED, Status.EXPIRED, Status.CANCELED},
        Status.SUBMITTED: {Status.ACCEPTED, Status.PARTLY_ACCEPTED, Status.REJECTED},
    }

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="update_requests")
    status = models.CharField(max_length=15, choices=Status, default=Status.SENT)
    fields = models.JSONField(default=dict)
    """How much each field that is asked for is wanted: need by field."""
    message = models.TextField(_("a personal word"), max_length=2000, blank=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.SINGLE)
    asked = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    expires = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded = models.DateTimeField(null=True, blank=True)
    opened = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    submitted = models.DateTimeField(null=True, blank=True)
    draft = models.JSONField(default=dict)
    """What was typed and kept for later; nothing once it is handed in or over."""

    objects: ClassVar[UpdateRequestQuerySet] = UpdateRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("update request")
        ordering: ClassVar = ["-asked", "-id"]
        indexes: ClassVar = [models.Index(fields=["agency", "status", "-asked"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(status__in=["sent", "reminded", "opened"]),
                name="one_open_update_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_status_display()}"

    @property
    def state(self) -> str:
        """The status as it is by the clock, even where the clock's task has not come round yet."""
        return self.Status.EXPIRED if self.status in self.OPEN and self.expires <= now() else self.status

    @property
    def state_words(self) -> str:
        """The state in words."""
        return str(self.Status(self.state).label)

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state in self.OPEN

    def still_asked(self) -> dict[str, str]:
        """Need by field, without what was brought up to date since: said to be right, or proposed anew.

        What a recruiter wrote about them is not shown.
        """
        from portico.candidates.profile_reading import words_about

        said = Confirmation.objects.filter(candidate=self.candidate_id, at__gte=self.asked)
        done = set(said.values_list("field", flat=True))
        waiting = ProfileChange.objects.filter(candidate=self.candidate_id).waiting()
        done |= set(waiting.values_list("field", flat=True))
        done |= words_about(self.candidate)
        return {key: need for key, need in self.fields.items() if key in FIELDS and key not in done}

    def new_link(self) -> "tuple[UpdateLink, str]":
        """One more link to it; the newest three work."""
        token = new_token()
        link = UpdateLink(agency_id=self.agency_id, request=self, token_hash=hashed(token))
        link.save()
        newest = self.links.order_by("-pk").values_list("pk", flat=True)[:LINKS_AT_MOST]
        self.links.exclude(pk__in=list(newest)).delete()
        return link, token

    def check_open(self) -> None:
        """Refuse what comes too late."""
        if self.state == self.Status.EXPIRED:
            raise RuleBroken(_t("The time to answer is over. Ask your recruiter to send the question again."))
        if not self.is_open:
            raise Conflict(_t("This was answered already."))

    @transaction.atomic
    def remind(self, *, by: Member | None) -> None:
        """Mail the question again, with one more link."""
        from portico.candidates.update_emails import asked

        if not self.is_open:
            raise RuleBroken(_t("This question is over. Ask anew."))
        count, at = self.reminders, now()
        still = UpdateRequest.objects.filter(pk=self.pk, status=self.status, reminders=count)
        if not still.update(reminders=count + 1, reminded=at):
            raise Conflict(_t("It was answered or reminded of meanwhile. Have another look."))
        self.reminders, self.reminded = count + 1, at
        if self.status == self.Status.SENT:
            self.become(self.Status.REMINDED, by=by, **self._told())
        else:
            record(self, "updaterequest.reminded", by=by, **self._told())  # type: ignore[arg-type]
        asked(self, again=True)

    @transaction.atomic
    def cancel(self, *, by: Member | None) -> None:
        """Call it off; the links are dead at once."""
        self.become(self.Status.CANCELED, by=by, **self._told())
        self._forget_draft()

    @transaction.atomic
    def expire(self) -> None:
        """The time to answer is over."""
        self.become(self.Status.EXPIRED, by=None, **self._told())
        self._forget_draft()

    @transaction.atomic
    def keep_for_later(self, draft: dict[str, Any], *, by: Member | None) -> None:
        """They go on later: what was typed is kept until then."""
        self.check_open()
        if self.status != self.Status.OPENED:
            self.become(self.Status.OPENED, by=by, **self._told())
        if not UpdateRequest.objects.filter(pk=self.pk, status=self.Status.OPENED).update(draft=draft):
            raise Conflict(_t("This was answered already."))
        self.draft = draft

    @transaction.atomic
    def submit(
        self,
        values: Mapping[str, Any],
        *,
        right: list[str],
        seen: dict[str, Any],
        by: Member | None,
        papers: bool = False,
    ) -> None:
        """The candidate answers: `values` are new, what is `right` stays as the page showed it (`seen`).

        `papers`: a newer résumé came with it, which is an answer too.
        """
        from portico.candidates.proposing import propose

        self.check_open()
        asked = self.still_asked()
        said = {key: value for key, value in values.items() if key in asked}
        said |= {key: seen[key] for key in right if key in asked and key in seen and key not in said}
        left = [key for key, need in asked.items() if need == Need.MANDATORY and key not in said]
        if left:
            names = ", ".join(label_of(key) for key in left)
            raise RuleBroken(_t("Still missing: %s.") % names)
        if not said and not papers:
            raise RuleBroken(_t("Say of at least one field that it is still right, or change it."))
        self.become(self.Status.SUBMITTED, by=by, **self._told())
        self.submitted, self.draft = now(), {}
        self.save(update_fields=["submitted", "draft"])
        propose(self.candidate, said, by=by, way=ProfileChange.Way.REQUEST, seen=seen, request_id=self.pk)
        settle(self)

    def done_elsewhere(self) -> None:
        """They brought everything up to date without using the link: nobody need be reminded."""
        self.become(self.Status.SUBMITTED, by=None, **self._told())
        self.submitted, self.draft = now(), {}
        self.save(update_fields=["submitted", "draft"])
        settle(self)

    def _told(self) -> dict[str, object]:
        return {"about": [self.candidate], "person": self.candidate.name}

    def _forget_draft(self) -> None:
        UpdateRequest.objects.filter(pk=self.pk).update(draft={})
        self.draft = {}


class UpdateLink(Owned):
    """One way to answer an update request without signing in. Only its hash is kept."""

    request = models.ForeignKey(UpdateRequest, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.ForeignKey(Email, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("link to an update request")

    def __str__(self) -> str:
        return f"{self.request}"


RELATED = ("candidate__layout", "candidate__member", "asked_by__user", "agency")


def request_behind(agency: Agency, token: object) -> UpdateRequest | None:
    """The request behind an emailed link of this agency."""
    if not isinstance(token, str) or not 40 <= len(token) <= 50:
        return None
    found = UpdateRequest.objects.filter(agency=agency, links__token_hash=hashed(token))
    return found.select_related(*RELATED).first()


def was_opened(request: UpdateRequest) -> None:
    """Count a look at the page: it changes nothing else, for scanners look too."""
    rows = UpdateRequest.objects.filter(pk=request.pk)
    rows.filter(opened=None).update(opened=now())
    rows.update(opened_count=models.F("opened_count") + 1)


def settle(request: UpdateRequest, *, by: Member | None = None) -> None:
    """Once nothing of an answer waits any more, the request says what became of it."""
    if request.status != UpdateRequest.Status.SUBMITTED:
        return
    changes = ProfileChange.objects.filter(request_id=request.pk, candidate=request.candidate_id)
    found = set(changes.values_list("status", flat=True))
    if ProfileChange.Status.WAITING in found:
        return
    taken = bool(found & {ProfileChange.Status.ACCEPTED, ProfileChange.Status.LANDED})
    declined = ProfileChange.Status.DECLINED in found
    end = UpdateRequest.Status.ACCEPTED
    if declined:
        end = UpdateRequest.Status.PARTLY_ACCEPTED if taken else UpdateRequest.Status.REJECTED
    request.become(end, by=by, **request._told())


def settle_those(pks: set[int], *, by: Member | None) -> None:
    """The same for several requests, by number."""
    for request in UpdateRequest.objects.filter(pk__in=pks).select_related(*RELATED):
        settle(request, by=by)


def run_out(at: datetime) -> int:
    """By the clock: requests whose time is over. Returns how many."""
    count = 0
    for request in UpdateRequest.objects.at_work().open().filter(expires__lte=at).select_related(*RELATED)[:5000]:
        try:
            request.expire()
        except Conflict:
            continue
        count += 1
    return count
