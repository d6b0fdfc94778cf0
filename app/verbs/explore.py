"""Charts of a table: worked out from some of its rows, and kept."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.store.files import MADE
from app.verbs.datasets import DatasetVerbs
from app.verbs.kept import Kept
from datasets.errors import EaselError

if TYPE_CHECKING:
    from datasets.explore import Choice, Extract, Result
    from datasets.schema import Schema


class ExploreVerbs(DatasetVerbs):
    """What can be seen of a table. A version never changes, so neither do its rows for charts."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__(home)
        self._extracts: Kept[Extract] = Kept(4)
        self._charts: Kept[Result] = Kept(128)

    def explore(self, version_id: str, choice: Choice) -> Result:
        """What a chart draws of a version. Raises InputError when the choice does not fit the table."""
        from datasets.explore import explore

        return self._charts.get((version_id, choice), lambda: explore(self._extract(version_id), choice))

    def explore_schema(self, version_id: str) -> Schema:
        """The columns that charts can be drawn of."""
        return self._extract(version_id).schema

    def explore_levels(self, version_id: str, name: str) -> tuple[str, ...]:
        """The values of a column of words that a share can be taken of, the commonest first; at most 50."""
        from datasets.explore import levels

        return levels(self._extract(version_id), name)

    def _extract(self, version_id: str) -> Extract:
        return self._extracts.get(version_id, lambda: self._make_extract(version_id))

    def _make_extract(self, version_id: str) -> Extract:
        """The rows for charts. Those of a large table lie beside it in a file of their own, so that the next start of
        the app reads them and not the table."""
        from app.store import datasets
        from datasets.explore import extract
        from datasets.table import Table

        with self.store.read() as connection:
            row = datasets.version_row(connection, version_id)
        path = self.store.place(row.path).parent / MADE / "explore.arrow"
        if path.exists():
            return extract(Table.load(path), row.rows)
        made = extract(self.table(version_id))
        if made.n_sampled < made.n_rows:
            with suppress(EaselError, OSError):  # a full disk: the charts can do without
                path.parent.mkdir(exist_ok=True)
                made.table.save(path)
        return made
