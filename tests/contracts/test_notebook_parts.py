"""Every algorithm, strategy and metric has a form in plain code, and that form gives the engine's numbers."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from automl import algorithms, metrics, strategies
from automl.contracts import FitRequest, Metric, ProblemName
from automl.features import Features
from automl.labels import as_answers
from automl.notebook import learners, preparations
from automl.notebook._metrics import EXPRESSIONS
from automl.notebook._statistics import topics_code
from tests.automl.made_features import PROBLEMS, features, target

IMPORTS = """
import re
from collections import Counter, namedtuple
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from types import SimpleNamespace
import numpy as np
import pandas as pd
"""
SHORT = {"rounds": 6, "trees": 4, "rows": 100, "steps": [0, 9], "plan": [[0, 30]]}


def space(*parts: str) -> dict[str, Any]:
    """What code defines that is run as a notebook would."""
    found: dict[str, Any] = {"__name__": "__main__"}
    for part in (IMPORTS, *parts):
        exec(part, found)
    return found


def plain(rows: Features, code: dict[str, Any]) -> SimpleNamespace:
    """Columns as a notebook holds them."""
    texts = {name: np.array(text.words, dtype=object)[text.codes] for name, text in rows.texts.items()}
    table = code["table_of"](rows.texts["note"].words)
    topics = {} if table is None else {"note": table.topics(texts["note"])}
    return SimpleNamespace(numbers=rows.numbers, texts=texts, seconds=rows.seconds, topics=topics, n=rows.n_rows)


def test_everything_has_a_form_in_plain_code() -> None:
    assert set(learners.ALL) == set(algorithms.ALL)
    assert set(preparations.ALL) == set(strategies.ALL)
    assert set(EXPRESSIONS) == set(metrics.ALL)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("name", preparations.ALL)
def test_a_preparation_gives_the_same_columns(name: str, problem: ProblemName) -> None:
    rows = telling(features(300, missing=name != "scaled_crossed"))
    aim, part = target(rows, problem), preparations.ALL[name]
    train, new = np.arange(0, 300, 2), np.arange(300)
    fitted, X = strategies.ALL[name].fit(rows.take(train), aim.take(train), 5)
    code = space(topics_code(), *dict.fromkeys(part.code()))
    columns, decided = plain(rows, code), part.decided(fitted, frozenset(rows.texts))
    aim_of_train = SimpleNamespace(problem=problem, y=aim.y[train], classes=aim.classes)
    found, other, categories = code[part.call](code["take"](columns, train), aim_of_train, columns, 5, decided)
    np.testing.assert_array_equal(found, X)
    np.testing.assert_array_equal(other, fitted.transform(rows.take(new)))
    assert tuple(categories) == tuple(fitted.categories)


def telling(rows: Features) -> Features:
    """The same with words that topics can be made of."""
    words = [f"word{i % 23} word{i % 7} other{i % 5} more{i % 11}" for i in range(rows.n_rows)]
    text = replace(rows.texts["note"], words=tuple(f"{word} {i}" for i, word in enumerate(words)))
    return replace(rows, texts={**rows.texts, "note": text})


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("name", learners.ALL)
def test_a_learner_gives_the_same_scores(name: str, place: int, problem: ProblemName) -> None:
    rows, algorithm, part = features(200, missing=False), algorithms.ALL[name], learners.ALL[name]
    aim, train = target(rows, problem), np.arange(150)
    strategy = next(s for s in strategies.ALL.values() if s.provides == algorithm.needs)
    fitted, X = strategy.fit(rows.take(train), aim.take(train), 0)
    valid = fitted.transform(rows.take(np.arange(150, 200)))
    settings = dict(algorithm.portfolio[place])
    request = FitRequest(X, aim.y[train], aim, settings, 3, 1, valid, aim.y[150:], categories=fitted.categories)
    effort = {key: SHORT[key] for key in algorithm.fit(replace(request, time_left=lambda: 0.0)).effort if key in SHORT}
    if "rounds" in effort and name != "catboost":
        effort["rates"] = [[2, 0.2]]
    request = replace(request, effort=effort)
    code = space(*part.imports, *dict.fromkeys(part.code()))
    scores = code[part.call](request)(valid)
    np.testing.assert_allclose(scores, algorithm.fit(request).scores(valid), rtol=0, atol=1e-12)


@pytest.mark.parametrize("metric", metrics.ALL.values(), ids=lambda metric: metric.name)
def test_a_metric_gives_the_same_value(metric: Metric) -> None:
    rng = np.random.default_rng(1)
    for problem in metric.problems:
        width = {"binary": 2, "multiclass": 4, "regression": 1}[problem]
        y = rng.integers(0, width, 80) if width > 1 else rng.lognormal(1, 1, 80)
        shares = rng.dirichlet(np.ones(width), 80) if width > 1 else (y + rng.normal(0, 0.3, 80))[:, None]
        said = shares.argmax(axis=1)
        context = {"y": y, "shares": shares, "said": said, "POSITIVE": 1, "np": np, **_sklearn()}
        given = as_answers(said, width) if metric.of_counts is not None else shares
        assert eval(EXPRESSIONS[metric.name], context) == pytest.approx(metric.score(y, given), rel=1e-9)


def _sklearn() -> dict[str, Any]:
    from sklearn import metrics as sklearn_metrics

    return {"metrics": sklearn_metrics}
