"""The notebook that explores a table: its columns, what is missing, how they are spread and go with the target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from automl.notebook._cells import Cell, Notebook, as_markdown, constants, notebook_json
from automl.notebook._parts import code
from automl.notebook._reading import Reader, Reading
from datasets.table import Table

IMPORTS = "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd"


def table_notebook(table: Table, name: str, target: str | None, source: Path | None, copy_name: str) -> Notebook:
    """The notebook of a table, which reads its file `source` where plain code reads that as Easel does; else a plain
    copy goes beside it under `copy_name`."""
    reading = Reader(table, tuple(table.schema), source, copy_name).reading()
    beside = {} if reading.copy is None else {reading.file: reading.copy}
    return Notebook(notebook_json(list(_cells(table, name, target, reading))), beside)


def _cells(table: Table, name: str, target: str | None, reading: Reading) -> Iterator[Cell]:
    aim = f" The column to predict is **{as_markdown(target)}**." if target else ""
    size = f"{table.n_rows:,} rows, {table.n_columns} columns"
    yield Cell("markdown", f"# {as_markdown(name)}\n\nA first look in plain pandas: {size}.{aim}")
    yield Cell("code", IMPORTS)
    told = {"DATA": reading.file, "READER": dict(reading.settings), "COLUMNS": [dict(one) for one in reading.columns]}
    yield Cell("code", constants({**told, "TARGET": target}))
    yield Cell("code", code("reading"))
    yield Cell("code", READ)
    yield Cell("markdown", "## Columns")
    yield Cell("code", COLUMNS)
    yield Cell("markdown", "## How values are spread")
    yield Cell("code", SPREAD)
    yield Cell("markdown", "## Numbers that go together (rank correlation)")
    yield Cell("code", TOGETHER)
    if target is not None:
        yield Cell("markdown", f"## How columns go with {as_markdown(target)}")
        yield Cell("code", AIM)


READ = """
cells = read_cells(DATA, **READER)
found = {}
for told in COLUMNS:
    column = cells[told["name"]]
    if told["as"] == "number":
        found[told["name"]] = as_numbers(column, told["missing"], **told["number"])
    elif told["as"] == "date":
        seconds = as_seconds(column, told["missing"], told["formats"])
        known = seconds != MISSING_SECONDS
        found[told["name"]] = np.where(known, seconds, 0).astype("datetime64[s]")
        found[told["name"]][~known] = np.datetime64("NaT")
    else:
        found[told["name"]] = pd.Series(as_texts(column, told["missing"])).replace("", None)
table = pd.DataFrame(found)
table.head()
"""
COLUMNS = """
summary = pd.DataFrame({
    "kind": [told["as"] for told in COLUMNS],
    "missing": table.isna().mean().round(3).to_numpy(),
    "different": table.nunique().to_numpy(),
    "commonest": [column.mode().iloc[0] if column.notna().any() else None for _, column in table.items()],
}, index=table.columns)
summary
"""
SPREAD = """
shown = list(table.columns[:40])
figure, axes = plt.subplots(-(-len(shown) // 3), 3, figsize=(13, 2.6 * -(-len(shown) // 3)), squeeze=False)
for axis, name in zip(axes.flat, shown):
    column = table[name].dropna()
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        axis.hist(column, bins=30)
    else:
        counts = column.value_counts().head(10)[::-1]
        axis.barh([str(text)[:24].replace("$", "") for text in counts.index], counts.to_numpy())
    axis.set_title(str(name)[:40].replace("$", ""))
for axis in axes.flat[len(shown):]:
    axis.axis("off")
figure.tight_layout()
"""
TOGETHER = """
numbers = table.select_dtypes("number")
numbers.corr(method="spearman").round(2)
"""
AIM = """
aim = table[TARGET]
if pd.api.types.is_numeric_dtype(aim):
    relation = numbers.drop(columns=TARGET).corrwith(aim, method="spearman")
    print(relation.reindex(relation.abs().sort_values(ascending=False).index).round(3).to_string())
else:
    print(aim.value_counts(dropna=False).to_string())
    print(table.groupby(TARGET)[list(numbers.columns)].median().T.to_string())
for name in table.columns:
    if name != TARGET and 2 <= table[name].nunique() <= 12 and not pd.api.types.is_numeric_dtype(table[name]):
        if pd.api.types.is_numeric_dtype(aim):
            print(table.groupby(name)[TARGET].agg(["size", "mean", "median"]).round(3), end="\\n\\n")
        else:
            print(pd.crosstab(table[name], aim, normalize="index").round(3), end="\\n\\n")
"""
