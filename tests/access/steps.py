"""What tests of the second step share: people who have one, and their apps, keys and codes."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from portico.access import factor_apps, recovery
from portico.agencies.models import Member
from portico.kit import times
from tests.access.conftest import PASSWORD


def code_now(member: Member, *, half_minutes: int = 0) -> str:
    """What the member's app shows, now or so many half minutes off."""
    app = factor_apps.app_of(member.user) or factor_apps.started(member.user)
    assert app is not None
    return pyotp.TOTP(app.secret).generate_otp(int(times.now().timestamp()) // 30 + half_minutes)


def with_app(member: Member) -> list[str]:
    """Give the member an app, set up a while ago, and recovery codes."""
    app = factor_apps.start(member.user)
    app.confirmed = times.now()
    app.save()
    return recovery.make(member.user)


def first_step(member: Member, post: Any, client: Client | None = None, **extra: Any) -> Client:
    """A browser in which the member has typed the right password."""
    client = client or Client(enforce_csrf_checks=True)
    answer = post(client, "/sign-in/", {"email": member.email, "password": PASSWORD}, **extra)
    assert answer.status_code == 302, answer.content
    return client


def ask(client: Client, use: str, page: str = "/sign-in/?again=1") -> Any:
    """What the page's script asks for."""
    html = client.get(page).content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return client.post("/sign-in/passkey/ask/", {"use": use, "csrfmiddlewaretoken": token})


@dataclass
class Device:
    """A phone that keeps a passkey and signs with it, without any browser."""

    origin: str = "http://testserver"
    verifies: bool = True
    uses: int = 0
    name: bytes = field(default_factory=lambda: os.urandom(20))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any]) -> str:
        """Make a passkey for this site."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        data = self.facts(0x41) + bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public
        sealed = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self.client_data("webauthn.create", asked["publicKey"]["challenge"])
        return self.answer({"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(sealed)})

    def sign(self, asked: dict[str, Any]) -> str:
        """Sign what the site asks for."""
        self.uses += 1
        data, client = self.facts(0x01), self.client_data("webauthn.get", asked["publicKey"]["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self.answer({key: websafe_encode(value) for key, value in parts.items()})

    def facts(self, flags: int) -> bytes:
        """What the device says of itself: for which host, who was there, how often it was used."""
        host = self.origin.partition("://")[2].partition(":")[0]
        flags |= 0x04 if self.verifies else 0
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def client_data(self, kind: str, challenge: str) -> bytes:
        """What the browser adds."""
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def answer(self, response: dict[str, str]) -> str:
        """All of it, as the form sends it."""
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
