"""Sessions and remembered browsers: how somebody gets in, stays in and gets out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from portico.access.links import lets_in, places
from portico.access.models import AccessLink, RememberedBrowser, Session
from portico.access.policies import policy_of
from portico.access.secrets import hashed, new_token
from portico.access.support import SupportVisit
from portico.access.visits import agent_of, ip_of
from portico.access.ways import is_way
from portico.agencies.models import Member, User
from portico.agencies.roles import Side
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.kit.trouble import by_the_way
from portico.records.events import record

REMEMBERED = timedelta(days=90)
START: dict[str, str] = {Side.STAFF: "/desk/", Side.CLIENT: "/client/", Side.CANDIDATE: "/me/"}
"""Where each side begins; by path, for the surfaces stand above this package."""
CARRIED_OVER = ("stepped", "confirmed")
"""What a session knows of its proofs, that holds for all places of the person."""


def start_page(member: Member) -> str:
    """Where a member begins."""
    return START[member.side]


def sign_in(
    request: HttpRequest,
    member: Member,
    *,
    how: str = "",
    began: datetime | None = None,
    weak: bool = False,
    link: AccessLink | None = None,
) -> None:
    """Give this browser a new session of the member's. `began`: an earlier sign-in that goes on (changing places).

    `weak`: nothing was proved but that it is the same browser, or the same mail; `link`: the direct link it came by.
    """
    if not is_way(member, how):
        raise PermissionDenied
    session: SessionBase = request.session
    kept = {name: session[name] for name in CARRIED_OVER if began is not None and name in session}
    _end_row(session)
    session.flush()
    at = now()
    row = Session.objects.create(
        agency_id=member.agency_id,
        user=member.user,
        member=member,
        link=link,
        proof=member.user.session_proof,
        how=how,
        began=began or at,
        ip=ip_of(request),
        agent=agent_of(request),
        device=device_of(request),
    )
    session.update({"row": row.pk, "weak": weak, "member": member.pk, "proof": member.user.session_proof})
    session.update({"began": (began or at).isoformat(), "seen": at.isoformat(), **kept})
    rotate_token(request)
    request.maybe_member = member  # type: ignore[attr-defined]
    if began is None:
        record(member, "member.signed_in", by=member, person=member.name, how=how, ip=ip_of(request))


def sign_in_support(request: HttpRequest, visit: SupportVisit) -> None:
    """Give this browser a session in the member's place, for the support. Nothing was proved: it counts as weak."""
    session, member, at = request.session, visit.member, now()
    _end_row(session)
    session.flush()
    row = Session.objects.create(
        agency_id=member.agency_id,
        user=member.user,
        member=member,
        proof=member.user.session_proof,
        how="support",
        began=at,
        ip=visit.ip,
        agent=visit.agent,
    )
    session.update({"row": row.pk, "weak": True, "stepped": True, "support": visit.pk, "member": member.pk})
    session.update({"proof": member.user.session_proof, "began": at.isoformat(), "seen": at.isoformat()})
    rotate_token(request)


def _end_row(session: SessionBase) -> None:
    if "row" in session:
        Session.objects.filter(pk=session["row"]).end(by=None)


@prepared
def running(pk: int, user: int) -> QuerySet[Session]:
    """A browser's row, if nobody ended it."""
    return Session.objects.filter(pk=pk, user=user, ended_at=None)


def has_ended(request: HttpRequest, member: Member, at: datetime) -> bool:
    """Whether this session was ended by hand, came by a link that no longer lets in, or must be proved anew."""
    row: Session | None = None
    if "row" in request.session:
        row = running.first(request.session["row"], member.user_id)
        if row is None:
            return True
    policy = policy_of(member)
    if row is not None and row.link_id is not None:
        link = AccessLink.objects.select_related("user", "issued_by").get(pk=row.link_id)
        link.member = member if link.member_id == member.pk else None
        if not lets_in(link, policy):
            return True
    began = datetime.fromisoformat(request.session["began"])
    if policy.reauth_hours and at - began > timedelta(hours=policy.reauth_hours):
        return True
    if row is not None:
        with by_the_way():
            row.was_used(at, ip_of(request), agent_of(request))
    return False


def came_how(request: HttpRequest) -> str:
    """By which way they came in."""
    row = Session.objects.filter(pk=request.session.get("row", 0)).first()
    return row.how if row is not None else ""


def came_by_link(request: HttpRequest) -> bool:
    """Whether a direct link let them in: to that one place only."""
    return Session.objects.filter(pk=request.session.get("row", 0), link__isnull=False).exists()


def keep_session(request: HttpRequest, user: User) -> None:
    """This browser stays signed in though the user's proof has changed; all others are out."""
    request.session.cycle_key()
    request.session["proof"] = user.session_proof
    Session.objects.filter(pk=request.session.get("row", 0)).update(proof=user.session_proof)


def sign_out(request: HttpRequest) -> None:
    """End this session, on the server too."""
    _end_row(request.session)
    request.session.flush()
    request.maybe_member = None  # type: ignore[attr-defined]


def is_proved(request: HttpRequest) -> bool:
    """Whether they came in by something that proves who they are, not just by a direct link or a press of a button."""
    return not request.session.get("weak")


def cookie_name(name: str) -> str:
    """The cookie's name; over https the browser itself then keeps others from setting it."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else f"portico-{name}"


def set_cookie(response: HttpResponse, name: str, value: str, life: timedelta) -> None:
    """A cookie that no script reads and no other site sends along."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=int(life.total_seconds()),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def device_of(request: HttpRequest) -> str:
    """What we know this browser by, if we have met it."""
    kept = request.COOKIES.get(cookie_name("device"), "")
    return hashed(kept) if 40 <= len(kept) <= 50 else ""


def browser_secret(request: HttpRequest) -> str:
    """The secret of this browser, if it was remembered for anybody."""
    secret = request.COOKIES.get(cookie_name("browser"), "")
    return secret if 40 <= len(secret) <= 50 else ""


def remembered(request: HttpRequest, user: User) -> RememberedBrowser | None:
    """The row that remembers this browser for the user."""
    row = next((row for row in remembered_here(request) if row.user_id == user.pk), None)
    return row if row is not None and may_remember(user) else None


def remembered_here(request: HttpRequest) -> list[RememberedBrowser]:
    """Everybody for whom this browser was remembered."""
    secret = browser_secret(request)
    if not secret:
        return []
    rows = RememberedBrowser.objects.filter(secret_hash=hashed(secret)).alive(now())
    return list(rows.select_related("user").order_by("-last_used")[:5])


def may_remember(user: User) -> bool:
    """Whether all places of the user allow remembered browsers."""
    return all(policy_of(place).remembers for place in places(user))


@transaction.atomic
def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember this browser for the user. Its secret is new each time: an older copy is worth nothing."""
    if not may_remember(user):
        return
    at = now()
    old, secret = browser_secret(request), new_token()
    if old:
        RememberedBrowser.objects.filter(agency=user.agency_id, secret_hash=hashed(old)).alive(at).update(
            secret_hash=hashed(secret)
        )
    RememberedBrowser.objects.update_or_create(
        user=user,
        secret_hash=hashed(secret),
        defaults={
            "agency_id": user.agency_id,
            "last_used": at,
            "expires": at + REMEMBERED,
            "ip": ip_of(request),
            "agent": agent_of(request),
        },
    )
    set_cookie(response, "browser", secret, REMEMBERED)
