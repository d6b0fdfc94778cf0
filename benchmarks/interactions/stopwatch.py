"""A stopwatch inside the browser: from the press of a key or button to the frame in which its answer is on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PATIENCE_MS = 60_000
SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-testid="stApp"] [data-stale="true"]')"""
# `answered` is a function in the page. It is looked at once a frame; the frame in which it first holds ends the time.
START = """([answered, settled]) => {
    const done = {answered: eval(answered), settled: eval(settled)};
    const watch = window.easelWatch = {start: null, answered: null, settled: null};
    const begin = event => {
        if (watch.start === null) { watch.start = event.timeStamp; requestAnimationFrame(look); }
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, begin, {capture: true, once: true});
    const look = now => {
        const at = performance.now();
        if (watch.answered === null && done.answered()) watch.answered = at - watch.start;
        if (watch.answered !== null && done.settled()) { watch.settled = at - watch.start; return; }
        requestAnimationFrame(look);
    };
}"""
OPENED = """([answered]) => {
    const done = eval(answered);
    const watch = window.easelWatch = {answered: null};
    const look = () => {
        if (document.documentElement && done()) { watch.answered = performance.now(); return; }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def time_press(page: Any, act: Callable[[], object], answered: str) -> tuple[float, float]:
    """Milliseconds from the first press within `act` to the moment `answered` (a JavaScript function) holds, and to
    the moment nothing on the page is worked on any more."""
    page.evaluate(START, [answered, SETTLED])
    act()
    page.wait_for_function("() => window.easelWatch.settled !== null", timeout=PATIENCE_MS)
    found = page.evaluate("() => window.easelWatch")
    return float(found["answered"]), float(found["settled"])


def time_opening(page: Any, address: str, answered: str) -> tuple[float, float]:
    """Milliseconds from asking for an address to the first paint, and to the moment `answered` holds."""
    page.add_init_script(f"({OPENED})([{answered!r}])")
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.easelWatch?.answered != null", timeout=PATIENCE_MS)
    painted = page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    return float(painted.json_value()), float(page.evaluate("() => window.easelWatch.answered"))
