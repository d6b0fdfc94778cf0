"""docs/kinds.md says what the code does: every constant and every word."""

import re
from pathlib import Path

import pytest

from datasets import (
    date_formats,
    dates,
    identity,
    infer,
    infer_dates,
    infer_numbers,
    numbers,
    powers,
    role_words,
    roles,
    sentinels,
    stamps,
)
from datasets.formats import _ends, _gaps, _header, _lead, _ragged, _totals
from datasets.schema import Kind, Role
from datasets.words import BOOLEAN_PAIRS, MISSING_WORDS, NUMBER_MISSING_WORDS

UNIX_YEARS = [1970 + round(seconds / 31_556_952) for seconds in stamps.UNIX_SECONDS]
PAGE = " ".join((Path(__file__).parents[2] / "docs" / "kinds.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("module", "name", "written"),
    [
        (date_formats, "DATE_SHARE", "99 % (`DATE_SHARE`)"),
        (numbers, "NUMBER_SHARE", "99 % (`NUMBER_SHARE`)"),
        (infer_numbers, "CODE_SHARE", "1 % (`CODE_SHARE`)"),
        (powers, "POWER_SHARE", "0.5 of the cells (`POWER_SHARE`)"),
        (_gaps, "MIN_LINES", "at least 5 lines (`MIN_LINES`)"),
        (_lead, "MIN_COLUMNS", "at least 4 columns (`MIN_COLUMNS`)"),
        (_lead, "MIN_DIFFERENCE", "at least 2 cells (`MIN_DIFFERENCE`)"),
        (infer, "TEXT_MEAN_WORDS", "5 words (`TEXT_MEAN_WORDS`)"),
        (infer, "TEXT_UNIQUE_SHARE", "30 % (`TEXT_UNIQUE_SHARE`)"),
        (infer, "SAMPLED_FROM", "more than 1,000,000 rows (`SAMPLED_FROM`)"),
        (infer, "SAMPLE_ROWS", "200,000 rows (`SAMPLE_ROWS`)"),
        (infer_numbers, "WORD_MIN_NUMBERS", "more than 10 (`WORD_MIN_NUMBERS`)"),
        (infer_numbers, "WORD_NUMBER_SHARE", "`WORD_NUMBER_SHARE` 0.5"),
        (identity, "ID_UNIQUE_SHARE", "95 % (`ID_UNIQUE_SHARE`)"),
        (identity, "ID_NAMED_SHARE", "50 % (`ID_NAMED_SHARE`)"),
        (identity, "ID_MIN_ROWS", "20 rows (`ID_MIN_ROWS`)"),
        (_ragged, "MAX_ASIDE_SHARE", "at most 20 % of them"),
        (_ends, "LAST_ROWS", "Only the last 1000 rows"),
        (_ends, "MIN_NOTED_COLUMNS", "a table of at least 3 columns"),
        (_ends, "MIN_NOTE_WORDS", "has 3 words or more"),
        (_totals, "MAX_ROUNDED_SHARE", "0.001 of it (`MAX_ROUNDED_SHARE`)"),
        (_totals, "MAX_ALIKE_SHARE", "at most 0.2 of them, `MAX_ALIKE_SHARE`"),
        (_totals, "FILLED_SHARE", "0.95 of the rows have, `FILLED_SHARE`"),
        (_totals, "MIN_BLANK_CELLS", "at least 2 cells (`MIN_BLANK_CELLS`)"),
        (_totals, "MIN_PLAUSIBLE_SHARE", "at least 0.5 (`MIN_PLAUSIBLE_SHARE`)"),
        (_totals, "MIN_UNNAMED_ROWS", "at least 5 rows (`MIN_UNNAMED_ROWS`)"),
        (_totals, "MIN_UNNAMED_NUMBERS", "2 columns (`MIN_UNNAMED_NUMBERS`)"),
        (sentinels, "SENTINEL_CELLS", "3 cells (`SENTINEL_CELLS`)"),
        (sentinels, "SENTINEL_NUMBERS", "10 other different numbers (`SENTINEL_NUMBERS`)"),
        (sentinels, "SENTINEL_RANGES", "2 times the whole range of all others (`SENTINEL_RANGES`)"),
        (roles, "YEAR_SHARE", "99 % of the rows (`YEAR_SHARE`)"),
        (roles, "CODE_FEW", "50 different numbers (`CODE_FEW`)"),
        (roles, "CODE_REPEATS", "4 rows on average (`CODE_REPEATS`)"),
        (roles, "MONEY_NUMBERS", "20 different numbers (`MONEY_NUMBERS`)"),
        (_header, "MAX_REPEAT_SHARE", "at most 2 %"),
        (_header, "MAX_SURE_REPEAT_SHARE", "20 % (`MAX_SURE_REPEAT_SHARE`)"),
        (_header, "MIN_LED_COLUMNS", "at least 4 columns (`MIN_LED_COLUMNS`)"),
    ],
)
def test_constants(module, name, written):
    value = getattr(module, name)
    (said,) = re.findall(r"\d[\d,]*(?:\.\d+)?(?: %)?", written)
    assert value == pytest.approx(float(said.removesuffix(" %").replace(",", "")) / (100 if "%" in said else 1))
    assert written in PAGE


@pytest.mark.parametrize(
    ("limits", "written"),
    [
        (date_formats.PLAUSIBLE_YEARS, "years {} and {} (`PLAUSIBLE_YEARS`)"),
        (roles.YEARS, "between {} and {} (`YEARS`)"),
        (roles.POSTCODE_LENGTH, "{} to {} characters (`POSTCODE_LENGTH`)"),
        (stamps.SPREADSHEET_DAYS, "from {:,} to {:,} (`SPREADSHEET_DAYS`"),
        (
            [1970 + round(one / 31_556_952) for one in stamps.UNIX_SECONDS],
            "between {} and {} in seconds (`UNIX_SECONDS`)",
        ),
    ],
)
def test_limits(limits, written):
    assert written.format(*limits) in PAGE


def test_every_kind_and_role_is_on_the_page():
    assert {word for word in (*Kind, *Role) if word not in PAGE} == set()


@pytest.mark.parametrize(
    "listed",
    [
        ", ".join(MISSING_WORDS),
        ", ".join(word for word in NUMBER_MISSING_WORDS if word not in MISSING_WORDS),
        ", ".join(f"{no} / {yes}" for no, yes in BOOLEAN_PAIRS),
    ],
)
def test_words(listed):
    assert listed in PAGE


def test_every_word_for_noughts_is_on_the_page():
    section = PAGE[PAGE.index("stands for noughts") : PAGE.index("(`POWER_SHARE`)")]
    assert {word for word in powers.POWERS if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", section)} == set()


@pytest.mark.parametrize("words", [identity.ID_WORDS, identity.ID_LAST_WORDS, identity.ID_ENDINGS])
def test_words_of_ids(words):
    section = PAGE[PAGE.index("name of the column has") : PAGE.index("Without such a name")]
    assert {word for word in words if not re.search(rf"\b{word}\b", section)} == set()


def test_every_public_constant_of_the_rules_is_on_the_page():
    modules = (
        *(date_formats, dates, identity, infer, infer_dates, infer_numbers),
        *(role_words, roles, sentinels, stamps),
    )
    named = {name for module in modules for name in vars(module) if name.isupper() and name[0] != "_"}
    elsewhere = {
        "MISSING_SECONDS",
        "MONTHS",
        "FULL_MONTHS",
        "ISO_FORMATS",
        "ID_WORDS",
        "ID_LAST_WORDS",
        "ID_ENDINGS",
        "PLAIN",
        *("CURRENCIES", "CURRENCY_CODES", "PERCENT", "RULES", "LETTER", "WEEK", "CLOCK", "UNIT", "DAYS_BEFORE_1970"),
    }
    words = {"MISSING_WORDS", "NUMBER_MISSING_WORDS"}
    assert {name for name in named - elsewhere - words if f"`{name}" not in PAGE} == set()
