"""How answers are written: JSON, or csv with the columns that `easel predict` writes beside the rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from inference.manifest import Manifest
from inference.prediction import Prediction
from inference.server.asked import Asked
from inference.server.errors import JSON, RefusalError

CSV = "text/csv"
_KINDS = {JSON: JSON, "application/*": JSON, CSV: CSV, "text/*": CSV}


def chosen_format(accept: str, sent: str) -> str:
    """The media type of the answer: the most wanted one that exists; what was sent where anything will do.

    Raises RefusalError (406) when none that is accepted exists. Weights are those of RFC 9110, 12.5.1.
    """
    if not accept or accept == "*/*":
        return sent
    wanted = sorted(map(_weighed, accept.split(",")), key=lambda one: -one[1])
    for name, weight in wanted:
        kind = sent if name == "*/*" else _KINDS.get(name)
        if weight > 0 and kind is not None:
            return kind
    raise RefusalError(406, f"The answer can be {JSON} or {CSV}; {accept[:80]!r} accepts neither.")


def answer_columns(manifest: Manifest) -> tuple[str, ...]:
    """The columns of a csv answer."""
    shares = tuple(f"probability_{name}" for name in manifest.classes)
    return ("prediction", *(shares or ("prediction_low", "prediction_high")))


def as_json(found: Sequence[Prediction]) -> bytes:
    """The JSON document {"predictions": [...]}."""
    return json.dumps({"predictions": [one.to_dict() for one in found]}, ensure_ascii=False).encode()


def as_csv(found: Sequence[Prediction], manifest: Manifest, asked: Asked) -> bytes:
    """A line for each answer, with a header if the rows had one, cells apart as those of the rows are."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=asked.delimiter, lineterminator="\n")
    if asked.header:
        writer.writerow(answer_columns(manifest))
    writer.writerows(map(_cells, found))
    return text.getvalue().encode()


def _cells(found: Prediction) -> list[Any]:
    if found.probabilities is not None:
        return [found.label, *found.probabilities.values()]
    return [found.value, found.low, found.high]


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, float(parameter[2:])
            except ValueError:
                return name, 0.0
    return name, 1.0
