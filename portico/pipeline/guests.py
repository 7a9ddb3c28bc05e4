"""Forwarding one submitted candidate to somebody without access: a link that shows just that, for some days."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.agencies.roles import May
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.writing import check_address
from portico.pipeline import telling
from portico.pipeline.submissions import Submission
from portico.records.events import record

LIFE = timedelta(days=7)
IDLE_KEPT = 100
"""How many openings and refusals a link's log keeps, for scanners come often; what guests do is all kept."""
AT_ONCE = 10
"""How many open links one person may have on one candidate."""


class GuestLinkQuerySet(OwnedQuerySet["GuestLink"]):
    """Submissions that were forwarded."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those to the submissions they see."""
        return self.filter(submission__in=Submission.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Their own, to the submissions they still see."""
        return self.filter(sent_by=member, submission__in=Submission.objects.visible_to(member))

    def open(self) -> Self:
        """Not ended and not expired."""
        return self.filter(ended__isnull=True, expires__gt=now())


class GuestLink(Owned):
    """A link by which a guest may read one submission, and say one thing. Only its hash is kept."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="guest_links")
    sent_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(gettext_lazy("email"), max_length=254)
    note = models.CharField(max_length=1000, blank=True)
    """What the sender wants the guest to know."""
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    used = models.DateTimeField(null=True, blank=True)
    """When the guest last came in."""
    said = models.CharField(max_length=2000, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[GuestLinkQuerySet] = GuestLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("guest link")
        ordering: ClassVar = ["-created", "-id"]
        indexes: ClassVar = [models.Index(fields=["submission", "-created"])]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> str:
        """open, expired or ended, as far as this row says."""
        if self.ended is not None:
            return "ended"
        return "open" if self.expires > now() else "expired"

    @property
    def state_words(self) -> str:
        """The state in words."""
        return {"open": _("Open"), "expired": _("Expired"), "ended": _("Ended")}[self.state]

    def lets_in(self) -> bool:
        """Whether the guest may read now: while the sender could read and forward it themselves."""
        if self.state != "open" or not self.sent_by.may(May.JUDGE):
            return False
        seen = Submission.objects.visible_to(self.sent_by).filter(pk=self.submission_id)
        there = seen.select_related("share__portal").first()
        return there is not None and there.share.settings.forwarding

    @classmethod
    @transaction.atomic
    def send(cls, submission: Submission, *, email: str, note: str = "", by: Member) -> "GuestLink":
        """Mail somebody a link to this one candidate. The candidate's name stands nowhere in the mail."""
        settings = submission.share.settings
        if not settings.forwarding:
            raise RuleBroken(_("Forwarding is switched off. Ask your consultant."))
        check_recipient(email, settings.domains)
        if not by.may(May.JUDGE):
            raise RuleBroken(_("Your access lets you look, not forward. Ask your consultant."))
        if not Submission.objects.visible_to(by).filter(pk=submission.pk).exists():
            raise RuleBroken(_("You no longer see this candidate."))
        mine = cls.objects.filter(submission=submission, sent_by=by).open()
        if mine.count() >= AT_ONCE:
            raise RuleBroken(_("You have forwarded this candidate to many people already. End one of the links first."))
        token = new_token()
        link = cls(
            agency_id=submission.agency_id,
            submission=submission,
            sent_by=by,
            email=email,
            note=note.strip(),
            token_hash=hashed(token),
            expires=now() + LIFE,
        )
        link.save()
        record(submission, "submission.forwarded", by=by, about=submission.about, to=email, **submission.words)
        telling.candidate_forwarded(link, token)
        return link

    @classmethod
    def find(cls, agency: Agency, token: str) -> "GuestLink | None":
        """The link with this token."""
        if not 40 <= len(token) <= 50:
            return None
        rows = cls.objects.filter(agency=agency).select_related("sent_by__user", "sent_by__agency")
        return rows.filter(token_hash=hashed(token)).first()

    @classmethod
    def again(cls, agency: Agency, pk: int) -> "GuestLink | None":
        """The link by which a guest came in earlier."""
        rows = cls.objects.filter(agency=agency).select_related("sent_by__user", "sent_by__agency")
        return rows.filter(pk=pk).first()

    @transaction.atomic
    def end(self, *, by: Member) -> None:
        """Close it: the guest's next click leads nowhere."""
        if GuestLink.objects.filter(pk=self.pk).open().update(ended=now(), ended_by=by):
            told = self.submission
            record(told, "submission.guest_ended", by=by, about=told.about, to=self.email, **told.words)

    @transaction.atomic
    def say(self, text: str) -> None:
        """The guest says one thing; the sender and the agency read it."""
        if not text.strip():
            raise RuleBroken(_("Write something first."))
        if not GuestLink.objects.filter(pk=self.pk, said="").open().update(said=text.strip(), said_at=now()):
            raise RuleBroken(_("You have said something already."))
        told = self.submission
        record(told, "submission.guest_remarked", by=None, about=told.about, to=self.email, **told.words)
        telling.guest_remarked(self)

    @transaction.atomic
    def was(self, what: str, *, ip: str, agent: str) -> None:
        """Log that it was opened, used or refused."""
        if what == GuestUse.What.ENTERED:
            first = GuestLink.objects.filter(pk=self.pk, used__isnull=True).update(used=now())
            told = self.submission
            if first:
                record(told, "submission.guest_entered", by=None, about=told.about, to=self.email, **told.words)
            else:
                GuestLink.objects.filter(pk=self.pk).update(used=now())
        idle = {GuestUse.What.OPENED, GuestUse.What.REFUSED}
        if what in idle and self.uses.filter(what__in=idle).count() >= IDLE_KEPT:
            return
        GuestUse.objects.create(agency_id=self.agency_id, link=self, what=what, ip=ip, agent=agent)


def check_recipient(email: str, domains: tuple[str, ...]) -> None:
    """One mail address, of a domain that the portal allows."""
    try:
        check_address(email)
    except ValidationError as wrong:
        raise RuleBroken(" ".join(wrong.messages)) from None
    domain = email.rsplit("@", 1)[-1].lower()
    allowed = [one.lower().lstrip("@") for one in domains]
    if allowed and domain not in allowed:
        raise RuleBroken(_("You can forward only to addresses of %s.") % ", ".join(allowed))


class GuestUse(Owned):
    """One line of a guest link's log."""

    class What(models.TextChoices):
        OPENED = "opened", gettext_lazy("Opened")
        ENTERED = "entered", gettext_lazy("Came in")
        READ = "read", gettext_lazy("Read")
        SHEET = "sheet", gettext_lazy("Looked at a document")
        SAID = "said", gettext_lazy("Left a remark")
        REFUSED = "refused", gettext_lazy("Refused")

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="uses")
    what = models.CharField(max_length=8, choices=What)
    at = models.DateTimeField(default=now)
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[OwnedQuerySet[Any]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return self.get_what_display()
