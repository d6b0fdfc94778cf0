"""The formula language: safe expressions over the columns of a table, compiled to DuckDB. See docs/formulas.md."""

from __future__ import annotations

from datasets.formula.functions import FUNCTIONS, Function
from datasets.formula.parse import canonical
from datasets.formula.write import Formula, read_formula

__all__ = ["FUNCTIONS", "Formula", "Function", "canonical", "read_formula"]
