"""Writes held_2.arrow: the measured rows of a made model in format 2. Run it only for a new format, under a new name:
python -m tests.golden.make_held"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from automl.held import Held
from tests.automl.held_rows import held_of

PATH = Path(__file__).parent / "held_2.arrow"


def golden() -> Held:
    """Six rows with a number, a text and a date, of a yes / no question."""
    columns = {
        "age": [31, 45, None, 62, 18, 77],
        "plan": ["pro", "basic", "basic", None, "pro", "plus"],
        "joined": ["2024-01-05", "2023-07-31", "2024-02-29", "2022-12-24", None, "2025-05-01"],
    }
    shares = np.array([0.1, 0.4, 0.8, 0.55, 0.25, 0.9])
    return held_of(columns, [0, 1, 1, 0, 0, 1], np.column_stack([1 - shares, shares]))


if __name__ == "__main__":
    golden().save(PATH)
