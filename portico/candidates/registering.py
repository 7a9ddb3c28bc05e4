"""Candidates make an account by themselves: a mail proves the address, and only that proof leads to a record.

Whether an address is known shows nowhere: the same page follows every attempt, and the worker writes the mail.
"""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.access import admitting
from portico.access.asking import GUESSES_FROM_ONE_ADDRESS, HOUR, MAILS_FROM_ONE_ADDRESS, MAILS_TO_ONE_BOX, QUARTER
from portico.access.asking import TooMany as TooMany
from portico.access.links import safe_next
from portico.access.mail_budget import may_mail
from portico.access.secrets import hashed, hashed_code, new_code, new_token, same, shown, typed
from portico.access.visits import mailbox, network, take_back, too_many
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Role, Side
from portico.candidates import consents
from portico.candidates.consents import ConsentText, Purpose
from portico.candidates.models import Candidate
from portico.candidates.profile import ProfileChange
from portico.candidates.proposing import propose
from portico.candidates.settings import settings_of
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.writing import one_line, write
from portico.records.events import record

LIFE = timedelta(hours=24)
CODE_TRIES = 5
CODE = "registration"
ASKED = (Purpose.TALENT_POOL, Purpose.MARKETING)
"""What people are asked to agree to when they make an account; nothing of it is a condition."""


class Registration(Owned):
    """Somebody wants an account, and has yet to show that the address is theirs. Only hashes are kept of its link."""

    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    wrong_codes = models.PositiveIntegerField(default=0)
    browser = models.CharField(max_length=64, blank=True)
    """Hash of the asking browser's nonce; in another browser the code has to be typed."""
    texts = models.JSONField(default=list)
    """The wordings they agreed to."""
    next = models.CharField(max_length=500, blank=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Whom an application was made for: their account was offered by mail."""
    created = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("registration")
        indexes: ClassVar = [
            models.Index(fields=["agency", "token_hash"]),
            models.Index(fields=["agency", "browser"]),
            models.Index(fields=["agency", "email_key"]),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_open(self) -> bool:
        """Still good."""
        return self.used is None and self.expires > now()


def ask_to_register(
    agency: Agency,
    *,
    first_name: str,
    last_name: str,
    email: str,
    texts: list[int],
    browser: str,
    ip: str = "",
    agent: str = "",
    next: str = "",
) -> None:
    """Take down that somebody wants an account and have the address proved by mail. TooMany: this place must wait."""
    from portico.candidates import profile_tasks as tasks

    if not settings_of(agency).registration:
        raise RuleBroken(_("Accounts are made by invitation here. Please ask the agency."))
    if too_many(agency.pk, "mail-ip", network(ip), most=MAILS_FROM_ONE_ADDRESS, within=HOUR):
        raise TooMany
    if too_many(agency.pk, "mail", mailbox(email), most=MAILS_TO_ONE_BOX, within=QUARTER):
        return
    row = Registration(agency=agency, email=email, email_key=mail_key(email), browser=browser, ip=ip, agent=agent)
    row.first_name, row.last_name = one_line(first_name, 100), one_line(last_name, 100)
    row.texts, row.next, row.expires = texts, safe_next(next), now() + LIFE
    with transaction.atomic():
        row.save()
        tasks.mail_registration.enqueue(row.pk)


def mail_registration(row: Registration) -> Email:
    """Mail the link and the code; who has an account already is mailed where to sign in."""
    user = User.objects.of(row.agency, row.email)
    known = user is not None and Member.objects.filter(user=user, side=Side.CANDIDATE, status="active").exists()
    if user is not None and known:
        return write(
            row.agency,
            to=user.email,
            to_name=user.name,
            template="candidates/emails/registered_already",
            context={"person": user.name},
            links={"main": row.agency.address(reverse("access:sign_in"))},
        )
    return mail_link(row, "candidates/emails/registration")


@transaction.atomic
def mail_link(row: Registration, template: str, **context: Any) -> Email:
    """A fresh link and code; only their hashes stay. To an address that nobody has proved yet goes no word that a
    stranger typed, like a name.
    """
    token, code = new_token(), new_code()
    row.token_hash, row.code_hash = hashed(token), hashed_code(row.agency_id, CODE, code)
    row.save(update_fields=["token_hash", "code_hash"])
    return write(
        row.agency,
        to=row.email,
        template=template,
        context=context,
        links={"main": row.agency.address(reverse("candidate_portal:register_link", args=[token]))},
        codes={"main_code": shown(code)},
        about=[row.candidate],
        urgent=True,
    )


def offer_account(candidate: Candidate, *, job: str = "") -> Email | None:
    """After an application without an account: mail a link with which they can follow it. None: nothing to offer."""
    agency = candidate.agency
    if not candidate.email or candidate.member_id or not settings_of(agency).registration:
        return None
    if User.objects.of(agency, candidate.email) is not None:
        return None  # They have a login, maybe at the desk: no link that anybody can have mailed lets in there.
    if too_many(agency.pk, "offer", mailbox(candidate.email), most=2, within=timedelta(days=1)):
        return None
    if not may_mail(agency.pk, candidate.email):
        return None
    row = Registration(agency=agency, email=candidate.email, email_key=mail_key(candidate.email), candidate=candidate)
    row.first_name, row.last_name = candidate.first_name, candidate.last_name
    row.expires = now() + timedelta(days=14)
    row.save()
    return mail_link(row, "candidates/emails/account_offered", job=job)


def find(agency: Agency, token: str) -> Registration | None:
    """The registration with this link."""
    if not 40 <= len(token) <= 50:
        return None
    return Registration.objects.filter(agency=agency, token_hash=hashed(token)).select_related("agency").first()


def numbered(agency: Agency, pk: int) -> Registration | None:
    """The registration whose link a browser has opened before."""
    return Registration.objects.filter(agency=agency, pk=pk).select_related("agency").first()


def asked_here(agency: Agency, browser: str) -> list[Registration]:
    """What was asked for in this browser and is still open, the newest first."""
    if not browser:
        return []
    rows = Registration.objects.filter(agency=agency, browser=browser, used=None, expires__gt=now())
    return list(rows.select_related("agency").order_by("-created", "-pk")[:5])


def is_code(row: Registration, code: str, *, ip: str) -> bool:
    """Whether this is the code from the mail. Each try counts, for the registration, the mailbox and the place."""
    if too_many(row.agency_id, "guess-ip", network(ip), most=GUESSES_FROM_ONE_ADDRESS, within=HOUR):
        raise TooMany
    if too_many(row.agency_id, "code", mailbox(row.email), most=4 * CODE_TRIES, within=HOUR):
        return False
    tries = Registration.objects.filter(pk=row.pk, wrong_codes__lt=CODE_TRIES)
    entered = typed(code)
    if not entered or not tries.update(wrong_codes=models.F("wrong_codes") + 1):
        return False
    right = same(hashed_code(row.agency_id, CODE, entered), row.code_hash)
    if right:
        take_back(row.agency_id, "guess-ip", network(ip))
    return right


@transaction.atomic
def register(row: Registration, *, ip: str = "", agent: str = "") -> Member:
    """The address is proved: give them a place, and the one record that is theirs, or a new one."""
    open_rows = Registration.objects.filter(pk=row.pk, used=None, expires__gt=now())
    if not open_rows.update(used=now()):
        raise Conflict(_("This link has been used already, or is over."))
    agency = row.agency
    Agency.objects.select_for_update().get(pk=agency.pk)  # Two links of one person make one record.
    there = Candidate.objects.filter(agency=agency, member__user__email_key=row.email_key).first()
    candidate = there or record_for(row)
    member = admitting.admit(agency, row.email, row.name, Side.CANDIDATE, Role.CANDIDATE, about=[candidate])
    if there is None:
        candidate.member = member
        candidate.save(update_fields=["member", "changed"])
    for text in ConsentText.objects.filter(agency=agency, pk__in=row.texts, published__isnull=False):
        consents.give(candidate, text, way="registration", by=member, ip=ip, agent=agent)
    Registration.objects.filter(agency=agency, email_key=row.email_key, used=None).update(used=now())
    return member


def record_for(row: Registration) -> Candidate:
    """The only unclaimed record with this mailbox, else a new one; other records of it are for the recruiter to see."""
    alike = Candidate.objects.filter(agency=row.agency, email_key=row.email_key, merged_into__isnull=True)
    unclaimed = list(alike.filter(member=None, archived=None)[:2])
    if row.candidate_id:  # Their application led here; the mail went to the address of this record.
        unclaimed = [one for one in unclaimed if one.pk == row.candidate_id] or unclaimed
    if len(unclaimed) == 1:
        found = unclaimed[0]
        record(found, "candidate.claimed", by=None)
        names = {"first_name": row.first_name, "last_name": row.last_name}
        told = {key: value for key, value in names.items() if value}
        if told and any(getattr(found, key) != value for key, value in told.items()):
            propose(found, told, by=None, way=ProfileChange.Way.PORTAL)
            found.refresh_from_db()
        return found
    others = list(alike[:5])
    made = Candidate(agency=row.agency, email=row.email, first_name=row.first_name, last_name=row.last_name)
    made.source = str(_("Registration"))
    made.add(by=None)
    record(made, "candidate.registered", by=None)
    if others:
        listed = ", ".join(f"{one} (#{one.pk})" for one in others)
        record(made, "candidate.possible_duplicate", by=None, about=others, others=listed)
    return made


def forget_registrations() -> None:
    """Addresses that nobody proved are forgotten after a week."""
    Registration.objects.filter(expires__lt=now() - timedelta(days=7)).delete()


def forget(person: Candidate) -> None:
    """Erasing somebody reaches the accounts they asked for, also those they never made."""
    keys = {person.email_key, person.member.user.email_key if person.member else ""} - {""}
    Registration.objects.filter(agency=person.agency_id, email_key__in=keys).delete()
