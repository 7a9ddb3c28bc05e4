"""Requisitions as the client's people see them: the list, one of them, and what stands on other pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.client_portal.reading.eyes import Eyes
from portico.jobs.models import Requisition, RequisitionRemark
from portico.jobs.requisitions import FIELDS
from portico.kit.lists import Order, read_page
from portico.kit.prepared import figures, prepared
from portico.kit.times import ago, day
from portico.portals.models import JobShare, Portal
from portico.portals.requesting import may_ask, papers

ORDERS = {"changed": Order(gettext_lazy("Changed"), "-changed")}
TONES = {
    "draft": "neutral",
    "submitted": "info",
    "in_review": "info",
    "changes_requested": "warn",
    "on_hold": "warn",
    "approved": "ok",
    "declined": "danger",
    "withdrawn": "neutral",
}
SHOWN = 20
LONG = ("description", "qualifications", "requirements", "note")
"""Shown as text of their own, not as a line among the facts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One requisition in the list."""

    title: str
    url: str
    state: str
    tone: str
    line: str
    next: str
    mine: bool
    changed: datetime


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list of requisitions."""

    rows: list[Row]
    open: int
    over: int
    show: str
    previous: str
    next: str
    may_add: bool
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A remark both sides read."""

    name: str
    kind: str
    tone: str
    text: str
    at: datetime
    from_agency: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A file beside the requisition."""

    id: int
    name: str
    url: str
    state: str = ""
    """Why it cannot be had: not scanned yet, or removed."""


@dataclass(frozen=True, slots=True)
class RequisitionPage:
    """One requisition."""

    id: int
    title: str
    state: str
    status: str
    tone: str
    next: str
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    remarks: list[Said]
    asked: Said | None
    """What the agency asked for or why it said no, to stand on top."""
    papers: list[Paper]
    requester: str
    mine: bool
    changeable: bool
    withdrawable: bool
    may_add: bool
    submitted: datetime | None
    times: int
    job_url: str
    twins: list[str]
    preview: bool = False


def next_words(row: Requisition, agency: str) -> str:
    """What happens next."""
    status = Requisition.Status
    match row.status:
        case status.DRAFT:
            return _("Only you see it. Submit it when it is ready.")
        case status.SUBMITTED:
            if row.is_late:
                return _("%s has it. The answer is late: ask your consultant.") % agency
            return _("%(agency)s has it. Expect an answer by %(day)s.") % {"agency": agency, "day": day(row.due)}
        case status.IN_REVIEW:
            return _("%s is looking into it.") % (row.handler.name if row.handler else agency)
        case status.CHANGES_REQUESTED:
            return _("Change what %s asks for and submit it again.") % agency
        case status.ON_HOLD:
            return _("%s put it aside for now.") % agency
        case status.APPROVED:
            return _("It became a job.")
        case status.DECLINED:
            return _("Read why. You can use it for a new one.")
        case _other:
            return _("It was taken back.")


def read_list(rows: QuerySet[Requisition], member: Member, portal: Portal, params: QueryDict) -> ListPage:
    """The list as the address asks: ?show=over, pages."""
    show = "over" if params.get("show") == "over" else "open"
    over = rows.filter(status__in=Requisition.OVER)
    still = rows.exclude(status__in=Requisition.OVER)
    chosen = (over if show == "over" else still).select_related("requester", "handler__user", "agency")
    page = read_page(chosen, params, ORDERS, "changed", size=25)
    here, keep = reverse("client_portal:requisition_list"), "&show=over" if show == "over" else ""
    return ListPage(
        rows=[row_of(one, member) for one in page.rows],
        open=still.count(),
        over=over.count(),
        show=show,
        previous=f"{here}?before={page.previous}{keep}" if page.previous else "",
        next=f"{here}?after={page.next}{keep}" if page.next else "",
        may_add=may_ask(member, portal),
    )


def row_of(one: Requisition, member: Member) -> Row:
    """One line of the list."""
    heads = ngettext("%d person", "%d people", one.headcount) % one.headcount
    who = "" if one.begun_by(member) else one.requester.name
    return Row(
        title=one.title,
        url=reverse("client_portal:requisition", args=[one.pk]),
        state=one.get_status_display(),
        tone=TONES[one.status],
        line=" · ".join(part for part in (who, one.place, heads) if part),
        next=next_words(one, member.agency.name),
        mine=one.begun_by(member),
        changed=one.changed,
    )


def read_requisition(row: Requisition, member: Member, portal: Portal, twins: list[str]) -> RequisitionPage:
    """One requisition for this reader."""
    words = row.in_words()
    rows = RequisitionRemark.objects.visible_to(member).filter(requisition=row).select_related("by__user")
    remarks = [said_of(one) for one in rows.order_by("-at", "-pk")]
    answered = row.status in {"changes_requested", "declined", "on_hold"}
    mine, changeable = row.begun_by(member), row.status in Requisition.CHANGEABLE
    return RequisitionPage(
        id=row.pk,
        title=row.title,
        state=row.get_status_display(),
        status=row.status,
        tone=TONES[row.status],
        next=next_words(row, member.agency.name),
        facts=[
            (str(label), words[name])
            for name, label in FIELDS.items()
            if name not in {"title", *LONG} and (words[name] or (mine and changeable))
        ],
        texts=[(str(FIELDS[name]), words[name]) for name in LONG if words[name]],
        remarks=remarks,
        asked=next((one for one in remarks if one.kind), None) if answered else None,
        papers=[paper_of(row, one) for one in papers(row)],
        requester=row.requester.name,
        mine=mine,
        changeable=mine and changeable,
        withdrawable=mine and Requisition.Status.WITHDRAWN in Requisition.MOVES.get(row.status, set()),
        may_add=may_ask(member, portal),
        submitted=row.submitted,
        times=row.versions.count(),
        job_url=job_url(row, member),
        twins=twins,
    )


def said_of(one: RequisitionRemark) -> Said:
    """A remark; one that came with a deed says which."""
    plain = one.kind == RequisitionRemark.Kind.REMARK
    tone = "danger" if one.kind == RequisitionRemark.Kind.DECLINED else "warn"
    kind = "" if plain else one.get_kind_display()
    from_agency = one.by is not None and one.by.is_staff
    return Said(one.by.name if one.by else "", kind, tone, one.text, one.at, from_agency)


def paper_of(row: Requisition, document: Any) -> Paper:
    """A file with its address, unless it is not handed out."""
    url = reverse("client_portal:requisition_file", args=[row.pk, document.pk]) if document.is_safe else ""
    return Paper(document.pk, document.name, url, "" if document.is_safe else str(document.get_scan_display()))


def job_url(row: Requisition, member: Member) -> str:
    """The job it became, where this reader sees it."""
    share = JobShare.objects.visible_to(member).filter(job=row.job_id).first() if row.job_id else None
    return reverse("client_portal:job", args=[share.pk]) if share is not None else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What the other pages show of asking for people."""

    add_url: str
    list_url: str
    rows: list[Row]
    waiting: int
    since: str
    preview: bool


def takes_requisitions(eyes: Eyes) -> bool:
    """Whether the menu leads to requisitions; a preview shows only the button on the start page."""
    return not eyes.preview and eyes.settings.requisitions and eyes.member.may(May.REQUEST)


@prepared
def running_ones(member: Member) -> QuerySet[Any]:
    """Requisitions that are not over, those changed last first."""
    rows = Requisition.objects.visible_to(member).exclude(status__in=Requisition.OVER)
    return rows.select_related("requester", "handler__user", "agency").order_by("-changed", "-pk")[:SHOWN]


@prepared
def waiting_ones(member: Member) -> QuerySet[Any]:
    """How many wait for changes by the reader, and since when."""
    rows = Requisition.objects.visible_to(member)
    mine = rows.filter(status=Requisition.Status.CHANGES_REQUESTED, requester__member=member)
    return figures(mine, n=Count("pk"), oldest=Min("status_since"))


def asking(eyes: Eyes) -> Asking | None:
    """The part of the start page about requisitions; nothing where they are not taken from these eyes."""
    if not (eyes.settings.requisitions and eyes.member.may(May.REQUEST)):
        return None
    if eyes.preview:
        return Asking("", "", [], 0, "", preview=True)
    newest = running_ones(eyes.member)
    first = sorted(newest, key=lambda one: one.status != Requisition.Status.CHANGES_REQUESTED)[:3]
    waiting, oldest = waiting_ones.first(eyes.member) if newest else (0, None)
    return Asking(
        add_url=reverse("client_portal:requisition_add"),
        list_url=reverse("client_portal:requisition_list"),
        rows=[row_of(one, eyes.member) for one in first],
        waiting=waiting,
        since=ago(oldest),
        preview=False,
    )
