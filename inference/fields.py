"""Reading a JSON object field by field: a wrong or missing field is named in a sentence, never a traceback."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets.errors import InputError


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object at the place `where` of a document ("manifest.json", "columns[3]").

    Every method returns the field of that name as the type it is named after and raises InputError when it is not.
    """

    data: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, data: Any, where: str) -> Fields:
        """The object `data`; anything else than a JSON object is an InputError."""
        if not isinstance(data, Mapping):
            raise InputError(f"{where} must be a JSON object; it is {_shown(data)}.")
        return cls(data, where)

    def text(self, name: str) -> str:
        value = self._value(name)
        return value if isinstance(value, str) else self._refuse(name, "a text", value)

    def text_or_none(self, name: str) -> str | None:
        return None if self._value(name) is None else self.text(name)

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name)
        return value if value in allowed else self._refuse(name, f"one of {', '.join(allowed)}", value)

    def number(self, name: str) -> float:
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self._refuse(name, "a number", value)
        number: float = value
        return number

    def number_or_none(self, name: str) -> float | None:
        return None if self._value(name) is None else self.number(name)

    def number_text_or_none(self, name: str) -> float | str | None:
        return self.text(name) if isinstance(self._value(name), str) else self.number_or_none(name)

    def whole(self, name: str) -> int:
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self._refuse(name, "a whole number of at least 0", value)
        number: int = value
        return number

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.items(name)
        wrong = [value for value in values if not isinstance(value, str)]
        return self._refuse(name, "a list of texts", wrong[0]) if wrong else tuple(values)

    def numbers(self, name: str) -> tuple[float, ...]:
        values = self.items(name)
        wrong = [value for value in values if isinstance(value, bool) or not isinstance(value, int | float)]
        return self._refuse(name, "a list of numbers", wrong[0]) if wrong else tuple(map(float, values))

    def items(self, name: str) -> list[Any]:
        value = self._value(name)
        return value if isinstance(value, list) else self._refuse(name, "a list", value)

    def mapping(self, name: str) -> dict[str, Any]:
        value = self._value(name)
        return dict(value) if isinstance(value, Mapping) else self._refuse(name, "a JSON object", value)

    def fields(self, name: str) -> Fields:
        return Fields.of(self.mapping(name), f"{self.where}, {name}")

    def each(self, name: str) -> list[Fields]:
        return [Fields.of(item, f"{self.where}, {name}[{i}]") for i, item in enumerate(self.items(name))]

    def _value(self, name: str) -> Any:
        if name not in self.data:
            raise InputError(f"{self.where} must have the field {name!r}; it is not there.")
        return self.data[name]

    def _refuse(self, name: str, expected: str, value: Any) -> Any:
        raise InputError(f"{self.where}: {name!r} must be {expected}; it is {_shown(value)}.")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
