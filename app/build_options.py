"""The options of easel build: what they are called, and the spec that they make."""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from app import reading
from automl.spec import QUICK_S, STANDARD_S, BuildSpec
from datasets.errors import InputError

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("data", help=reading.DATA_HELP)
    parser.add_argument("--target", help="the column to predict")
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--quick", dest="budget", action="store_const", const=QUICK_S, help="60 s (the default)")
    budget.add_argument("--standard", dest="budget", action="store_const", const=STANDARD_S, help="10 min")
    budget.add_argument("--budget", type=seconds, metavar="TIME", help="wall-clock time for everything: 90s, 2m, 1h")
    budget.add_argument("--candidates", type=int, metavar="N", help="try N candidates instead; repeatable bit for bit")
    parser.add_argument("--metric", help="what to make best, such as roc_auc or rmse (default: by the problem)")
    parser.add_argument("--problem", help="binary, multiclass or regression (default: worked out from the target)")
    parser.add_argument("--drop", type=names, default=(), metavar="A,B", help="columns the model must not see")
    parser.add_argument("--algorithms", type=names, metavar="A,B", help="use only these, such as lightgbm,linear")
    parser.add_argument("--split", metavar="HOW", help="random (the default), date:COLUMN or group:COLUMN")
    parser.add_argument("--quality", metavar="HOW", help="fast, balanced (the default) or best: what answers may cost")
    parser.add_argument("--row-ms", type=float, metavar="MS", help="milliseconds that answering one row may take")
    parser.add_argument("--positive", help="of two classes, the one that counts as yes (default: the second)")
    parser.add_argument("--seed", type=int, help="the seed of every random choice (default: 7)")
    parser.add_argument("--recipe", type=Path, metavar="JSON", help="steps that prepare the table first, and every row")
    parser.add_argument("--replay", type=Path, metavar="ZIP", help="build the model in ZIP once more, as it was built")
    parser.add_argument("--out", type=Path, metavar="ZIP", help="where the model goes (default: DATA.model.zip here)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--queue", action="store_true", help="let a worker build it: print the job's id and return")
    parser.add_argument("--project", metavar="NAME", help="with --queue: where table and model go (default: Home)")
    reading.arguments(parser)


def seconds(text: str) -> float:
    """A time span such as 90, 90s, 2m, 1.5h in seconds."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|)", text.strip().lower())
    if found is None or float(found[1]) == 0:
        raise argparse.ArgumentTypeError(f"a time must look like 90s, 2m or 1h; this is {text!r}")
    return float(found[1]) * _UNITS[found[2]]


def names(text: str) -> tuple[str, ...]:
    """Names between commas; a name that holds a comma stands in double quotes, as in CSV."""
    import csv

    return tuple(name.strip() for name in next(csv.reader([text], skipinitialspace=True), []) if name.strip())


def spec_of(options: Namespace) -> BuildSpec:
    """What the options say; what they leave open is the spec's own default."""
    if options.target is None:
        raise InputError(
            "A build needs --target COLUMN, the column to predict (or --replay ZIP, a model to build again)."
        )
    said = {
        "problem": options.problem,
        "metric": options.metric,
        "budget_s": options.budget,
        "candidates": options.candidates,
        "seed": options.seed,
        "algorithms": options.algorithms,
        "split": options.split,
        "positive": options.positive,
        "quality": options.quality,
        "row_ms": options.row_ms,
    }
    return BuildSpec(options.target, exclude=options.drop, **{k: v for k, v in said.items() if v is not None})
