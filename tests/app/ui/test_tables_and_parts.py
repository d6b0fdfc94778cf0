import pytest

from app.ui import parts, tables
from app.ui.tables import Bar, Col, Row


def test_headers_and_cells_share_their_alignment() -> None:
    html = tables.table_html((Col("Name"), Col("Rows", "right")), [Row(("a", "1"), chosen=True)], label="Things")
    assert '<th scope="col" class="right">Rows</th>' in html
    assert '<td class="right">1</td>' in html
    assert "<tr class=chosen" in html
    assert 'aria-label="Things"' in html


def test_a_row_must_have_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="shorter"):
        tables.table_html((Col("a"), Col("b")), [Row(("1",))], label="")


def test_bars_escape_their_names_and_stay_within_the_track() -> None:
    html = tables.bars_html([Bar("<x>", 1.7, "100 %", chosen=True), Bar("y", -1, "")], label="Values")
    assert "<x>" not in html
    assert "width:100.00%" in html
    assert "width:0.00%" in html


def test_counts_show_number_and_share() -> None:
    html = tables.counts_html(("No", "Yes"), (5174, 1869), 7043, chosen="Yes")
    assert "5,174\u200273.5\u00a0%" in html
    assert html.count("chosen") == 1
    assert tables.counts_html((), (), 0)


def test_long_values_that_differ_at_their_end_stand_above_their_bars():
    assert 'class="bars above"' in tables.counts_html(("Obesity_Type_I", "Obesity_Type_II"), (3, 0), 3)
    assert 'class="bars"' in tables.counts_html(("No", "Yes"), (3, 0), 3)


def test_what_does_not_occur_has_no_bar():
    assert tables.counts_html(("No", "Yes"), (3, 0), 3).count("class=none") == 1


def test_histogram_of_nothing_has_no_bars() -> None:
    assert tables.histogram_html((), "empty").count("<span") == 1
    assert "height:26.0px" in tables.histogram_html((1, 4), "two")


def test_unknown_shares_are_empty() -> None:
    assert tables.meter_html(None) == ""
    assert tables.position_html(None) == ""
    assert "left:50.0%" in tables.position_html(0.5, 0.4, 0.6)


def test_progress_is_cut_to_its_track() -> None:
    assert 'aria-valuenow="100"' in parts.progress_html(1.4)
    assert 'aria-valuenow="0"' in parts.progress_html(-1)


def test_a_notice_that_blocks_is_an_alert() -> None:
    assert 'role="alert"' in parts.notice_html("No.", "bad")
    assert 'role="note"' in parts.notice_html("Hm.", "warn")
    assert "&lt;i&gt;" in parts.notice_html("<i>")


def test_facts_are_a_definition_list() -> None:
    html = parts.facts_html([parts.Fact("Rows", "7,043", "all read")])
    assert "<dt>Rows</dt><dd>7,043</dd>" in html
    assert "all read" in html
