"""Mails about what clients asked for. They say that there is news and where, never what was said."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Agency, Member
from portico.messaging.writing import write

if TYPE_CHECKING:
    from portico.jobs.requisitions import Requisition

NEWS: dict[str, tuple[Any, Any]] = {
    # what happened: subject, sentence
    "changes_requested": (
        gettext_lazy("Your requisition needs changes: %(title)s"),
        gettext_lazy(
            "%(agency)s asks you to change something in your requisition %(title)s, then to submit it again. "
            "What they ask for stands beside it."
        ),
    ),
    "declined": (
        gettext_lazy("Your requisition was declined: %(title)s"),
        gettext_lazy("%(agency)s declined your requisition %(title)s. The reason stands beside it."),
    ),
    "on_hold": (
        gettext_lazy("Your requisition is on hold: %(title)s"),
        gettext_lazy("%(agency)s put your requisition %(title)s on hold for now."),
    ),
    "approved": (
        gettext_lazy("Your requisition is approved: %(title)s"),
        gettext_lazy(
            "%(agency)s approved your requisition %(title)s. It stands among your jobs once it is shared with you."
        ),
    ),
    "shared": (
        gettext_lazy("Your requisition is approved: %(title)s"),
        gettext_lazy("%(agency)s approved your requisition %(title)s. It stands among your jobs now."),
    ),
    "remark": (
        gettext_lazy("A remark on your requisition: %(title)s"),
        gettext_lazy("%(agency)s wrote a remark on your requisition %(title)s."),
    ),
}


def news(
    agency: Agency,
    reader: Member,
    *,
    subject: str,
    said: str,
    deed: str,
    path: str,
    about: Sequence[models.Model | None],
) -> None:
    """One mail with one sentence and one button."""
    write(
        agency,
        to=reader.email,
        to_name=reader.name,
        template="jobs/emails/news",
        context={"name": reader.name, "subject": subject, "said": said, "deed": deed},
        links={"main": agency.address(path)},
        about=about,
        member=reader,
    )


def tell(requisition: "Requisition", what: str, path: str = "") -> None:
    """Mail the one who asked for it, while they can come in; `path`: where the news is, else its own page."""
    reader, agency = requisition.requester.member, requisition.agency
    if reader is None or not reader.is_in:
        return
    words = {"agency": agency.name, "title": requisition.title}
    subject, said = (str(text) % words for text in NEWS[what])
    deed = _("Open the job") if path else _("Open the requisition")
    path = path or reverse("client_portal:requisition", args=[requisition.pk])
    about = [requisition, requisition.organization]
    news(agency, reader, subject=subject, said=said, deed=deed, path=path, about=about)
