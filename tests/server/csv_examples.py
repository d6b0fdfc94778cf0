"""Teaches schemathesis how an example in csv goes over the wire. It sends examples of a media type only where it has no
strategy for that type, so they are tried apart from made-up rows (csv_rows.py)."""

from __future__ import annotations

import schemathesis


@schemathesis.serializer("text/csv")
def as_bytes(_, text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
