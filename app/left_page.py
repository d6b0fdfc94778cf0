"""A page that follows a job by itself may be left in the moment in which it asks again; what comes late stays quiet.

A part that draws itself anew names the page it stands on. When that page was left while the question was under way,
Streamlit (1.67) answers in the name of the page that was left: the browser takes that for a change of the page, empties
the screen, and nothing fills it, as the part is gone. The late question is therefore answered in the name of the page
that is shown, where nothing is to be drawn for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

if TYPE_CHECKING:
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

RUN = "_run_script"
PAGES = "_pages_manager"
MARK = "answers_late_parts"


def install() -> None:
    """Have every session of this process answer late questions so; once is enough, more does no harm."""
    run = getattr(ScriptRunner, RUN)
    if hasattr(run, MARK):
        return

    @wraps(run)
    def answering(runner: ScriptRunner, asked: RerunData) -> None:
        run(runner, in_the_name_of_the_shown(getattr(runner, PAGES), asked))

    setattr(answering, MARK, True)
    setattr(ScriptRunner, RUN, answering)


def in_the_name_of_the_shown(pages: PagesManager, asked: RerunData) -> RerunData:
    """`asked` as it is, or, where a part asks that stands on another page, as asked from the page that is shown."""
    shown = pages.current_page_script_hash
    if not asked.fragment_id_queue or not shown or asked.page_script_hash == shown:
        return asked
    return replace(asked, page_script_hash=shown)


__all__ = ["in_the_name_of_the_shown", "install"]
