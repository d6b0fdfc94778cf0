"""The steps of a recipe as one SQL statement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa
from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.recipe._field import Field
from datasets.recipe._identifiers import ORDER, ROW
from datasets.recipe._lookup import as_arrow, relation_of
from datasets.recipe._relation import Relation
from datasets.recipe._step import Settings, StepKind
from datasets.schema import Schema


@dataclass(frozen=True)
class Statement:
    """The steps as CTEs, one each, and the columns before and after them."""

    parts: tuple[tuple[str, exp.Select], ...] = ()
    relation: Relation = field(default_factory=lambda: Relation.of(Schema(())))
    chooses_rows: bool = False

    def then(self, name: str, record: StepKind, settings: Settings, learned: Settings) -> Statement:
        """The statement with one more step."""
        select, relation = record.write(settings, self.relation, learned)
        chooses = record.effect == "rows" or self.chooses_rows
        return Statement((*self.parts, (name, select)), replace(relation, name=name), chooses)

    @cached_property
    def moves_rows(self) -> bool:
        """Whether rows of the table are left out or stand elsewhere."""
        return self.chooses_rows and not self.relation.grouped

    @cached_property
    def made(self) -> tuple[Field, ...]:
        """The columns that were computed."""
        return tuple(known for known in self.relation.fields if known.cells is None)

    @cached_property
    def sql(self) -> str:
        """What is run for rows: the computed columns, then the places that the rows come from when they are moved."""
        columns = [duck.named(known.identifier) for known in self.made]
        columns += [duck.named(ROW)] if self.moves_rows else []
        select = self.relation.select(*(columns or [duck.named(ORDER)]))
        return self.ending(select.order_by(duck.named(ORDER)))

    @cached_property
    def lookups(self) -> dict[str, pa.Table]:
        """The second tables, by their names in the SQL."""
        found = {}
        for one in self.relation.lookups:
            there = relation_of(one["lookup"], one["name"])
            found[one["name"]] = as_arrow(one["lookup"], there, one["keys"])
        return found

    def ending(self, select: exp.Select) -> str:
        """The SQL of the steps with this SELECT at its end."""
        before = select.args.get("with_")
        parts = [*(before.expressions if before else []), *(_cte(name, part) for name, part in self.parts)]
        if parts:
            select.set("with_", exp.With(expressions=parts))
        try:
            return select.sql(dialect="duckdb", pretty=True)
        except RecursionError:
            raise InputError("A formula has too many levels. Write parts of it as columns of their own.") from None

    @property
    def computes(self) -> bool:
        """Whether there is anything for the database to do."""
        return self.chooses_rows or self.relation.grouped or bool(self.made)


def _cte(name: str, select: exp.Select) -> exp.CTE:
    return exp.CTE(this=select.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))
