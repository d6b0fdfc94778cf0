"""Rules that watch a build and speak up; one rule a file, `ALL` maps names to rules."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from automl.insights import Alert
from automl.watch._rule import Evidence, Moment, Rule
from datasets.registry import discover

ALL: dict[str, Rule] = discover(sys.modules[__name__], Rule)


class Watch:
    """Asks the rules, tells every alert once as soon as it arises, and knows in the end which of them still stand."""

    def __init__(self, tell: Callable[[Alert], object]) -> None:
        self._tell = tell
        self._told: dict[str, Alert] = {}

    def look(self, moment: Moment, evidence: Evidence) -> None:
        """Asks the rules of a moment. What a rule said before is told again only by `alerts`."""
        for rule in _in_order():
            if rule.moment == moment and (alert := rule.check(evidence)) is not None:
                alert = replace(alert, at_s=evidence.elapsed_s)
                if rule.name not in self._told:
                    self._tell(alert)
                self._told.setdefault(rule.name, alert)

    def alerts(self, evidence: Evidence) -> tuple[Alert, ...]:
        """What all rules say in the end, in their order; what was told before and has passed is left out."""
        found = [alert for rule in _in_order() if (alert := rule.check(evidence)) is not None]
        return tuple(
            replace(a, at_s=self._told[a.rule].at_s if a.rule in self._told else evidence.elapsed_s) for a in found
        )


def _in_order() -> list[Rule]:
    return sorted(ALL.values(), key=lambda rule: rule.order)


__all__ = ["ALL", "Alert", "Evidence", "Rule", "Watch"]
