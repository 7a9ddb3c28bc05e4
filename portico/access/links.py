"""Emailed links: issuing them, finding them again, and what stands in their way."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from portico.access.models import CODE_TRIES, DIRECT_AT_ONCE, LIFE, OPEN_AT_ONCE, AccessLink, Purpose
from portico.access.policies import Policy, policy_of
from portico.access.secrets import hashed, hashed_code, hashed_codes, new_code, new_token, shown, typed
from portico.agencies.models import Agency, Member, User
from portico.kit.keys import same_as_any
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.writing import write
from portico.records.subjects import kind_of

WAYS_BACK = (Purpose.LASTING, Purpose.DIRECT)
LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def safe_next(path: object) -> str:
    """The path if it leads to a page of this site, else nothing. Only plain ASCII without backslashes gets through."""
    return path if isinstance(path, str) and len(path) <= 500 and LOCAL.fullmatch(path) else ""


def address(agency: Agency, token: str) -> str:
    """The link itself, on the agency's own site."""
    return agency.address(reverse("access:open", args=[token]))


@transaction.atomic
def issue(
    member: Member | None,
    purpose: str,
    *,
    user: User | None = None,
    next: str = "",
    days: int | None = None,
    browser: str = "",
    data: Mapping[str, Any] | None = None,
    about: Iterable[models.Model | None] = (),
    by: Member | None = None,
) -> tuple[AccessLink, str]:
    """Make a link for a member (or for a user who will choose among their places); returns it with its token.

    The token is nowhere else, so hand it on at once; `link.code` holds the code to type in another browser, likewise.
    `days` overrides how long links of this purpose live; `browser` is the hash of the asking browser's nonce.
    """
    owner = member.user if member is not None else user
    if owner is None:
        raise ValueError("A link is somebody's: give a member or a user.")
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)  # Of links issued at once, each knows the others.
    life = timedelta(days=days) if days is not None else LIFE[purpose]
    token, code = new_token(), new_code()
    link = AccessLink.objects.create(
        agency_id=owner.agency_id,
        user=owner,
        member=member,
        purpose=purpose,
        token_hash=hashed(token),
        code_hash=hashed_code(owner.agency_id, purpose, code),
        browser=browser,
        next=safe_next(next),
        data=dict(data or {}),
        about=[[kind_of(row), row.pk] for row in about if row is not None],
        issued_by=by,
        expires=now() + life if life else None,
    )
    link.code = shown(code)  # type: ignore[attr-defined]
    _close_the_oldest(link)
    return link, token


def _close_the_oldest(link: AccessLink) -> None:
    """At most three are open per person and purpose. Ways to take back a stolen address are never crowded out."""
    if link.purpose == Purpose.UNDO_EMAIL:
        return
    alike = AccessLink.objects.filter(user=link.user_id, purpose=link.purpose).open(now())
    if link.purpose in {Purpose.INVITATION, Purpose.LASTING, Purpose.DIRECT, Purpose.CALENDAR}:
        alike = alike.filter(member=link.member_id)
    most = DIRECT_AT_ONCE if link.purpose == Purpose.DIRECT else OPEN_AT_ONCE
    kept = list(alike.order_by("-created", "-pk").values_list("pk", flat=True)[:most])
    alike.exclude(pk__in=kept).end(AccessLink.Status.REPLACED)


def mail(link: AccessLink, token: str, template: str, *, to: str = "", **context: Any) -> Email:
    """Mail a link, and its code, to its person."""
    agency = link.agency
    email = write(
        agency,
        to=to or link.user.email,
        to_name=link.user.name,
        template=template,
        context={"person": link.user.name or link.user.email, **context},
        links={"main": address(agency, token)},
        codes={"main_code": link.code},  # type: ignore[attr-defined]
        about=[link.member, *link.subjects()],
        member=link.member,
        urgent=True,
    )
    link.email = email
    link.save(update_fields=["email"])
    return email


def way_to(member: Member, path: str, *, about: Iterable[models.Model | None] = ()) -> str:
    """What a mail to a member links to: the page; for who has direct access, a link that lets in and leads there."""
    policy = policy_of(member)
    if not (policy.direct_days and member.is_in):
        return member.agency.address(path)
    _link, token = issue(member, Purpose.DIRECT, next=path, days=policy.direct_days, about=about)
    return address(member.agency, token)


def lead(member: Member, address: str) -> str:
    """What a mail links to for a page of the client portal: for who has direct access, a link that lets in."""
    path = address.removeprefix(member.agency.address(""))
    if path == address or not path.startswith("/client/") or path.startswith("/client/guest/"):
        return address
    return way_to(member, path)


def find(agency: Agency, token: object, *purposes: str) -> AccessLink | None:
    """The link with this token, if it is this agency's and for one of these purposes."""
    if not isinstance(token, str) or not 40 <= len(token) <= 50:
        return None
    links = AccessLink.objects.select_related("user", "member__user", "issued_by")
    found = links.filter(agency=agency, token_hash=hashed(token), purpose__in=purposes or Purpose.values).first()
    if found is not None:
        found.agency = agency
    return found


def asked_for(agency: Agency, browser: str, *purposes: str) -> list[AccessLink]:
    """The open links that were asked for in this browser, the newest first."""
    if not browser:
        return []
    links = AccessLink.objects.filter(agency=agency, browser=browser, purpose__in=purposes).open(now())
    return list(links.select_related("agency", "user", "member__user").order_by("-created", "-pk"))


def try_code(link: AccessLink, code: object) -> bool:
    """Whether this is the link's code. Each try counts before it is looked at; after five the code is dead."""
    entered = typed(code)
    tries = AccessLink.objects.filter(pk=link.pk, wrong_codes__lt=CODE_TRIES)
    if not entered or not tries.update(wrong_codes=models.F("wrong_codes") + 1):
        return False
    return same_as_any(link.code_hash, hashed_codes(link.agency_id, link.purpose, entered))


def places(user: User) -> list[Member]:
    """Where the user may go, the place visited last first."""
    found = Member.objects.filter(user=user, status=Member.Status.ACTIVE).select_related("user", "staff_role", "agency")
    return sorted(found, key=lambda member: member.last_seen or member.joined or member.created, reverse=True)


def state_of(link: AccessLink) -> str:
    """open, expired, used, replaced or revoked: the link's own state, and whether its person may still come."""
    member = link.member
    if link.state != "open":
        return link.state
    if member is not None and link.purpose in WAYS_BACK and outlived(link, policy_of(member)):
        return "expired"
    if link.purpose == Purpose.INVITATION:
        inviter_left = link.issued_by is not None and not link.issued_by.is_in
        if member is None or member.status != Member.Status.INVITED or inviter_left:
            return "used" if member is not None and member.is_in else "revoked"
        return "open"
    welcome = (
        member.is_in
        if member is not None
        else Member.objects.filter(user=link.user_id, status=Member.Status.ACTIVE).exists()
    )
    return "open" if welcome else "revoked"


def outlived(link: AccessLink, policy: Policy) -> bool:
    """Whether a way back is older than the place's settings let it become by now."""
    days = (policy.direct_days if link.purpose == Purpose.DIRECT else 0) or policy.link_days
    return bool(days) and link.created + timedelta(days=days) <= now()


def lets_in(link: AccessLink, policy: Policy) -> bool:
    """Whether this link lets its member in by itself."""
    member = link.member
    if link.purpose != Purpose.DIRECT or not policy.direct_days or member is None or not member.is_in:
        return False
    return link.is_open and not outlived(link, policy)


def end_all(member: Member, *, by: Member | None = None) -> None:
    """End every link of a member; those of the user too where this was the last place."""
    mine = Q(member=member)
    if not Member.objects.filter(user=member.user_id, status=Member.Status.ACTIVE).exclude(pk=member.pk).exists():
        mine |= Q(user=member.user_id)
    AccessLink.objects.filter(mine).end(AccessLink.Status.REVOKED, by=by)
