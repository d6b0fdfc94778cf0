"""Answers of a bundle from onnxruntime, the csv module and the manifest alone: nothing of Easel is imported here."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

MISSING_SECONDS = np.iinfo(np.int64).min
FLOAT32_MAX = float(np.finfo(np.float32).max)


def plain_answers(bundle: Path, table: Path) -> np.ndarray[Any, Any]:
    """(n, c) probabilities or (n, 1) predictions for the rows of a comma separated file."""
    with zipfile.ZipFile(bundle) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        session = ort.InferenceSession(archive.read("model.onnx"), providers=["CPUExecutionProvider"])
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    feed = {c["input"]: column_values(c, [row[c["name"]] for row in rows]) for c in manifest["columns"]}
    output = manifest["outputs"].get("probabilities") or manifest["outputs"]["prediction"]
    return np.asarray(session.run([output], feed)[0]).reshape(len(rows), -1)


def column_values(column: dict[str, Any], cells: list[str]) -> np.ndarray[Any, Any]:
    """The input (n, 1) of one column, by the reading rules in the manifest."""
    missing = {"", *column["missing"]}
    known = [None if cell.strip() in missing else cell for cell in cells]
    if column["dtype"] == "string":
        return np.asarray([cell or "" for cell in known], dtype=object).reshape(-1, 1)
    if column["dtype"] == "int64":
        seconds = [MISSING_SECONDS if c is None else _seconds(c, column["datetime_formats"]) for c in known]
        return np.asarray(seconds, dtype=np.int64).reshape(-1, 1)
    numbers = np.asarray([np.nan if c is None else _number(c, column["number"]) for c in known])
    return np.asarray(np.clip(numbers, -FLOAT32_MAX, FLOAT32_MAX), dtype=np.float32).reshape(-1, 1)


def _number(cell: str, rule: dict[str, Any]) -> float:
    text = cell.strip()
    for affix in rule["affixes"]:
        text = text.removeprefix(affix).removesuffix(affix).strip()
    text = text.replace(rule["thousands"], "") if rule["thousands"] else text
    try:
        return float(text.replace(rule["decimal"], "."))
    except ValueError:
        return float("nan")


def _seconds(cell: str, formats: list[str]) -> int:
    for form in formats:
        try:
            moment = datetime.strptime(cell.strip(), form)
        except ValueError:
            continue
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() // 1)
    return int(MISSING_SECONDS)
