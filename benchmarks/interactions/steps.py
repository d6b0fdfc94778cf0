"""The ten commonest interactions: where each begins, what is pressed, and what on the page is the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

Act = Callable[[], object]
TEXT = "() => [...document.querySelectorAll({where!r})].some(one => one.textContent.includes({text!r}))"


@dataclass(frozen=True)
class Interaction:
    """`begin` is the page on which it begins ("" stays where the last one ended); `ready` makes it ready and gives back
    what will be pressed and a JavaScript function that tells when the answer is there."""

    name: str
    title: str
    begin: str
    ready: Callable[[Any], tuple[Act, str]]


def has(where: str, text: str) -> str:
    """A JavaScript function: whether an element of this selector holds this text."""
    return TEXT.format(where=where, text=text)


def there(where: str) -> str:
    """A JavaScript function: whether there is an element of this selector."""
    return f"() => !!document.querySelector({where!r})"


def changed(page: Any, where: str) -> str:
    """A JavaScript function: whether the element of this selector says something else than now."""
    before = page.locator(where).first.inner_text()
    return f"() => {{ const one = document.querySelector({where!r}); return !!one && one.innerText !== {before!r}; }}"


def tab(name: str, answered: str) -> Callable[[Any], tuple[Act, str]]:
    """Presses a tab of the model."""
    link = f'.st-key-model_tabs [class*="st-key-tab_{name}"] a'
    return lambda page: (page.locator(link).click, answered)


def part(name: str, back: str, answered: str) -> Callable[[Any], tuple[Act, str]]:
    """Presses a part of Analyze, having gone `back` to another one."""

    def ready(page: Any) -> tuple[Act, str]:
        _part(page, back)
        return page.get_by_role("radio", name=name, exact=True).click, answered

    return ready


def _part(page: Any, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    page.wait_for_timeout(600)


def _another_column(page: Any) -> tuple[Act, str]:
    box = page.locator(".st-key-row_detail_title").get_by_role("combobox")
    box.click()
    box.press("ArrowDown")  # a list that has the focus already opens by its key
    page.get_by_role("option").first.wait_for()
    shown = page.locator(".st-key-detail_words h3").inner_text()
    option = next(one for one in page.get_by_role("option").all() if one.inner_text() != shown)
    name = option.inner_text()
    return option.click, has(".st-key-detail_words h3", name)


def _search(page: Any) -> tuple[Act, str]:
    box = page.get_by_role("textbox", name="Search columns")
    word = "no such column" if box.input_value() == "" else ""
    box.fill(word)
    answered = has(".notice", "Clear the search") if word else there('[data-testid="stDataFrame"]')
    return partial(box.press, "Enter"), answered


def _effect(page: Any) -> tuple[Act, str]:
    shown = page.locator(".st-key-effect_words h3").inner_text()
    bars = page.get_by_role("button", name="Show the effect of")
    for i in range(bars.count()):
        name = str(bars.nth(i).text_content()).removeprefix("Show the effect of ")
        if f"How {name} moves" not in shown:
            return bars.nth(i).click, has(".st-key-effect_words h3", f"How {name} moves")
    raise RuntimeError("A model with two columns at least is needed.")


def _threshold(page: Any) -> tuple[Act, str]:
    slider = page.get_by_role("slider", name="Threshold")
    slider.focus()
    way = "ArrowRight" if float(slider.input_value()) < 50 else "ArrowLeft"
    return partial(slider.press, way), changed(page, '[class*="st-key-card_decision"] .label:has(+ .big)')


def _one_value(page: Any) -> tuple[Act, str]:
    slider = page.locator(".st-key-card_form").get_by_role("slider").first
    slider.focus()
    way = "End" if float(slider.input_value()) <= float(slider.get_attribute("min")) else "Home"
    return partial(slider.press, way), changed(page, ".verdict")


def _list(name: str) -> Callable[[Any], tuple[Act, str]]:
    link = f'.st-key-topbar [class*="st-key-nav_{name}"] a'
    return lambda page: (page.locator(link).click, there(f".st-key-page_{name} h1"))


INTERACTIONS = (
    Interaction("models", "Open the list of models", "home", _list("models")),
    Interaction("build", "Open Build", "select", tab("build", there(".st-key-card_detail h3"))),
    Interaction("column", "Look at another column", "build", _another_column),
    Interaction("search", "Search the columns", "build", _search),
    Interaction("analyze", "Open Analyze", "select", tab("analyze", there(".headline"))),
    Interaction("effect", "Press a bar: how that column moves the answer", "analyze", _effect),
    Interaction(
        "advanced",
        "Open Advanced metrics",
        "analyze",
        part("Advanced metrics", "Overview", there(".st-key-card_roc h3")),
    ),
    Interaction("threshold", "Move the threshold", "advanced", _threshold),
    Interaction("predict", "Open Predict", "select", tab("predict", there(".verdict"))),
    Interaction("value", "Change a value of one row: the answer", "predict", _one_value),
)
