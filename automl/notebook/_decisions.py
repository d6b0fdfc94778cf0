"""The cell of a notebook with what the build decided, as constants."""

from __future__ import annotations

from typing import Any

from automl.bench import MOST_SCALED_CELLS
from automl.notebook import learners
from automl.notebook._cells import constants
from automl.notebook._reading import Reading
from automl.notebook._situation import Situation
from automl.plan import folds_to_cut
from datasets.schema import Kind


def decisions(situation: Situation, reading: Reading) -> str:
    """Assignments of everything that is not searched again."""
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
        "CUT_INTO": folds_to_cut(situation.plan.n_folds),
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
        "MEMBER_LINKS": {n: one.link for n, one in learners.ALL.items() if one.link and n in situation.algorithms},
        "MEMBERS": situation.members(),
        "EASEL_SCORE": situation.bundle.manifest.score.to_dict(),
        "CHECKED_ROWS": checked,
        "EASEL_ANSWERS": [[float(f"{value:.9g}") for value in row] for row in answers.tolist()],
    }
    return constants(values)


__all__ = ["decisions"]
