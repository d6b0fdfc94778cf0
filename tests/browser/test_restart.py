"""A build outlives its browser and its app: opened again, it is shown where it is, and it ends well."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.job_records import JobView
from app.service import Service
from benchmarks.server.process import free_port
from tests.browser.apps import running_app
from tests.browser.test_path import BUILT_MS, open_sample, press, set_budget

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.alone]
BUDGET_S = 20


def test_a_build_goes_on_after_the_browser_was_closed_and_the_app_was_killed(
    open_page: Callable[..., Any], tmp_path: Path
) -> None:
    port = free_port()
    with running_app(tmp_path, port) as first:
        window = open_page(address=first.address)
        page = window.visit("/")
        open_sample(page)
        set_budget(page, BUDGET_S)
        press(page, "Start quick build")
        page.wait_for_url(re.compile(r"version="))
        page.get_by_text("Best so far").first.wait_for(timeout=BUILT_MS)
        building = page.url
        wait_until(lambda: only_build(tmp_path).evaluated >= 1)
        page.context.close()
        first.kill()
    before = only_build(tmp_path)
    assert before.state in ("running", "queued")  # queued: its worker gave it back in its last moment
    with running_app(tmp_path, port) as second:
        again = open_page(address=second.address)
        page = again.visit(building.removeprefix(second.address))
        page.locator(".stages").or_(page.locator(".headline")).or_(page.get_by_text("is ready:")).first.wait_for()
        page.wait_for_url(re.compile(r"/analyze\?"), timeout=BUILT_MS)
        page.locator(".headline").wait_for()
        assert again.errors == []
    after = only_build(tmp_path)
    assert (after.id, after.state) == (before.id, "done")
    assert after.reused >= 1
    log = (tmp_path / "easel" / "logs" / "jobs" / f"{after.id}.log").read_text(encoding="utf-8")
    assert "(from before the restart)" in log


def only_build(home: Path) -> JobView:
    """The one build of the store."""
    service = Service(home / "easel")
    try:
        (found,) = [job for job in service.jobs() if job.kind == "build"]
        return found
    finally:
        service.store.close()


def wait_until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + BUDGET_S
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.2)
