"""Texts become topics: they tell subjects apart, and the graph computes the same for any text."""

from __future__ import annotations

from functools import cache

import numpy as np
import onnxruntime as ort
from hypothesis import given
from hypothesis import strategies as st

from automl.contracts import Matrix, Target
from automl.features import Features, TextColumn
from automl.graph.builder import Graph
from automl.strategies import ALL
from automl.strategies._topics import Topics, topic_blocks
from automl.strategies._words import MOST_TOKENS, table_of
from datasets.schema import Column, Kind

SUBJECTS = (
    "parcel courier late door driver street wrong address broken box delivery waited",
    "invoice charged twice refund money bank card price expensive paid account fee",
)
COMMON = "the was very and my it again today please about with"
N = 240


@cache
def letters() -> tuple[Features, np.ndarray]:
    """Letters about parcels or about bills, in wild spelling, some empty; and their subject."""
    rng = np.random.default_rng(3)
    subject = rng.integers(0, 2, N)
    texts = [" ".join(_spelt(rng, w) for w in _words(rng, SUBJECTS[s])) for s in subject]
    texts[:5] = ["", "", "", " ", "!!!"]
    words = tuple(dict.fromkeys(texts))
    codes = np.array([words.index(text) for text in texts], dtype=np.int32)
    return Features((Column("letter", Kind.TEXT),), N, {}, {"letter": TextColumn(words, codes)}, {}), subject


def _words(rng: np.random.Generator, subject: str) -> list[str]:
    return [*rng.choice(subject.split(), 5), *rng.choice(COMMON.split(), 6)]


def _spelt(rng: np.random.Generator, word: str) -> str:
    return str(rng.choice([word, word.upper(), f"{word},", f"({word})", f"{word}/{word}"]))


def block() -> Topics:
    ((found, _),) = topic_blocks(letters()[0])
    assert isinstance(found, Topics)
    return found


def emitted(topics: Topics, texts: list[str]) -> Matrix:
    graph = Graph(letters()[0].columns)
    graph.output("x", topics.emit(graph), 1, len(topics.names))
    session = ort.InferenceSession(graph.to_bytes(), providers=["CPUExecutionProvider"])
    found: Matrix = session.run(None, {"letter": np.array(texts, dtype=object).reshape(-1, 1)})[0]
    return found


def test_topics_tell_subjects_apart_whatever_the_spelling() -> None:
    features, subject = letters()
    X = block().transform(features)
    assert np.isfinite(X).all()
    assert np.abs(X.std(axis=0) - 1).max() < 0.5
    apart = [abs(np.corrcoef(X[5:, j], subject[5:])[0, 1]) for j in range(4)]
    assert max(apart) > 0.9


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_the_graph_computes_the_same_for_any_text(texts: list[str]) -> None:
    texts = [text.replace("\0", "") for text in texts]  # no file holds it, and the runtime ends a text there
    topics = block()
    np.testing.assert_allclose(emitted(topics, texts), topics.table.topics(texts), atol=1e-6)


def test_the_graph_computes_the_same_for_long_mixed_and_empty_texts() -> None:
    topics = block()
    long = " ".join(["parcel", "invoice", "REFUND,"] * MOST_TOKENS)
    texts = ["", "   ", long, long + " door" * 50, "Parcel\tdoor", "driver  driver", "courier", "naïve ÄÖ 漢字"]
    np.testing.assert_allclose(emitted(topics, texts), topics.table.topics(texts), atol=1e-6)
    np.testing.assert_allclose(emitted(topics, [""]), topics.table.topics([""]), atol=1e-6)
    np.testing.assert_array_equal(topics.table.topics([long]), topics.table.topics([long + " door" * 50]))


def test_some_columns_can_be_kept() -> None:
    topics = block()
    mask = np.zeros(len(topics.names), dtype=bool)
    mask[[1, -1]] = True
    kept = topics.keep(mask)
    assert kept.names == ("letter (topic 2)", "letter (words)")
    assert kept.sources == ("letter", "letter")
    features = letters()[0]
    np.testing.assert_array_equal(kept.transform(features), topics.transform(features)[:, mask])
    np.testing.assert_allclose(emitted(kept, ["parcel"]), topics.table.topics(["parcel"])[:, mask], atol=1e-6)


def test_texts_with_few_words_in_common_have_no_topics() -> None:
    assert table_of(tuple(f"only{i} here{i}" for i in range(50))) is None
    assert table_of(("",)) is None
    assert table_of(()) is None


def test_every_strategy_reads_texts() -> None:
    features, subject = letters()
    for name in ("ordinal", "target_encode", "scaled_onehot"):
        fitted, X = ALL[name].fit(features, Target("binary", subject.astype(np.int64), ("bill", "parcel")), 1)
        assert "letter (topic 1)" in fitted.names
        assert np.isfinite(X[:, fitted.names.index("letter (topic 1)")]).all()


def test_held_out_rows_lend_no_words() -> None:
    features, _ = letters()
    some = features.take(np.arange(100)).own_words()
    assert set(some.texts["letter"].words) == {
        features.texts["letter"].words[i] for i in features.texts["letter"].codes[:100]
    }
    ((block_of_some, X),) = topic_blocks(some)
    np.testing.assert_allclose(block_of_some.transform(features.take(np.arange(100))), X)
