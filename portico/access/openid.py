"""Talking with a sign-in provider (OpenID Connect): its own description, the way there, and what it says of somebody.

Nothing it says is believed before its signature, its name, our name, the time and our nonce have been checked.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlencode

from django.core.cache import cache

from portico.access.providers import SignInProvider
from portico.access.secrets import same
from portico.kit.fetching import Unreachable, check_url, fetch

if TYPE_CHECKING:
    import jwt

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the provider has. None at all, or one made with a shared secret, is not among them."""
CLOCKS_DIFFER = 60
KNOWN_FOR, DOWN_FOR, KEYS_AGAIN = 3600, 15, 60
LONGEST_TOKEN = 30_000


class NotBelieved(Exception):
    """What came back is not what the provider would say. The text is for the log."""


@dataclass(frozen=True, slots=True)
class About:
    """What the provider says of itself."""

    issuer: str
    authorize: str
    token: str
    keys: str
    basic: bool
    names_itself: bool
    """Each answer says which provider it is from, so that none is taken for another's."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One way to the provider and back: what this browser has to bring along again."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    provider: int = 0
    issuer: str = ""
    next: str = ""
    again: bool = False


def describe(issuer: str, *, afresh: bool = False) -> About:
    """The provider's description of itself, kept for an hour; a failure for a few seconds. Raises Unreachable."""
    key = f"openid:{hashlib.sha256(issuer.encode()).hexdigest()}"
    known = None if afresh else cache.get(key)
    if known is None:
        try:
            known = _described(issuer)
        except Unreachable as no:
            cache.set(key, str(no), DOWN_FOR)
            raise
        cache.set(key, known, KNOWN_FOR)
    if isinstance(known, str):
        raise Unreachable(known)
    return cast("About", known)


def _described(issuer: str) -> About:
    answer = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if answer.status != 200:
        raise Unreachable(f"its description answers with {answer.status}")
    said = answer.values()
    if said.get("issuer") != issuer:
        raise Unreachable("its description is of another issuer")
    authorize, token, keys = (said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    if not (isinstance(authorize, str) and isinstance(token, str) and isinstance(keys, str)):
        raise Unreachable("its description lacks an address")
    for one in (authorize, token, keys):
        check_url(one)
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    names_itself = said.get("authorization_response_iss_parameter_supported") is True
    return About(issuer, authorize, token, keys, "client_secret_basic" in methods, names_itself)


def way_there(provider: SignInProvider, about: About, trip: Trip, back: str) -> str:
    """Where the browser goes."""
    digest = hashlib.sha256(trip.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": trip.state,
        "nonce": trip.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if trip.again else {}),
    }
    return f"{about.authorize}{'&' if '?' in about.authorize else '?'}{urlencode(asked)}"


def exchange(provider: SignInProvider, about: About, trip: Trip, code: str, back: str) -> str:
    """The token for the code that the browser brought. Raises Unreachable or NotBelieved."""
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": trip.verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if about.basic and provider.secret:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        sent |= {"client_id": provider.client_id, **({"client_secret": provider.secret} if provider.secret else {})}
    answer = fetch(about.token, body=urlencode(sent).encode(), headers=headers)
    if answer.status >= 500:
        raise Unreachable(f"its token address answers with {answer.status}")
    token = answer.values().get("id_token")
    if answer.status != 200 or not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise NotBelieved(f"no token for the code ({answer.status})")
    return token


def claims_of(provider: SignInProvider, about: About, trip: Trip, token: str) -> dict[str, Any]:
    """What the token says, once everything about it is right."""
    import jwt  # large, and rarely asked for

    try:
        head = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise NotBelieved("the token is none") from None
    method = head.get("alg")
    if method not in SIGNED_BY:
        raise NotBelieved("the token is not signed as it should be")
    key = _key(about, head.get("kid"), str(method))
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[str(method)],
            audience=provider.client_id,
            issuer=about.issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError, OverflowError) as no:
        raise NotBelieved(f"the token does not hold ({type(no).__name__})") from None
    _check(provider, trip, claims)
    return claims


def _check(provider: SignInProvider, trip: Trip, claims: dict[str, Any]) -> None:
    for_whom, nonce, subject = claims.get("azp"), claims.get("nonce"), claims.get("sub")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (for_whom is not None or several) and for_whom != provider.client_id:
        raise NotBelieved("the token is for somebody else")
    if not isinstance(nonce, str) or not same(nonce, trip.nonce):
        raise NotBelieved("the token is not for this sign-in")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
        raise NotBelieved("the token is about nobody")
    signed_in = claims.get("auth_time")
    if trip.again and not (isinstance(signed_in, int) and claims["iat"] - signed_in < 300):
        raise NotBelieved("nobody has signed in there just now")


def _key(about: About, kid: Any, method: str) -> "jwt.PyJWK":
    found = _fitting(_keys(about), kid, method)
    if found is None:
        found = _fitting(_keys(about, afresh=True), kid, method)
    if found is None:
        raise NotBelieved("the token is signed with an unknown key")
    return found


def _fitting(keys: list[dict[str, Any]], kid: Any, method: str) -> "jwt.PyJWK | None":
    """The key that the token names; where it names none, the only one there is."""
    import jwt

    kind = {"R": "RSA", "P": "RSA", "E": "EC"}[method[0]] if method != "EdDSA" else "OKP"
    fitting = [one for one in keys if one.get("kty") == kind and one.get("use", "sig") == "sig"]
    fitting = [one for one in fitting if one.get("alg", method) == method and (kid is None or one.get("kid") == kid)]
    if len(fitting) != 1:
        return None
    try:
        return jwt.PyJWK(fitting[0], algorithm=method)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None


def _keys(about: About, *, afresh: bool = False) -> list[dict[str, Any]]:
    """The provider's public keys. Asked for again where a token names a new one, but not for every nonsense token."""
    key = f"openid-keys:{hashlib.sha256(about.keys.encode()).hexdigest()}"
    known = cache.get(key)
    if known is not None and (not afresh or cache.get(f"{key}:again")):
        return cast("list[dict[str, Any]]", known)
    said = fetch(about.keys)
    keys = said.values().get("keys")
    if said.status != 200 or not isinstance(keys, list):
        raise Unreachable("its keys cannot be read")
    known = [one for one in keys[:50] if isinstance(one, dict)]
    cache.set(key, known, KNOWN_FOR)
    cache.set(f"{key}:again", True, KEYS_AGAIN if afresh else 1)
    return known
