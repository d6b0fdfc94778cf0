"""What does not fit a model is named: some of it must be decided on first, the rest is told."""

from __future__ import annotations

import pytest

from datasets.errors import InputError
from inference import misfits, predict_file
from tests.inference.batch_rows import HEADER, ROWS, read_csv, write_csv


def change(header=None, rows=ROWS, **columns):
    """The rows with other names (old=new) or other cells."""
    header = header or HEADER
    return header, [[columns.get(name, cell) for name, cell in zip(header, row, strict=True)] for row in rows]


def renamed(**names):
    return [names.get(name, name) for name in HEADER], ROWS


def dropped(name):
    at = HEADER.index(name)
    return HEADER[:at] + HEADER[at + 1 :], [row[:at] + row[at + 1 :] for row in ROWS]


@pytest.mark.parametrize(
    ("data", "rule", "column", "count", "sentence"),
    [
        (dropped("charges"), "missing_column", "charges", 4, "charges is missing: every row counts as not known."),
        (renamed(charges="Charges "), "renamed_column", "charges", 4, "'Charges '"),
        (renamed(charges="chargs"), "renamed_column", "charges", 4, "'chargs'"),
        (change(tenure="a long time"), "wrong_kind", "tenure", 4, "all 4 values are not ('a long time')"),
        (change(joined="5/1/20"), "wrong_kind", "joined", 4, "must hold a date"),
    ],
)
def test_what_must_be_decided_is_refused_unless_allowed(model, tmp_path, out, data, rule, column, count, sentence):
    path = write_csv(tmp_path / "new.csv", *data)
    out.write_text("old")
    (found,) = misfits(model, path)
    assert (found.rule, found.column, found.count, found.blocking) == (rule, column, count, True)
    assert sentence in found.sentence
    with pytest.raises(InputError) as caught:
        predict_file(model, path, out)
    assert found.sentence in str(caught.value)
    assert str(caught.value).endswith("Correct the table, or allow it to be predicted like this.")
    assert caught.value.remedies["allow_missing"] == (True,)
    assert out.read_text() == "old"
    report = predict_file(model, path, out, allow_missing=True)
    assert report.misfits == (found,)
    assert report.warnings == (found.sentence,)
    header, rows = data
    unknown = [
        model.predict({name: cell for name, cell in zip(header, row, strict=True) if name in HEADER and name != column})
        for row in rows
    ]
    assert [row[len(header)] for row in read_csv(out)[1:]] == [answer.label for answer in unknown]


@pytest.mark.parametrize(
    ("data", "rule", "column", "count", "sentence"),
    [
        (renamed(customerID="shoe size"), "extra_column", "shoe size", None, "not a column of the model"),
        (
            change(Contract="Five year"),
            "unseen_values",
            "Contract",
            4,
            "they are answered as any value that the model does not know",
        ),
        ((HEADER, [*ROWS, ["5", "x", *ROWS[0][2:]]]), "wrong_kind", "tenure", 1, "1 of 4 values is not ('x')"),
    ],
)
def test_what_does_not_stop_a_run(model, tmp_path, out, data, rule, column, count, sentence):
    path = write_csv(tmp_path / "new.csv", *data)
    (found,) = misfits(model, path)
    assert (found.rule, found.column, found.count, found.blocking) == (rule, column, count, False)
    assert sentence in found.sentence
    report = predict_file(model, path, out)
    assert report.misfits == (found,)
    told = tuple(sentence for sentence in report.warnings if "unlike anything seen" not in sentence)
    assert told == (() if rule == "extra_column" else (found.sentence,))


def test_free_text_is_never_unseen(model, tmp_path):
    assert misfits(model, write_csv(tmp_path / "new.csv", *change(label="words of all kinds"))) == ()


def test_a_table_that_fits_has_no_misfit_even_with_the_target(model, tmp_path):
    header, rows = [*HEADER, "Churn"], [[*row, "Yes"] for row in ROWS]
    assert misfits(model, write_csv(tmp_path / "new.csv", header, rows)) == ()


def test_a_table_of_something_else_is_refused_always(model, tmp_path, out):
    path = write_csv(tmp_path / "other.csv", ["a", "b"], [["1", "2"], ["3", "4"]])
    with pytest.raises(InputError, match="has none of them"):
        misfits(model, path)
    with pytest.raises(InputError, match="has none of them"):
        predict_file(model, path, out, allow_missing=True)
