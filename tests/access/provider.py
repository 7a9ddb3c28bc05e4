"""A sign-in provider on this machine, as honest or as hostile as a test wants it."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "portico-at-work", "a secret of the client"
KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


class Provider:
    """Answers like one: description, keys, tokens for codes. What it says of people is in `says`; `twist` bends it."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.says: dict[str, Any] = {"sub": "s-1", "email": "rita@northern.example", "email_verified": True}
        self.key, self.kid, self.sign_as = KEYS[0], "one", "RS256"
        self.twist: Callable[[dict[str, Any]], None] = lambda claims: None
        self.description: dict[str, Any] = {}
        self.once = True
        self.down = self.slow = 0.0
        self.raw: str | None = None
        self.moved = ""
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args: Any) -> None:
                """Quietly."""

            def do_GET(self) -> None:
                outer.answer(self, {})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                outer.answer(self, parse_qs(self.rfile.read(length).decode()))

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """No longer there."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, to: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        """One request."""
        path = urlsplit(to.path).path
        self.asked.append(path)
        if self.slow:
            time.sleep(self.slow)
        status, said = 200, {}
        if self.down:
            status = 503
        elif self.moved:
            status = 302
        elif path == "/.well-known/openid-configuration":
            said = self.described()
        elif path == "/keys":
            said = {"keys": [self.public()]}
        elif path == "/token":
            status, said = self.token(form, to.headers.get("Authorization", ""))
        else:
            status = 404
        body = json.dumps(said).encode()
        to.send_response(status)
        if self.moved:
            to.send_header("Location", self.moved)
        to.send_header("Content-Type", "application/json")
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    def described(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.description,
        }

    def public(self) -> dict[str, Any]:
        """The key that its tokens are checked with."""
        return {**RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True), "kid": self.kid, "use": "sig"}

    def approve(self, address: str, **more: str) -> str:
        """The person says yes at the address they were sent to: where the browser goes next."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}-{asked['state'][:6]}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], **more}
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(back)}"

    def token(self, form: dict[str, list[str]], authorization: str) -> tuple[int, dict[str, Any]]:
        """The token for a code, to who has the secret and began the way."""
        asked = self.codes.get(form.get("code", [""])[0])
        pair = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        verifier = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        if asked is None or authorization != f"Basic {pair}":
            return 401, {"error": "invalid_client"}
        if base64.urlsafe_b64encode(verifier).decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if self.once:
            self.codes.pop(form["code"][0])
        return 200, {"id_token": self.raw or self.signed(asked), "token_type": "Bearer", "access_token": "none"}

    def signed(self, asked: dict[str, str]) -> str:
        """What it says of the person who said yes."""
        at = int(time.time())
        claims = {"iss": self.issuer, "aud": asked["client_id"], "iat": at, "exp": at + 300, "nonce": asked["nonce"]}
        claims |= {"auth_time": at, **self.says}
        self.twist(claims)
        key: Any = {"none": None, "HS256": SECRET * 3}.get(self.sign_as, self.key)
        return jwt.encode(claims, key, algorithm=self.sign_as, headers={"kid": self.kid})
