"""A table so small that using the engine on it takes no time: what remains is the time to load the engine."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automl.spec import BuildSpec
    from datasets.table import Table

N_ROWS = 60


def tiny_order(budget_s: float) -> tuple[Table, BuildSpec]:
    """A table with a number, a category and a yes / no target, and the spec of a build from it."""
    from automl.spec import BuildSpec
    from datasets.read import read

    rows = (f"{i},{'red' if i % 3 else 'blue'},{'yes' if i * i % 7 < 3 else 'no'}" for i in range(N_ROWS))
    text = "\n".join(["size,colour,bought", *rows])
    return read(io.BytesIO(text.encode()), name="tiny.csv"), BuildSpec("bought", budget_s=budget_s)
