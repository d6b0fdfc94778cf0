"""The description of the server (OpenAPI 3.1), with the model's own columns and examples."""

from __future__ import annotations

import csv
import io
from typing import Any

from inference.manifest import Manifest
from inference.server.answer_format import answer_columns
from inference.server.schema import DRAFT, example_row, list_schema, row_schema
from inference.server.settings import Settings

ERRORS = {
    400: "The rows cannot be read: the sentence names column and row.",
    406: "An answer of the kind that is asked for does not exist.",
    408: "The body did not arrive in time.",
    413: "The body is too large, or has too many rows.",
    415: "The body is neither JSON nor csv.",
    503: "Too many requests at a time: try again after the seconds in Retry-After.",
}
ERROR = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "column", "row"],
            "additionalProperties": False,
            "properties": {
                "message": {"type": "string", "description": "What must hold, what came, what to do."},
                "column": {"type": ["string", "null"], "description": "The column at fault, if it is one."},
                "row": {"type": ["integer", "null"], "description": "The row at fault; 1 is the first to predict."},
            },
        }
    },
}


def openapi(manifest: Manifest, settings: Settings) -> dict[str, Any]:
    """The whole document."""
    name = manifest.name or "model"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name}: predicts {manifest.target.name}",
            "version": manifest.created,
            "description": "Rows are sent, answers come back. Nothing is kept.",
        },
        "jsonSchemaDialect": DRAFT,
        "paths": {
            "/invocations": {"post": _invocations(manifest, settings)},
            "/ping": {"get": _get("ping", "Whether the server answers", {"type": "object"})},
            "/schema": {"get": _get("schema", "What a row may be, as JSON Schema", {"type": "object"})},
            "/metrics": {"get": _get("metrics", "Counts and times for Prometheus", {"type": "string"}, "text/plain")},
        },
        "components": {
            "schemas": {
                "Row": row_schema(manifest),
                "Values": list_schema(manifest),
                "Instances": _instances(settings),
                "Prediction": prediction_schema(manifest),
                "Error": ERROR,
            }
        },
    }


def prediction_schema(manifest: Manifest) -> dict[str, Any]:
    """One answer."""
    if manifest.is_regression:
        held = f"meant to hold {manifest.interval:.0%} of the rows"
        properties: dict[str, Any] = {
            "value": {"type": "number", "description": f"{manifest.target.name}"},
            "low": {"type": "number", "description": f"The lower end of an interval {held}."},
            "high": {"type": "number", "description": "Its upper end."},
        }
    else:
        share = {"type": "number", "minimum": 0, "maximum": 1.0001}
        properties = {
            "label": {"enum": list(manifest.classes)},
            "probabilities": {
                "type": "object",
                "properties": dict.fromkeys(manifest.classes, share),
                "required": list(manifest.classes),
                "additionalProperties": False,
            },
        }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def example_csv(manifest: Manifest) -> str:
    """The typical row with a header, as csv."""
    text = io.StringIO()
    row = example_row(manifest)
    csv.writer(text, lineterminator="\n").writerows([row, ["" if v is None else v for v in row.values()]])
    return text.getvalue()


def _instances(settings: Settings) -> dict[str, Any]:
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": settings.max_rows,
        "items": {"anyOf": [{"$ref": "#/components/schemas/Row"}, {"$ref": "#/components/schemas/Values"}]},
    }


def _invocations(manifest: Manifest, settings: Settings) -> dict[str, Any]:
    instances = {"$ref": "#/components/schemas/Instances"}
    wrapped = {
        "type": "object",
        "required": ["instances"],
        "properties": {"instances": instances},
        "additionalProperties": False,
    }
    predictions = {"type": "array", "items": {"$ref": "#/components/schemas/Prediction"}}
    answer = {"type": "object", "required": ["predictions"], "properties": {"predictions": predictions}}
    row = example_row(manifest)
    return {
        "operationId": "invocations",
        "summary": "Predicts the rows that are sent",
        "description": f"At most {settings.max_rows:,} rows and {settings.max_bytes:,} bytes at a time. A csv text may "
        "have a header or not; then its columns are in the order of the schema. Its answer is csv unless JSON is "
        "accepted, with a header if the rows had one.",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"anyOf": [wrapped, instances]},
                    "examples": {
                        "by name": {"value": {"instances": [row]}},
                        "by order": {"value": [list(row.values())]},
                    },
                },
                "text/csv": {"schema": {"type": "string"}, "examples": {"a row": {"value": example_csv(manifest)}}},
            },
        },
        "responses": {
            "200": {
                "description": f"The answers, in the order of the rows; as csv: {', '.join(answer_columns(manifest))}.",
                "content": {
                    "application/json": {"schema": {**answer, "additionalProperties": False}},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            **{str(status): _error(status, sentence) for status, sentence in ERRORS.items()},
        },
    }


def _error(status: int, sentence: str) -> dict[str, Any]:
    told = {
        "description": sentence,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    if status == 503:
        told["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return told


def _get(name: str, summary: str, schema: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": {media_type: {"schema": schema}}}},
    }
