"""A fitted recipe as one readable SQL statement for DuckDB."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from datasets import duck
from datasets.numbers import PLAIN
from datasets.recipe._fitted import FittedRecipe, Purpose
from datasets.recipe._lookup import as_arrow, relation_of
from datasets.recipe._relation import ORDER, Field, Source
from datasets.schema import Column

CLOCK_FORMATS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p")
HEADER = """-- Made by Easel: {n} {steps}, for {purpose}. Runs in DuckDB; the table is called {table}.
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
    query = _with_source(
        statement.ending(select), [_read(source, relation.loaded_as(source.raw)) for source in relation.sources], table
    )
    recipe = fitted.recipe
    done = zip(recipe.steps, recipe.replayed, recipe.sentences, strict=True)
    on = [said for step, replayed, said in done if step.enabled and (replayed or purpose == "training")]
    sentences = "\n".join(f"-- {_one_line(said)}" for said in on)
    steps = "step" if len(on) == 1 else "steps"
    about = HEADER.format(n=len(on), steps=steps, purpose=purpose, table=_one_line(table), sentences=sentences)
    return f"{about}{query};\n"


def _with_source(query: str, columns: list[exp.Expression], table: str) -> str:
    import sqlglot

    place = exp.Sub(this=exp.Window(this=exp.RowNumber()), expression=duck.whole(1))
    source = exp.select(*columns, duck.aliased(place, ORDER))
    source = source.from_(exp.Table(this=exp.to_identifier(table, quoted=True)))
    parsed = sqlglot.parse_one(query, read="duckdb")
    assert isinstance(parsed, exp.Select)
    before = parsed.args.get("with_")
    first = exp.CTE(this=source, alias=exp.TableAlias(this=exp.to_identifier("source")))
    parsed.set("with_", exp.With(expressions=[first, *(before.expressions if before else [])]))
    return parsed.sql(dialect="duckdb", pretty=True)


def _shown(field: Field) -> exp.Expression:
    value = duck.named(field.identifier)
    return value if field.identifier == field.name else duck.aliased(value, field.name)


def _read(source: Source, loaded_as: str) -> exp.Expression:
    """A column of the table as its type, as near as SQL comes to the rules of docs/kinds.md."""
    raw = duck.cast(duck.named(loaded_as), "VARCHAR")
    words = [word for word in ("", *source.column.missing) if _could_be_value(word, source.column)]
    known: exp.Expression = raw
    if words:
        blank = exp.In(this=duck.call("TRIM", raw.copy()), expressions=[duck.text(word) for word in words])
        known = duck.when(exp.Not(this=blank), raw)
    return duck.aliased(_typed(known, source.column), source.identifier)


def _could_be_value(word: str, column: Column) -> bool:
    """Whether a word for "not known" could be read as a number or a date."""
    return duck.type_of(column.kind) == "text" or any(letter.isdigit() for letter in word)


def _typed(known: exp.Expression, column: Column) -> exp.Expression:
    kind = duck.type_of(column.kind)
    if kind == "text":
        return known
    if kind == "date":
        return duck.text_as_date(known, column.datetime_formats)
    form = column.number or PLAIN
    if form.clock:
        return _minutes(known)
    if form == PLAIN:
        return duck.text_as_number(known)
    return duck.text_as_number(_plain(known, column))


def _minutes(known: exp.Expression) -> exp.Expression:
    """A time of day as minutes after midnight."""
    moment = duck.text_as_date(known, CLOCK_FORMATS)
    seconds = duck.call("DATE_PART", duck.text("epoch"), duck.cast(moment, "TIME"))
    return exp.Div(this=duck.cast(seconds, "DOUBLE"), expression=duck.whole(60))


def _plain(known: exp.Expression, column: Column) -> exp.Expression:
    """A number's text in plain notation: without affixes and thousands marks, with a point."""
    form = column.number or PLAIN
    for affix in sorted(form.affixes, key=len, reverse=True):
        known = duck.call("REPLACE", known, duck.text(affix), duck.text(""))
    if form.thousands:
        known = duck.call("REPLACE", known, duck.text(form.thousands), duck.text(""))
    for word, power in sorted(form.powers, key=lambda one: len(one[0]), reverse=True):
        known = duck.call("REPLACE", known, duck.text(word), duck.text(f"e{power}"))
    if form.decimal != ".":
        known = duck.call("REPLACE", known, duck.text(form.decimal), duck.text("."))
    known = duck.call("REPLACE", known, duck.text("\u2212"), duck.text("-"))
    return duck.call("REGEXP_REPLACE", known, duck.text(r"\s"), duck.text(""), duck.text("g"))


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
