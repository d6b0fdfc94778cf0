"""Every metric of a model as a table: score, interval, the dullest model's score, and what the metric means."""

from __future__ import annotations

from app.ui import formats, parts
from app.ui.in_notation import in_notation
from app.ui.tables import Col, Row, table_html
from app.ui.text import SURE, esc
from automl.record import BuildRecord, MeasuredScore

COLUMNS = (
    Col("Metric", cut=False),
    Col("Score", "right"),
    Col(f"{SURE} interval", "right"),
    Col("Dullest model", "right", optional=True),
    Col("Better is", "right", optional=True),
)


def metrics_card(record: BuildRecord, measured_on: str) -> None:
    """The objective first, then the others by name; metrics that mean nothing here say why."""
    with parts.card("all_metrics"):
        parts.card_title(
            "All metrics", f"{measured_on}. Open a question mark to read what a metric means.", means="all_metrics"
        )
        parts.draw(metrics_html(record))
        for sentence in record.unmeasured:
            parts.caption(in_notation(sentence, (record.target, *record.classes)))


def metrics_html(record: BuildRecord) -> str:
    ordered = sorted(record.metrics, key=lambda score: (score.metric != record.metric, score.title.lower()))
    rows = [_row(score, chosen=score.metric == record.metric) for score in ordered]
    return table_html(COLUMNS, rows, label="All metrics", style="metrics")


def _row(score: MeasuredScore, *, chosen: bool) -> Row:
    from automl import metrics

    metric = metrics.ALL.get(score.metric)
    name = f"<b>{esc(score.title)}</b>"
    if chosen:
        name += f" {parts.chip_html('the goal', 'accent')}"
    if metric is not None and metric.meaning:
        mark = parts.icon_html("help")
        name = (
            f'<details class="meaning"><summary aria-label="What does {esc(score.title)} mean?">{name} {mark}</summary>'
            f"<p>{esc(in_notation(metric.meaning))}</p></details>"
        )
    better = "" if metric is None else "higher" if metric.higher_is_better else "lower"
    between = f"{formats.score(score.low, 4)} to{formats.SPACE}{formats.score(score.high, 4)}"
    dull = "" if score.baseline is None else formats.score(score.baseline, 4)
    return Row((name, formats.score(score.value, 4), between, dull, better), chosen)
