"""From the finished ensemble to a bundle: the graph, its parity, its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.features import STRING_KINDS, Features
from automl.graph.assemble import THRESHOLD
from automl.graph.builder import set_setting
from automl.shapley import Answer
from datasets.cells import MISSING_SECONDS
from datasets.errors import InputError
from datasets.schema import Column, Kind
from inference.bundle import Bundle
from inference.describe import bundle_readme
from inference.manifest import DTYPES, InputColumn, input_name

if TYPE_CHECKING:
    import onnxruntime

ROWS_AT_ONCE = 2048  # texts make wide tensors
PACKAGES = ("easel-studio", "lightgbm", "xgboost-cpu", "catboost", "scikit-learn", "numpy", "onnx", "onnxruntime")


def input_columns(features: Features, problem: str) -> tuple[InputColumn, ...]:
    """How the model takes each raw column, with what a form needs: known texts, a typical value, the range."""
    return tuple(_input_column(features, column, problem) for column in features.columns)


def _input_column(features: Features, column: Column, problem: str) -> InputColumn:
    facts: _Facts
    if column.kind in STRING_KINDS:
        facts = _text_facts(features, column.name)
    elif column.kind is Kind.DATETIME:
        facts = _date_facts(features.seconds[column.name])
    else:
        facts = _number_facts(features.numbers[column.name].astype(np.float64))
    return InputColumn(
        column=column,
        input=input_name(column.name, problem),
        dtype=DTYPES[column.kind],
        categories=facts.categories,
        typical=facts.typical,
        minimum=facts.minimum,
        maximum=facts.maximum,
        missing_share=facts.missing_share,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    missing_share: float
    typical: float | str | None = None
    minimum: float | str | None = None
    maximum: float | str | None = None
    categories: tuple[str, ...] = ()


def _text_facts(features: Features, name: str) -> _Facts:
    text = features.texts[name]
    counts = Counter(dict(zip(text.words, np.bincount(text.codes, minlength=len(text.words)).tolist(), strict=True)))
    missing = counts.pop("", 0)
    known = tuple(word for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count)
    return _Facts(missing / max(features.n_rows, 1), known[0] if known else None, categories=known)


def _number_facts(values: Array) -> _Facts:
    known = values[~np.isnan(values)]
    missing = 1 - len(known) / max(len(values), 1)
    if not len(known):
        return _Facts(missing)
    middle = float(np.sort(known)[len(known) // 2])
    return _Facts(missing, middle, float(known.min()), float(known.max()))


def _date_facts(seconds: npt.NDArray[np.int64]) -> _Facts:
    known = np.sort(seconds[seconds != MISSING_SECONDS])
    missing = 1 - len(known) / max(len(seconds), 1)
    if not len(known):
        return _Facts(missing)
    middle, first, last = (f"{np.datetime64(int(s), 's')}Z" for s in (known[len(known) // 2], known[0], known[-1]))
    return _Facts(missing, middle, first, last)


def at_threshold(bundle: Bundle, threshold: float) -> Bundle:
    """The same model, which names the positive one of two classes from another probability on: graph, manifest and
    README say so. Raises InputError when it does not answer a yes / no question, or was written by a version of Easel
    whose graphs hold no threshold."""
    manifest = bundle.manifest
    if manifest.problem != "binary":
        raise InputError("A threshold belongs to a yes / no question; this model answers another one.")
    model = set_setting(bundle.model, THRESHOLD, np.float32(threshold))
    if model is None:
        raise InputError("This model was built by an older version of Easel; build it again to change its threshold.")
    plan = {**manifest.plan, "threshold": threshold} if manifest.plan else {}
    changed = replace(manifest, threshold=threshold, plan=plan)
    return replace(bundle, manifest=changed, model=model, readme=bundle_readme(changed))


def versions() -> dict[str, str]:
    """The versions of the packages that shape a model; what is not installed is left out."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def session_answers(session: onnxruntime.InferenceSession, outputs: Mapping[str, str]) -> Answer:
    """A function from a feed to the answers (n, c) of an open ONNX model, whose inputs the feed names."""
    output = outputs.get("probabilities") or outputs["prediction"]

    def answer(feed: dict[str, npt.NDArray[Any]]) -> Array:
        n_rows = len(next(iter(feed.values())))
        starts = range(0, max(n_rows, 1), ROWS_AT_ONCE)
        found = [session.run([output], {k: v[i : i + ROWS_AT_ONCE] for k, v in feed.items()})[0] for i in starts]
        return np.concatenate([np.asarray(some, dtype=np.float64).reshape(len(some), -1) for some in found])

    return answer
