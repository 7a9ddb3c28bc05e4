"""JobAlert: new jobs by mail, for a search somebody saved; a candidate's, or a stranger's who proved the address."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portico.access.mail_budget import may_mail
from portico.access.secrets import hashed, new_token
from portico.access.visits import mailbox, network, too_many
from portico.agencies.doors import Owned, OwnedQuerySet, Visitor
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency, Member
from portico.candidates.consents import Purpose
from portico.candidates.models import Candidate
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.adverts import Advert
from portico.jobs.models import Job
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.models import Email, UnsubscribeLink
from portico.messaging.unsubscribing import write_bulk
from portico.messaging.writing import write

TOPIC = "job_alert"
HOUR = 8
"""Alerts go out in this hour of the agency's day; weekly ones on Mondays."""
MOST = 10
"""Alerts of one person."""
SHOWN = 20
"""Jobs in one mail."""
LINK_DAYS = 3
A_DAY = timedelta(days=1)


class AlertQuerySet(OwnedQuerySet["JobAlert"]):
    """Saved searches that are mailed."""

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)

    def active(self) -> Self:
        """Those that are sent: by a member who is in, or to an address that was proved."""
        place = models.Q(member__isnull=True) | models.Q(member__status=Member.Status.ACTIVE)
        return self.filter(place, confirmed__isnull=False, stopped__isnull=True)


class JobAlert(Owned):
    """Somebody wants to hear of new jobs that fit a search, every day or every week."""

    class How(models.TextChoices):
        DAILY = "daily", gettext_lazy("Every day")
        WEEKLY = "weekly", gettext_lazy("Every week")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="job_alerts")
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254)
    search = models.JSONField(default=dict)
    how = models.CharField(gettext_lazy("how often"), max_length=6, choices=How, default=How.WEEKLY)
    token_hash = models.CharField(max_length=64, blank=True)
    """Of the link that proves the address."""
    created = models.DateTimeField(default=now)
    confirmed = models.DateTimeField(null=True, blank=True)
    stopped = models.DateTimeField(null=True, blank=True)
    seen_until = models.DateTimeField(default=now)
    """Adverts published before that are no news."""

    objects: ClassVar[AlertQuerySet] = AlertQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("job alert")
        verbose_name_plural = gettext_lazy("job alerts")
        indexes: ClassVar = [
            models.Index(fields=["agency", "stopped", "confirmed"]),
            models.Index(fields=["agency", "email_key"]),
            models.Index(fields=["token_hash"]),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def looks_for(self) -> AdvertSearch:
        """The saved search."""
        return AdvertSearch.of(self.search)

    @property
    def words(self) -> str:
        """What is looked for, in a line."""
        return in_words(self.looks_for)

    @property
    def link_is_over(self) -> bool:
        """Whether its link for proving the address has run out."""
        return now() > self.created + timedelta(days=LINK_DAYS)

    @transaction.atomic
    def confirm(self) -> None:
        """The address is theirs: from now on new jobs are mailed."""
        if self.stopped is not None or (self.confirmed is None and self.link_is_over):
            raise RuleBroken(_("This link has run out. Save the search once more."))
        if self.confirmed is None:
            self.confirmed = self.seen_until = now()
            self.save(update_fields=["confirmed", "seen_until"])

    def stop(self) -> None:
        """No more mails for this search."""
        JobAlert.objects.filter(pk=self.pk, stopped=None).update(stopped=now())

    def change(self, *, how: str) -> None:
        """More or less often."""
        self.how = self.How(how)
        self.save(update_fields=["how"])

    def news(self) -> list[Advert]:
        """Adverts that fit and went live since the last mail."""
        rows = Advert.objects.visible_to(Visitor(self.agency_id)).filter(published__gt=self.seen_until)
        return list(self.looks_for.rows(rows.select_related("job"))[:SHOWN])


def in_words(search: AdvertSearch) -> str:
    """A search in a line, as people would say it."""
    kinds = dict(Job.Type.choices)
    place = _("within %(km)d km of %(place)s") % {"km": search.km, "place": search.place} if search.place else ""
    parts = [search.words, str(kinds.get(search.type, "")), place, str(WORKPLACES.get(search.work, ""))]
    return ", ".join(part for part in parts if part) or _("All jobs")


WORKPLACES: dict[str, Any] = {
    "onsite": gettext_lazy("on site"),
    "hybrid": gettext_lazy("hybrid"),
    "remote": gettext_lazy("remote"),
}


@transaction.atomic
def save_for(member: Member, search: AdvertSearch, *, how: str) -> JobAlert:
    """A candidate saves a search; their address is proved already. The same search twice is one alert."""
    mine = JobAlert.objects.filter(member=member).active()
    same = next((one for one in mine if one.looks_for == search), None)
    if same is not None:
        same.change(how=how)
        return same
    if mine.count() >= MOST:
        raise RuleBroken(_("You have %d alerts already. Stop one of them first.") % MOST)
    alert = JobAlert(
        agency_id=member.agency_id,
        member=member,
        email=member.email,
        email_key=mail_key(member.email),
        search=search.as_dict(),
        how=how,
        confirmed=now(),
    )
    alert.save()
    return alert


@transaction.atomic
def ask_for(agency: Agency, email: str, search: AdvertSearch, *, how: str, ip: str) -> None:
    """A stranger wants an alert: a mail proves the address. What is known of the address shows nowhere.

    What is looked for stands behind the link: nobody makes us mail their words to somebody else.
    """
    flood = too_many(agency.pk, "alert_from", network(ip), most=20, within=A_DAY)
    if too_many(agency.pk, "alert_to", mailbox(email), most=5, within=A_DAY) or flood:
        raise RuleBroken(_("That is a lot of alerts for one day. Please try again tomorrow."))
    if JobAlert.objects.filter(agency=agency, email_key=mail_key(email)).active().count() >= MOST:
        return
    if not may_mail(agency.pk, email):
        return
    token = new_token()
    alert = JobAlert(
        agency_id=agency.pk,
        email=email,
        email_key=mail_key(email),
        search=search.as_dict(),
        how=how,
        token_hash=hashed(token),
    )
    alert.save()
    write(
        agency,
        to=email,
        template="jobs/emails/alert_confirm",
        context={"days": LINK_DAYS},
        links={"main": agency.address(reverse("candidate_portal:alert_confirm", args=[token]))},
        urgent=True,
    )


def alert_with(agency: Agency, token: object) -> JobAlert | None:
    """The alert behind an emailed link of this agency."""
    if not isinstance(token, str) or not 40 <= len(token) <= 50:
        return None
    return JobAlert.objects.filter(agency=agency, token_hash=hashed(token)).first()


def stop_by_link(link: UnsubscribeLink) -> None:
    """The button in a mail program, or on the page behind the link."""
    rows = JobAlert.objects.filter(agency=link.agency_id, pk=link.number, email_key=link.email_key, stopped=None)
    rows.update(stopped=now())


def still_wanted(email: Email) -> bool:
    """Whether the alert for which a mail waits was not stopped meanwhile."""
    return JobAlert.objects.filter(agency=email.agency_id, pk=email.number).active().exists()


def send_due(at: datetime) -> int:
    """By the clock: the alerts of every agency where it is the hour for them; how many mails that makes."""
    sent = 0
    for agency in Agency.objects.at_work():
        here = at.astimezone(ZoneInfo(agency.zone))
        if here.hour != HOUR:
            continue
        hows = [JobAlert.How.DAILY, *([JobAlert.How.WEEKLY] if here.weekday() == 0 else [])]
        rows = JobAlert.objects.filter(agency=agency, how__in=hows).active().select_related("member__user")
        sent += sum(send_news(agency, alert, at) for alert in rows.order_by("pk").iterator())
    JobAlert.objects.filter(confirmed=None, created__lt=at - timedelta(days=30)).delete()
    return sent


@transaction.atomic
def send_news(agency: Agency, alert: JobAlert, at: datetime) -> int:
    """Mail what is new for one alert, if anything is. Of two workers, one does it."""
    alert.agency = agency
    fresh = alert.news()
    mine = JobAlert.objects.filter(pk=alert.pk, seen_until=alert.seen_until, stopped=None)
    if not fresh or not mine.update(seen_until=at):
        return 0
    lines = [
        {"title": one.title, "place": one.place, "url": agency.address(reverse("careers:job", args=[one.pk, one.slug]))}
        for one in fresh
    ]
    subject = ngettext("%(count)d new job: %(words)s", "%(count)d new jobs: %(words)s", len(lines))
    write_bulk(
        agency,
        to=alert.member.email if alert.member else alert.email,
        topic=TOPIC,
        number=alert.pk,
        asked=alert.confirmed,
        template="jobs/emails/job_alert",
        context={"subject": subject % {"count": len(lines), "words": alert.words}, "words": alert.words, "jobs": lines},
        member=alert.member,
    )
    return 1


def consent_stopped(person: Candidate, purpose: str) -> None:
    """Who takes back the consent to job mails gets no more of them; a search saved anew is a new wish."""
    if purpose == Purpose.MARKETING and person.member_id:
        JobAlert.objects.filter(member=person.member_id, stopped=None).update(stopped=now())


def forget(person: Candidate) -> None:
    """Erasing somebody reaches what they had themselves mailed of; that they want no bulk mail stays known."""
    mine = models.Q(email_key=person.email_key)
    if person.member_id:
        mine |= models.Q(member=person.member_id)
    if person.email_key or person.member_id:
        JobAlert.objects.filter(mine, agency=person.agency_id).delete()
    if person.email_key:
        UnsubscribeLink.objects.filter(agency=person.agency_id, email_key=person.email_key).delete()
