"""Between the first step and the second: who has proved a password or a mailbox waits here, not yet signed in."""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portico.access import factor_apps, links, passkeys, recovery, second_step
from portico.access.asking import GUESSES_FROM_ONE_ADDRESS, HOUR, TooMany
from portico.access.factors import Challenge
from portico.access.models import AccessLink
from portico.access.secrets import hashed, new_token
from portico.access.signing_in import cookie_name, set_cookie
from portico.access.visits import ip_of, network, take_back, too_many
from portico.agencies.models import Agency, Member, User
from portico.kit.keys import same_as_any
from portico.kit.times import now
from portico.messaging.writing import write

LIFE = timedelta(minutes=10)
APP_CODES_OF_ONE_PERSON = 20
"""Wrong codes of one person's app within an hour, over all sign-ins and addresses. Passkeys and recovery codes, which
nobody guesses, have no such limit: they let the right person in while somebody else is guessing."""
COOKIE = "step"


def next_step(
    user: User,
    *,
    how: str,
    member: Member | None = None,
    next: str = "",
    remembers: bool = False,
    link: AccessLink | None = None,
) -> HttpResponse | None:
    """The way to the second step for who has one; None: they are in."""
    if not second_step.is_on(user):
        return None
    challenge, token = begin(user.agency_id, user)
    Challenge.objects.filter(pk=challenge.pk).update(
        how=how, member=member, next=links.safe_next(next), remembers=remembers, link=link, proof=user.session_proof
    )
    response = HttpResponseRedirect(reverse("access:second_step"))
    carry(response, token)
    return response


def begin(agency_id: int, user: User | None) -> tuple[Challenge, str]:
    """Something to be answered within ten minutes, and the secret of the browser that may answer it."""
    token = new_token()
    made = Challenge.objects.create(
        agency_id=agency_id, user=user, token_hash=hashed(token), expires=now() + LIFE, asked=passkeys.new_challenge()
    )
    return made, token


def carry(response: HttpResponse, token: str) -> None:
    """Let the browser carry which sign-in it has begun."""
    set_cookie(response, COOKIE, signing.dumps(token, salt="portico.access.step"), LIFE)


def carried(request: HttpRequest, agency: Agency) -> Challenge | None:
    """The sign-in that this browser has begun, whatever its state."""
    try:
        token = signing.loads(request.COOKIES.get(cookie_name(COOKIE), ""), salt="portico.access.step", max_age=LIFE)
    except signing.BadSignature:
        return None
    rows = Challenge.objects.filter(agency=agency, token_hash=hashed(str(token)))
    return rows.select_related("user", "agency", "member__user", "member__agency", "link").first()


def waits(challenge: Challenge) -> bool:
    """Whether the second step can still be taken: in time, not too often wrong, and the first step still holds."""
    user = challenge.user
    return (
        user is not None
        and Challenge.objects.filter(pk=challenge.pk).open().exists()
        and same_as_any(challenge.proof, user.session_proofs)
        and bool(links.places(user))
    )


def is_code(request: HttpRequest, user: User, typed: object) -> str:
    """What the typed code is: "app", "recovery", or nothing. Each try counts before it is looked at; TooMany."""
    address = network(ip_of(request))
    if too_many(user.agency_id, "guess-ip", address, most=GUESSES_FROM_ONE_ADDRESS, within=HOUR):
        raise TooMany
    found = ""
    if recovery.typed(typed):
        found = "recovery" if recovery.take(user, typed) else ""
    elif too_many(user.agency_id, "step", str(user.pk), most=APP_CODES_OF_ONE_PERSON, within=HOUR):
        warn(user)
    elif factor_apps.take(user, typed):
        take_back(user.agency_id, "step", str(user.pk))
        found = "app"
    if found:
        take_back(user.agency_id, "guess-ip", address)
    return found


def warn(user: User) -> None:
    """Tell the person, at most once an hour, that somebody who knows their password or reads their mail is guessing."""
    if not too_many(user.agency_id, "warned-step", str(user.pk), most=1, within=HOUR):
        context = {"person": str(user)}
        write(user.agency, to=user.email, to_name=user.name, template="access/emails/step_guessing", context=context)


def is_locked(user: User) -> bool:
    """Whether codes of the app are refused for now; passkeys and recovery codes are not."""
    from portico.access.models import Attempt

    tries = Attempt.objects.filter(agency=user.agency_id, kind="step", key=hashed(f"step:{user.pk}"))
    return tries.filter(at__gt=now() - HOUR).count() > APP_CODES_OF_ONE_PERSON
