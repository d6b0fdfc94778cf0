"""Cells from 569 breast tumours, measured under the microscope (Street, Wolberg and Mangasarian, 1993; the copy that
scikit-learn brings along)."""

from __future__ import annotations

from datasets.samples._sample import Sample
from datasets.table import Table


def _load() -> Table:
    from sklearn.datasets import load_breast_cancer

    from datasets.samples._made import read_back

    data = load_breast_cancer()
    columns = {_readable(str(name)): data.data[:, i].tolist() for i, name in enumerate(data.feature_names)}
    diagnosis = [str(data.target_names[code]) for code in data.target]
    return read_back(SAMPLE.name, {**columns, SAMPLE.target: diagnosis})


def _readable(name: str) -> str:
    """radius error -> radius standard error"""
    return name.replace(" error", " standard error")


SAMPLE = Sample(
    name="breast_cancer",
    title="Breast cancer",
    question="Is this tumour malignant?",
    target="diagnosis",
    problem="binary",
    n_rows=569,
    lesson="Radius, perimeter and area say nearly the same: leave two of the three out, and the score hardly moves.",
    load=_load,
)
