"""Made-up input for as long as is asked: the same for every change as a rule, new every time in `make soak`."""

from __future__ import annotations

import itertools
import math
import os
import secrets
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

ASKED_S = os.environ.get("EASEL_SOAK_S")
ROUNDS = 10  # of 100 examples: half a minute or so


def hold(attempt: Callable[[Any], None], made: SearchStrategy[Any]) -> None:
    """Tries made-up input: for EASEL_SOAK_S seconds from a seed by chance; if that is unset, ROUNDS times from seed 0.

    So nobody's change fails by what chance, or a quicker machine, brings up. A failure names its input.
    """
    until = time.monotonic() + float(ASKED_S or math.inf)
    for number in range(ROUNDS) if ASKED_S is None else itertools.count(secrets.randbits(32)):

        @seed(number)
        @settings(max_examples=100, derandomize=False, suppress_health_check=list(HealthCheck))
        @given(made)
        def some(one: Any) -> None:
            attempt(one)

        some()
        if time.monotonic() >= until:
            return
