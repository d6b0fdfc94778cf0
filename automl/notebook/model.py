"""The notebook that trains a model again from its table, and shows that it comes out equal."""

from __future__ import annotations

import pprint
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from automl.bench import MOST_SCALED_CELLS
from automl.notebook import learners, preparations
from automl.notebook._cells import Cell, Notebook, as_markdown, constants, notebook_json
from automl.notebook._metrics import EXPRESSIONS
from automl.notebook._parts import code
from automl.notebook._reading import Reader, Reading
from automl.notebook._situation import Situation
from automl.notebook._source import pieces
from automl.notebook._statistics import topics_code
from automl.splits import _sizes, date, group, random
from datasets.schema import Kind
from datasets.table import Table
from inference.bundle import Bundle

SPLITS = {
    "random": (random, ("hold_out", "folds", "_groups", "_assign", "_cut")),
    "date": (date, ("VALIDATED_SHARE", "MOST_FOLDS", "hold_out", "folds", "_border")),
    "group": (group, ("hold_out", "folds", "_cut")),
}


def model_notebook(bundle: Bundle, table: Table, source: Path | None, copy_name: str) -> Notebook:
    """The notebook of a model. `table` is the one it was built from, with every column treated as it was; `source` its
    file, if it has one, which the notebook then reads; else a plain copy goes beside it under `copy_name`.

    Raises InputError when the table is another one, when the bundle holds no plan, and when a member of the team has no
    form in plain code.
    """
    situation = Situation(bundle, table)
    reading = Reader(table, situation.read_columns, source, copy_name).reading()
    cells = list(_cells(situation, reading))
    beside = {} if reading.copy is None else {reading.file: reading.copy}
    return Notebook(notebook_json(cells), beside)


def _cells(situation: Situation, reading: Reading) -> Iterator[Cell]:
    yield Cell("markdown", _title(situation))
    yield Cell("code", _imports(situation))
    yield Cell(
        "markdown", "## What the build decided\n\nRounds, weights and the like are constants; nothing is searched."
    )
    yield Cell("code", _constants(situation, reading))
    yield Cell("markdown", "## The table")
    yield Cell("code", code("reading"))
    yield Cell("code", READ)
    yield Cell(
        "markdown", "## The folds\n\nThe same rows in the same folds as in the build, by the same rule and seed."
    )
    yield Cell("code", _folds(situation))
    yield Cell("markdown", "## How columns are prepared")
    yield Cell("code", _preparations(situation))
    yield Cell("markdown", "## How models learn")
    yield Cell("code", _learners(situation))
    yield Cell("code", code("answers"))
    yield Cell("markdown", "## Training\n\nEvery member of the team, on every fold.")
    yield Cell("code", code("train"))
    yield Cell("code", RUN)
    yield Cell("markdown", "## Does it come out equal?")
    yield Cell("code", _score(situation))
    yield Cell("code", COMPARE)
    yield Cell("markdown", "The answers of the model file itself, row by row, beside those of this notebook:")
    yield Cell("code", CHECK)


def _title(situation: Situation) -> str:
    manifest = situation.bundle.manifest
    score = manifest.score
    return (
        f"# {as_markdown(manifest.name)}\n\nThis notebook trains the model that predicts "
        f"**{as_markdown(manifest.target.name)}** again, in plain code: pandas, numpy, scikit-learn and the libraries "
        "of its learners. Nothing of Easel is imported. Run all cells; the last ones compare what came out with the "
        f"model that was built {manifest.created}.\n\n"
        f"{score.title} of that model: **{score.value:.6g}** on {score.n_rows:,} rows ({score.how}). It is equal on "
        "the same versions of the libraries; other versions may differ in the last digits."
    )


def _used(situation: Situation) -> tuple[list[str], list[str]]:
    """The learners and the preparations of the team, each once."""
    members = situation.plan.members
    return list(dict.fromkeys(m.algorithm for m in members)), list(dict.fromkeys(m.strategy for m in members))


def _imports(situation: Situation) -> str:
    algorithms, _ = _used(situation)
    lines = {
        "import re",
        "from collections import Counter, namedtuple",
        "from dataclasses import dataclass, field",
        "from functools import cached_property, lru_cache",
        "from itertools import combinations, pairwise",
        "from types import SimpleNamespace",
        "import numpy as np",
        "import pandas as pd",
        "from sklearn import metrics",
        "from threadpoolctl import threadpool_limits",
        *(line for name in algorithms for line in learners.ALL[name].imports),
    }
    versions = pprint.pformat(situation.bundle.manifest.versions, width=100)
    ordered = sorted(lines, key=lambda line: (line.split()[1].split(".")[0] not in STANDARD, line))
    told = (
        f"BUILT_WITH = {versions}\nfor package, then in BUILT_WITH.items():\n    if package != 'easel-studio' and "
        "(now := version(package)) != then:\n"
        "        print(f'{package} was {then} when the model was built; here it is {now}.')"
    )
    return "\n".join(ordered) + "\nfrom importlib.metadata import version\n\n" + told


STANDARD = ("re", "collections", "dataclasses", "functools", "itertools", "types")


def _constants(situation: Situation, reading: Reading) -> str:
    bench, plan, spec, order = situation.bench, situation.plan, situation.spec, situation.order
    checked, answers = situation.checked()
    regression = bench.target.problem == "regression"
    values: dict[str, Any] = {
        "DATA": reading.file,
        "READER": dict(reading.settings),
        "COLUMNS": [dict(told) for told in reading.columns],
        "USED": list(order.used),
        "TEXT_COLUMNS": [c.name for c in bench.features.columns if c.kind is Kind.TEXT],
        "TARGET": spec.target,
        "PROBLEM": bench.target.problem,
        "CLASSES": list(bench.target.classes),
        "N_SCORES": bench.target.n_scores,
        "N_COLUMNS": len(bench.features.columns),
        "POSITIVE": bench.positive,
        "SPLIT_COLUMN": order.split.column,
        "SEED": spec.seed,
        "N_FOLDS": len(bench.folds),
        "CUT_INTO": _cut_into(situation),
        "KEEPS_MORE": bool(bench.more_folds),
        "THREADS": bench.threads,
        "THREADS_PER_FOLD": situation.threads,
        "MOST_SCALED_CELLS": MOST_SCALED_CELLS,
        "LOSS": bench.metric.loss,
        "LOGS": bench.metric.logs,
        "POOL": plan.pool,
        "TEMPERATURE": plan.temperature,
        "THRESHOLD": plan.threshold,
        "CLASS_WEIGHTS": list(plan.class_weights),
        "FINAL_SHIFT": (bench.shift if plan.shift is None else plan.shift) if regression else 0.0,
        "MEMBER_LINKS": {n: one.link for n, one in learners.ALL.items() if one.link and n in _used(situation)[0]},
        "MEMBERS": situation.members(),
        "EASEL_SCORE": situation.bundle.manifest.score.to_dict(),
        "CHECKED_ROWS": checked,
        "EASEL_ANSWERS": [[float(f"{value:.9g}") for value in row] for row in answers.tolist()],
    }
    return constants(values)


def _cut_into(situation: Situation) -> int:
    from automl.plan import folds_to_cut

    return folds_to_cut(situation.plan.n_folds)


READ = """
cells = read_cells(DATA, **READER)
missing_words = {told["name"]: told["missing"] for told in COLUMNS}
values = {}
for told in COLUMNS:
    name, column = told["name"], cells[told["name"]]
    if told["as"] == "number":
        values[name] = as_numbers(column, told["missing"], **told["number"])
    elif told["as"] == "date":
        values[name] = as_seconds(column, told["missing"], told["formats"])
    else:
        values[name] = as_texts(column, told["missing"])

if PROBLEM == "regression":
    rows = np.flatnonzero(np.isfinite(values[TARGET]))
    truth = values[TARGET][rows]
else:
    texts = as_texts(cells[TARGET], missing_words[TARGET])
    place = {text: i for i, text in enumerate(CLASSES)}
    codes = np.array([place.get(text, -1) for text in texts], dtype=np.int64)
    rows = np.flatnonzero((codes >= 0) & ~is_missing(cells[TARGET], missing_words[TARGET]))
    truth = codes[rows]
kinds = {told["name"]: told["as"] for told in COLUMNS}
columns = SimpleNamespace(
    numbers={name: as_float32(values[name][rows]) for name in USED if kinds[name] == "number"},
    texts={name: values[name][rows] for name in USED if kinds[name] == "text"},
    seconds={name: values[name][rows] for name in USED if kinds[name] == "date"},
    topics={},
    n=len(rows),
)
print(f"{len(cells):,} rows, of which {len(rows):,} have a target; {len(USED)} columns to learn from.")
"""


def _folds(situation: Situation) -> str:
    split = situation.order.split.split.name
    module, names = SPLITS[split]
    sizes = pieces(_sizes, "HOLDOUT_FROM_ROWS", "HOLDOUT_SHARE", "HOLDOUT_MOST_ROWS", "SINGLE_FOLD_SHARE", "held_share")
    parts = (code("splitting"), sizes, pieces(module, *names), KEYS[split], CUT)
    return "\n\n".join(parts)


KEYS = {
    "random": "keys = np.zeros(len(rows), dtype=np.int64)",
    "date": """
moments = values[SPLIT_COLUMN].astype(np.float64)
unknown = is_missing(cells[SPLIT_COLUMN], missing_words[SPLIT_COLUMN]) | np.isnan(moments) | (moments < -9e18)
keys = np.zeros(len(moments), dtype=np.int64)
keys[~unknown] = np.unique(moments[~unknown], return_inverse=True)[1] + 1
keys = keys[rows]""",
    "group": """
texts = as_texts(cells[SPLIT_COLUMN], missing_words[SPLIT_COLUMN])
codes, found = pd.factorize(pd.Series(texts))
unknown = is_missing(cells[SPLIT_COLUMN], missing_words[SPLIT_COLUMN])
codes = codes.astype(np.float64)
codes[unknown] = len(found) + np.arange(int(unknown.sum()))
keys = np.unique(codes, return_inverse=True)[1].astype(np.int64)[rows]""",
}
CUT = """
aim = SimpleNamespace(problem=PROBLEM, y=truth, classes=CLASSES)
train_rows, held_rows = hold_out(aim, keys, SEED)

# y: class numbers, or values with mean 0 and deviation 1 over the training rows
SHIFT, SCALE, y = 0.0, 1.0, truth
if PROBLEM == "regression":
    y = np.log1p(truth) if LOGS else truth
    SHIFT, SCALE = float(np.mean(y[train_rows])), float(np.std(y[train_rows])) or 1.0
    y = (y - SHIFT) / SCALE

aim = SimpleNamespace(problem=PROBLEM, y=y[train_rows], classes=CLASSES)
found = whole_folds(folds(aim, keys[train_rows], CUT_INTO, SEED), y[train_rows], PROBLEM)
found = [Fold(train_rows[fold.train], train_rows[fold.valid]) for fold in found]
FOLDS_USED = [*found[-N_FOLDS:], *(found[:-N_FOLDS] if KEEPS_MORE else [])]
validated = np.concatenate([fold.valid for fold in FOLDS_USED[:N_FOLDS]])
print(f"{N_FOLDS} folds score, on {len(validated):,} rows; {len(held_rows):,} rows are held out.")
"""


def _preparations(situation: Situation) -> str:
    _, strategies = _used(situation)
    parts = list(dict.fromkeys(part for name in strategies for part in preparations.ALL[name].code()))
    chosen = ", ".join(f'"{name}": {preparations.ALL[name].call}' for name in strategies)
    topics = [topics_code(), TOPICS] if any(c.kind is Kind.TEXT for c in situation.bench.features.columns) else []
    return "\n\n".join((*parts, f"PREPARATIONS = {{{chosen}}}", *topics))


TOPICS = """
for name in TEXT_COLUMNS:
    texts, seen = columns.texts[name], set(columns.texts[name][train_rows])
    table = table_of(tuple(text for text in pd.unique(pd.Series(texts)) if text in seen))
    if table is not None:
        codes, different = pd.factorize(pd.Series(texts))
        columns.topics[name] = table.topics(list(different))[codes]
"""


def _learners(situation: Situation) -> str:
    algorithms, _ = _used(situation)
    parts = list(dict.fromkeys(part for name in algorithms for part in learners.ALL[name].code()))
    chosen = ", ".join(f'"{name}": {learners.ALL[name].call}' for name in algorithms)
    return "\n\n".join((*parts, f"LEARNERS = {{{chosen}}}"))


RUN = """
out_of_fold, final = [], []
for member in MEMBERS:
    one, other = train(member)
    out_of_fold.append(one)
    final.append(other)
    print(f"{member['name']}: trained on {len(member['efforts'])} folds.")
"""


def _score(situation: Situation) -> str:
    metric = situation.bench.metric
    tuned = "True" if metric.of_counts is not None else "False"
    return (
        f"TUNED = {tuned}  # whether candidates were judged at the threshold that suits each best\n\n\n"
        f'def score(y, shares):\n    """{metric.title}."""\n'
        "    said = named(shares) if PROBLEM != 'regression' else None\n"
        f"    return float({EXPRESSIONS[metric.name]})\n"
    )


COMPARE = """
weights = np.array([member["weight"] for member in MEMBERS])
differences = []
for member, shares in zip(MEMBERS, out_of_fold):
    mine, theirs = score(truth[validated], shares), member["easel_score"]
    if theirs is not None and not TUNED:
        differences.append(abs(mine - theirs) / max(1.0, abs(theirs)))
        print(f"{member['name']}: {EASEL_SCORE['title']} {mine:.8g} out of fold; in Easel {theirs:.8g}.")
largest_score_difference = max(differences, default=None)

together = tempered(together_of(out_of_fold, weights))
if PROBLEM == "regression":
    together = together + (FINAL_SHIFT - SHIFT if not LOGS else 0.0)
joined = score(truth[validated], together)
print(f"The team: {EASEL_SCORE['title']} {joined:.8g} out of fold; Easel reports {EASEL_SCORE['value']:.8g} "
      f"({EASEL_SCORE['low']} to {EASEL_SCORE['high']}), {EASEL_SCORE['how']}.")
if differences:
    print(f"Largest relative difference of a member's score: {largest_score_difference:.2e}")
"""
CHECK = """
if PROBLEM == "regression":
    back = [np.exp(np.clip(FINAL_SHIFT + SCALE * one, 0.0, 80.0)) - 1.0 if LOGS else one for one in final]
    answers = together_of(back, weights)
    answers = answers if LOGS else FINAL_SHIFT + SCALE * answers
    unit = np.maximum(np.abs(EASEL_ANSWERS), np.std(truth))
else:
    answers = tempered(together_of(final, weights))
    unit = 1.0
largest_difference = float((np.abs(answers[CHECKED_ROWS] - np.array(EASEL_ANSWERS)) / unit).max())
print(f"{len(CHECKED_ROWS)} rows compared; largest difference {largest_difference:.2e}.")
if len(held_rows):
    print(f"On the rows held out: {EASEL_SCORE['title']} {score(truth[held_rows], answers[held_rows]):.8g}; "
          f"Easel reports {EASEL_SCORE['value']:.8g}.")
same_versions = all(version(package) == then for package, then in BUILT_WITH.items() if package != "easel-studio")
if same_versions:
    assert largest_difference <= 1e-4, "The same libraries should give the same model."
pd.DataFrame({"this notebook": answers[CHECKED_ROWS][:, -1], "Easel": np.array(EASEL_ANSWERS)[:, -1]}).head(10)
"""
