"""Who applies for what: the job, the person as far as they are signed in, and what they have begun."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from portico.access.signing_in import cookie_name, set_cookie
from portico.agencies.doors import Visitor
from portico.agencies.gate import AgencyRequest, View
from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.candidates.models import Candidate
from portico.candidates.settings import CandidateSettings
from portico.careers.doorway import CareersRequest, careers_page
from portico.careers.views.jobs import closed
from portico.jobs.adverts import Advert
from portico.jobs.questions import Wanted, form_of
from portico.jobs.sources import source_of
from portico.kit.prepared import prepared
from portico.pipeline.apply_drafts import ApplyDraft, begin, days_kept, find_draft, new_key

COOKIE = "apply"
SALT = "portico.careers.apply"


@dataclass(slots=True)
class Visit:
    """Somebody on the way to apply for a job."""

    advert: Advert
    rules: CandidateSettings
    wanted: Wanted
    """What the job's form asks for."""
    token: str
    member: Member | None
    candidate: Candidate | None
    draft: ApplyDraft | None
    source: str
    stale: bool
    """The form was too old to be trusted: what was typed is shown again, nothing is done."""

    @property
    def needs_account(self) -> bool:
        """Whether they have to sign in first."""
        return not self.rules.apply_without_account and self.member is None

    def begin(self) -> ApplyDraft:
        """What they have begun, or a fresh sheet."""
        self.token = self.token or new_key()
        self.draft = begin(self.advert.job, self.token, self.member, source=self.source)
        return self.draft


@prepared
def one_to_apply_for(visitor: Visitor, pk: int) -> QuerySet[Advert]:
    """A job that everybody may apply for now."""
    rows = Advert.objects.visible_to(visitor).filter(pk=pk)
    return rows.select_related("job__organization", "job__owner__user", "job__agency")


class _Forgiving(CsrfViewMiddleware):
    """The usual check of forms; a form that fails it is drawn again with what was typed, instead of being lost."""

    def _reject(self, request: HttpRequest, reason: str) -> None:
        request.is_stale = True  # type: ignore[attr-defined]


def applying[**P](view: Callable[Concatenate[CareersRequest, Visit, P], HttpResponse]) -> View[AgencyRequest, Any]:
    """A page on the way to an application; the browser carries the key to what was begun."""

    @wraps(view)
    def answer(request: CareersRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        advert = one_to_apply_for.first(request.visitor, pk)
        if advert is None:
            return closed(request, pk)
        visit = visit_of(request, advert)
        before = visit.token
        response = view(request, visit, *args, **kwargs)
        if visit.token and (visit.token != before or request.method == "POST"):
            life = timedelta(days=days_kept(request.agency))
            set_cookie(response, COOKIE, signing.dumps(visit.token, salt=SALT), life)
        return response

    exempt: Any = csrf_exempt(careers_page(decorator_from_middleware(_Forgiving)(answer)))
    return exempt  # type: ignore[no-any-return]


def visit_of(request: CareersRequest, advert: Advert) -> Visit:
    """What is known of this visitor. Who is signed in on another side applies like a stranger."""
    member, candidate = request.maybe_member, None
    if member is not None and member.side == Side.CANDIDATE:
        candidate = Candidate.objects.visible_to(member).filter(archived__isnull=True).first()
    who = member if candidate is not None else None
    token = token_of(request)
    return Visit(
        advert=advert,
        rules=request.careers,
        wanted=form_of(advert.job, request.careers),
        token=token,
        member=who,
        candidate=candidate,
        draft=find_draft(advert.job, token, who),
        source=source_of(request),
        stale=getattr(request, "is_stale", False),
    )


def token_of(request: HttpRequest) -> str:
    """The key this browser carries."""
    try:
        value = signing.loads(request.COOKIES.get(cookie_name(COOKIE), ""), salt=SALT, max_age=timedelta(days=400))
    except signing.BadSignature:
        return ""
    return value if isinstance(value, str) else ""
