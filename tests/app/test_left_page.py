"""A part that asks for itself after its page was left: the page that is shown stays."""

from __future__ import annotations

from unittest.mock import MagicMock

import pytest
import streamlit.runtime
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.local_script_runner import LocalScriptRunner, require_widgets_deltas

from app import left_page

SCRIPT = """
import streamlit as st
def first(): st.write("first")
def second(): st.write("second")
st.navigation([st.Page(first, url_path="first", default=True), st.Page(second, url_path="second")]).run()
"""


@pytest.fixture
def script(tmp_path, monkeypatch):
    """A script of two pages, run without a server and with a ScriptRunner that is put back afterwards."""
    monkeypatch.setattr(streamlit.runtime, "get_instance", MagicMock())
    monkeypatch.setattr(ScriptRunner, left_page.RUN, getattr(ScriptRunner, left_page.RUN))
    path = tmp_path / "main.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def shown_by(script, pages: PagesManager, asked: RerunData) -> str:
    """The page that the browser is told when `asked` is answered."""
    runner = LocalScriptRunner(str(script), SafeSessionState(SessionState(), lambda: None), pages)
    runner._requests = ScriptRequests()  # without the run of the whole page that a new one begins with
    runner.request_rerun(asked)
    runner.start()
    require_widgets_deltas(runner, timeout=20)
    runner.join()
    started = runner.events.index(ScriptRunnerEvent.SCRIPT_STARTED)
    page = runner.event_data[started]["page_script_hash"]
    assert isinstance(page, str)
    return page


def two_pages(script) -> tuple[PagesManager, str, str]:
    """Pages of which the second is shown, and the names Streamlit gives both."""
    pages = PagesManager(str(script))
    shown_by(script, pages, RerunData())
    first, second = (page["page_script_hash"] for page in pages.get_pages().values())
    assert shown_by(script, pages, RerunData(page_script_hash=second)) == second
    return pages, first, second


def test_a_part_of_a_page_that_was_left_does_not_empty_the_page_that_is_shown(script):
    pages, first, second = two_pages(script)
    late = RerunData(page_script_hash=first, fragment_id="gone", is_auto_rerun=True)
    assert shown_by(script, pages, late) == first  # what Streamlit does: the browser takes it for a change of the page
    shown_by(script, pages, RerunData(page_script_hash=second))
    left_page.install()
    left_page.install()
    assert shown_by(script, pages, late) == second
    assert shown_by(script, pages, RerunData(page_script_hash=first)) == first  # a page that is asked for is shown
