"""An identity provider that lets everybody in at once: OpenID Connect as far as a test of signing in needs it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from benchmarks.server.process import free_port
from tests.servers.process import START_S

CLIENT = "easel"


@dataclass
class Provider:
    """A running provider; `claims` is what it says of whoever signs in next."""

    address: str
    claims: dict[str, Any] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test"}))

    @property
    def metadata_url(self) -> str:
        return f"{self.address}/.well-known/openid-configuration"

    def metadata(self, _: Request) -> JSONResponse:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        urls = {name: f"{self.address}/{place}" for name, place in places.items()}
        algorithms = {"id_token_signing_alg_values_supported": ["RS256"]}
        return JSONResponse({"issuer": self.address, **urls, **algorithms, "response_types_supported": ["code"]})

    def authorize(self, request: Request) -> RedirectResponse:
        code, asked = f"code{len(self.nonces)}", request.query_params
        self.nonces[code] = asked.get("nonce", "")
        answer = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}")

    async def token(self, request: Request) -> JSONResponse:
        code = dict(pair.split("=", 1) for pair in (await request.body()).decode().split("&"))["code"]
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 600, **self.claims}
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, {**claims, "nonce": self.nonces[code]}, self.key)
        return JSONResponse({"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": signed})

    def keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """A provider on a port of this computer."""
    port = free_port()
    made = Provider(f"http://localhost:{port}")
    routes = [
        Route("/.well-known/openid-configuration", made.metadata),
        Route("/authorize", made.authorize),
        Route("/token", made.token, methods=["POST"]),
        Route("/keys", made.keys),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), host="localhost", port=port, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_S
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    try:
        yield made
    finally:
        server.should_exit = True
        thread.join(START_S)
