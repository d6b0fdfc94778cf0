"""Settings of an earlier file on the next: taken where they fit, left where they do not, and always told."""

from dataclasses import replace

import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.record import ReadOptions, ReadRecord
from datasets.replay import described, replayed

NOTHING = ReadOptions()
BEFORE = ReadOptions(delimiter="~", header_row=2)


def names(with_before, without):
    """A file in which these columns are found with the settings of before, and without them."""

    def found(options):
        names = with_before if options.delimiter == "~" else without
        if names is None:
            raise InputError("No table.")
        return names

    return found


@pytest.mark.parametrize(
    ("with_before", "without", "taken"),
    [
        (("a", "b"), ("a~b",), True),
        (("a", "b", "c"), None, True),
        (("a",), ("x",), True),
        (("a",), ("a",), True),
        (("x",), ("a", "b"), False),
        (None, ("a", "b"), False),
        (None, None, False),
        (("a",), ("a", "b"), False),
    ],
)
def test_what_fits_is_taken(with_before, without, taken):
    options, said = replayed(NOTHING, BEFORE, ("a", "b"), names(with_before, without))
    assert options == (BEFORE if taken else NOTHING)
    assert said is not None
    assert said.startswith("Read as before: the delimiter '~', the header in row 2." if taken else "Not read as before")


def test_what_is_asked_wins_and_nothing_to_say_is_not_said():
    asked = ReadOptions(delimiter=";")
    options, said = replayed(asked, BEFORE, ("a",), lambda _: ("a",))
    assert options == replace(asked, header_row=2)
    assert said == "Read as before: the header in row 2."
    assert replayed(BEFORE, BEFORE, ("a",), lambda _: ()) == (BEFORE, None)
    assert replayed(NOTHING, NOTHING, ("a",), lambda _: ()) == (NOTHING, None)


def test_every_option_has_words():
    every = ReadOptions(";", '"', "~", "utf-8", 0, "Q1", ",", True, "orders")
    assert described(every, NOTHING) == (
        "the delimiter ';', the quote '\"', the escape '~', the encoding utf-8, no header, the sheet 'Q1', "
        "the decimal mark ',', the day before the month, the table 'orders'"
    )


def test_the_record_keeps_what_was_asked(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("made by hand\na~b\n1~2\n")
    record = read(path, options=BEFORE).record
    assert record.options == BEFORE
    assert ReadRecord.from_dict(record.to_dict()) == record
    old = {name: value for name, value in record.to_dict().items() if name != "asked"}
    assert ReadRecord.from_dict(old).options == NOTHING
    assert ReadOptions.from_dict({"delimiter": ";", "of a later version": 1}) == ReadOptions(delimiter=";")
