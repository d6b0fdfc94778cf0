"""The door before the app, as routes and middleware of the ASGI application: sign in, sign out, one-time links.

Where people sign in with passwords, a browser without a session gets the sign-in page for every address but those of
Streamlit's own scripts and fonts. The pages check once more who asks (app/ui/signed_in.py): the socket that draws them
passes here unasked, because the browser could not show why it was refused.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from app.people.accounts import Accounts
from app.people.mode import Mode
from app.people.sessions import DAY_S, SESSION_S
from app.people.web_forms import back_to, is_own, link_form, sign_in_form, typed_fields
from app.people.web_page import HEADERS, form_page, said_page
from app.settings import read_settings
from datasets.errors import EaselError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

SESSION, LINK = "easel_session", "easel_link"
OPEN = ("/sign-in", "/welcome/", "/static/", "/app/static/", "/_stcore/health", "/_stcore/host-config", "/favicon")


def accounts() -> Accounts:
    """The accounts of the store in EASEL_HOME."""
    found = read_settings(os.environ)
    return _accounts(found.home, found.database_url)


@cache
def _accounts(home: Path, database_url: str) -> Accounts:
    from app.store.engine import open_store

    return Accounts(open_store(home, database_url))


def routes(mode: Mode) -> list[Route]:
    """What the door answers to; nothing where nobody signs in."""
    if mode == "off":
        return []
    if mode == "oidc":
        return [Route("/welcome/{token}", _keep_link, methods=["GET"])]
    return [
        Route("/sign-in", _show_sign_in, methods=["GET"]),
        Route("/sign-in", _sign_in, methods=["POST"]),
        Route("/sign-out", _sign_out, methods=["GET"]),
        Route("/welcome/{token}", _show_link, methods=["GET"]),
        Route("/welcome/{token}", _redeem, methods=["POST"]),
    ]


def middleware(mode: Mode) -> list[Middleware]:
    """What stands before every other address."""
    return [Middleware(Door)] if mode == "local" else []


class Door:
    """Lets requests with a session pass, sends pages to the sign-in page, and refuses all else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OPEN):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        token = request.cookies.get(SESSION)
        if await run_in_threadpool(accounts().who, token) is not None:
            await self.app(scope, receive, send)
            return
        await (_to_sign_in(request) if _wants_page(request) else _refused())(scope, receive, send)


def _wants_page(request: Request) -> bool:
    """Whether a page is asked for: by a browser, or by whoever looks at the front door, such as a monitor."""
    is_page = request.url.path == "/" or "text/html" in request.headers.get("accept", "")
    return request.method == "GET" and is_page


def _to_sign_in(request: Request) -> Response:
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = "" if there == "/" else f"?next={quote(there, safe='')}"
    return RedirectResponse(f"/sign-in{back}", status_code=303, headers={"Cache-Control": "no-store"})


def _refused() -> Response:
    return Response("Sign in first.", status_code=401, media_type="text/plain")


def _show_sign_in(request: Request) -> Response:
    back = back_to(request.query_params.get("next", ""))
    if accounts().who(request.cookies.get(SESSION)) is not None:
        return RedirectResponse(back, status_code=303)
    return _page(sign_in_form(back))


async def _sign_in(request: Request) -> Response:
    typed = await typed_fields(request)
    back, name = back_to(request.query_params.get("next", "")), typed.get("name", "")

    def enter() -> str:
        return accounts().sign_in(name, typed.get("password", ""), _address(request))

    return await _entered(request, enter, back, lambda said: sign_in_form(back, name, said))


def _sign_out(request: Request) -> Response:
    """By a link, since pages can only link here; a browser that was sent by another site stays signed in."""
    token = request.cookies.get(SESSION)
    if token and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
        accounts().sign_out(token)
    answer = RedirectResponse("/sign-in", status_code=303, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(SESSION, path="/")
    return answer


def _show_link(request: Request) -> Response:
    try:
        kind, name = accounts().link(request.path_params["token"])
    except EaselError as error:
        return _page(said_page("This link does not work", str(error), "/sign-in", "Sign in"), 410)
    return _page(form_page(link_form(request, kind, name)))


async def _redeem(request: Request) -> Response:
    typed, token = await typed_fields(request), str(request.path_params["token"])
    try:
        kind, name = await run_in_threadpool(accounts().link, token)
    except EaselError as error:
        return _page(said_page("This link does not work", str(error), "/sign-in", "Sign in"), 410)
    wanted = name or typed.get("name", "")

    def enter() -> str:
        return accounts().redeem(token, wanted, typed.get("password", ""), typed.get("again", ""), _address(request))

    return await _entered(request, enter, "/", lambda said: form_page(link_form(request, kind, name, wanted, said)))


def _keep_link(request: Request) -> Response:
    """With an identity provider the link is kept until the person is known, who is sent there first."""
    answer = RedirectResponse("/", status_code=303, headers={"Cache-Control": "no-store"})
    token = str(request.path_params["token"])
    _set(answer, request, LINK, token, DAY_S / 24)
    return answer


async def _entered(request: Request, enter: Callable[[], str], back: str, again: Callable[[str], str]) -> Response:
    """Lets somebody in by `enter`, or shows the form again with what was wrong."""
    if not is_own(request):
        return _page(again("This form was sent by another site. Type it in here."), 403)
    try:
        token = await run_in_threadpool(enter)
    except EaselError as error:
        return _page(again(str(error)), 422)
    answer = RedirectResponse(back, status_code=303, headers={"Cache-Control": "no-store"})
    _set(answer, request, SESSION, token, SESSION_S)
    return answer


def _set(answer: Response, request: Request, name: str, value: str, seconds: float) -> None:
    """A cookie that scripts cannot read and other sites cannot send; over HTTPS only, where that is how it came."""
    secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", "").split(",")[0].strip())
    answer.set_cookie(name, value, max_age=int(seconds), path="/", httponly=True, samesite="lax", secure=secure)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status, headers=HEADERS)


__all__ = ["accounts", "middleware", "routes"]
