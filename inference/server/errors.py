"""What the server says when it refuses: one JSON shape for every endpoint and every status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

JSON = "application/json"


@dataclass(eq=False)
class RefusalError(Exception):
    """A request that is not answered: the HTTP status, a sentence, and where they are known the column and the row
    (1 is the first row to predict) that are at fault."""

    status: int
    message: str
    column: str | None = None
    row: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def unforeseen() -> RefusalError:
    """The refusal when the fault is the server's own."""
    return RefusalError(500, "Something unexpected happened; the log of the server has the details.")


def error_body(message: str, column: str | None = None, row: int | None = None) -> bytes:
    """The JSON document that every refusal is told with."""
    return json.dumps({"error": {"message": message, "column": column, "row": row}}, ensure_ascii=False).encode(
        "utf-8", "replace"
    )


def refused(refusal: RefusalError) -> Response:
    """The response to a request that is refused."""
    body = error_body(refusal.message, refusal.column, refusal.row)
    return Response(body, refusal.status, dict(refusal.headers), JSON)
