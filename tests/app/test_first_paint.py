"""The first answer of the server: Streamlit's file with a picture of the page in it; every other answer as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from app import first_paint
from app.ui import theme

PAGE = {"accept": "text/html,*/*", "accept-encoding": "gzip"}
OTHER = "<p>something else</p>" * 1000


def _index(request: Request) -> Response:
    assert "if-none-match" not in request.headers
    assert "accept-encoding" not in request.headers
    return FileResponse(first_paint.INDEX, media_type="text/html")


def _pieces(_request: Request) -> Response:
    return StreamingResponse(iter([OTHER[:7], OTHER[7:]]), media_type="text/html")


def _lost(_request: Request) -> Response:
    return HTMLResponse(first_paint.INDEX.read_text(encoding="utf-8"), status_code=404)


def get(path: str, headers: dict[str, str]) -> httpx.Response:
    routes = [Route("/", _index), Route("/pieces", _pieces), Route("/lost", _lost)]
    app = Starlette(routes=routes, middleware=first_paint.middleware())
    app.mount("/files", StaticFiles(directory=theme.STATIC))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://easel") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


def test_a_page_comes_with_the_top_bar_and_the_style_sheet() -> None:
    answer = get("/", {**PAGE, "if-none-match": '"as before"'})
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers
    assert "<title>Easel</title>" in answer.text
    assert theme.style_sheet() in answer.text
    assert answer.text.index('class="first"') < answer.text.index('<div id="root"></div>')
    scripts = [line for line in first_paint.INDEX.read_text(encoding="utf-8").splitlines() if "<script" in line]
    assert all(line in answer.text for line in scripts)


def test_other_answers_are_passed_on() -> None:
    assert get("/pieces", PAGE).text == OTHER
    assert "first" not in get("/lost", PAGE).text
    assert get("/lost", PAGE).status_code == 404
    assert get("/files/easel.svg", PAGE).content == theme.FAVICON.read_bytes()


def test_what_is_no_page_is_not_looked_at() -> None:
    app = first_paint.FirstPaint(_never_asked_to_hold)
    scope = {"type": "http", "method": "GET", "headers": [(b"accept", b"*/*"), (b"if-none-match", b"x")]}
    asyncio.run(app(scope, _receive, _send))
    asyncio.run(app({"type": "websocket", "headers": []}, _receive, _send))


async def _never_asked_to_hold(_scope, receive, send) -> None:
    assert send is _send
    assert receive is _receive


async def _receive() -> dict[str, object]:
    return {"type": "http.disconnect"}


async def _send(message) -> None:
    raise AssertionError(message)


def test_a_streamlit_without_the_empty_element_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_text("<html><body><main></main></body></html>")
    monkeypatch.setattr(first_paint, "INDEX", tmp_path / "index.html")
    first_paint.page.cache_clear()
    try:
        assert first_paint.middleware() == []
    finally:
        first_paint.page.cache_clear()
