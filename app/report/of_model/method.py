"""The method: how rows were kept apart, what was tried, what was joined, how answers were made trustworthy."""

from __future__ import annotations

from app.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Section
from app.report.of_model._words import measured_on, value
from app.report.story import Story
from app.ui import formats
from app.ui.text import in_words, plural
from automl.record import CandidateRecord

MOST_CANDIDATES = 40


def body(story: Story) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            "A build tries candidates: a way to prepare the columns, a learner and its settings. Each is fitted on "
            "part of the rows and judged on the others, in several folds. The best are joined, and only what was "
            "measured on rows that the answering models had not seen is reported."
        ),
        Bullets(tuple(_steps(story))),
    ]
    if story.record:
        blocks += [Heading("The team"), Paragraph(_team_words(story)), _team(story)]
        blocks += [Heading("Everything that was tried"), *_tried(story)]
    return blocks


def _steps(story: Story) -> list[str]:
    manifest, spec, plan = story.manifest, story.manifest.spec, story.manifest.plan
    split = str(spec.get("split", "random"))
    how, _, column = split.partition(":")
    apart = {
        "random": "Rows were kept apart at random, classes in proportion.",
        "date": f"Rows were kept apart by {column}: the past trains, later rows measure.",
        "group": f"Rows were kept apart by {column}: rows that share a value stay on one side.",
    }.get(how, f"Rows were kept apart by {split}.")
    found = [apart, f"The score was measured on {measured_on(manifest.score)}."]
    if plan:
        found.append(f"Each candidate was judged on {plural(int(plan['n_folds']), 'fold')} (seed {spec.get('seed')}).")
    found.append(f"{manifest.candidates} candidates were tried in {formats.duration(manifest.seconds)}.")
    temperature = float(plan.get("temperature", 1.0)) if plan else 1.0
    if not manifest.is_regression:
        found.append(
            f"Probabilities were calibrated by a temperature of {formats.number(temperature, 3)}."
            if temperature != 1.0
            else "Probabilities needed no calibration, or there were too few rows to tell."
        )
    if manifest.is_regression:
        found.append("The interval around an answer comes from errors on rows that the models had not seen.")
    parity = manifest.parity
    found.append(
        f"The whole model is one ONNX file. On {plural(parity.n_rows, 'row')} it answers as the engine that trained "
        f"it, within {parity.largest_difference:.1e}."
    )
    return found


def _team_words(story: Story) -> str:
    n = len(story.team)
    if n == 1 and story.record and sum(one.score is not None for one in story.record.candidates) == 1:
        return "One candidate answers alone; it is the only one that the build could finish."
    if n == 1:
        return "One candidate answers alone; joining it with others made the answer no better."
    return (
        f"{in_words(n).capitalize()} candidates answer together; their answers are averaged with these weights, which "
        "were chosen on rows that none of them had learnt from."
    )


def _row(c: CandidateRecord) -> tuple[str, ...]:
    return (c.algorithm_title, c.strategy_title, c.settings_text, value(c.score), formats.duration(c.seconds))


def _team(story: Story) -> Grid:
    rows = tuple((formats.percent(c.weight, 0), *_row(c)) for c in story.team)
    title = story.manifest.score.title
    return Grid(
        ("weight", "learner", "preparation", "settings", title, "time"), rows, (0, 4, 5), (10, 20, 26, 22, 12, 10)
    )


def _tried(story: Story) -> list[Block]:
    assert story.record is not None
    higher = story.metric.higher_is_better
    done = sorted(
        (c for c in story.record.candidates if c.score is not None), key=lambda c: c.score or 0.0, reverse=higher
    )
    rest = [c for c in story.record.candidates if c.score is None]
    shown = [*done, *rest][:MOST_CANDIDATES]
    rows = tuple((*_row(c), c.status if c.status != "done" else "") for c in shown)
    title = story.manifest.score.title
    said = f"{title} in cross-validation, best first."
    if len(done) + len(rest) > len(shown):
        said += f" The first {len(shown)} of {len(done) + len(rest)}."
    heads = ("learner", "preparation", "settings", title, "time", "")
    return [Paragraph(said), Grid(heads, rows, (3, 4), (20, 26, 22, 12, 10, 10))]


SECTION = Section("method", "Method", 30, "analyst", body)
