"""Which columns the watch over a build suspects."""

from types import SimpleNamespace
from typing import Any

from automl.look import suspects
from datasets.findings import Finding


def finding(rule: str, column: str, value: float) -> Finding:
    return Finding(rule, (column,), "", "", value, 0.9)


def test_what_the_data_check_is_sure_of_is_suspected_and_what_it_only_asks_about_is_not() -> None:
    found = (
        finding("leakage", "copy", 0.97),
        finding("leakage", "close", 0.92),
        finding("afterwards", "refund", 0.4),
        finding("leakage", "not used", 0.99),
        finding("id_like", "number", 1.0),
    )
    order: Any = SimpleNamespace(findings=found, used=("copy", "close", "refund", "number"))
    assert suspects(order) == ("copy", "refund")
