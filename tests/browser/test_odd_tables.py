"""Tables that strain a page: 1,000 columns, 100 classes, endless names, right-to-left and emoji text.

Nothing spills out of its card, nothing is cut without a sign, and no page needs sideways scrolling."""

from __future__ import annotations

import csv
import io
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BUILT_S = 90.0
ARABIC, EMOJI = "اسم العمود الطويل جدا", "🎈 price 👩‍👩‍👧‍👦"
ENDLESS = "Anunreasonablylongnamewithoutasinglespaceinit" * 4
WORDY = "how much the customer said that they would be willing to pay next year, all things considered " * 2
PARTS = ("Scoring", "Advanced metrics", "Where it errs", "Fairness", "Leaderboard")
# Words that spill over the card they stand in, or are cut off without three dots or a way to scroll.
FAULTS = """() => {
    const scrolls = one => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
    const hides = one => ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
    const found = [];
    for (const one of document.querySelectorAll('[data-testid="stMain"] *')) {
        const words = [...one.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join("");
        const box = one.getBoundingClientRect();
        if (!words || box.width < 3 || box.height < 3) continue;
        if (one.closest("svg, .unseen, .icon, style, [aria-hidden=true]")) continue;
        const style = getComputedStyle(one);
        if (style.visibility === "hidden" || style.opacity === "0" || +style.fontSize.replace("px", "") < 2) continue;
        if (hides(one) && style.textOverflow !== "ellipsis" && one.scrollWidth > one.clientWidth + 2)
            found.push(["cut", one.className, words.slice(0, 40)]);
        for (let up = one.parentElement, last = one; up; last = up, up = up.parentElement) {
            if (scrolls(up) || (hides(up) && getComputedStyle(up).textOverflow === "ellipsis")) break;
            const card = up.matches('[class*="st-key-card_"]');
            const edge = up.getBoundingClientRect();
            if ((card || hides(up)) && (box.right > edge.right + 2 || box.left < edge.left - 2)) {
                found.push(["spills", one.className || last.className, words.slice(0, 40)]);
                break;
            }
            if (card) break;
        }
    }
    return found.slice(0, 8);
}"""


def wide() -> bytes:
    """1,000 columns and a yes / no column that two of them tell."""
    rng = random.Random(1)
    names = [f"measurement {i} of a long line of machines" for i in range(997)]
    rows = [[rng.random() for _ in names] for _ in range(160)]
    return _csv(
        [*names, "shift", "late"], [[*row, rng.choice("abc"), "yes" if row[0] + row[1] > 1 else "no"] for row in rows]
    )


def odd() -> bytes:
    """100 classes with names of all kinds, columns with names of all kinds, cells as long as a letter."""
    rng = random.Random(2)
    classes = [
        f"{ENDLESS} {i}" if i % 9 == 0 else f"صنف رقم {i}" if i % 3 == 0 else f"class 🎈 {i}" for i in range(100)
    ]
    header = [ARABIC, EMOJI, ENDLESS, WORDY.strip(), "<b>bold</b> & *stars* _under_", "what"]
    rows = []
    for i in range(900):
        said = classes[i % 100]
        words = rng.choice([ENDLESS, WORDY, "مرحبا بالعالم", "👍🏽", "short"])
        rows.append(
            [i % 100 + rng.random(), rng.gauss(1e9, 3e8), words, f"{rng.random():.12f}", rng.choice("xyz"), said]
        )
    return _csv(header, rows)


def _csv(header: list[str], rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def addresses(app: str, app_home: Path) -> Iterator[tuple[str, ...]]:
    """The pages of both tables, each with a model of one version."""
    assert app  # its workers build
    service = Service(app_home)
    found = ["/datasets", "/models", "/activity", "/"]
    for name, content, target in (("wide", wide(), "late"), (f"{ARABIC} {EMOJI} {ENDLESS}"[:80], odd(), "what")):
        version = service.import_file((f"{name[:20]}.csv", content), name=name)
        made = service.create_model(version.id)
        service.update_model(made.id, target=target, algorithms=["linear"])
        job = service.start_build(made.id, 12.0, candidates=1)
        deadline = time.monotonic() + BUILT_S
        while not service.job(job.id).is_over and time.monotonic() < deadline:
            time.sleep(0.2)
        assert service.job(job.id).state == "done", service.job(job.id).error
        found += [
            f"/dataset?dataset={made.dataset_id}&view={view}" for view in ("columns", "explore", "rows", "findings")
        ]
        found += [f"/{tab}?model={made.id}" for tab in ("select", "build", "analyze", "predict", "deploy")]
    yield tuple(found)
    service.store.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_spills_and_nothing_is_cut(
    open_page: Callable[..., Any], addresses: tuple[str, ...], width: int
) -> None:
    window = open_page(width, 900)
    found = []
    for address in addresses:
        page = window.visit(address)
        found += _faults(page, address)
        for part in PARTS if address.startswith("/analyze") else ():
            page.get_by_role("radio", name=part).click()
            found += _faults(page, f"{address} {part}")
    assert not found, "\n".join(map(str, found))
    assert window.errors == []


def _faults(page: Any, where: str) -> list[Any]:
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    main = page.get_by_test_id("stMain")
    wider = main.evaluate("one => one.scrollWidth - one.clientWidth")
    broken = ["could not be drawn"] if main.get_by_text("could not be drawn").count() else []
    return [
        (where, fault) for fault in [*page.evaluate(FAULTS), *broken, *([f"{wider} px too wide"] if wider > 0 else [])]
    ]
