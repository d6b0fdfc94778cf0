"""What a build says in a terminal: the headline, scores, impact, findings and notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.profile import show_findings
from app.terminal import paragraph, section, table

if TYPE_CHECKING:
    from automl.insights import ErrorSlices, Insights
    from automl.record import BuildRecord, MeasuredScore
    from inference.manifest import Score

    AnyScore = MeasuredScore | Score

SHOWN_IMPACT = 10


def show_build(record: BuildRecord, out: Path) -> None:
    from app.ui.formats import count, duration, size

    print(paragraph(record.headline))
    show_scores(record.score, record.metrics, record.baseline.value)
    _show_impact(record)
    show_findings(record.findings)
    show_insights(record.insights)
    _show_rest(record)
    parity = record.parity
    print()
    print(
        paragraph(
            f"{out} ({size(out.stat().st_size)}) holds the model: {len(record.candidates)} candidates in "
            f"{duration(record.seconds)}. It answers as the engine does, within {parity['largest_difference']:.1e} on "
            f"{count(parity['n_rows'])} rows."
        )
    )


def show_scores(headline: AnyScore, others: Sequence[AnyScore], baseline: float) -> None:
    """A table of scores with their intervals, the headline's first, the dullest model's beside it."""
    from app.ui.formats import count, score

    kept_apart = "the model never saw" if headline.how == "holdout" else "each predicted by models that never saw it"
    section(f"Scores with 90 % intervals, on {count(headline.n_rows)} rows {kept_apart}")
    scores = [headline, *(other for other in others if other.metric != headline.metric)]
    rows = [
        [
            s.title,
            score(s.value, 4),
            score(s.low, 4),
            score(s.high, 4),
            score(baseline if s is headline else s.baseline, 4),
        ]
        for s in scores
    ]
    print(table(["metric", "score", "from", "to", "dullest model"], rows, right=(1, 2, 3, 4)))


def _show_impact(record: BuildRecord) -> None:
    from app.ui.formats import percent

    if record.impact:
        section("What drives it")
        largest = max(impact.share for impact in record.impact) or 1.0
        shown = record.impact[:SHOWN_IMPACT]
        rows = [[i.column, percent(i.share), "█" * round(20 * i.share / largest)] for i in shown]
        print(table(["column", "share", ""], rows, right=(1,)))
        if len(record.impact) > SHOWN_IMPACT:
            print(f"  and {len(record.impact) - SHOWN_IMPACT} more")


def show_insights(insights: Insights) -> None:
    """What the training watch saw, how groups fare, and the rows that are answered worse than the others."""
    if insights.alerts:
        section("Worth knowing")
        for alert in insights.alerts:
            print(paragraph(f"{alert.title}. {alert.sentence} {alert.advice}", indent=2, bullet="- "))
    for fairness in insights.fairness:
        section(f"How groups of {fairness.column} fare")
        for sentence in fairness.sentences:
            print(paragraph(sentence, indent=2, bullet="- "))
    if insights.slices is not None:
        _show_slices(insights.slices)


def _show_slices(found: ErrorSlices) -> None:
    from app.ui.formats import count, number

    section("Where it errs")
    if not found.found:
        print(paragraph(f"No group of rows stands out, of {count(found.n_tried)} that were compared.", indent=2))
        return
    rows = [
        [
            ", ".join(f"{column} is {label}" for column, label in zip(one.columns, one.labels, strict=True)),
            count(one.n_rows),
            number(one.value, 3),
            number(one.rest, 3),
        ]
        for one in found.found
    ]
    print(table(["rows where", "rows", found.loss, "elsewhere"], rows, right=(1, 2, 3)))


def _show_rest(record: BuildRecord) -> None:
    notes = [f"{name} is not used: {reason}." for name, reason in record.left_out.items()]
    notes += [*record.set_aside, *record.notes]
    if notes:
        section("Notes")
        for note in notes:
            print(paragraph(note, indent=2, bullet="- "))
