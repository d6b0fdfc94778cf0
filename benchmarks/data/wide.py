"""Profile and findings of a long and wide table: python -m benchmarks.data.wide --rows 1000000.

Made up: 50 columns of texts as in a CSV file (30 numbers, 8 categories, 5 dates, 4 booleans, 2 ids, 1 free text), some
cells missing, a target of two classes. Printed are the seconds of the processor and the peak memory of each step.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.data.run import HEAD, cells_of, measured

COLUMNS = (
    *(f"printf('%.{i % 4 + 1}f', pick(range, {i}, 1000000) / {10 ** (i % 5)}e0) as amount_{i}" for i in range(20)),
    *(f"case when pick(range, {i}, 9) = 0 then '' else pick(range, {i}, 900)::varchar end as n_{i}" for i in range(10)),
    *(f"'level ' || pick(range, {30 + i}, {10 ** (i % 4 + 1)}) as kind_{i}" for i in range(8)),
    *(f"strftime(date '2020-01-01' + pick(range, {40 + i}, 2000)::integer, '%d.%m.%Y') as day_{i}" for i in range(3)),
    *(
        f"strftime(timestamp '2020-01-01' + to_seconds(pick(range, {45 + i}, 99999999)), '%Y-%m-%d %H:%M:%S') as at_{i}"
        for i in range(2)
    ),
    *(f"case when pick(range, {50 + i}, 3) = 0 then 'yes' else 'no' end as flag_{i}" for i in range(3)),
    "case when pick(range, 4, 1000000) + pick(range, 60, 500000) > 800000 then 'yes' else 'no' end as target",
    "range as id",
    "printf('C-%07d', pick(range, 61, 700000)) as customer",
    "'the note number ' || pick(range, 62, 500000) || ' was written by hand' as note",
)
STEPS = {
    "profile": "profile(table, 'target')",
    "profile and findings": "check(table, profile(table, 'target'), 'target')",
}


def main() -> None:
    """Makes the table and measures every step in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.arrow"
        make(path, asked.rows)
        print(f"{asked.rows:,} rows x {len(COLUMNS)}, {path.stat().st_size / 1e6:,.0f} MB\n")
        print(HEAD)
        for name, call in STEPS.items():
            code = (
                "from datasets.table import Table; from datasets.profile import profile; "
                f"from datasets.findings import check; table = Table.load({str(path)!r}); {call}"
            )
            print(f"| {name} | {cells_of([measured(code, Path(folder))])} |", flush=True)


def make(path: Path, n: int) -> None:
    """Writes the table as it would be saved after an import."""
    import duckdb

    from datasets.infer import infer_schema
    from datasets.read import plain_types
    from datasets.record import ReadRecord
    from datasets.table import Table

    with duckdb.connect() as connection:
        connection.execute("create macro pick(i, k, n) as (hash(i, k) % n)::bigint")
        columns = ", ".join(COLUMNS)
        asked = f"select nullif(columns(*)::varchar, '') from (select {columns} from range({n}))"
        cells = plain_types(connection.sql(asked).to_arrow_table())
    Table(cells, infer_schema(cells), ReadRecord("csv", n_rows=n)).save(path)


if __name__ == "__main__":
    main()
