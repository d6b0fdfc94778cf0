"""How much of a polluted file is read rightly: python -m benchmarks.data.pollock.

The score is that of the Pollock benchmark (Vitagliano et al., PVLDB 16(8), 2023): for every file 1 for an answer at
all, then precision, recall and F1 of the names in the header, of the rows as wholes, and of the single cells, whatever
their order; averaged over all files and added up, 10 at most. Nothing is said about the dialect to any reader, and
every cell is compared as the text in the file.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from statistics import fmean

from benchmarks.data.pollution import Clean, Polluted, variants

SAMPLES = {
    "telecom_churn": ("customerID", "tenure", "Contract", "PaymentMethod", "MonthlyCharges", "TotalCharges", "Churn"),
    "house_prices": (),
    "machine_maintenance": (),
}
N_ROWS, N_COLUMNS = 84, 9
NOTES = ("calm", 'said "yes", then left', "Müller & Søn", "it's fine", "two\nlines", "", "a; b")
FORGIVING = "strict_mode := false, null_padding := true, parallel := false, ignore_errors := true"
MEASURES = ("success", *(f"{of} {what}" for of in ("header", "rows", "cells") for what in ("P", "R", "F1")))


def main() -> None:
    """Prints the scores of every reader, and with --worst N the files that Easel reads worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=10)
    asked = parser.parse_args()
    files = [(name, one) for name, table in tables().items() for one in variants(table)]
    print(
        f"{len(files):,} files\n\n| reader | score | {' | '.join(MEASURES)} |\n| --- |{' ---: |' * (len(MEASURES) + 1)}"
    )
    for reader, read in READERS.items():
        scores = [measured(read, one) for _, one in files]
        means = [fmean(score[i] for score in scores) for i in range(len(MEASURES))]
        print(f"| {reader} | {sum(means):.3f} | {' | '.join(f'{mean:.3f}' for mean in means)} |", flush=True)
        if reader == "Easel":
            ours = sorted(zip(map(sum, scores), files, strict=True), key=lambda item: item[0])[: asked.worst]
    print("\nEasel reads worst:")
    for total, (name, one) in ours:
        print(f"  {total:5.2f}  {name}: {one.name}")


def tables() -> dict[str, Clean]:
    """The first rows of our own sample tables, with a column of notes that need their quotes."""
    from datasets import samples

    found = {}
    for name, chosen in SAMPLES.items():
        table = samples.all()[name].load().head(N_ROWS)
        names = chosen or table.names[: N_COLUMNS - 1]
        columns = [[text or "" for text in table.texts(column).to_pylist()] for column in names]
        rows = tuple((*row, NOTES[i % len(NOTES)]) for i, row in enumerate(zip(*columns, strict=True)))
        found[name] = Clean((*names, "note"), rows)
    return found


def measured(read: Callable[[Path], Clean], one: Polluted) -> tuple[float, ...]:
    """The ten measures of a file, in the order of MEASURES."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / one.file
        path.write_bytes(one.content)
        try:
            found = read(path)
        except Exception:  # whatever a reader raises, it has not read the file
            return (0.0,) * len(MEASURES)
    truth = one.truth
    return (
        1.0,
        *(overlap(truth.header, found.header) if truth.header else (1.0,) * 3),
        *overlap(truth.rows, found.rows),
        *overlap([c for row in truth.rows for c in row], [c for row in found.rows for c in row]),
    )


def overlap(truth: Iterable[Hashable], found: Iterable[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two multisets."""
    wanted, there = Counter(truth), Counter(found)
    both, n_wanted, n_there = (wanted & there).total(), wanted.total(), there.total()
    if not n_wanted:
        return (1.0, 1.0, 1.0) if not n_there else (0.0, 0.0, 0.0)
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / n_there, both / n_wanted
    return precision, recall, 2 * precision * recall / (precision + recall)


def by_easel(path: Path) -> Clean:
    from datasets.read import read

    table = read(path)
    columns = [column.to_pylist() for column in table.cells.columns]
    return Clean(table.names, tuple(tuple(text or "" for text in row) for row in zip(*columns, strict=True)))


def by_duckdb(path: Path) -> Clean:
    """As forgiving as it can be: short rows filled up, odd quotes allowed, rows that do not fit left out."""
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(
            f"select * from read_csv($path, all_varchar := true, {FORGIVING})",
            {"path": str(path)},
        )
        names = tuple(str(column[0]) for column in found.description or ())
        return Clean(names, tuple(tuple(text or "" for text in row) for row in found.fetchall()))


def by_duckdb_strictly(path: Path) -> Clean:
    """With its defaults."""
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute("select * from read_csv($path, all_varchar := true)", {"path": str(path)})
        names = tuple(str(column[0]) for column in found.description or ())
        return Clean(names, tuple(tuple(text or "" for text in row) for row in found.fetchall()))


def by_pandas(path: Path) -> Clean:
    import pandas as pd

    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False)
    rows = tuple(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))
    return Clean(tuple(map(str, frame.columns)), rows)


READERS: dict[str, Callable[[Path], Clean]] = {
    "Easel": by_easel,
    "DuckDB, forgiving": by_duckdb,
    "DuckDB, defaults": by_duckdb_strictly,
    "pandas": by_pandas,
}

if __name__ == "__main__":
    main()
