"""Small tables with every kind of column, made through CSV text as a user's would be."""

from __future__ import annotations

import io

import numpy as np

from datasets.read import read
from datasets.table import Table


def csv_table(header: str, rows: list[str]) -> Table:
    """A table from CSV lines."""
    return read(io.BytesIO("\n".join([header, *rows, ""]).encode()), name="made.csv")


def mixed(problem: str, n: int = 240, seed: int = 0) -> Table:
    """Numbers with gaps, categories, a yes/no, dates, a constant and an id; the target follows from some of them."""
    rng = np.random.default_rng(seed)
    age, plan = rng.integers(18, 80, n), rng.choice(["basic", "plus", "pro"], n)
    income, day = rng.lognormal(10, 0.5, n).round(2), rng.integers(0, 900, n)
    signal = (age - 45) / 15 + (plan == "pro") * 1.5 - (day > 450) + rng.normal(0, 0.5, n)
    target = {
        "binary": np.where(signal > 0, "Yes", "No"),
        "multiclass": np.asarray(["low", "mid", "high"])[np.digitize(signal, [-0.7, 0.7])],
        "regression": (1000 + 250 * signal).round(2),
    }[problem]
    lines = [
        f"C-{i:05d},{'' if rng.random() < 0.1 else age[i]},{plan[i]},{income[i]},{'yes' if i % 3 else 'no'},"
        f"{np.datetime64('2023-01-01') + day[i]},EU,{target[i]}"
        for i in range(n)
    ]
    return csv_table("customer_id,age,plan,income,mail,joined,region,target", lines)
