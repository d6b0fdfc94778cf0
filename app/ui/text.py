"""Words: escaping, plurals, and the names that pages use for kinds, problems and states."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from app.ui.formats import MINUS, SPACE, count

SURE = f"90{SPACE}%"  # what an interval of a score, or a band around an answer, is meant to hold
KIND_TITLES: Mapping[str, str] = {
    "numeric": "Number",
    "category": "Category",
    "text": "Text",
    "datetime": "Date",
    "boolean": "Yes / no",
    "id": "Id",
    "constant": "Constant",
    "money": "Money",
    "percent": "Per cent",
    "code": "Code",
    "postcode": "Postcode",
    "year": "Year",
    "latitude": "Latitude",
    "longitude": "Longitude",
}
KIND_WORDS: Mapping[str, tuple[str, str]] = {
    "numeric": ("number", "numbers"),
    "category": ("category", "categories"),
    "text": ("text", "texts"),
    "datetime": ("date", "dates"),
    "boolean": ("yes\u00a0/\u00a0no", "yes\u00a0/\u00a0no"),
    "id": ("id", "ids"),
    "constant": ("constant", "constants"),
}
PROBLEM_TITLES: Mapping[str, str] = {
    "binary": "Yes / no",
    "multiclass": "One of several",
    "regression": "Number",
}
STATE_TITLES: Mapping[str, str] = {
    "queued": "Waiting",
    "running": "Running",
    "building": "Building",
    "done": "Done",
    "ready": "Ready",
    "failed": "Failed",
    "cancelled": "Cancelled",
}
# of numbers, where the dullest model always says the mean
MEAN_METRICS = ("rmse", "rmsle", "mae", "median_ae", "mape", "smape", "r2", "pinball")
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def esc(text: object) -> str:
    """Text made safe for HTML; every word that comes from a file or a person passes here."""
    return html.escape(str(text), quote=True)


def md(text: object) -> str:
    """Text made safe for labels that Streamlit reads as Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|~$:&" else letter for letter in str(text))


def plural(n: int, one: str, many: str = "") -> str:
    """ "1 row", "12,345 rows"; `many` when it is not `one` + "s"."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def choice_title(choice: str) -> str:
    """A choice of datasets.choice: "Money"; "Number, not −999"."""
    word, _, unknown = choice.partition(":")
    title = KIND_TITLES.get(word, word)
    return f"{title}, not {unknown.replace(',', ', ').replace('-', MINUS)}" if unknown else title


def in_words(n: int) -> str:
    """Small numbers spelled out: "four"; larger ones as figures."""
    return WORDS[n] if 0 <= n < len(WORDS) else count(n)


def listing(items: Sequence[str], most: int = 4) -> str:
    """ "a", "a and b", "a, b and c"; beyond `most`: "a, b, c and 5 more"."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} and {len(items) - most + 1} more"
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def baseline_label(metric: str, problem: str | None, sentence: str = "") -> str:
    """What the dullest model is called; `sentence` is what its record says of it, where there is one."""
    if metric == "roc_auc":
        return "A coin toss"
    if problem == "regression" or metric in MEAN_METRICS:
        return "Always the mean"
    return next(
        (name for name in ("Always the same class", "Always the shares") if name in sentence), "The dullest model"
    )
