"""Recipes: steps in order, as they are written down, each checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from datasets.errors import InputError
from datasets.recipe._lookup import embedded, is_embedded
from datasets.recipe._step import Effect, Settings, StepKind
from datasets.table import Table

MOST_STEPS = 200
TRAINING_ONLY = " Predictions keep all their rows."
REPLAYED = " Predictions are put together in the same way."


def kinds() -> dict[str, StepKind]:
    """Every kind of step by its name."""
    from datasets import recipe

    return recipe.ALL


@dataclass(frozen=True)
class Step:
    """One step: the name of its kind and its settings, checked. with `enabled` False it is passed over."""

    kind: str
    settings: Settings
    enabled: bool = True

    @classmethod
    def of(cls, data: Any, place: int = 1) -> Step:
        """The step in a JSON object {"step": kind, setting: value, ...}. Raises InputError."""
        if not isinstance(data, Mapping) or not isinstance(data.get("step"), str):
            raise InputError(f'Step {place} of the recipe must be an object with "step", the name of its kind.')
        name = data["step"]
        if name not in kinds():
            raise InputError(f"There is no step {name[:40]!r}. The steps are: {', '.join(kinds())}.")
        enabled = data.get("enabled", True)
        if not isinstance(enabled, bool):
            raise InputError(f'Step {place}: "enabled" must be true or false.')
        with naming_step(place, kinds()[name]):
            given = {key: value for key, value in data.items() if key not in ("step", "enabled")}
            return cls(name, kinds()[name].settings(given), enabled)

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(json.dumps({"step": self.kind, **self.settings}))
        return plain if self.enabled else {**plain, "enabled": False}

    @property
    def record(self) -> StepKind:
        return kinds()[self.kind]

    @property
    def effect(self) -> Effect:
        """What the step changes; one that is passed over changes no row."""
        return self.record.effect if self.enabled else "columns"

    @property
    def sentence(self) -> str:
        """What the step does."""
        return self.record.sentence(self.settings)


@dataclass(frozen=True)
class Recipe:
    """Preparation steps in order."""

    steps: tuple[Step, ...] = ()

    @classmethod
    def from_dict(cls, data: Any) -> Recipe:
        """The recipe in a JSON document {"steps": [...]} or a list of steps. Raises InputError naming the step."""
        steps = data.get("steps") if isinstance(data, Mapping) else data
        if not isinstance(steps, list | tuple):
            raise InputError('A recipe must be a list of steps, or an object with "steps"; this is something else.')
        if len(steps) > MOST_STEPS:
            raise InputError(f"A recipe may have {MOST_STEPS} steps at most; this one has {len(steps):,}.")
        return cls(tuple(Step.of(step, place) for place, step in enumerate(steps, start=1)))

    def to_dict(self) -> dict[str, Any]:
        return {"steps": [step.to_dict() for step in self.steps]}

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What every step does, and what becomes of predictions."""
        said = []
        for step, replayed in zip(self.steps, self.replayed, strict=True):
            more = TRAINING_ONLY if not replayed else REPLAYED if step.effect != "columns" else ""
            said.append(step.sentence + more)
        return tuple(said)

    @property
    def replayed(self) -> tuple[bool, ...]:
        """Whether each step is done for predictions as well: all but those that choose rows, and of these those that
        stand before rows are grouped."""
        effects = [step.effect for step in self.steps]
        last = max((place for place, effect in enumerate(effects) if effect == "grain"), default=-1)
        return tuple(effect != "rows" or place < last for place, effect in enumerate(effects))

    def with_tables(self, load: Callable[[Mapping[str, Any]], Table]) -> Recipe:
        """The recipe with every second table inside it; `load` finds the table that a reference names."""
        return Recipe(tuple(_with_table(step, load) for step in self.steps))


def _with_table(step: Step, load: Callable[[Mapping[str, Any]], Table]) -> Step:
    lookup = step.settings.get("lookup")
    if lookup is None or is_embedded(lookup):
        return step
    names = dict.fromkeys([*(there for _, there in step.settings["on"]), *step.settings["take"]])
    return replace(step, settings={**step.settings, "lookup": embedded(load(lookup), list(names))})


@contextmanager
def naming_step(place: int, record: StepKind) -> Iterator[None]:
    """Puts the step in front of the sentence of an InputError."""
    try:
        yield
    except InputError as error:
        raise InputError(f"Step {place}, {record.title}: {error}") from error
