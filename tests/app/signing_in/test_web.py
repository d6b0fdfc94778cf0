"""The door before the app: what is let through, what is sent to the sign-in page, and the cookie."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.people import web
from app.people.accounts import Accounts
from app.store.engine import Store
from tests.app.signing_in.conftest import PASSWORD

PAGE = {"accept": "text/html,*/*"}
HERE = {**PAGE, "origin": "http://testserver"}
ANN = {"name": "Ann", "password": PASSWORD}


def _anything(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"inside {request.url.path}")


@pytest.fixture
def database_url() -> str:
    return ""


class Browser:
    """Asks an application without a network, and keeps its cookies."""

    def __init__(self, app: Starlette) -> None:
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")
        self.cookies = self.client.cookies

    def get(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self.client.get(path, **more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self.client.post(path, **more))

    def put(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self.client.put(path, **more))


@pytest.fixture
def door(store: Store, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser before an app whose pages are all one."""
    made = Accounts(store)
    monkeypatch.setattr(web, "accounts", lambda: made)
    inner = [*web.routes("local"), Route("/{anywhere:path}", _anything, methods=["GET", "PUT"])]
    app = Starlette(routes=inner, middleware=web.middleware("local"))
    return Browser(app)


def test_nothing_but_the_frame_is_open(door: Browser) -> None:
    sent = door.get("/datasets?dataset=d_1", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2Fdatasets%3Fdataset%3Dd_1")
    assert door.get("/", headers={"accept": "*/*"}).headers["location"] == "/sign-in"
    assert door.get("/media/abc.csv", headers={"accept": "*/*"}).status_code == 401
    assert door.put("/_stcore/upload_file/a/b", headers=PAGE).status_code == 401
    assert door.get("/static/app.js").text == "inside /static/app.js"
    assert door.get("/_stcore/health").status_code == 200
    door.cookies.set(web.SESSION, "made up")
    assert door.get("/datasets", headers=PAGE).status_code == 303


def test_the_first_link_signs_in_and_the_cookie_is_closed(door: Browser) -> None:
    link = f"/welcome/{web.accounts().first_link()}"
    page = door.get(link)
    assert "become the administrator" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    refused = door.post(link, data={"name": "<b>Ann", "password": "short", "again": "short"}, headers=HERE)
    assert refused.status_code == 422
    assert "at least 10 characters" in refused.text
    assert "<b>" not in refused.text
    into = door.post(link, data={**ANN, "again": PASSWORD}, headers={**HERE, "x-forwarded-proto": "https"})
    assert (into.status_code, into.headers["location"]) == (303, "/")
    cookie = into.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "secure", "max-age=1209600", "path=/"))
    assert "does not work" in door.get(link).text
    assert door.get(link).status_code == 410


def test_signing_in_and_out(door: Browser) -> None:
    web.accounts().redeem(str(web.accounts().first_link()), "Ann", PASSWORD, PASSWORD, "")
    wrong = door.post("/sign-in", data={"name": "Ann", "password": "wrong"}, headers=HERE)
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    assert "wrong" not in wrong.text.partition("<form")[2]  # what was typed does not come back
    into = door.post("/sign-in?next=%2Fmodels", data=ANN, headers=HERE)
    assert into.headers["location"] == "/models"
    assert door.get("/models", headers=PAGE).text == "inside /models"
    assert door.get("/sign-in", headers=PAGE).status_code == 303
    assert door.get("/sign-out", headers={"sec-fetch-site": "cross-site"}).status_code == 303
    assert door.get("/models", headers=PAGE).status_code == 303  # the browser let go of the cookie


def test_another_site_can_neither_sign_in_nor_lead_away(door: Browser) -> None:
    web.accounts().redeem(str(web.accounts().first_link()), "Ann", PASSWORD, PASSWORD, "")
    sent = door.post("/sign-in", data=ANN, headers={**PAGE, "origin": "https://evil.example"})
    assert sent.status_code == 403
    for path in ("https://evil.example", "//evil.example", "/\\evil.example", "/welcome/x", "javascript:alert(1)"):
        into = door.post("/sign-in", params={"next": path}, data=ANN, headers=HERE)
        assert into.headers["location"] == "/"
    assert door.post("/sign-in", content=b"x" * 30_000, headers=HERE).status_code == 422


def test_there_is_no_door_where_nobody_signs_in() -> None:
    assert web.routes("off") == []
    assert web.middleware("off") == []
