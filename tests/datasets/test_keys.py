"""Whether hardly any text stands twice is judged by cells from all over the column, in whatever chunks they come."""

import pyarrow as pa
import pytest

from datasets import blocks, keys
from datasets.keys import mostly_different


@pytest.fixture
def long_from_ten(monkeypatch):
    monkeypatch.setattr(keys, "LONG", 10)
    monkeypatch.setattr(keys, "_SOME", 10)


def chunked(*chunks):
    return pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string())


def words(first, last):
    return [str(n) for n in range(first, last)]


@pytest.mark.usefixtures("long_from_ten")
@pytest.mark.parametrize(
    ("cells", "different"),
    [
        (chunked(words(0, 40)), True),
        (chunked([], words(0, 3), [], words(3, 40), []), True),
        (chunked(words(0, 20), ["same"] * 20), False),
        (chunked(["same"] * 20, words(0, 20)), False),
        (pa.array(words(0, 40)), True),
        (pa.array(words(0, 9)), False),  # not many
    ],
)
def test_many_texts_that_hardly_repeat(cells, different):
    assert mostly_different(cells) is different


def test_numbers_are_no_texts():
    assert mostly_different(pa.array(range(keys.LONG))) is False


@pytest.mark.parametrize(
    ("texts", "rising"),
    [
        (["-9223372036854775808", "-5", "0", "007", "9223372036854775807"], True),
        (["1", "2", "3"], True),
        (["1", "2", "2"], False),
        (["1", "02", "2"], False),
        (["3", "2"], False),
        (["1", "2", "x"], False),
        (["1", "2", "2.5"], False),
        (["1", "2", "9223372036854775808"], False),
        ([], True),
    ],
)
@pytest.mark.parametrize("block_rows", [1, 2, 100])
def test_whole_numbers_that_rise_stand_for_themselves(monkeypatch, texts, rising, block_rows):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", block_rows)
    hashed: list[pa.Table] = []
    hashes = keys.keys_of

    def heard(cells: pa.Table) -> keys.Keys:
        hashed.append(cells)
        return hashes(cells)

    monkeypatch.setattr(keys, "keys_of", heard)
    found = keys.keys_of_texts(chunked(texts))
    assert (not hashed) is rising
    assert len(set(found.tolist())) == len(set(texts))
    assert keys.n_different(found) == len(set(texts))
