"""The columns of a recipe between two steps, and how a step writes the next ones: one SELECT, one new relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlglot import exp

from datasets.duck import aliased, named, table
from datasets.errors import InputError
from datasets.recipe._field import Field, Made, Source, cleaned, computed
from datasets.recipe._identifiers import ORDER, ROW, check_name, free_identifier
from datasets.schema import Column, Schema, unknown_column


class Written(NamedTuple):
    """What a step writes: its SELECT, and the columns after it."""

    select: exp.Select
    relation: Relation


@dataclass(frozen=True)
class Relation:
    """The columns after a step, whose CTE is called `name`. `used` are all identifiers there ever were, in small
    letters (DuckDB does not tell letter cases apart); `reads` collects the raw columns whose values the SQL reads;
    `grouped` says that rows are no longer those of the table; `lookups` are the tables that were joined."""

    name: str
    fields: tuple[Field, ...]
    sources: tuple[Source, ...]
    used: frozenset[str]
    reads: set[str] = field(default_factory=set, compare=False)
    grouped: bool = False
    lookups: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, schema: Schema) -> Relation:
        """The columns of a table before the first step."""
        used = {ROW, ORDER}
        fields = []
        for column in schema:
            identifier = free_identifier(column.name, used)
            used.add(identifier.casefold())
            fields.append(Field(column, identifier, column.name, frozenset({column.name})))
        sources = tuple(Source(f.identifier, f.name, f.column) for f in fields)
        return cls("source", tuple(fields), sources, frozenset(used))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    @property
    def schema(self) -> Schema:
        return Schema(tuple(f.column for f in self.fields))

    def field(self, name: str) -> Field:
        """The column of that name. Raises InputError with the nearest names."""
        for known in self.fields:
            if known.name == name:
                return known
        raise InputError(unknown_column(name, self.names))

    def column(self, name: str) -> Column:
        """What the column of that name is. Raises InputError with the nearest names."""
        return self.field(name).column

    def sql(self, name: str) -> exp.Column:
        """The column of that name in SQL; its values are read from now on."""
        found = self.field(name)
        self.reads.update(found.needs)
        return named(found.identifier)

    def loaded_as(self, raw: str) -> str:
        """What a raw column is called once DuckDB has read the table."""
        return next(source.identifier for source in self.sources if source.raw == raw)

    def free(self, name: str, taken: Iterable[str]) -> str:
        """An identifier like `name` that is none of those taken."""
        check_name(name)
        return free_identifier(name, {*(one.casefold() for one in taken), ROW, ORDER})

    def select(self, *expressions: exp.Expression) -> exp.Select:
        """SELECT expressions FROM this relation; all columns when there are none."""
        chosen = expressions or (exp.Star(),)
        return exp.select(*chosen).from_(table(self.name))

    def kept(self, select: exp.Select) -> Written:
        """The same columns, of the rows that the SELECT gives."""
        return Written(select, self)

    def without(self, names: Iterable[str]) -> Written:
        """All columns but these. Raises InputError when none would be left."""
        gone = [self.field(name) for name in dict.fromkeys(names)]
        left = tuple(f for f in self.fields if f not in gone)
        if not left:
            raise InputError("A table must keep at least one column; this step takes them all. Keep one.")
        star = exp.Star(except_=[named(f.identifier) for f in gone])
        return Written(self.select(star), replace(self, fields=left))

    def renamed(self, names: Mapping[str, str]) -> Written:
        """The columns old -> new under their new names, where they were."""
        for name in names:
            self.field(name)
        others = {f.name for f in self.fields if f.name not in names}
        new = list(names.values())
        for name in new:
            check_name(name)
            if name in others or new.count(name) > 1:
                raise InputError(f"Every column must have a name of its own; {name!r} is taken. Choose another.")
        used = {f.identifier.casefold() for f in self.fields if f.name not in names} | {ROW, ORDER}
        fields, pairs = [], []
        for known in self.fields:
            if known.name in names:
                identifier = free_identifier(names[known.name], used)
                used.add(identifier.casefold())
                pairs.append(aliased(named(known.identifier), identifier))
                known = replace(known, column=replace(known.column, name=names[known.name]), identifier=identifier)
            fields.append(known)
        star = exp.Star(rename=pairs)
        return Written(self.select(star), replace(self, fields=tuple(fields), used=self.used | used))

    def made(self, columns: Mapping[str, Made]) -> Written:
        """The columns with these set: in their place where the name exists, else at the end."""
        used = {f.identifier.casefold() for f in self.fields} | {ROW, ORDER}
        replaced: list[exp.Expression] = []
        added: list[exp.Expression] = []
        fields = {f.name: f for f in self.fields}
        for name, made in columns.items():
            check_name(name)
            old = fields.get(name)
            identifier = old.identifier if old else free_identifier(name, used)
            used.add(identifier.casefold())
            (replaced if old else added).append(aliased(cleaned(made), identifier))
            needs = frozenset(raw for of in made.of for raw in self.field(of).needs)
            fields[name] = Field(computed(name, made.kind, made.reason), identifier, None, needs)
        star = exp.Star(replace=replaced) if replaced else exp.Star()
        return Written(
            self.select(star, *added),
            replace(self, fields=tuple(fields.values()), used=self.used | used),
        )

    def reread(self, name: str, column: Column) -> Written:
        """A column whose cells are untouched, read by other rules: the source holds it that way as well."""
        known = self.field(name)
        assert known.cells is not None
        identifier = free_identifier(f"{known.identifier} as {column.kind}", self.used)
        read_by_it = replace(column, name=known.cells)
        star = exp.Star(except_=[named(identifier)], replace=[aliased(named(identifier), known.identifier)])
        fields = tuple(replace(f, column=replace(column, name=name)) if f is known else f for f in self.fields)
        return Written(
            self.select(star),
            replace(
                self,
                fields=fields,
                sources=(*self.sources, Source(identifier, known.cells, read_by_it)),
                used=self.used | {identifier.casefold()},
            ),
        )


__all__ = ["Relation", "Written"]
