"""Passkeys (WebAuthn): what a browser is asked to sign, and whether it did."""

import json
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portico.access.factors import Passkey
from portico.access.secrets import hashed, new_token
from portico.agencies.models import User
from portico.kit.later import later
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.writing import one_line

if TYPE_CHECKING:
    from fido2 import server as checks
    from fido2 import utils, webauthn
else:  # 4 MB with what it brings
    checks, utils, webauthn = later("fido2.server"), later("fido2.utils"), later("fido2.webauthn")

LONGEST = 20_000
MOST = 20
TRANSPORTS = {"usb", "nfc", "ble", "internal", "hybrid", "smart-card"}


def server(request: HttpRequest) -> "checks.Fido2Server":
    """The checks, for the very site the browser is on: same scheme, host and port."""
    here = f"{request.scheme}://{request.get_host()}"
    host, _port = split_domain_port(request.get_host())
    name = request.agency.name  # type: ignore[attr-defined]
    entity = webauthn.PublicKeyCredentialRpEntity(id=host, name=name)
    return checks.Fido2Server(entity, verify_origin=lambda origin: origin == here)


def new_challenge() -> str:
    """What has to be signed: 256 random bits."""
    return new_token()


def state_of(challenge: str, *, verified: bool) -> dict[str, Any]:
    """A challenge as the library keeps it. `verified`: the device must have checked finger, face or PIN."""
    need = webauthn.UserVerificationRequirement.REQUIRED if verified else webauthn.UserVerificationRequirement.PREFERRED
    return {"challenge": challenge, "user_verification": need}


def options_to_add(request: HttpRequest, user: User, challenge: str) -> dict[str, Any]:
    """What the browser needs to make a passkey; it makes none where one of theirs is already."""
    handle = salted_hmac("portico.access.passkey", f"{user.agency_id}:{user.pk}", algorithm="sha256").digest()
    options, _state = server(request).register_begin(
        webauthn.PublicKeyCredentialUserEntity(id=handle, name=user.email, display_name=str(user)),
        credentials=descriptors(user),
        resident_key_requirement=webauthn.ResidentKeyRequirement.PREFERRED,
        user_verification=webauthn.UserVerificationRequirement.PREFERRED,
        challenge=utils.websafe_decode(challenge),
    )
    return plain(options)


def options_to_use(request: HttpRequest, user: User | None, challenge: str) -> dict[str, Any]:
    """What the browser needs to sign with a passkey: one of the user's, or any that it has for this site."""
    need = (
        webauthn.UserVerificationRequirement.REQUIRED
        if user is None
        else webauthn.UserVerificationRequirement.PREFERRED
    )
    options, _state = server(request).authenticate_begin(
        descriptors(user) if user is not None else None,
        user_verification=need,
        challenge=utils.websafe_decode(challenge),
    )
    return plain(options)


def plain(options: Any) -> dict[str, Any]:
    """Options as JSON, the way browsers are given them."""
    found: dict[str, Any] = json.loads(json.dumps(dict(options), default=dict))
    return found


def descriptors(user: User) -> "list[webauthn.PublicKeyCredentialDescriptor]":
    """The user's passkeys as a browser knows them."""
    return [
        webauthn.PublicKeyCredentialDescriptor(
            type=webauthn.PublicKeyCredentialType.PUBLIC_KEY,
            id=data_of(key).credential_id,
            transports=key.transports or None,
        )
        for key in Passkey.objects.filter(user=user)
    ]


def data_of(key: Passkey) -> "webauthn.AttestedCredentialData":
    """The key's name and public half."""
    return webauthn.AttestedCredentialData(utils.websafe_decode(key.public))


def read(answer: object) -> dict[str, Any]:
    """What a browser sent, or nothing where that is no answer of a passkey."""
    if not isinstance(answer, str) or not answer or len(answer) > LONGEST:
        return {}
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@transaction.atomic
def add(request: HttpRequest, user: User, name: str, challenge: str, answer: object) -> Passkey:
    """Keep the passkey that the browser has just made for this challenge."""
    try:
        response = webauthn.RegistrationResponse.from_dict(read(answer))
        made = server(request).register_complete(state_of(challenge, verified=False), response)
        data = made.credential_data
        if data is None:
            raise ValueError("no key")
    except Exception:  # Hostile bytes break in many ways inside the parsers; each of them is a no.
        raise RuleBroken(_("Your browser did not make a passkey. Please try again.")) from None
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if Passkey.objects.filter(user=user).count() >= MOST:
        raise RuleBroken(_("You have %d passkeys. Remove one first.") % MOST)
    key = Passkey(
        agency_id=user.agency_id,
        user=user,
        name=one_line(name, 60) or _("Passkey"),
        key_hash=hashed(utils.websafe_encode(data.credential_id)),
        public=utils.websafe_encode(bytes(data)),
        transports=transports_in(read(answer)),
        uses=made.counter,
    )
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError:
        raise RuleBroken(_("This passkey is known already.")) from None
    return key


def transports_in(answer: dict[str, Any]) -> list[str]:
    """By which ways a browser says it can reach the device."""
    response = answer.get("response")
    said = response.get("transports") if isinstance(response, dict) else None
    return sorted(TRANSPORTS & {one for one in said if isinstance(one, str)}) if isinstance(said, list) else []


def signed(answer: object) -> "webauthn.AuthenticationResponse | None":
    """What a browser sent, as the library reads it."""
    try:
        return webauthn.AuthenticationResponse.from_dict(read(answer))
    except Exception:  # As above.
        return None


def take(request: HttpRequest, agency_id: int, challenge: str, answer: object, *, user: User | None) -> Passkey | None:
    """The passkey that signed this challenge, if it is one of the user's; without a user, anybody's of the agency.

    Who is nobody yet must have shown the device finger, face or PIN: then possession and person are proved at once.
    """
    response = signed(answer)
    if response is None or not challenge:
        return None
    keys = Passkey.objects.filter(agency=agency_id, key_hash=hashed(utils.websafe_encode(response.raw_id)))
    key = (keys.filter(user=user) if user is not None else keys).select_related("user", "agency").first()
    if key is None:
        return None
    try:
        server(request).authenticate_complete(state_of(challenge, verified=user is None), [data_of(key)], response)
    except Exception:  # Hostile bytes break in many ways inside the parsers; each of them is a no.
        return None
    uses = response.response.authenticator_data.counter
    return key if was_used(key, uses) else None


def was_used(key: Passkey, uses: int) -> bool:
    """Note the use. A device that counts never counts back; one that does is a copy."""
    here = Passkey.objects.filter(pk=key.pk)
    if uses or key.uses:
        here = here.filter(uses__lt=uses)
    return bool(here.update(uses=uses, last_used=now()))
