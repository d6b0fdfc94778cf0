"""The cells of a notebook that depend on which learners and preparations the team has."""

from __future__ import annotations

import pprint

from automl.notebook import learners, preparations
from automl.notebook._metrics import EXPRESSIONS
from automl.notebook._parts import code
from automl.notebook._situation import Situation
from automl.notebook._statistics import topics_code
from datasets.schema import Kind

STANDARD = ("re", "collections", "dataclasses", "functools", "itertools", "types")


def imports(situation: Situation) -> str:
    """What the other cells import, and a word about versions that differ from those of the build."""
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
        *(line for name in situation.algorithms for line in learners.ALL[name].imports),
    }
    versions = pprint.pformat(situation.bundle.manifest.versions, width=100)
    ordered = sorted(lines, key=lambda line: (line.split()[1].split(".")[0] not in STANDARD, line))
    told = (
        f"BUILT_WITH = {versions}\nfor package, then in BUILT_WITH.items():\n    if package != 'easel-studio' and "
        "(now := version(package)) != then:\n"
        "        print(f'{package} was {then} when the model was built; here it is {now}.')"
    )
    return "\n".join(ordered) + "\nfrom importlib.metadata import version\n\n" + told


def of_preparations(situation: Situation) -> str:
    """Every preparation of the team, and topics where there are texts."""
    strategies = situation.strategies
    parts = list(dict.fromkeys(part for name in strategies for part in preparations.ALL[name].code()))
    chosen = ", ".join(f'"{name}": {preparations.ALL[name].call}' for name in strategies)
    topics = (
        [topics_code(), code("topics")] if any(c.kind is Kind.TEXT for c in situation.bench.features.columns) else []
    )
    return "\n\n".join((*parts, f"PREPARATIONS = {{{chosen}}}", *topics))


def of_learners(situation: Situation) -> str:
    """Every learner of the team."""
    algorithms = situation.algorithms
    parts = list(dict.fromkeys(part for name in algorithms for part in learners.ALL[name].code()))
    chosen = ", ".join(f'"{name}": {learners.ALL[name].call}' for name in algorithms)
    return "\n\n".join((*parts, f"LEARNERS = {{{chosen}}}"))


def of_score(situation: Situation) -> str:
    """The objective."""
    metric = situation.bench.metric
    tuned = "True" if metric.of_counts is not None else "False"
    return (
        f"TUNED = {tuned}  # whether candidates were judged at the threshold that suits each best\n\n\n"
        f'def score(y, shares):\n    """{metric.title}."""\n'
        "    said = named(shares) if PROBLEM != 'regression' else None\n"
        f"    return float({EXPRESSIONS[metric.name]})\n"
    )


__all__ = ["imports", "of_learners", "of_preparations", "of_score"]
