"""A record whose line between yes and no was moved after the build."""

from __future__ import annotations

from dataclasses import replace

from automl.decisions import line
from automl.record import BuildRecord


def at_threshold(record: BuildRecord, threshold: float | None) -> BuildRecord:
    """The record with the counts that belong to a threshold which was chosen after the build (None: none was)."""
    seen = record.evaluation.outcomes
    if threshold is None or seen is None or threshold == record.threshold:
        return record
    matrix = line(seen, threshold).matrix
    if record.positive == record.classes[0]:
        matrix = ((matrix[1][1], matrix[1][0]), (matrix[0][1], matrix[0][0]))
    return replace(record, threshold=threshold, evaluation=replace(record.evaluation, confusion=matrix))
