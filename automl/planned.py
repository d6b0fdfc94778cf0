"""The members of an earlier build, fitted again by its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl.evaluate import Run
from automl.replay import Plan
from datasets.errors import EaselError

if TYPE_CHECKING:
    from automl.search import Search


def fit_plan(search: Search, plan: Plan) -> None:
    """Fits the members of an earlier build as far as that build did. Raises EaselError when one cannot be
    fitted."""
    for member in plan.members:
        run = Run(
            bench=search.bench,
            candidate=member.candidate,
            index=member.index,
            allowance_s=float("inf"),
            report=search.report,
            efforts=member.efforts,
        )
        evaluated = run.evaluate()
        if evaluated is None:
            raise EaselError(f"{member.algorithm} could not be fitted again; use the table the model was built on.")
        search.evaluated.append(evaluated)


__all__ = ["fit_plan"]
