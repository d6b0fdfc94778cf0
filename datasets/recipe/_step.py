"""What a preparation step is: a record with its parameters, a sentence, and the SQL that it is written as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sqlglot import exp

from datasets.errors import InputError
from datasets.recipe._relation import Relation, Written
from datasets.schema import Kind

# columns: shapes columns, replayed for every prediction. rows: chooses rows, for training only. grain: changes what a
# row is, replayed for every prediction, with the steps that chose rows before it.
Effect = Literal["columns", "rows", "grain"]
Settings: TypeAlias = Mapping[str, Any]
Ask: TypeAlias = Callable[[exp.Select], list[tuple[Any, ...]]]  # runs a SELECT on the table before the step
Holds = Literal[
    "column", "columns", "name", "names", "text", "number", "whole", "flag", "choice", "choices", "formula", "pairs",
    "aggregates", "lookup",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a step. `default` None: it must be given; `kinds` are the kinds of column that may be chosen
    (empty: any); `choices` the words of a choice with what they mean, for pairs what stands left and right; `least` the
    smallest number. `of_columns`: pairs begin with a column; `there`: columns are those of the second table. `only` is
    the name of a choice and those of its words with which the setting plays a part; None: it always does."""

    name: str
    holds: Holds
    title: str
    default: Any = None
    choices: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    least: float | None = None
    about: str = ""
    of_columns: bool = False
    there: bool = False
    only: tuple[str, tuple[str, ...]] | None = None

    def plays(self, settings: Settings) -> bool:
        """Whether the setting plays a part beside these ones."""
        return self.only is None or settings.get(self.only[0]) in self.only[1]


@dataclass(frozen=True, slots=True)
class StepKind:
    """A kind of preparation step.

    `sentence(settings)` says in one sentence what the step does. `write(settings, relation, learned)` gives its SELECT
    and the columns after it, and raises InputError when the columns before it do not fit. `learn(settings, relation,
    ask)` are the statistics (plain JSON data) that are frozen on the training table; None: there are none.
    """

    name: str
    title: str
    effect: Effect
    parameters: tuple[Parameter, ...]
    sentence: Callable[[Settings], str]
    write: Callable[[Settings, Relation, Settings], Written]
    learn: Callable[[Settings, Relation, Ask], Settings] | None = None

    def settings(self, given: Mapping[str, Any]) -> Settings:
        """All settings, checked and with defaults. Raises InputError naming the setting that is wrong."""
        from datasets.recipe._settings import checked

        known = {p.name for p in self.parameters}
        if strange := sorted(set(given) - known):
            raise InputError(
                f"{self.title} has no setting {strange[0]!r}; it has {', '.join(sorted(known)) or 'none'}."
            )
        return {p.name: checked(p, given.get(p.name, p.default)) for p in self.parameters}


def of_kinds(relation: Relation, names: tuple[str, ...], kinds: tuple[Kind, ...], what: str) -> None:
    """Raises InputError when a column is not of one of these kinds."""
    for name in names:
        kind = relation.field(name).column.kind
        if kind not in kinds:
            raise InputError(f"{what} must be of the kind {_either(kinds)}; {name!r} is {kind}. Change its kind first.")


def _either(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(str(kind) for kind in kinds)


def listed(names: Any, most: int = 4) -> str:
    """Names for a sentence: a, b, c and 3 more."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
