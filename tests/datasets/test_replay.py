"""Settings of an earlier file on the next: taken where they fit, left where they do not, and always told."""

import io
from dataclasses import replace

import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.reading_words import described
from datasets.record import ReadOptions, ReadRecord
from datasets.replay import found_before, reading_of, replayed
from datasets.replay_guesses import Seen, found_in

NOTHING = ReadOptions()
BEFORE = ReadOptions(delimiter="~", header_row=2)


def seen(*names, **assumed):
    return Seen(names, 9, assumed)


def look(with_before, without):
    """A file in which these columns are found with the settings of before, and without them."""

    def found(options):
        names = with_before if options.delimiter == "~" else without
        if names is None:
            raise InputError("No table.")
        return seen(*names)

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
    options, (said,) = replayed(NOTHING, BEFORE, NOTHING, ("a", "b"), look(with_before, without))
    assert options == (BEFORE if taken else NOTHING)
    assert said.startswith("Read as before: the delimiter '~', the header in row 2." if taken else "Not read as before")


def test_what_is_asked_wins_and_nothing_to_say_is_not_said():
    asked = ReadOptions(delimiter=";")
    options, said = replayed(asked, BEFORE, NOTHING, ("a",), lambda _: seen("a"))
    assert options == replace(asked, header_row=2)
    assert said == ("Read as before: the header in row 2.",)
    assert replayed(BEFORE, BEFORE, NOTHING, ("a",), lambda _: seen()) == (BEFORE, ())
    assert replayed(NOTHING, NOTHING, NOTHING, ("a",), lambda _: seen()) == (NOTHING, ())


ROWS = [
    (f"K{100 + 7 * i}", ("Köln", "New York", "Saint Ives", "São Paulo")[i % 4], f"{i * 3}.{i % 10}5", str(i % 9 + 1))
    for i in range(30)
]
NAMES = ("Kunde", "Wohn Ort", "Preis", "Menge")


def cut_by(delimiter, header=NAMES):
    return lambda rows: "".join(delimiter.join(row) + "\n" for row in [*([header] if header else []), *rows])


def padded(adjust, gap=" ", names=("Kunde", "Ort", "Preis", "Menge")):
    def text(rows):
        every = [names, *rows]
        widths = [max(len(row[i]) for row in every) for i in range(len(names))]
        return "".join(gap.join(map(adjust, row, widths)).rstrip() + "\n" for row in every)

    return text


def fixed(rows, header=NAMES):
    every = [*([header] if header else []), *rows]
    return "".join(f"{a:<8}{b:<14}{c:>9}{d:>7}\n" for a, b, c, d in every)


def pairs(rows):
    return "".join(
        " ".join(f'{name.split()[0]}="{cell}"' for name, cell in zip(NAMES, row, strict=True)) + "\n" for row in rows
    )


def commas(rows):
    return [[cell.replace(".", ",") for cell in row] for row in rows]


def below(lines, text):
    return lambda rows: lines + text(rows)


WAYS = {
    "left": padded(str.ljust),
    "right": padded(str.rjust),
    "wide": padded(str.ljust, "   ", NAMES),
    "fixed": fixed,
    "fixed without a header": lambda rows: fixed(rows, None),
    "ruled": lambda rows: fixed(rows).replace("\n", "\n------- ------------- -------- ------\n", 1),
    "bars": lambda rows: "".join(f"| {' | '.join(row)} |\n" for row in [NAMES, *rows]),
    "pairs": pairs,
    "rare": cut_by("~"),
    "fixed with decimal commas": lambda rows: fixed(commas(rows)),
    "rare with decimal commas": lambda rows: cut_by("~")(commas(rows)),
    "long": cut_by("||"),
    "semicolons": cut_by(";"),
    "decimal commas": lambda rows: cut_by(";")(commas(rows)),
    "tabs": cut_by("\t"),
    "no header": cut_by(";", None),
    "titles": below("Sales, by town\n\n", cut_by(";")),
    "comments": below("# made by hand\n# in 2024\n", cut_by(";")),
    "a bank": below("Konto;DE12;;\nStand;heute;;\n", cut_by(";")),
    "two lines": lambda rows: cut_by(";")([("nr", "name", "EUR", "Stk"), *rows]),
}


@pytest.mark.parametrize(("encoding", "n"), [("utf-8", 1), ("utf-16", 2), ("windows-1252", 1)])
@pytest.mark.parametrize("way", WAYS)
def test_a_file_of_one_row_is_read_as_the_one_before(way, encoding, n):
    before = read_text(WAYS[way](ROWS).encode(encoding))
    assert cells(before) == ROWS
    for start in (5, 6, 7):
        new = ROWS[start : start + n]
        content = WAYS[way](new).encode(encoding)
        options, _ = read_after(before, content)
        found = read_text(content, options)
        assert (found.names, cells(found)) == (before.names, new)


def read_text(content, options=NOTHING):
    return read(io.BytesIO(content), name="x.txt", options=options)


def read_after(before, content, needed=None):
    """How a file is read after a table of another one, and what is said of that."""

    def look(options):
        return Seen.of(read_text(content, options))

    found = found_in(before.record.assumed)
    return replayed(NOTHING, NOTHING, found, needed or before.names, look)


def cells(table):
    rows = [[column[i].as_py() for column in table.cells.columns] for i in range(table.n_rows)]
    return [tuple(cell.replace(",", ".") for cell in row) for row in rows]


def read_again(before, content, needed=None):
    return read_after(read_text(before), content, needed)


def test_few_letters_are_read_in_the_encoding_of_before():
    for encoding, words in (("cp1251", "Привет"), ("shift-jis", "東京都"), ("cp1253", "Αθήνα"), ("gbk", "北京")):
        before = ("name;n\n" + "".join(f"{words} {i};{i}\n" for i in range(60))).encode(encoding)
        one = f"name;n\n{words};5\n".encode(encoding)
        options, said = read_after(read_text(before, ReadOptions(encoding=encoding)), one)
        assert read_text(one, options).texts("name")[0].as_py() == words
        alone = read_text(one).texts("name")[0].as_py()
        assert said == (() if alone == words else (f"Read as before: the encoding {encoding}.",))
        assert read_again(before, "name;n\nZoë;5\n".encode()) == (NOTHING, ())


@pytest.mark.parametrize(
    ("before", "old", "new", "words"),
    [
        ("cp1251", "Москва", "cp1252", "garçon forêt"),
        ("cp1252", "Müller Köln Groß", "cp1252", "São Paulo Muñoz"),
        ("gbk", "北京 上海", "shift-jis", "東京都 大阪"),
    ],
)
def test_letters_enough_tell_their_own_encoding(before, old, new, words):
    first = ("name;n\n" + "".join(f"{old} {i};{i}\n" for i in range(60))).encode(before)
    second = ("name;n\n" + "".join(f"{words} {i};{i}\n" for i in range(60))).encode(new)
    own = read_text(second).texts("name")
    options, said = read_again(first, second)
    assert said == ()
    assert read_text(second, options).texts("name") == own


def test_western_letters_of_one_row_are_not_taken_for_central_european_ones():
    polish = ("name;n\n" + "".join(f"Łódź {i};{i}\n" for i in range(60))).encode("cp1250")
    first = read_text(polish, ReadOptions(encoding="windows-1250"))
    assert read_after(first, "name;n\nSão Paulo;5\n".encode("cp1252")) == (NOTHING, ())


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_header_over_few_rows_stays_one_where_the_file_before_had_none(rows):
    first = "".join(f"{i},{i * 2.5},{'xy'[i % 2]}\n" for i in range(20)).encode()
    new = ("id,val,cat\n" + "".join(f"{i},{i}.5,x\n" for i in range(rows))).encode()
    options, _ = read_again(first, new)
    assert read_text(new, options).names == ("id", "val", "cat")


def test_another_layout_is_told():
    options, said = read_again(fixed(ROWS).encode(), cut_by(";")(ROWS).encode())
    assert options == NOTHING
    assert said == ("Not read as before (columns aligned by blanks): this file is written in another way.",)
    assert read_again(cut_by(";")(ROWS).encode(), cut_by(",")(ROWS[:3]).encode(), ["Kunde"]) == (NOTHING, ())


def test_rows_to_predict_lack_the_answer():
    short = [NAMES[:3], *(row[:3] for row in ROWS[4:5])]
    text = "".join(f"{a:<8}{b:<14}{c:>9}\n" for a, b, c in short)
    options, said = read_again(fixed(ROWS).encode(), text.encode(), NAMES[:3])
    assert read(io.BytesIO(text.encode()), name="y.csv", options=options).names == NAMES[:3]
    assert said == ("Read as before: columns aligned by blanks.",)


def test_a_header_is_not_lost_where_the_rows_show_it():
    options, _ = read_again(cut_by(";", None)(ROWS).encode(), cut_by(";")(ROWS[:9]).encode())
    assert options == NOTHING


def test_what_a_bundle_keeps():
    record = read(io.BytesIO(fixed(ROWS).encode()), name="x.csv", options=ReadOptions(decimal=",")).record
    kept = reading_of(record)
    assert kept == {"found": {"header_row": 1, "layout": record.assumed["layout"]}}
    assert found_before(kept).layout == record.assumed["layout"]
    assert found_before({"delimiter": ";"}) == found_before({"found": "x"}) == NOTHING


def test_a_layout_that_is_asked_for():
    few = fixed(ROWS[:2]).encode()
    assert read(io.BytesIO(few), name="x.txt", options=ReadOptions(layout="aligned")).names == NAMES
    assert read(io.BytesIO(few), name="x.txt").n_columns == 1
    many = fixed(ROWS).encode()
    assert read(io.BytesIO(many), name="x.txt", options=ReadOptions(layout="rows")).record.assumed.get("layout") is None
    one = read(io.BytesIO(b"a b\n1 2\n"), name="x.txt", options=ReadOptions(layout="fields"))
    assert (one.names, one.record.assumed["layout"]) == (("a", "b"), "fields")
    for layout in ("pairs", "drawn", "aligned:2-3"):
        with pytest.raises(InputError, match=r"Every line of x\.txt must fit the layout that was asked for"):
            read(io.BytesIO(b"a;b\n1;2\n"), name="x.txt", options=ReadOptions(layout=layout))
    for layout in ("columns", "aligned:", "pairs:1-2", "rows:"):
        with pytest.raises(InputError, match="must be one of rows, aligned, fields, pairs, drawn"):
            read(io.BytesIO(few), name="x.txt", options=ReadOptions(layout=layout))


def test_every_option_has_words():
    every = ReadOptions(";", '"', "~", "utf-8", 0, 2, "pairs", "Q1", ",", True, "orders")
    assert described(every, NOTHING) == (
        "the delimiter ';', the quote '\"', the escape '~', the encoding utf-8, no header, "
        "key=value pairs, the sheet 'Q1', the decimal mark ',', the day before the month, the table 'orders'"
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
