"""Large files to predict, made of a small one: its rows again and again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def repeat_rows(test: Path, target: str, out: Path, n_rows: int) -> int:
    """Writes the rows of a CSV file without its target as often as it takes to have `n_rows` of them at least; returns
    how many it has. A file that is there is left as it is, for the next system."""
    table = pd.read_csv(test, dtype=str, keep_default_na=False)
    times = -(-n_rows // len(table))
    if not out.exists():
        head, _, body = table.drop(columns=[target]).to_csv(index=False).partition("\n")
        part = out.with_suffix(".part")
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(f"{head}\n")
            for _ in range(times):
                file.write(body)
        part.replace(out)
    return times * len(table)
