"""The exported page of a model in a real browser with the network off: it opens from a file, answers as Python does,
follows what is typed, and can be used without a mouse."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from inference import Model
from inference.bundle import Bundle, read_bundle
from inference.page import write_page
from inference.page.runtime import FOLDER as RUNTIME
from tests.inference import toy_models
from tests.inference.test_page import HOSTILE, hostile_bundle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GOLDEN = Path(__file__).parents[1] / "golden"
READY_MS = 60_000


@dataclass
class Opened:
    """A page with its model in Python, what it asked the network for, and what went wrong."""

    page: Page
    model: Model
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def field(self, name: str) -> Locator:
        """The field of a column."""
        label = self.page.locator(".over > .name", has_text=re.compile(f"^{re.escape(name)}$"))
        return self.page.locator(".field").filter(has=label)

    def answers(self, row: dict[str, Any]) -> None:
        """The page answers as Python does for the typical row with these values changed."""
        typical = {column.name: column.typical for column in self.model.manifest.columns}
        ours = self.model.predict({**typical, **row}).to_dict()
        self.page.wait_for_timeout(50)
        expect(self.page.locator("#answer")).not_to_have_class("stale")
        for _ in range(100):
            theirs = json.loads(self.page.locator("#answer").get_attribute("data-exact") or "{}")
            if _alike(theirs, ours):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"{theirs} instead of {ours}")


def _alike(theirs: dict[str, Any], ours: dict[str, Any]) -> bool:
    if theirs.get("label") != ours.get("label"):
        return False
    theirs, ours = theirs.get("probabilities", theirs), ours.get("probabilities", ours)
    return set(theirs) == set(ours) and all(math.isclose(theirs[k], ours[k], rel_tol=1e-5, abs_tol=1e-6) for k in ours)


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """`opened(bundle, width=390, height=844, dark=True)`: the page of a bundle, opened from a file and ready."""
    if not (RUNTIME / "ort.mjs").is_file():
        pytest.skip("ONNX Runtime Web is not there; with npm and the network: python scripts/web_runtime.py")
    contexts: list[BrowserContext] = []

    def one(
        bundle: Bundle, width: int = 1440, height: int = 900, *, dark: bool = False, locale: str = "en-US"
    ) -> Opened:
        path = tmp_path / "page.html"
        write_page(path, bundle)
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale=locale
        )
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.set_default_timeout(5000)
        found = Opened(page, Model(bundle))
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("console", lambda message: found.errors.append(message.text) if message.type == "error" else None)
        page.goto(path.as_uri())
        expect(page.locator("body")).to_have_attribute("data-state", "ready", timeout=READY_MS)
        return found

    yield one
    for context in contexts:
        context.close()


def test_the_page_of_a_golden_bundle_answers_as_one_types(opened: Callable[..., Opened]) -> None:
    found = opened(read_bundle(GOLDEN / "format_1_binary.zip"))
    page = found.page
    found.answers({})
    expect(page.locator(".changes")).to_be_hidden()
    found.field("tenure").get_by_role("spinbutton").fill("3.5")
    found.answers({"tenure": 3.5})
    found.field("Senior").get_by_text("Yes", exact=True).click()
    found.answers({"tenure": 3.5, "Senior": "Yes"})
    found.field("joined").locator("input").fill("2016-02-29")
    found.answers({"tenure": 3.5, "Senior": "Yes", "joined": "2016-02-29"})
    expect(page.locator(".changes li")).to_have_count(3)
    page.get_by_role("button", name="Start over").click()
    found.answers({})
    assert [url for url in found.requests if not url.startswith("file:")] == []
    assert found.errors == []


def test_numbers_dates_and_what_is_not_known(opened: Callable[..., Opened]) -> None:
    found = opened(read_bundle(GOLDEN / "format_1_regression.zip"), 390, 844, dark=True, locale="de-DE")
    for name in found.model.manifest.names:
        found.field(name).get_by_role("button", name="not known").click()
    found.answers(dict.fromkeys(found.model.manifest.names))
    found.field("joined").get_by_role("button", name="not known").click()
    found.field("charges").get_by_role("spinbutton").fill("1e40")
    expect(found.field("charges").locator(".note")).to_contain_text("The model has seen")
    found.field("label").locator("textarea").fill("blue")
    joined = "2020-05-01T00:00:00Z"
    expected = {**dict.fromkeys(found.model.manifest.names), "joined": joined, "charges": 1e40, "label": "blue"}
    found.answers(expected)
    value = found.model.predict(expected).value
    assert value is not None
    assert found.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert found.errors == []


def test_a_curve_follows_one_column_and_sets_it(opened: Callable[..., Opened]) -> None:
    found = opened(read_bundle(GOLDEN / "format_1_regression.zip"))
    page, curve = found.page, found.page.locator("#curve")
    typical = {column.name: column.typical for column in found.model.manifest.columns}

    def answers(name: str, points: list[dict[str, Any]]) -> None:
        rows = [{**typical, name: point["value"]} for point in points]
        ours = [found.model.predict(row).value for row in rows]
        assert [point["weight"] for point in points] == pytest.approx(ours, rel=1e-5)

    for name, n in (("tenure", 30), ("Contract", 3), ("charges", 30)):
        page.locator(".reach").get_by_role("button", name=name, exact=True).click()
        expect(curve.get_by_role("heading")).to_have_text(name)
        points = json.loads(curve.get_attribute("data-points") or "[]")
        assert len(points) >= n
        answers(name, points)
    curve.locator(".plot").click(position={"x": 2, "y": 40})
    found.answers({"charges": 19})
    expect(found.field("charges").get_by_role("spinbutton")).to_have_value("19")
    page.locator(".reach").get_by_role("button", name="Contract", exact=True).click()
    curve.get_by_role("button", name="One, year").click()
    found.answers({"charges": 19, "Contract": "One, year"})
    assert found.errors == []


def test_names_and_words_of_any_kind_stay_text(opened: Callable[..., Opened]) -> None:
    found = opened(hostile_bundle("multiclass"))
    page = found.page
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE[0])
    expect(page.locator("script")).to_have_count(3)
    expect(page.locator("img")).to_have_count(0)
    found.answers({})
    for name in (HOSTILE[0], HOSTILE[2], HOSTILE[7]):
        found.field(name).locator("select").select_option(HOSTILE[0])
    found.answers(dict.fromkeys((HOSTILE[0], HOSTILE[2], HOSTILE[7]), HOSTILE[0]))
    assert found.errors == []


def test_a_long_list_is_searched_by_keyboard(opened: Callable[..., Opened]) -> None:
    bundle = toy_models.bundle("binary")
    long = tuple(f"town {i:03d}" for i in range(300))
    manifest = bundle.manifest
    changed = tuple(
        dataclasses.replace(c, categories=(*c.categories, *long)) if c.name == "Contract" else c
        for c in manifest.columns
    )
    manifest = dataclasses.replace(manifest, columns=changed)
    found = opened(dataclasses.replace(bundle, manifest=manifest, model=toy_models.onnx_model(manifest)))
    box = found.field("Contract").get_by_role("combobox")
    box.focus()
    box.press("ArrowDown")
    expect(found.page.get_by_role("option")).to_have_count(100)
    box.fill("town 29")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("town 291")
    found.answers({"Contract": "town 291"})
    box.fill("nowhere")
    box.press("Enter")
    expect(found.field("Contract").locator(".note")).to_contain_text("never seen")
    found.answers({"Contract": "nowhere"})
    box.press("ArrowDown")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert found.errors == []
