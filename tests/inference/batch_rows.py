"""Rows of the toy models as files, and what must stand in a file with their answers."""

from __future__ import annotations

import csv

import numpy as np

HEADER = ["customerID", "tenure", "charges", "Contract", "size", "Senior", "joined", "label"]
ROWS = [
    ["0001", "29", "1,400.50", "Two year", "5.0", "No", "2020-05-01", "red"],
    ["0002", "", "NA", "One, year", "5", "Yes", "2020-05-01 10:00:00", 'say "hi"\nand go'],
    ["0003", " 7 ", "$3.5", "", "10.0", "", "", ""],
    ["0004", "1e1", "-2", "Month-to-month", " large ", "no", "1999-12-31", "blue"],
]


def write_csv(path, header=HEADER, rows=ROWS, **dialect):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, **dialect).writerows([header, *rows])
    return path


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def check_answers(model, written, rows=ROWS, header=HEADER):
    """The written rows are the input's cells followed by what `predict` says."""
    width = len(header)
    for got, cells in zip(written[1:], rows, strict=True):
        assert got[:width] == cells
        answer = model.predict(dict(zip(header, cells, strict=True)))
        if answer.label is None:
            shares = [answer.value, answer.low, answer.high]
        else:
            assert got[width] == answer.label
            shares = list(answer.probabilities.values())
        assert [np.float32(text) for text in got[-len(shares) :]] == [np.float32(share) for share in shares]
