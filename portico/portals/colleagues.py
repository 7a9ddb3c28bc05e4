"""Colleagues: who of an organization is on its portal, as its own people see it, and whom they ask to have let in."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, May, Role
from portico.records.lifecycle import Lifecycle


class ColleagueRequestQuerySet(OwnedQuerySet["ColleagueRequest"]):
    """Wishes of clients to have a colleague let in."""

    def seen_by_client(self, member: Member) -> Self:
        """Those of their own portal, for who may invite colleagues."""
        if not member.may(May.INVITE_COLLEAGUES):
            return self.none()
        return self.filter(portal__seats__member=member, portal__active=True)

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(status=ColleagueRequest.Status.REQUESTED)


class ColleagueRequest(Lifecycle):
    """A client admin's wish to have a colleague let into their portal; the agency approves or declines it."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Waits for the agency")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    MOVES: ClassVar[dict[str, set[str]]] = {Status.REQUESTED: {Status.APPROVED, Status.DECLINED}}

    portal = models.ForeignKey("portals.Portal", on_delete=models.CASCADE, related_name="colleague_requests")
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=200, blank=True)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("email"), max_length=254)
    email_key = models.CharField(max_length=254)
    role = models.CharField(_("role"), max_length=12, choices=[(role, Role(role).label) for role in CLIENT_ROLES])
    all_jobs = models.BooleanField(_("all jobs of the organization"), default=True)
    shares = models.ManyToManyField("portals.JobShare", related_name="+", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    contact = models.ForeignKey("clients.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Whom it became."""

    objects: ClassVar[ColleagueRequestQuerySet] = ColleagueRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("request for a colleague")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["portal", "email_key"], condition=Q(status="requested"), name="one_open_request_per_colleague"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, **kwargs: Any) -> None:
        """Save, with the normalized mailbox in step."""
        self.email_key = mail_key(self.email)
        super().save(**kwargs)
