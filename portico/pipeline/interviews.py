"""Interview: a client, or the agency itself, gets to know a candidate; the times offered for it, and who takes one."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.jobs.models import Job
from portico.kit.local_time import known_zone
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline import interview_emails as emails
from portico.pipeline.interview_slots import InterviewSlot, InterviewSlotQuerySet, check_picker
from portico.pipeline.reaching import reach_interview
from portico.pipeline.submissions import Submission
from portico.records.events import record
from portico.records.lifecycle import Lifecycle

OFFER_LIFE = timedelta(days=7)


def new_uid() -> str:
    """The name of an appointment in everybody's calendar; it never changes."""
    return uuid.uuid4().hex


def check_client(submission: Submission, by: Member) -> None:
    """Whether this contact may arrange interviews with this candidate."""
    submission.check_judge(by)
    if not submission.share.settings.interviews:
        raise RuleBroken(_("Interviews are arranged by your consultant. Send them a message."))


class InterviewQuerySet(OwnedQuerySet["Interview"]):
    """Interviews."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those on the jobs they see."""
        return self.filter(application__job__in=Job.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Those with the candidates they see; what the agency arranges for itself is not theirs."""
        return self.filter(submission__in=Submission.objects.visible_to(member))

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own, once the agency has told them."""
        return self.filter(application__candidate__member=member, released__isnull=False)

    def undecided(self) -> Self:
        """Without a time so far."""
        return self.filter(status__in=Interview.OPEN)

    def to_come(self) -> Self:
        """With or without a time, not over."""
        return self.filter(status__in=(*Interview.OPEN, *Interview.FIXED))

    def with_time(self) -> Self:
        """Going to take place."""
        return self.filter(status__in=Interview.FIXED)


class Interview(Lifecycle):
    """One round in which somebody gets to know a candidate: asked for, offered times, booked, held, judged."""

    class Status(models.TextChoices):
        REQUESTED = "requested", gettext_lazy("Asked for")
        OFFERED = "slots_offered", gettext_lazy("Times offered")
        BOOKED = "booked", gettext_lazy("Booked")
        CONFIRMED = "confirmed", gettext_lazy("Confirmed")
        RESCHEDULING = "rescheduling", gettext_lazy("New time needed")
        DONE = "done", gettext_lazy("Held")
        REVIEWED = "feedback_given", gettext_lazy("Feedback given")
        CANCELLED = "cancelled", gettext_lazy("Cancelled")
        NO_SHOW_CANDIDATE = "no_show_candidate", gettext_lazy("Candidate did not come")
        NO_SHOW_CLIENT = "no_show_client", gettext_lazy("Client did not come")

    class Kind(models.TextChoices):
        VIDEO = "video", gettext_lazy("Video call")
        PHONE = "phone", gettext_lazy("Phone call")
        ON_SITE = "on_site", gettext_lazy("On site")

    class Picker(models.TextChoices):
        CANDIDATE = "candidate", gettext_lazy("the candidate")
        CLIENT = "client", gettext_lazy("the client")

    OPEN: ClassVar = (Status.REQUESTED, Status.OFFERED, Status.RESCHEDULING)
    FIXED: ClassVar = (Status.BOOKED, Status.CONFIRMED)
    HELD: ClassVar = (Status.DONE, Status.REVIEWED)
    NO_SHOWS: ClassVar = (Status.NO_SHOW_CANDIDATE, Status.NO_SHOW_CLIENT)
    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.REQUESTED: {Status.OFFERED, Status.BOOKED, Status.CANCELLED},
        Status.OFFERED: {Status.OFFERED, Status.BOOKED, Status.RESCHEDULING, Status.CANCELLED},
        Status.RESCHEDULING: {Status.OFFERED, Status.BOOKED, Status.CANCELLED},
        Status.BOOKED: {Status.BOOKED, Status.CONFIRMED, Status.RESCHEDULING, Status.DONE, Status.CANCELLED, *NO_SHOWS},
        Status.CONFIRMED: {Status.BOOKED, Status.RESCHEDULING, Status.DONE, Status.CANCELLED, *NO_SHOWS},
        Status.DONE: {Status.REVIEWED, *NO_SHOWS},
        Status.NO_SHOW_CANDIDATE: {Status.RESCHEDULING},
        Status.NO_SHOW_CLIENT: {Status.RESCHEDULING},
    }

    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="interviews")
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="interviews"
    )
    """Through which the client knows of it; none: the agency's own."""
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(gettext_lazy("title"), max_length=120, blank=True)
    kind = models.CharField(gettext_lazy("how"), max_length=8, choices=Kind, default=Kind.VIDEO)
    place = models.CharField(gettext_lazy("place or link"), max_length=500, blank=True)
    for_client = models.TextField(gettext_lazy("notes for the client"), max_length=2000, blank=True)
    for_candidate = models.TextField(gettext_lazy("notes for the candidate"), max_length=2000, blank=True)
    minutes = models.PositiveSmallIntegerField(gettext_lazy("minutes"), default=45)
    name_company = models.BooleanField(gettext_lazy("tell the candidate the company’s name"), default=True)
    zone = models.CharField(max_length=64, default="UTC")
    """In which its times were offered."""
    candidate_zone = models.CharField(max_length=64, blank=True)
    """Of a candidate who picked by a link."""
    status = models.CharField(max_length=18, choices=Status, default=Status.REQUESTED)
    picker = models.CharField(max_length=10, choices=Picker, default=Picker.CANDIDATE)
    remark = models.CharField(max_length=2000, blank=True)
    """What whoever asked for it wrote to the recruiter."""
    proposal = models.CharField(max_length=2000, blank=True)
    """Other times the candidate proposes, in their words."""
    proposed = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    """Why it was cancelled or needs a new time."""
    asked = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    released = models.DateTimeField(null=True, blank=True)
    """When the candidate was first told."""
    offer_until = models.DateTimeField(null=True, blank=True)
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    uid = models.CharField(max_length=64, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(default=0)
    """Counted up with each change that calendars must learn of."""
    invited = models.DateTimeField(null=True, blank=True)
    """Since when it stands in people's calendars; nothing: it does not."""
    reminded_day = models.DateTimeField(null=True, blank=True)
    reminded_hour = models.DateTimeField(null=True, blank=True)
    feedback_asked = models.DateTimeField(null=True, blank=True)
    feedback_reminded = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[InterviewQuerySet] = InterviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("interview")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "number"], name="one_interview_per_round"),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None) | models.Q(end__gt=models.F("start")),
                name="an_interview_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "status", "start"])]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its title, or which round it is."""
        return self.title or (_("Interview") if self.number == 1 else _("Interview, round %d") % self.number)

    @classmethod
    def through(cls, submissions: models.QuerySet[Submission]) -> InterviewQuerySet:
        """Those a client knows of by these submissions."""
        return cls.objects.filter(submission__in=submissions)

    @property
    def about(self) -> list[models.Model]:
        """The records on whose timelines its events stand too."""
        return [self.application, *self.application.about]

    @property
    def words(self) -> dict[str, Any]:
        """The names its events speak of."""
        return {"interview": self.label, **self.application.words}

    @property
    def is_open(self) -> bool:
        """Without a time so far."""
        return self.status in self.OPEN

    @property
    def is_fixed(self) -> bool:
        """Going to take place."""
        return self.status in self.FIXED

    @property
    def offer_is_over(self) -> bool:
        """Nobody picked in time."""
        return self.offer_until is not None and self.offer_until <= now()

    @property
    def awaits_release(self) -> bool:
        """The client's times wait for the recruiter to hand them on."""
        return self.status in {self.Status.REQUESTED, self.Status.RESCHEDULING} and self.free_slots().exists()

    def free_slots(self) -> InterviewSlotQuerySet:
        """Times that can still be picked, the soonest first."""
        return InterviewSlot.objects.filter(interviews=self).free()

    def check_by(self, by: Member | None) -> None:
        """Clients arrange interviews where their portal lets them, and only who judges there."""
        if by is None or by.is_staff:
            return
        if by.side == Side.CANDIDATE or self.submission is None:
            raise RuleBroken(_("Ask your recruiter to arrange that."))
        check_client(self.submission, by)

    @transaction.atomic
    def offer(self, starts: Sequence[datetime], *, by: Member, zone: str, picker: str = Picker.CANDIDATE) -> None:
        """Offer times. The agency's go out at once; a client's wait until the recruiter hands them on."""
        self.check_by(by)
        self._check_running()
        if not self.is_open:
            raise RuleBroken(_("This interview has a time already. Ask for a new one first."))
        slots = InterviewSlot.make(self, starts)
        type(self).objects.filter(pk=self.pk).update(zone=zone, picker=picker)
        self.zone, self.picker = zone, picker
        self._take_up(slots)
        if by.is_staff:
            self.release(by=by)
        else:
            told: dict[str, Any] = {"about": self.about, "count": len(slots), **self.words}
            if self.status == self.Status.OFFERED:  # Nobody picks among them before they are handed on.
                self.become(self.Status.RESCHEDULING, by=by, verb="interview.times_given", **told)
            else:
                record(self, "interview.times_given", by=by, **told)
            emails.times_given(self, by)

    def _take_up(self, slots: Sequence[InterviewSlot]) -> None:
        """These times instead of those offered before."""
        before = InterviewSlot.objects.filter(interviews=self).free()
        self.slots.remove(*before)
        InterviewSlot.objects.filter(pk__in=[one.pk for one in before], interviews=None).update(
            state=InterviewSlot.State.WITHDRAWN
        )
        self.slots.add(*slots)

    @transaction.atomic
    def release(self, *, by: Member) -> None:
        """Hand the offered times to whoever picks among them, and mail them."""
        self._check_running()
        last = self.free_slots().order_by("-start").first()
        if last is None:
            raise RuleBroken(_("There is no time to pick from. Offer times first."))
        self._check_reachable()
        self.become(self.Status.OFFERED, by=by, about=self.about, **self.words)
        at = now()
        self.offer_until = min(last.start, at + OFFER_LIFE)
        self.released = self.released or (at if self.picker == self.Picker.CANDIDATE else None)
        self.proposal, self.proposed = "", None
        self.save(update_fields=["offer_until", "released", "proposal", "proposed"])
        emails.pick_a_time(self)

    @transaction.atomic
    def pick(self, slot: InterviewSlot, *, by: Member | None) -> None:
        """Take one of the offered times. Of several who want it, one gets it. `by` nobody: the candidate, by a link."""
        check_picker(self, by)
        self._check_running()
        if self.status != self.Status.OFFERED or self.offer_is_over:
            raise RuleBroken(_("These times are no longer on offer. Your recruiter will send you others."))
        self._book(slot.start, by=by, verb="interview.picked" if by else "interview.picked_by_link")
        if not slot.take(self):
            raise Conflict(_("Somebody else just took this time. Please pick another one."))
        emails.booked(self)

    def pick_number(self, slot: int, *, by: Member | None, zone: str = "") -> None:
        """Take the offered time with this number; `zone`: on whose clocks it was picked, where nobody is signed in."""
        found = InterviewSlot.objects.filter(interviews=self, pk=slot).first()
        if found is None:
            raise RuleBroken(_("This time is no longer on offer. Please pick another one."))
        if by is None and zone:
            self.candidate_zone = known_zone(zone)
        self.pick(found, by=by)

    @transaction.atomic
    def set_time(self, start: datetime, *, by: Member) -> None:
        """The recruiter has agreed a time with both sides: it is booked, or moved, at once."""
        self._check_running()
        InterviewSlot.check_times([start])
        self._book(start, by=by, verb="interview.booked")  # Before the slots, as everywhere: nobody waits in a circle.
        self._leave_slot()
        emails.booked(self)

    def _book(self, start: datetime, *, by: Member | None, verb: str) -> None:
        """Claim the interview for this time; calendars learn of it, reminders start anew."""
        moved = self.invited is not None or self.sequence > 0
        self.become(self.Status.BOOKED, by=by, verb=verb, about=self.about, start=start.isoformat(), **self.words)
        at = now()
        self.start, self.end = start, start + timedelta(minutes=self.minutes)
        self.sequence += 1 if moved else 0
        self.invited, self.released = at, self.released or at
        self.reminded_day = at if start - at <= timedelta(hours=24) else None
        self.reminded_hour = at if start - at <= timedelta(hours=1) else None
        self.reason, self.proposal, self.proposed, self.offer_until = "", "", None, None
        self.save()
        reach_interview(self.application, by=by)

    def _leave_slot(self) -> None:
        """Its taken time, and those offered to it alone, are gone."""
        InterviewSlot.objects.filter(taker=self).update(taker=None, state=InterviewSlot.State.WITHDRAWN)
        self._take_up([])

    @transaction.atomic
    def confirm(self, *, by: Member) -> None:
        """Both sides have said that they will be there."""
        self.become(self.Status.CONFIRMED, by=by, about=self.about, **self.words)

    @transaction.atomic
    def propose(self, proposal: str, *, by: Member | None) -> None:
        """The candidate cannot make the times, or the time, and says when they can. The recruiter hears of it."""
        if not proposal.strip():
            raise RuleBroken(_("Write when you could."))
        offered = self.status == self.Status.OFFERED and self.picker == self.Picker.CANDIDATE
        if not (self.is_fixed or offered):
            raise RuleBroken(_("There is nothing to answer any more. Your recruiter will get in touch with you."))
        if offered:
            self.become(self.Status.RESCHEDULING, by=by, about=self.about, verb="interview.proposed", **self.words)
        else:
            record(self, "interview.proposed", by=by, about=self.about, **self.words)
        self.proposal, self.proposed = proposal.strip(), now()
        self.save(update_fields=["proposal", "proposed"])
        emails.proposed(self)

    @transaction.atomic
    def reschedule(self, *, by: Member, reason: str = "") -> None:
        """The time does not hold: it leaves everybody's calendar, and new times are to be offered."""
        self.check_by(by)
        self._check_running()
        self.become(self.Status.RESCHEDULING, by=by, about=self.about, reason=reason or "–", **self.words)
        self._leave_slot()
        self.reason = reason
        self._off()
        emails.called_off(self, by, again=True)

    @transaction.atomic
    def cancel(self, *, by: Member | None, reason: str) -> None:
        """It does not take place; whoever had it in the calendar is told."""
        self.check_by(by)
        self.become(self.Status.CANCELLED, by=by, about=self.about, reason=reason or "–", **self.words)
        self._leave_slot()
        self.reason = reason
        self._off()
        emails.called_off(self, by, again=False)

    def _off(self) -> None:
        """Out of the calendars; the mails that follow still name the time that was."""
        self.was_start = self.start if self.invited else None
        self.was_minutes = self.minutes
        self.sequence += 1 if self.invited else 0
        self.start = self.end = self.invited = self.reminded_day = self.reminded_hour = None
        self.save()

    was_start: datetime | None = None
    was_minutes = 0

    @transaction.atomic
    def no_show(self, side: str, *, by: Member) -> None:
        """One side did not come."""
        self.check_by(by)
        if self.start is None or self.start > now():
            raise RuleBroken(_("It has not begun yet."))
        self.become(f"no_show_{side}", by=by, about=self.about, **self.words)
        if not by.is_staff:
            emails.did_not_come(self, by)

    @transaction.atomic
    def held(self, *, by: Member | None) -> None:
        """It took place: both sides are asked how it was."""
        if self.start is None or self.start > now():
            raise RuleBroken(_("It has not begun yet."))
        self.become(self.Status.DONE, by=by, about=self.about, **self.words)
        self.feedback_asked = now()
        self.save(update_fields=["feedback_asked"])
        emails.how_was_it(self)

    def _check_reachable(self) -> None:
        """Whoever is to pick must hear of it."""
        candidate = self.application.candidate
        if self.picker == self.Picker.CLIENT and not emails.clients_of(self, portal_only=True):
            raise RuleBroken(_("Nobody of the client who takes part has access to the portal. Set the time yourself."))
        if self.picker == self.Picker.CANDIDATE and not candidate.email:
            raise RuleBroken(_("%s has no mail address. Agree on a time and set it yourself.") % candidate.name)

    def _check_running(self) -> None:
        """Only for somebody who is in process."""
        if self.application.status != "open":
            raise RuleBroken(_("This candidate is no longer in process."))
