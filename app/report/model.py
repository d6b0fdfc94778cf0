"""The report of a model, from its bundle alone."""

from __future__ import annotations

from app.report import of_model
from app.report.blocks import Document, written
from app.report.story import Story
from app.ui.text import PROBLEM_TITLES


def model_report(story: Story) -> Document:
    """The document: every section that has something to say."""
    manifest = story.manifest
    said = f"What is {story.target}? {PROBLEM_TITLES[manifest.problem]}. Built {manifest.created[:10]} with Easel."
    foot = f"{manifest.name} · {story.file} · sha256 {story.digests[story.file][:16]}"
    return Document("Model report", manifest.name or "Model", said, foot, written(tuple(of_model.ALL.values()), story))
