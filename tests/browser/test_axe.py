"""Every page by axe-core, light and dark: no violation that is serious or worse.

Nothing is left out: what Streamlit draws itself is held to the same rules.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from app.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOLDEN = Path(__file__).parents[1] / "golden"
SERIOUS = ("serious", "critical")
RUN = """(rules) => axe.run(document, {resultTypes: ["violations"], ...rules}).then(found =>
    found.violations.map(one =>
        [one.impact, one.id, one.help, ...one.nodes.slice(0, 3).map(node => node.target.join(" "))]))"""
STILL = """() => !document.querySelector('[data-stale="true"]') &&
    document.getAnimations().every(one => one.effect.getComputedTiming().endTime === Infinity)"""
REACTION_MS = 200
PARTS = ("Scoring", "Advanced metrics", "Leaderboard")
LIST_PAGES = ("/", "/datasets", "/models", "/activity")
BUILT_S = 90.0


@pytest.fixture(scope="module")
def addresses(app: str, app_home: Path) -> Iterator[tuple[str, ...]]:
    """The pages of a sample with a model of two versions, and of a model that was opened from a file."""
    assert app  # its workers build
    service = Service(app_home)
    made = service.create_model(service.import_sample("breast_cancer").id)
    for _ in range(2):
        job = service.start_build(made.id, 20.0, candidates=1)
        deadline = time.monotonic() + BUILT_S
        while not service.job(job.id).is_over and time.monotonic() < deadline:
            time.sleep(0.2)
        assert service.job(job.id).state == "done"
    opened = service.open_bundle(GOLDEN / "format_1_binary.zip")
    tabs = [f"/{tab}?model={made.id}" for tab in ("select", "build", "analyze", "predict", "deploy")]
    views = [f"/dataset?dataset={made.dataset_id}&view={view}" for view in ("columns", "explore", "rows", "versions")]
    yield *LIST_PAGES, *views, *tabs, "/compare", f"/analyze?model={opened.id}", f"/predict?model={opened.id}"
    service.store.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_serious_fault(open_page: Callable[..., Any], addresses: tuple[str, ...], dark: bool) -> None:
    """In the dark only the colours are other ones."""
    rules = {"runOnly": ["color-contrast"]} if dark else {}
    window = open_page(dark=dark)
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for address in addresses:
        page = window.visit(address)
        page.evaluate(axe)
        found += _faults(page, address, rules)
        for part in PARTS if address.startswith("/analyze") else ():
            choice = page.get_by_role("radio", name=part)
            if choice.count():
                choice.click()
                page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
                found += _faults(page, f"{address} {part}", rules)
    page = window.visit("/models")
    page.evaluate(axe)
    page.get_by_role("button", name="Open a model file").click()
    page.get_by_role("dialog").wait_for()
    found += _faults(page, "the dialog that opens a model file", rules)
    assert found == []


def _faults(page: Any, where: str, rules: dict[str, Any]) -> list[Any]:
    page.wait_for_timeout(REACTION_MS)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(STILL)  # what is on its way in or out is pale
    return [(where, *fault[1:]) for fault in page.evaluate(RUN, rules) if fault[0] in SERIOUS]
