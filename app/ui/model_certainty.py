"""How sure the model is, and whether it should be: reliability of probabilities, error bands of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui import charts, formats, parts
from app.ui.tables import Col, Row, table_html
from app.ui.theme import Palette, palette
from app.ui.units import of_target
from automl.record import BuildRecord, Calibration

if TYPE_CHECKING:
    import plotly.graph_objects as go


def calibration_card(record: BuildRecord) -> None:
    """The reliability diagram with the calibration error, before and after; nothing for records that lack it."""
    found = record.evaluation.calibration
    if found is None:
        return
    what = record.positive if record.problem == "binary" else "the class it names"
    with parts.card("calibration", height="stretch"):
        parts.card_title(
            "Calibration",
            f"When it says 30{formats.SPACE}% for {what}, does it happen in 30 of 100 rows?",
            means="calibration",
        )
        charts.draw(reliability(found, palette()), key="calibration")
        parts.caption(calibration_words(found))


def calibration_words(found: Calibration) -> str:
    """ "Said and seen differ by 1.2 points on average (2.3 before calibration)."."""
    after, before = formats.number(100 * found.error, 2), formats.number(100 * found.error_before, 2)
    words = f"Said and seen differ by {after} percentage points on average (expected calibration error)"
    if found.temperature == 1.0:
        return f"{words}; they needed no correction."
    return f"{words}; before they were corrected, by {before}."


def reliability(found: Calibration, colors: Palette) -> go.Figure:
    """Share that happened against the probability that was said, with 90 % intervals; on the dotted line both agree."""
    import plotly.graph_objects as go

    hover = [
        f"said {formats.percent(said)}<br>happened in {formats.percent(seen)} of {formats.count(n)} rows"
        for said, seen, n in zip(found.predicted, found.happened, found.counts, strict=True)
    ]
    made = charts.figure(
        go.Scatter(
            x=[0, 1], y=[0, 1], mode="lines", line={"color": colors["muted"], "width": 1, "dash": "dot"},
            hoverinfo="skip",
        ),
        go.Scatter(
            x=found.predicted,
            y=found.happened,
            mode="markers",
            marker={"size": 9, "color": colors["chart"]},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [high - seen for high, seen in zip(found.high, found.happened, strict=True)],
                "arrayminus": [seen - low for low, seen in zip(found.low, found.happened, strict=True)],
                "color": colors["soft"],
                "thickness": 2,
                "width": 0,
            },
            hovertext=hover,
            hoverinfo="text",
        ),
        height=320,
        colors=colors,
    )  # fmt: skip
    made.update_layout(margin={"r": 26})
    shares = {"range": [-0.01, 1.02], **charts.percent_axis(0, 1, 4)}
    made.update_xaxes(title_text="said", **shares)
    made.update_yaxes(title_text="happened", **shares)
    return made


def bands_card(record: BuildRecord, measured_on: str) -> None:
    """The error bands of numbers with what they hold; nothing for records that lack them."""
    if record.evaluation.bands:
        with parts.card("bands"):
            parts.card_title(
                "How sure an answer is",
                f"{measured_on}. The truth lies between answer + from and answer + to.",
                means="bands",
            )
            parts.draw(bands_html(record))
            parts.caption(
                "The ends come from rows that nobody trained on, and what they hold is counted on other ones."
            )


def bands_html(record: BuildRecord) -> str:
    unit = of_target(record)
    columns = (Col("Promised"), Col("From", "right"), Col("To", "right"), Col("Held", "right"))
    rows = [
        Row(
            (
                formats.percent(band.level, 0),
                unit.change(band.low_offset),
                unit.change(band.high_offset),
                formats.percent(band.coverage),
            )
        )
        for band in record.evaluation.bands
    ]
    return table_html(columns, rows, label="Error bands")
