"""Times the ten commonest interactions in a real browser, on real tables, with nothing else running and during a build.

EASEL_SHARED=... python -m benchmarks.interactions.run [tables ...] [--times 12] [--home FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.interactions.steps import INTERACTIONS, Interaction
from benchmarks.interactions.stopwatch import SETTLED, time_opening, time_press
from benchmarks.interactions.workspace import Workspace, prepared, running_app
from benchmarks.tables import catalogue

TABLES = ("telco_churn", "give_me_some_credit")
RESULTS = Path(__file__).parent / "results"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
MODES = ("quiet", "build")
WARM = 1  # the first of each is not counted: it fills what is kept for all readers


def main() -> None:
    """Writes a JSON line for every interaction into the file of results, and prints it."""
    options = _options()
    cases = catalogue()
    if strange := [name for name in options.tables if name not in cases]:
        sys.exit(f"The catalogue has no table {', '.join(strange)}.")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    for name in options.tables:
        with _home(options.home) as home, running_app(home) as address:
            space = prepared(home, cases[name], options.budget)
            for mode in options.modes:
                with space.busy() if mode == "build" else nullcontext():
                    for line in measured(space, address, options.times):
                        _write(options.out, _about(space, name, mode) | line)
            space.service.store.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interactions.run", description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES, help=f"names of the catalogue (default: {TABLES})")
    parser.add_argument("--times", type=int, default=12, help="how often each is measured (default: 12)")
    parser.add_argument("--budget", type=float, default=60, help="seconds of the build it is measured on (default: 60)")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES, help="nothing else runs, or a build does")
    parser.add_argument("--home", type=Path, help="a folder whose workspace is used again (default: a new one)")
    parser.add_argument("--out", type=Path, default=RESULTS / f"{datetime.now(UTC):%Y-%m-%d}.jsonl")
    return parser.parse_args()


@contextmanager
def _home(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def measured(space: Workspace, address: str, times: int) -> Iterator[dict[str, Any]]:
    """The lines of one table: opening the app from nothing, then every interaction in one visit."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        openings = []
        for _ in range(times + WARM):
            page = _window(browser)
            openings.append(time_opening(page, address, "() => !!document.querySelector('.hero h1')"))
            page.context.close()
        yield _line("open", "Open the app: Home", openings[WARM:], first="first paint")
        page = _window(browser)
        places = Places(page, address, space)
        for interaction in INTERACTIONS:
            yield _line(
                interaction.name, interaction.title, [places.time(interaction) for _ in range(times + WARM)][WARM:]
            )
        browser.close()


class Places:
    """Brings the page to where an interaction begins, and times it."""

    def __init__(self, page: Any, address: str, space: Workspace) -> None:
        self.page, self.address = page, address
        self.query = f"model={space.model.id}&version={space.version_id}"

    def time(self, interaction: Interaction) -> tuple[float, float]:
        self._go(interaction.begin)
        act, answered = interaction.ready(self.page)
        return time_press(self.page, act, answered)

    def _go(self, place: str) -> None:
        """As a reader goes: by a link of the page where there is one, else by the address."""
        page = self.page
        if place == "advanced":
            self._go("analyze")
            page.get_by_role("radio", name="Advanced metrics", exact=True).click()
        elif place == "home":
            if not page.locator(".hero").count():
                page.goto(self.address)
        elif not page.locator(f".st-key-page_{place} h1").count():
            link = page.locator(f'.st-key-model_tabs [class*="st-key-tab_{place}"] a')
            link.click() if link.count() else page.goto(f"{self.address}/{place}?{self.query}")
        page.wait_for_selector(f".st-key-page_{'analyze' if place == 'advanced' else place} h1")
        page.wait_for_timeout(250)
        page.wait_for_function(SETTLED)


def _window(browser: Any) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(20_000)
    return page


def _line(name: str, title: str, found: list[tuple[float, float]], first: str = "answered") -> dict[str, Any]:
    """Both times of an interaction: when the answer was on the page (or the first paint), and when all was done."""
    names = (first.replace(" ", "_"), "answered" if first != "answered" else "settled")
    line: dict[str, Any] = {"interaction": name, "title": title, "times": len(found)}
    for key, values in zip(names, zip(*found, strict=True), strict=True):
        line[f"{key}_ms_median"] = round(median(values))
        line[f"{key}_ms_p95"] = round(float(np.percentile(values, 95)))
    return line


def _about(space: Workspace, table: str, mode: str) -> dict[str, Any]:
    return {
        "table": table,
        "rows": space.service.version(space.model.dataset_version_id).rows,
        "mode": mode,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def _write(out: Path, line: dict[str, Any]) -> None:
    text = json.dumps(line)
    print(text, flush=True)
    with out.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


if __name__ == "__main__":
    main()
