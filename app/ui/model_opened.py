"""Analyze for a version that was opened from a file: what the file says of it, and what it cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui import formats, parts, recipe_words, state
from app.ui.in_notation import in_notation
from app.ui.tables import Col, Row, table_html
from app.ui.text import KIND_TITLES, PROBLEM_TITLES, SURE, baseline_label, esc, listing, plural

if TYPE_CHECKING:
    from inference.manifest import InputColumn, Manifest, Score

MOST_COLUMNS = 200


def page(version_id: str) -> None:
    """Score, every metric, columns, and how it was built."""
    manifest = state.service().predictor(version_id).manifest
    parts.notice(
        "This version was built elsewhere and opened from its file. The file holds its scores, columns and settings, "
        "but no record of the build: no share of the columns, no curves and no list of candidates. Build a version on "
        "a table of yours to see these."
    )
    _score(manifest)
    _metrics(manifest)
    _columns(manifest)
    _built(manifest)


def _score(manifest: Manifest) -> None:
    score = manifest.score
    sure = (
        "" if score.low is None else f"{SURE} sure between {formats.score(score.low)} and {formats.score(score.high)}"
    )
    dull = baseline_label(score.metric, manifest.problem, manifest.baseline.sentence)
    said = in_notation(manifest.baseline.sentence, (manifest.target.name, *manifest.classes))
    with parts.card("headline"):
        parts.draw(
            f'<div class="headline"><div class="claim">{parts.label_html(_measured_on(score))}'
            f"<h2>{esc(score.title)} {formats.score(score.value)}</h2>"
            f'<p class="subtitle">{esc(sure)}. {esc(said)}</p></div></div>'
        )
        facts = [
            parts.Fact(dull, formats.score(manifest.baseline.value)),
            parts.Fact("Predicts", manifest.target.name, PROBLEM_TITLES.get(manifest.problem, manifest.problem)),
            parts.Fact("Built in", formats.duration(manifest.seconds), plural(manifest.candidates, "candidate")),
        ]
        parts.draw(parts.facts_html(facts, "large"))


def _measured_on(score: Score) -> str:
    seen = (
        "rows the model never saw" if score.how == "holdout" else "rows, each answered by models that had not seen it"
    )
    return f"Score on {formats.count(score.n_rows)} {seen}"


def _metrics(manifest: Manifest) -> None:
    with parts.card("metrics"):
        parts.card_title("Every score", f"With its {SURE} interval, on the same rows.", means="every_score")
        found = [
            parts.Fact(one.title, formats.score(one.value), f"{formats.score(one.low)} to {formats.score(one.high)}")
            for one in manifest.metrics
        ]
        parts.draw(parts.facts_html(found))


def _columns(manifest: Manifest) -> None:
    columns = (
        Col("Column", cut=True, width="30%"),
        Col("Kind"),
        Col("Typical", cut=True),
        Col("It knows", cut=True, optional=True),
        Col("Missing", "right", optional=True),
    )
    parts.section_title("What it reads", f"{plural(len(manifest.asks), 'column')}, as they were where it learnt.")
    with parts.card("table_opened_columns", gap=None):
        rows = [_column(column) for column in manifest.asks[:MOST_COLUMNS]]
        parts.draw(table_html(columns, rows, label="Columns that the model reads"))
    if len(manifest.asks) > MOST_COLUMNS:
        parts.caption(f"and {plural(len(manifest.asks) - MOST_COLUMNS, 'more column')}")


def _column(column: InputColumn) -> Row:
    if column.dtype == "string":
        known = listing(list(column.categories), 4)
    else:
        known = f"{formats.cell(column.minimum)} to {formats.cell(column.maximum)}"
    return Row(
        (
            esc(column.name),
            esc(KIND_TITLES.get(str(column.kind), str(column.kind))),
            esc(formats.cell(column.typical)),
            f'<span class="muted">{esc(known)}</span>',
            formats.percent(column.missing_share),
        )
    )


def _built(manifest: Manifest) -> None:
    words = [
        f"Learnt from a table of {plural(manifest.data.n_rows, 'row')} and "
        f"{plural(manifest.data.n_columns, 'column')}, built {manifest.created[:10]}."
    ]
    if manifest.unused:
        words.append(f"Not used: {listing(list(manifest.unused), 8)}.")
    if manifest.recipe:
        words += ["Every row is prepared first:", *_prepared(manifest)]
    words.append(", ".join(f"{name} {version}" for name, version in manifest.versions.items()) + ".")
    with parts.card("about"):
        parts.card_title("What it was built from")
        parts.draw("".join(f'<p class="subtitle">{esc(sentence)}</p>' for sentence in words))


def _prepared(manifest: Manifest) -> list[str]:
    """The steps of the recipe, one sentence each."""
    if manifest.recipe is None:
        return []
    kinds = {column.name: column.column.kind for column in manifest.asks}
    sentences, steps = manifest.recipe.sentences, manifest.recipe.fitted["steps"]
    if len(sentences) != len(steps):
        return [in_notation(sentence, kinds) for sentence in sentences]
    return [recipe_words.told(sentence, step, kinds) for sentence, step in zip(sentences, steps, strict=True)]


__all__ = ["page"]
