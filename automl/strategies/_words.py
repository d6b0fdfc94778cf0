"""The words of a text column: which are known, how rare they are, and the leading directions in which texts differ.

Words are weighted by how rare they are (TF-IDF; Salton and Buckley, 1988) and reduced by a truncated singular value
decomposition (latent semantic analysis; Deerwester et al., 1990).

Notation: a token is what stands between two blanks; words are the runs of letters and digits in it, in lower case.
Every token known from training stands for a row of the table E (r, d + 2): the sum, over its words, of idf x direction,
of idf squared, and of 1. A text is the sum of the rows of its first MOST_TOKENS tokens; its topics are the first d sums
over the root of the next one, centred and of unit scale, and the last sum counts its known words. Tokens never seen
count for nothing. Only the texts decide on the table, not the target and not how often a text occurs, so that all
folds share one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Matrix
from automl.features import TextColumn

TOPICS = 48
MOST_WORDS = 6_000
MOST_TOKENS_KNOWN = 30_000
MOST_TOKENS = 256  # of a text; the rest is not read
LEAST_TEXTS = 3  # that a word must occur in
LEAST_WORDS = 20  # to make topics of
SMALL = 1e-12
_WORD = re.compile(r"\w+(?:'\w+)*")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """What is known of the texts of a column: `tokens[i]` stands for row `rows[i]` of E (row 0 is zero); `centre` and
    `scale` (d + 1,) of the topics and the number of words; `texts` are those it was made of, `known` their topics."""

    tokens: tuple[str, ...]
    rows: Ints
    E: Array
    centre: Array
    scale: Array
    texts: tuple[str, ...]

    @property
    def n_topics(self) -> int:
        """d"""
        return int(self.E.shape[1]) - 2

    @cached_property
    def known(self) -> Matrix:
        """The topics of `texts`."""
        return self.topics(self.texts)

    def topics(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), d + 1) float32."""
        return ((_raw(self._sums(texts)) - self.centre) / self.scale).astype(np.float32)

    def of(self, text: TextColumn) -> Matrix:
        """(n, d + 1) for the rows of a column."""
        known = self.known if text.words is self.texts else self.topics(text.words)
        return known[text.codes]

    def _sums(self, texts: Sequence[str]) -> Array:
        row_of = dict(zip(self.tokens, self.rows.tolist(), strict=True))
        return _gathered([[row_of.get(token, 0) for token in tokens_of(text)] for text in texts], self.E)


@lru_cache(maxsize=16)
def table_of(texts: tuple[str, ...]) -> Table | None:
    """The table of different texts; None when they have too few words in common. Deterministic."""
    from scipy.sparse import csr_array, diags_array
    from sklearn.utils.extmath import randomized_svd

    words_of = {token: tuple(_WORD.findall(token.casefold())) for text in texts for token in tokens_of(text)}
    documents = [[word for token in tokens_of(text) for word in words_of[token]] for text in texts]
    counts = Counter(word for document in documents for word in set(document))
    words = [w for w, count in counts.most_common(MOST_WORDS) if count >= LEAST_TEXTS]
    d = min(TOPICS, len(words) - 1, len(texts) - 1)
    if len(words) < LEAST_WORDS:
        return None
    place = {word: i for i, word in enumerate(words)}
    idf = np.log((1 + len(texts)) / (1 + np.array([counts[word] for word in words]))) + 1
    cells = [[place[word] for word in document if word in place] for document in documents]
    ends = np.cumsum([0, *map(len, cells)])
    flat = np.fromiter((i for cell in cells for i in cell), dtype=np.int64, count=ends[-1])
    counted = csr_array((idf[flat], flat, ends), shape=(len(texts), len(words)))
    counted.sum_duplicates()
    norm = np.sqrt([float((idf[cell] ** 2).sum()) for cell in cells])
    _, _, directions = randomized_svd(diags_array(1 / np.maximum(norm, 1e-9)) @ counted, d, n_iter=4, random_state=0)
    word_rows = np.column_stack([idf[:, None] * directions.T, idf**2, np.ones(len(words))])
    return _table(texts, words_of, place, word_rows)


def _table(
    texts: tuple[str, ...], words_of: dict[str, tuple[str, ...]], place: dict[str, int], word_rows: Array
) -> Table:
    """Tokens that hold known words, the most frequent ones; tokens of the same words share a row."""
    often = Counter(token for text in texts for token in tokens_of(text))
    row_of: dict[tuple[int, ...], int] = {}
    tokens, rows, E = [], [], [np.zeros(word_rows.shape[1])]
    for token, _ in often.most_common(MOST_TOKENS_KNOWN):
        key = tuple(sorted(place[word] for word in words_of[token] if word in place))
        if not key:
            continue
        if key not in row_of:
            row_of[key] = len(E)
            E.append(word_rows[list(key)].sum(axis=0))
        tokens.append(token)
        rows.append(row_of[key])
    d1 = word_rows.shape[1] - 1
    plain = Table(tuple(tokens), np.array(rows), np.array(E), np.zeros(d1), np.ones(d1), texts)
    raw = _raw(plain._sums(texts))
    scale = np.maximum(raw.std(axis=0), 1e-6)
    return Table(plain.tokens, plain.rows, plain.E, raw.mean(axis=0), scale, texts)


def tokens_of(text: str) -> list[str]:
    """As ONNX's StringSplit cuts a text at blanks, the first MOST_TOKENS."""
    return [token for token in text.split(" ") if token][:MOST_TOKENS]


def _gathered(rows: list[list[int]], E: Array) -> Array:
    """(len(rows), width) sums of rows of E."""
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *map(len, rows)])
    flat = np.fromiter((i for some in rows for i in some), dtype=np.int64, count=ends[-1])
    return np.asarray(csr_array((np.ones(len(flat)), flat, ends), shape=(len(rows), len(E))) @ E)


def _raw(sums: Array) -> Array:
    """(n, d + 1) topics and log(1 + words), before centring."""
    topics = sums[:, :-2] / np.sqrt(sums[:, -2:-1] + SMALL)
    return np.column_stack([topics, np.log(sums[:, -1] + 1.0)])


__all__ = ["MOST_TOKENS", "SMALL", "Table", "table_of"]
