"""Who takes part in an interview, what each side thought of it, and the candidate's link to it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.clients.models import Contact
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline.interviews import Interview
from portico.records.events import record

if TYPE_CHECKING:
    from portico.pipeline.submissions import Submission

LINK_LIFE = timedelta(days=30)
OPENINGS_COUNTED = 1000


class InterviewPersonQuerySet(OwnedQuerySet["InterviewPerson"]):
    """People on the panels of interviews."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the interviews they see."""
        return self.filter(interview__in=Interview.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Those of the interviews they see."""
        return self.filter(interview__in=Interview.objects.visible_to(member))


class InterviewPerson(Owned):
    """Somebody of the client who takes part: a contact with access, or just a name and a mail address."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)

    objects: ClassVar[InterviewPersonQuerySet] = InterviewPersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("interviewer")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "email"], name="one_chair_per_interview_and_address")
        ]

    def __str__(self) -> str:
        return self.name

    def learns_the_name(self, submission: "Submission | None") -> bool:
        """Whether mail to them may name the candidate: only to contacts who see this candidate now."""
        if submission is None or self.member is None:
            return False
        return type(submission).objects.visible_to(self.member).filter(pk=submission.pk).exists()


class InterviewFeedbackQuerySet(OwnedQuerySet["InterviewFeedback"]):
    """What was thought of interviews."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, that on the interviews they see."""
        return self.filter(interview__in=Interview.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Their own, and what colleagues chose to show them; never what the candidate said."""
        mine = models.Q(member=member) | models.Q(for_colleagues=True)
        there = self.filter(interview__in=Interview.objects.visible_to(member))
        return there.filter(mine, side=InterviewFeedback.Side.CLIENT)

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        mine = Interview.objects.visible_to(member)
        return self.filter(interview__in=mine, side=InterviewFeedback.Side.CANDIDATE)


class InterviewFeedback(Owned):
    """What one person thought of an interview: an interviewer's judgment, or the candidate's interest."""

    class Side(models.TextChoices):
        CLIENT = "client", gettext_lazy("Client")
        CANDIDATE = "candidate", gettext_lazy("Candidate")

    class Advice(models.TextChoices):
        STRONG_YES = "strong_yes", gettext_lazy("Definitely yes")
        YES = "yes", gettext_lazy("Yes")
        NO = "no", gettext_lazy("No")
        STRONG_NO = "strong_no", gettext_lazy("Definitely not")

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=10, choices=Side)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    rating = models.PositiveSmallIntegerField()
    """1 to 5: the client's stars, the candidate's interest."""
    advice = models.CharField(max_length=10, choices=Advice, blank=True)
    strengths = models.TextField(max_length=2000, blank=True)
    concerns = models.TextField(max_length=2000, blank=True)
    questions = models.TextField(max_length=2000, blank=True)
    for_colleagues = models.BooleanField(default=True)
    at = models.DateTimeField(default=now)

    objects: ClassVar[InterviewFeedbackQuerySet] = InterviewFeedbackQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("interview feedback")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interview", "member"],
                condition=models.Q(side="client"),
                name="one_feedback_per_interviewer",
            ),
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(side="candidate"), name="one_feedback_of_the_candidate"
            ),
        ]


class InterviewLinkQuerySet(OwnedQuerySet["InterviewLink"]):
    """Links of candidates to interviews; only the agency's staff see them."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the interviews they see."""
        return self.filter(interview__in=Interview.objects.visible_to(member)) if member.own_desk_only else self

    def in_force(self, at: datetime) -> Self:
        """Neither ended nor run out."""
        return self.filter(ended=None, expires__gt=at)


class InterviewLink(Owned):
    """The way a candidate answers about one interview without signing in. Only its hash is kept."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    last_ip = models.CharField(max_length=45, blank=True)
    last_agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[InterviewLinkQuerySet] = InterviewLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("interview link")

    @classmethod
    def issue(cls, interview: Interview) -> str:
        """A new link; the three newest stay good, for they stand in mails the candidate has. Returns the token."""
        token = new_token()
        at = now()
        good = cls.objects.filter(interview=interview).in_force(at).order_by("-pk")
        keep = list(good.values_list("pk", flat=True)[:2])
        good.exclude(pk__in=keep).order_by().update(ended=at)
        until = max(at, interview.end or at) + LINK_LIFE
        cls.objects.create(agency_id=interview.agency_id, interview=interview, token_hash=hashed(token), expires=until)
        return token

    @classmethod
    def find(cls, agency: Agency, token: object) -> "InterviewLink | None":
        """The link with this token, if it is this agency's."""
        if not isinstance(token, str) or not 40 <= len(token) <= 50:
            return None
        return cls.objects.filter(agency=agency, token_hash=hashed(token)).first()

    @classmethod
    def of(cls, agency: Agency, number: object) -> "InterviewLink | None":
        """The link a browser carries, with all that its page shows."""
        path = "interview__application__"
        related = ["interview__agency", f"{path}candidate__member__user", f"{path}job__organization"]
        rows = cls.objects.select_related(*related, f"{path}job__owner__user", "interview__submission__share")
        return rows.filter(agency=agency, pk=number).first() if isinstance(number, int) else None

    @property
    def is_good(self) -> bool:
        """Neither ended nor run out, and the candidate may still come."""
        candidate = self.interview.application.candidate
        away = {Member.Status.REVOKED, Member.Status.SUSPENDED}
        shut_out = candidate.member is not None and candidate.member.status in away
        return self.ended is None and self.expires > now() and not (shut_out or candidate.archived)

    def was_opened(self, *, ip: str, agent: str) -> None:
        """Count a look; looking changes nothing else, however often."""
        changes = {"opened_at": now(), "last_ip": ip, "last_agent": agent}
        mine = InterviewLink.objects.filter(pk=self.pk)
        mine.filter(opened_count__lt=OPENINGS_COUNTED).update(opened_count=models.F("opened_count") + 1)
        mine.update(**changes)

    def was_used(self, *, ip: str, agent: str) -> None:
        """Note that somebody answered through it."""
        at = now()
        InterviewLink.objects.filter(pk=self.pk).update(used_at=at, last_ip=ip, last_agent=agent)


@transaction.atomic
def judge(interview: Interview, *, by: Member, rating: int, advice: str, strengths: str, concerns: str,
          for_colleagues: bool) -> InterviewFeedback:  # fmt: skip
    """An interviewer says how it was; the recruiter reads it, colleagues where they may."""
    from portico.pipeline.interview_emails import judged

    check_held(interview)
    said, _new = InterviewFeedback.objects.update_or_create(
        interview=interview,
        member=by,
        side=InterviewFeedback.Side.CLIENT,
        defaults={
            "agency_id": interview.agency_id,
            "by_name": by.name,
            "rating": rating,
            "advice": advice,
            "strengths": strengths,
            "concerns": concerns,
            "for_colleagues": for_colleagues,
            "at": now(),
        },
    )
    if interview.status == Interview.Status.DONE:
        interview.become(
            Interview.Status.REVIEWED, by=by, about=interview.about, advice=said.get_advice_display(), **interview.words
        )
    else:
        words = {"advice": said.get_advice_display(), **interview.words}
        record(interview, "interview.feedback_given", by=by, about=interview.about, **words)
    judged(interview, by.name)
    return said


@transaction.atomic
def tell(interview: Interview, *, by: Member | None, rating: int, questions: str) -> InterviewFeedback:
    """The candidate says how much they want the job now; only the agency reads it."""
    from portico.pipeline.interview_emails import judged

    check_held(interview)
    name = interview.application.candidate.name
    said, _new = InterviewFeedback.objects.update_or_create(
        interview=interview,
        side=InterviewFeedback.Side.CANDIDATE,
        defaults={
            "agency_id": interview.agency_id, "member": by, "by_name": name, "rating": rating, "questions": questions,
            "for_colleagues": False, "at": now(),
        },
    )  # fmt: skip
    record(interview, "interview.candidate_told", by=by, about=interview.about, rating=rating, **interview.words)
    judged(interview, name)
    return said


def check_held(interview: Interview) -> None:
    """Feedback comes after the interview."""
    if interview.status not in Interview.HELD:
        raise RuleBroken(_("Feedback can be given once the interview has taken place."))
