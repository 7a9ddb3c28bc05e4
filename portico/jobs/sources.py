"""Where visitors of the careers pages come from: campaign links, feeds, other sites. Remembered with their visit."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.core import signing
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.access.signing_in import cookie_name, set_cookie
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.events import record

COOKIE = "came-by"
SALT = "portico.jobs.source"
REMEMBERED = timedelta(days=30)
CODE = r"[a-z0-9][a-z0-9-]{1,39}"
BUILT_IN: dict[str, Any] = {
    "rss": gettext_lazy("RSS feed"),
    "feed": gettext_lazy("Job feed"),
    "embed": gettext_lazy("Jobs on our website"),
    "alert": gettext_lazy("Job alert"),
    "share": gettext_lazy("Shared link"),
}
"""Codes that Portico itself puts into addresses."""


class SourceLink(Owned):
    """A campaign link: careers pages reached with its code know where somebody came from."""

    name = models.CharField(gettext_lazy("name"), max_length=80)
    code = models.CharField(gettext_lazy("code"), max_length=40)
    visits = models.PositiveIntegerField(default=0)
    added = models.DateTimeField(default=now)
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    archived = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("campaign link")
        ordering: ClassVar = ["-added", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="one_campaign_link_per_code",
                violation_error_message=gettext_lazy("There is already a link with this code."),
            ),
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_campaign_link_per_name",
                violation_error_message=gettext_lazy("There is already a link with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def add(self, *, by: Member | None) -> "SourceLink":
        """Make a link to hand out; a code is drawn where none was wished for."""
        self.code = self.code or secrets.token_hex(4)
        self.added_by = by
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            raise RuleBroken(_("There is already a link with this name or this code.")) from None
        record(self.agency, "source_link.added", by=by, link=self.name)
        return self

    @transaction.atomic
    def archive(self, *, by: Member) -> None:
        """Retire it: visits by it are no longer told apart; what was counted stays."""
        self.archived = now()
        self.save(update_fields=["archived"])
        record(self.agency, "source_link.archived", by=by, link=self.name)


def remembered(request: HttpRequest) -> dict[str, Any]:
    """What this browser carries of where it came from."""
    try:
        value = signing.loads(request.COOKIES.get(cookie_name(COOKIE), ""), salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return {}
    return value if isinstance(value, dict) else {}


def remember_source(request: HttpRequest, response: HttpResponse, agency: Agency) -> None:
    """Keep with this visit where it came from; a campaign link counts a visit and outweighs what was known before."""
    before, via = remembered(request), request.GET.get("via", "")[:41]
    name = words_of(agency, via) if via else ""
    if name and before.get("via") != via:
        SourceLink.objects.filter(agency=agency, code=via).update(visits=models.F("visits") + 1)
    elif name or before or not (name := site_before(request)):
        return
    value = {"agency": agency.pk, "via": via, "name": name}
    set_cookie(response, COOKIE, signing.dumps(value, salt=SALT), REMEMBERED)


def words_of(agency: Agency, code: str) -> str:
    """What a code stands for; nothing where nobody made it."""
    if code in BUILT_IN:
        return str(BUILT_IN[code])
    links = SourceLink.objects.filter(agency=agency, code=code.replace("\0", ""), archived__isnull=True)
    return links.values_list("name", flat=True).first() or ""


def site_before(request: HttpRequest) -> str:
    """The other site whose link brought them here, if the browser says so."""
    try:
        host = urlsplit(request.headers.get("Referer", "")).hostname or ""
    except ValueError:
        return ""
    ours = request.get_host().rpartition(":")[0] or request.get_host()
    plain = host.removeprefix("www.")[:80]
    return plain if plain and host != ours and plain.replace(".", "").replace("-", "").isalnum() else ""


def source_of(request: HttpRequest) -> str:
    """Where somebody came from, in words for an application; without anything known: the careers page itself."""
    value = remembered(request)
    agency: Agency = request.agency  # type: ignore[attr-defined]
    name = value.get("name", "") if value.get("agency") == agency.pk else ""
    via = request.GET.get("via", "")[:41]
    return str((words_of(agency, via) if via else "") or name or _("Careers page"))[:120]
