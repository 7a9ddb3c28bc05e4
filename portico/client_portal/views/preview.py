"""The portal as a chosen contact sees it, for the agency: read-only, prepared things included, no trace of a view."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, May, Role, Side
from portico.client_portal.reading.eyes import Eyes, preview_eyes
from portico.client_portal.reading.stand_in import NOBODY, future_eyes
from portico.client_portal.reading.submission import read_submission, submission_row
from portico.client_portal.views import drawing
from portico.client_portal.views.documents import answer_profile_sheet, answer_sheet
from portico.client_portal.views.pages import view_asked_for
from portico.portals.models import Portal


def eyes_of(request: DeskRequest, member_pk: int) -> Eyes:
    """The recruiter's, looking as this contact; number 0: as somebody new, ?portal=…&role=…"""
    if member_pk == NOBODY:
        return eyes_of_somebody_new(request)
    contacts = Member.objects.visible_to(request.member).filter(side=Side.CLIENT).select_related("user", "agency")
    return preview_eyes(request.member, get_object_or_404(contacts, pk=member_pk), view_asked_for(request))


def eyes_of_somebody_new(request: DeskRequest) -> Eyes:
    """As somebody who would be invited with this role."""
    asked, role = request.GET.get("portal", ""), request.GET.get("role", Role.REVIEWER)
    if not re.fullmatch(r"[0-9]{1,18}", asked) or role not in CLIENT_ROLES:
        raise Http404
    portals = Portal.objects.visible_to(request.member).select_related("organization")
    portal = get_object_or_404(portals, pk=int(asked))
    return future_eyes(request.member, portal, role, view_asked_for(request))


@staff(May.SHARE)
@require_safe
def preview_start(request: DeskRequest, member_pk: int) -> HttpResponse:
    """Their start page."""
    return drawing.draw_start(request, eyes_of(request, member_pk))


@staff(May.SHARE)
@require_safe
def preview_jobs(request: DeskRequest, member_pk: int) -> HttpResponse:
    """Their list of jobs."""
    return drawing.draw_jobs(request, eyes_of(request, member_pk))


@staff(May.SHARE)
@require_safe
def preview_interview_list(request: DeskRequest, member_pk: int) -> HttpResponse:
    """Their interviews."""
    return drawing.draw_interviews(request, eyes_of(request, member_pk))


@staff(May.SHARE)
@require_safe
def preview_job(request: DeskRequest, member_pk: int, share_pk: int) -> HttpResponse:
    """A job as they see it."""
    return drawing.draw_job(request, eyes_of(request, member_pk), share_pk)


@staff(May.SHARE)
@require_safe
def preview_compare(request: DeskRequest, member_pk: int, share_pk: int) -> HttpResponse:
    """Candidates of a job side by side, as they see them."""
    return drawing.draw_compare(request, eyes_of(request, member_pk), share_pk)


@staff(May.SHARE)
@require_safe
def preview_submission(request: DeskRequest, member_pk: int, pk: int) -> HttpResponse:
    """A candidate as they see them."""
    eyes = eyes_of(request, member_pk)
    row = submission_row(eyes, pk)
    return drawing.draw_submission(request, eyes, row, read_submission(eyes, row))


@staff(May.SHARE)
@require_safe
def preview_sheet(request: DeskRequest, member_pk: int, pk: int, n: int) -> HttpResponse:
    """A page of a document as they see it."""
    return answer_sheet(eyes_of(request, member_pk), pk, n)


@staff(May.SHARE)
@require_safe
def preview_profile_sheet(request: DeskRequest, member_pk: int, pk: int, n: int) -> HttpResponse:
    """A page of the agency's profile as they see it."""
    return answer_profile_sheet(eyes_of(request, member_pk), pk, n)
