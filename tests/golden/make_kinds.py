"""Writes kinds.json, the kinds of the columns of real tables as they were reviewed: python -m tests.golden.make_kinds

The tables are those of the folder that EASEL_SHARED names; they are no part of the project. The file keeps their names,
the kind (and role) of each column under the first digits of the sha256 of its name, and for the doubtful ones why they
are doubtful. Run this when a rule has changed, and look at every line of the difference before it is committed.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from datasets.read import read
from datasets.table import Table

FILE = Path(__file__).parent / "kinds.json"
DIGITS = 8


def key(name: str) -> str:
    """What stands for the name of a column."""
    return hashlib.sha256(name.encode()).hexdigest()[:DIGITS]


def kinds(table: Table) -> dict[str, list[str]]:
    """The columns of a table under their kinds, as "numeric", or their kinds and roles, as "numeric/money"."""
    found: dict[str, list[str]] = {}
    for column in table.schema:
        said = str(column.kind) if column.role is None else f"{column.kind}/{column.role}"
        found.setdefault(said, []).append(key(column.name))
    return {said: sorted(keys) for said, keys in sorted(found.items())}


def main() -> None:
    doubtful = json.loads(FILE.read_text(encoding="utf-8"))["doubtful"] if FILE.exists() else {}
    paths = sorted((Path(os.environ["EASEL_SHARED"]) / "data").glob("*.csv.gz"))
    tables = {path.name.removesuffix(".csv.gz"): kinds(read(path)) for path in paths}
    document = {"verdict": "agreed, but for the doubtful", "doubtful": doubtful, "tables": tables}
    FILE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
