"""The contract of help: what a page asks for has its sentence, no sentence is spare, every metric has one."""

import re
from pathlib import Path

import pytest

import app
from app.ui.meanings import MEANINGS, help_html
from automl import metrics

SOURCES = [*(Path(app.__file__).parent / "ui").glob("*.py"), *(Path(app.__file__).parent / "views").glob("*.py")]
ASKED = re.compile(r"""(?:means=|help_for\(|MEANINGS\[)"(\w+)["]""")


def test_what_pages_ask_for_is_what_there_is():
    found = {name for path in SOURCES for name in ASKED.findall(path.read_text())}
    assert found == set(MEANINGS)


@pytest.mark.parametrize("name", MEANINGS)
def test_a_meaning_is_a_few_plain_sentences(name):
    said = MEANINGS[name]
    assert said[0].isupper()
    assert said.endswith(".")
    assert 40 < len(said) < 330
    assert not re.search(r"[_!;]{1}(?<!;)|\bi\.e\.|\be\.g\.", said)


@pytest.mark.parametrize("name", metrics.ALL)
def test_every_metric_says_what_it_means(name):
    assert metrics.ALL[name].meaning.endswith(".")


def test_help_is_a_named_button_that_opens_a_card():
    html = help_html("Odd <name>", "What it is.", "", name="odd")
    assert 'popovertarget="means_odd"' in html
    assert 'id="means_odd"' in html
    assert 'aria-label="What does Odd &lt;name&gt; mean?"' in html
    assert html.count("<i>") == 1
    assert help_html("Nothing", "", name="nothing") == ""
