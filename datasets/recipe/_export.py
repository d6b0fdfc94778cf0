"""A fitted recipe as one readable SQL statement for DuckDB."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from datasets import duck
from datasets.digits import ANY as FOREIGN_DIGIT
from datasets.missing import missing_numbers
from datasets.recipe._as_dated import as_moment
from datasets.recipe._as_written import as_number, bare, matches, western
from datasets.recipe._field import Field, Source
from datasets.recipe._fitted import FittedRecipe, Purpose
from datasets.recipe._identifiers import ORDER
from datasets.recipe._lookup import as_arrow, relation_of
from datasets.recipe._relation import Relation
from datasets.schema import Column

HEADER = """-- Made by Easel: {n} {steps}, for {purpose}. Runs in DuckDB; the table is called {table}.
-- Its cells are texts as they stand in the file: read_csv(..., all_varchar = true).
{sentences}
"""


def as_sql(fitted: FittedRecipe, purpose: Purpose = "training", table: str = "data") -> str:
    """The statement of a recipe: first the table's texts as numbers, dates and texts, then a CTE for every step. What
    was learnt on the training table stands in it as numbers and texts."""
    statement = fitted.statement(purpose)
    relation = statement.relation
    shown = [_shown(field) for field in relation.fields]
    select = relation.select(*shown).order_by(duck.named(ORDER))
    for one in reversed(relation.lookups):
        select = select.with_(one["name"], as_=_lookup(one))
    query = _with_source(statement.ending(select), relation, table)
    recipe = fitted.recipe
    done = zip(recipe.steps, recipe.replayed, recipe.sentences, strict=True)
    on = [said for step, replayed, said in done if step.enabled and (replayed or purpose == "training")]
    sentences = "\n".join(f"-- {_one_line(said)}" for said in on)
    steps = "step" if len(on) == 1 else "steps"
    about = HEADER.format(n=len(on), steps=steps, purpose=purpose, table=_one_line(table), sentences=sentences)
    return f"{about}{query};\n"


def _with_source(query: str, relation: Relation, table: str) -> str:
    """The query with the table's cells read before it: as texts that are known, then as numbers and dates."""
    import sqlglot

    place = exp.Sub(this=exp.Window(this=exp.RowNumber()), expression=duck.whole(1))
    known = [
        duck.aliased(_known(source, relation.loaded_as(source.raw)), source.identifier) for source in relation.sources
    ]
    texts = exp.select(*known, duck.aliased(place, ORDER))
    texts = texts.from_(exp.Table(this=exp.to_identifier(table, quoted=True)))
    read = [duck.aliased(_read(source), source.identifier) for source in relation.sources]
    parsed = sqlglot.parse_one(query, read="duckdb")
    assert isinstance(parsed, exp.Select)
    before = parsed.args.get("with_")
    first = [_cte("texts", texts), _cte("source", exp.select(*read, duck.named(ORDER)).from_(duck.table("texts")))]
    parsed.set("with_", exp.With(expressions=[*first, *(before.expressions if before else [])]))
    return parsed.sql(dialect="duckdb", pretty=True)


def _cte(name: str, select: exp.Select) -> exp.CTE:
    return exp.CTE(this=select, alias=exp.TableAlias(this=exp.to_identifier(name)))


def _shown(field: Field) -> exp.Expression:
    value = duck.named(field.identifier)
    return value if field.identifier == field.name else duck.aliased(value, field.name)


def _known(source: Source, loaded_as: str) -> exp.Expression:
    """The text of a cell: NULL where it says "not known", and of a number or a date with the digits 0 to 9."""
    column = source.column
    raw = duck.cast(duck.named(loaded_as), "VARCHAR")
    words = [word for word in ("", *column.missing) if _could_be_value(word, column)]
    said = exp.In(this=bare(raw.copy()), expressions=[duck.text(word) for word in words])
    is_text = duck.type_of(column.kind) == "text"
    branches: list[tuple[exp.Expression, exp.Expression]] = [(said, exp.Null())] if words else []
    branches += [] if is_text else [(matches(raw, FOREIGN_DIGIT), western(raw))]
    return duck.cases(branches, raw) if branches else raw


def _could_be_value(word: str, column: Column) -> bool:
    """Whether a word for "not known" could be read as a number or a date."""
    return duck.type_of(column.kind) == "text" or any(letter.isdigit() for letter in word)


def _read(source: Source) -> exp.Expression:
    """A known text as its type, by the rules of docs/kinds.md."""
    column, known = source.column, duck.named(source.identifier)
    kind = duck.type_of(column.kind)
    if kind == "text":
        return known
    if kind == "date":
        return as_moment(known, column.datetime_formats)
    value = as_number(known, column)
    for number in missing_numbers(column):
        value = duck.null_if(value, duck.number(number))
    return value


def _lookup(one: Any) -> exp.Expression:
    there = relation_of(one["lookup"], one["name"])
    rows = as_arrow(one["lookup"], there, one["keys"])
    values = [
        exp.Tuple(expressions=[_literal(cell, field) for cell, field in zip(row.values(), there.fields, strict=True)])
        for row in rows.to_pylist()
    ]
    names = [exp.to_identifier(field.identifier, quoted=True) for field in there.fields]
    if not values:
        empty = [duck.aliased(duck.cast(exp.Null(), duck.TYPES[f.type]), f.identifier) for f in there.fields]
        return exp.select(*empty).where(exp.Boolean(this=False))
    alias = exp.TableAlias(this=exp.to_identifier("rows"), columns=names)
    return exp.select(exp.Star()).from_(exp.Values(expressions=values, alias=alias))


def _literal(cell: Any, field: Field) -> exp.Expression:
    if cell is None:
        return duck.cast(exp.Null(), duck.TYPES[field.type])
    if field.type == "number":
        return duck.number(float(cell))
    return duck.moment(cell.isoformat(sep=" ")) if field.type == "date" else duck.text(cell)


def _one_line(text: str) -> str:
    return " ".join(text.split())
