"""Made-up input for as long as is asked: the same for every change as a rule, new every time in `make soak`."""

from __future__ import annotations

import itertools
import os
import secrets
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

ASKED_S = os.environ.get("EASEL_SOAK_S")
SHORT_S = 30.0


def hold(attempt: Callable[[Any], None], made: SearchStrategy[Any]) -> None:
    """Tries made-up input for EASEL_SOAK_S seconds from a seed by chance; if it is unset for 30, from seed 0.

    So nobody's change fails by what chance brings up in another room. A failure names its input.
    """
    until = time.monotonic() + float(ASKED_S or SHORT_S)
    for number in itertools.count(secrets.randbits(32) if ASKED_S else 0):

        @seed(number)
        @settings(max_examples=100, derandomize=False, suppress_health_check=list(HealthCheck))
        @given(made)
        def some(one: Any) -> None:
            attempt(one)

        some()
        if time.monotonic() >= until:
            return
