"""The application: what answers at which address."""

from __future__ import annotations

import json

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from inference.predictor import Model
from inference.server.errors import JSON, RefusalError, refused, unforeseen
from inference.server.front import INVOCATIONS, Front
from inference.server.invocations import Invocations
from inference.server.metrics import CONTENT_TYPE, Metrics
from inference.server.openapi import openapi
from inference.server.page import page
from inference.server.schema import DRAFT, row_schema
from inference.server.settings import Settings

SENTENCES = {
    404: "There is nothing at this address. POST rows to /invocations; /docs tells the rest.",
    405: "This address does not take that method.",
}


def create_app(model: Model, settings: Settings) -> Starlette:
    """The ASGI application that serves an open model."""
    metrics = Metrics(model.manifest)
    invocations = Invocations(model, settings, metrics)
    schema = _document({"$schema": DRAFT, **row_schema(model.manifest)})
    described = openapi(model.manifest, settings)
    fixed = {
        "/ping": (_document({"status": "ok"}), JSON),
        "/schema": (schema, JSON),
        "/openapi.json": (_document(described), JSON),
        "/docs": (page(model.manifest, settings).encode(), "text/html; charset=utf-8"),
    }

    async def told(request: Request) -> Response:
        content, media_type = fixed[request.url.path]
        return Response(content, media_type=media_type)

    async def counted(_: Request) -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return Starlette(
        routes=[
            Route(INVOCATIONS, invocations.answer, methods=["POST"]),
            *(Route(path, told) for path in fixed),
            Route("/metrics", counted),
        ],
        middleware=[Middleware(Front, metrics=metrics, turns=invocations.turns)],
        exception_handlers={
            RefusalError: _refusal,
            HTTPException: _http_error,
            Exception: _unexpected,
        },
    )


def _document(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


async def _refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusalError)
    return refused(error)


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = SENTENCES.get(error.status_code, str(error.detail))
    return refused(RefusalError(error.status_code, sentence, headers=error.headers or {}))


async def _unexpected(_: Request, __: Exception) -> Response:
    return refused(unforeseen())
