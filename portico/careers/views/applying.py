"""Applying for a job: résumé, details, review, done. Every step keeps what was typed, whatever happens."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portico.access.visits import agent_of, ip_of, mailbox, network, too_many
from portico.careers.doorway import CareersRequest, address_of
from portico.careers.reading.applying import (
    COME,
    LATE,
    UNREAD,
    WAIT,
    fields_of,
    file_of,
    kept_resume,
    reading_of,
    review_of,
    sheet_of,
)
from portico.careers.reading.site import site_of
from portico.careers.visiting import Visit, applying
from portico.jobs.questions import Ask
from portico.kit.pages import asks_for, page, say
from portico.kit.rules import RuleBroken
from portico.kit.storing import StoreAway, words_for_away
from portico.pipeline.apply_drafts import RESUME, ApplyDraft, left_signed_in
from portico.pipeline.apply_form import EARLY, ApplyForm, as_post, asked_of, keepable, lacks_resume
from portico.pipeline.apply_resume import hand_in
from portico.pipeline.applying import Sender, applied_before, apply
from portico.records.filetypes import ACCEPT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN_AN_HOUR = 120
UPLOADS_AN_HOUR = 60
SENT_AN_HOUR = 40
SENT_TO_A_BOX = 12
"""Applications from one mailbox in a day; each is answered by a mail."""
MOST_FILES = 5
Status = ApplyDraft.Status


def show(request: CareersRequest, visit: Visit, step: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One step's page."""
    sheet = sheet_of(visit, step)
    site = site_of(request, visit.rules)
    return page(request, f"careers/apply/{step}.html", status=status, site=site, sheet=sheet, **context)


def on_to(visit: Visit, name: str) -> HttpResponse:
    """To another step."""
    return HttpResponseRedirect(reverse(f"careers:{name}", args=[visit.advert.pk]))


def held_up(request: CareersRequest, visit: Visit) -> HttpResponse | None:
    """Why somebody cannot go on here: they have applied already, or need an account first."""
    before = applied_before(visit.advert.job, visit.member)
    if before is not None:
        shown = before.shown_to_candidate and visit.advert.job.shown_to_candidates
        url = reverse("candidate_portal:application", args=[before.pk]) if shown else ""
        return show(request, visit, "already", on=before.added, url_follow=url)
    if visit.needs_account:
        back = urlencode({"next": reverse("careers:apply_details", args=[visit.advert.pk])})
        register = address_of("candidate_portal:register") if visit.rules.registration else ""
        return show(
            request,
            visit,
            "account",
            sign_in_url=f"{reverse('access:sign_in')}?{back}",
            register_url=f"{register}?{back}" if register else "",
        )
    return None


@applying
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: CareersRequest, visit: Visit) -> HttpResponse:
    """First step: drop a résumé, or go on without one."""
    if (stop := held_up(request, visit)) is not None:
        return stop
    if visit.wanted.resume == Ask.NONE:
        return on_to(visit, "apply_details")
    if request.method != "POST":
        return resume_page(request, visit)
    if visit.stale:
        return resume_page(request, visit, status=403, error=old_form())
    if (no := too_much(request, visit)) is not None:
        return resume_page(request, visit, status=no[0], error=no[1])
    draft = visit.begin()
    upload = request.FILES.get("resume")
    if upload is None or isinstance(upload, list):
        draft.use_kept = "kept" in request.POST and bool(kept_resume(visit))
        draft.save(update_fields=["use_kept"])
        if lacks_resume(draft, visit.wanted):
            return resume_page(request, visit, status=422, error=_("Please add your résumé."))
        return on_to(visit, "apply_details")
    try:
        hand_in(draft, upload)
    except RuleBroken as no:
        return resume_page(request, visit, status=status_of(upload), error=str(no))
    except StoreAway:
        return resume_page(request, visit, status=503, error=words_for_away())
    return on_to(visit, "apply_details")


def old_form() -> str:
    """What is said when a form was too old."""
    return _("This page had been open for too long. Nothing is lost: please press the button again.")


def status_of(upload: Any) -> int:
    """How a refused file is answered: too large, or not of a kind that is kept."""
    return 413 if (upload.size or 0) > settings.UPLOAD_LIMIT_MB * 1024 * 1024 else 422


def too_much(request: CareersRequest, visit: Visit) -> tuple[int, str] | None:
    """More files than belong to an application, or more of them, or of sheets begun, than one place has in an hour."""
    begun = visit.draft is not None and visit.draft.status == Status.OPEN
    place = network(ip_of(request))
    if not begun and too_many(request.agency.pk, "apply-begun", place, most=BEGUN_AN_HOUR, within=HOUR):
        return 429, _("Too many applications were begun from your connection. Please try again later.")
    count = sum(len(files) for _name, files in request.FILES.lists())
    if count > MOST_FILES:
        return 413, _("These are too many files at once.")
    for _file in range(count):
        if too_many(request.agency.pk, "apply-file", place, most=UPLOADS_AN_HOUR, within=HOUR):
            return 429, _("Too many files came from your connection in the last hour. Please try again later.")
    return None


def resume_page(request: CareersRequest, visit: Visit, *, status: int = 200, error: str = "") -> HttpResponse:
    """The page to drop a résumé on."""
    sent = visit.draft is not None and visit.draft.status != Status.OPEN
    return show(
        request,
        visit,
        "resume",
        status=status,
        error=error,
        file=None if sent else file_of(visit.draft, RESUME),
        kept=kept_resume(visit),
        required=visit.wanted.resume == Ask.REQUIRED,
        accept=ACCEPT,
        sent_before=sent,
        limit=settings.UPLOAD_LIMIT_MB,
    )


def form_for(
    visit: Visit, post: Any = None, refused: dict[str, str] | None = None, *, early: bool = False
) -> ApplyForm:
    """The form as this person gets it; with what was posted, if anything was. Early: as before the résumé was read."""
    draft = visit.draft if visit.draft is not None and visit.draft.status == Status.OPEN else None
    early = early or (post is not None and bool(post.get(EARLY)))
    asked = asked_of(
        visit.advert.job, visit.rules, wanted=visit.wanted, draft=draft, candidate=visit.candidate, early=early
    )
    return ApplyForm(post, asked=asked, draft=draft, refused=refused)


@applying
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: CareersRequest, visit: Visit) -> HttpResponse:
    """Second step: what is missing, the job's own questions, consents."""
    if request.method == "POST" and (kept := keep_for_later(request, visit)) is not None:
        return kept
    if (stop := held_up(request, visit)) is not None:
        return stop
    if request.method != "POST":
        if "change" in request.GET and visit.candidate is not None:
            visit.begin().keep({"everything": ["1"]}, source=visit.source)
        return details_page(request, visit)
    if visit.stale:
        return details_page(request, visit, form_for(visit, request.POST), status=403, error=old_form())
    if (no := too_much(request, visit)) is not None:
        return details_page(request, visit, form_for(visit, request.POST), status=no[0], error=no[1])
    form, status = keep_posted(request, visit)
    if "fill" in request.POST and not form.refused_files:
        return on_to(visit, "apply_details")
    if not form.is_valid():
        return details_page(request, visit, form, status=status)
    return on_to(visit, "apply_review")


def keep_posted(request: CareersRequest, visit: Visit) -> tuple[ApplyForm, int]:
    """Keep what was typed and uploaded, right or wrong, and look at it: the form, and the status if it is refused."""
    draft = visit.begin()
    refused, status = {}, 422
    asked = form_for(visit, request.POST)
    for slot in asked.file_slots:
        upload = request.FILES.get(slot)
        if upload is not None:
            try:
                draft.take(slot, upload)
            except RuleBroken as no:
                refused[slot], status = str(no), status_of(upload)
            except StoreAway:
                refused[slot], status = words_for_away(), 503
    draft.keep(asked.typed(request.POST), source=visit.source)
    visit.begin()
    return form_for(visit, request.POST, refused), status


def keep_for_later(request: CareersRequest, visit: Visit) -> HttpResponse | None:
    """Their session ended while they typed: it is kept with what they had begun, and shown after signing in."""
    left = left_signed_in(visit.advert.job, visit.token) if visit.member is None and not visit.stale else None
    if left is None:
        return None
    left.keep(keepable(request.POST))
    say(request, _("You were signed out meanwhile. What you typed is kept; sign in to go on."))
    back = urlencode({"next": reverse("careers:apply_details", args=[visit.advert.pk])})
    return HttpResponseRedirect(f"{reverse('access:sign_in')}?{back}")


def details_page(
    request: CareersRequest, visit: Visit, form: ApplyForm | None = None, *, status: int = 200, error: str = ""
) -> HttpResponse:
    """The form; before it, as long as they like to wait, that their résumé is being read."""
    draft = visit.draft if visit.draft is not None and visit.draft.status == Status.OPEN else None
    reading = reading_of(draft, early=form.asked.early if form is not None else "on" in request.GET)
    reading = LATE if reading == WAIT and form is not None else reading
    look = request.GET.get("look", "")
    if reading and look == reading and "HX-Request" in request.headers:
        return HttpResponse(status=204)
    if reading == WAIT or asks_for(request, "reading"):
        return show(request, visit, "details", reading=reading, looked=False)
    form = form or form_for(visit, early=reading in {LATE, COME})
    return show(
        request,
        visit,
        "details",
        status=status,
        form=form,
        fields=fields_of(form, draft),
        error=error,
        reading=reading,
        looked=look == WAIT,
        early=reading in {LATE, COME, UNREAD},
        email=visit.member.email if visit.member is not None else "",
        accept=ACCEPT,
    )


@applying
@require_POST
def keep(request: CareersRequest, visit: Visit) -> HttpResponse:
    """Keep what is being typed, now and then; nothing is judged."""
    if visit.stale or visit.needs_account or keep_for_later(request, visit) is not None:
        return HttpResponse(status=204)
    if too_much(request, visit) is None:
        visit.begin().keep(form_for(visit, request.POST).typed(request.POST), source=visit.source)
    return HttpResponse(status=204)


@applying
@require_POST
def drop(request: CareersRequest, visit: Visit) -> HttpResponse:
    """Take a file away again."""
    slot = request.POST.get("slot", "")[:40].replace("\0", "")
    if not visit.stale and visit.draft is not None and visit.draft.status == Status.OPEN:
        visit.draft.drop(slot)
    return on_to(visit, "apply" if slot == RESUME else "apply_details")


@applying
@require_POST
def discard(request: CareersRequest, visit: Visit) -> HttpResponse:
    """Forget what was begun."""
    if not visit.stale and visit.draft is not None and visit.draft.status == Status.OPEN:
        visit.draft.discard()
        say(request, _("Your application was not sent, and nothing of it is kept."))
    return HttpResponseRedirect(sheet_of(visit, "resume").job_url)


def ready(request: CareersRequest, visit: Visit) -> tuple[ApplyForm | None, HttpResponse | None]:
    """The filled form as it was kept; or where something is missing, the page that asks for it."""
    draft = visit.draft
    if draft is not None and draft.status != Status.OPEN:
        return None, on_to(visit, "apply_sent")
    if (stop := held_up(request, visit)) is not None:
        return None, stop
    if draft is None or not draft.data:
        return None, on_to(visit, "apply")
    draft = visit.begin()
    if lacks_resume(draft, visit.wanted):
        return None, resume_page(request, visit, status=422, error=_("Please add your résumé."))
    form = form_for(visit, as_post(draft.data))
    if not form.is_valid():
        return None, details_page(request, visit, form, status=422)
    return form, None


@applying
@require_safe
def review(request: CareersRequest, visit: Visit) -> HttpResponse:
    """Third step: look it over."""
    form, stop = ready(request, visit)
    if form is None or visit.draft is None:
        return stop or on_to(visit, "apply")
    return review_page(request, visit, form)


def review_page(
    request: CareersRequest, visit: Visit, form: ApplyForm, *, status: int = 200, error: str = ""
) -> HttpResponse:
    """What is about to be sent."""
    assert visit.draft is not None
    parts = review_of(form, visit.draft, visit)
    news = reading_of(visit.draft, early=form.asked.early) == COME
    return show(request, visit, "review", status=status, parts=parts, error=error, news=news)


@applying
@require_POST
def send(request: CareersRequest, visit: Visit) -> HttpResponse:
    """Send it."""
    form, stop = ready(request, visit)
    if form is None or visit.draft is None:
        return stop or on_to(visit, "apply")
    filled = form.filled()
    if visit.stale:
        return review_page(request, visit, form, status=403, error=old_form())
    email = str(filled.values.get("email", ""))
    box = too_many(request.agency.pk, "apply-box", mailbox(email), most=SENT_TO_A_BOX, within=DAY) if email else False
    place = too_many(request.agency.pk, "apply-ip", network(ip_of(request)), most=SENT_AN_HOUR, within=HOUR)
    if box or place:
        said = _("Too many applications came in a short time. It is kept here; please send it later.")
        return review_page(request, visit, form, status=429, error=said)
    try:
        visit.draft = apply(visit.draft, filled, sender=Sender(ip_of(request), agent_of(request)))
    except RuleBroken as no:
        return review_page(request, visit, form, status=409, error=str(no))
    except StoreAway:
        return review_page(request, visit, form, status=503, error=words_for_away())
    return on_to(visit, "apply_sent")


@applying
@require_safe
def sent(request: CareersRequest, visit: Visit) -> HttpResponse:
    """It has arrived. Whether there was an application before, a stranger does not learn here."""
    draft = visit.draft
    if draft is None or draft.status == Status.OPEN:
        return on_to(visit, "apply")
    url = reverse("candidate_portal:application", args=[draft.application_id]) if visit.member is not None else ""
    return show(request, visit, "sent", url_follow=url)
