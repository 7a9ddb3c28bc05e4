"""Blind profiles: the client is shown a candidate without learning who it is, until the agency reveals it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, StringAgg, Subquery, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.candidates.profile import Experience
from portico.kit.rules import RuleBroken
from portico.pipeline.masking import Secrets, masked, secrets_of
from portico.portals.models import PortalDefaults


def blind_now() -> Case:
    """For a query of submissions: whether each is blind, as `is_blind` says of one row."""
    own = Q(share__portal__custom=True)
    agency = Exists(PortalDefaults.objects.filter(agency=OuterRef("agency"), values__named=False))
    return Case(
        When(revealed__isnull=False, then=Value(False)),
        When(Q(blind=True) | Q(share__values__named=False), then=Value(True)),
        When(own & Q(share__portal__values__named=False), then=Value(True)),
        When(own & Q(share__portal__values__named=True), then=Value(False)),
        When(agency, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def employers_now() -> Subquery:
    """For a query of submissions: where each candidate worked, a name a line."""
    posts = Experience.objects.filter(candidate=OuterRef("application__candidate")).exclude(employer="").order_by()
    return Subquery(posts.values("candidate").annotate(said=StringAgg("employer", Value("\n"))).values("said"))


def reference_of(pk: int) -> str:
    """What stands in place of a name."""
    return _("Candidate %s") % f"C{pk:04}"


class Blindable(models.Model):
    """Shown to a client by name, or without it."""

    blind = models.BooleanField(gettext_lazy("blind profile"), default=False)
    """The name stays hidden until somebody at the agency reveals it."""
    hidden_words = models.CharField(gettext_lazy("also hide"), max_length=1000, blank=True)
    """Further names that would give a blind profile away, like earlier employers; between commas."""
    revealed = models.DateTimeField(null=True, blank=True)

    application: Any
    share: Any

    class Meta:
        abstract = True

    @property
    def is_blind(self) -> bool:
        """Whether the client may not know yet who this is. `with_blind` brings it along with many rows."""
        if self.revealed is not None:
            return False
        known: bool | None = self.__dict__.get("blind_now")
        return bool(known) if known is not None else self.blind or not self.share.settings.named

    @property
    def reference(self) -> str:
        """What stands in place of the name; it says nothing about the person."""
        return reference_of(self.pk)

    @property
    def shown_name(self) -> str:
        """What the client calls them: on pages, in mails, in calendars, in files."""
        candidate = self.application.candidate
        name = f"{candidate.first_name} {candidate.last_name}".strip() or _("Without a name")
        return self.reference if self.is_blind else name

    def masked(self, text: str) -> str:
        """Text as the client may read it: of a blind profile without names, employers, addresses and links."""
        return masked(text, self.secrets) if self.is_blind else text

    @contextmanager
    def unnamed(self) -> Iterator[None]:
        """Let what a rule says to the client not name somebody blind."""
        try:
            yield
        except RuleBroken as no:
            raise type(no)(self.masked(str(no))) from None

    @cached_property
    def secrets(self) -> Secrets:
        """What would tell who it is. `with_blind` brings along where they worked."""
        candidate = self.application.candidate
        if "employers_now" in self.__dict__:
            earlier = (self.__dict__["employers_now"] or "").split("\n")
        else:
            earlier = list(candidate.experience.values_list("employer", flat=True))
        return secrets_of(candidate, self.hidden_words, earlier)
