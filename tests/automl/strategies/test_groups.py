"""Numbers less the mean of their group are found where they matter, and the graph computes the very same values."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort

from automl.contracts import Target
from automl.features import Features, TextColumn
from automl.graph.builder import Graph
from automl.strategies import ALL
from automl.strategies._groups import Group, Groups
from datasets.schema import Column, Kind

N, LEVELS = 900, 30
WORDS = tuple(f"suburb {i}" for i in range(LEVELS))


def rows(seed: int = 4) -> Features:
    """Prices whose level is that of their suburb, and a column that tells nothing."""
    rng = np.random.default_rng(seed)
    codes = (np.arange(N) % LEVELS).astype(np.int32)
    price = (100.0 * rng.permutation(LEVELS)[codes] + rng.normal(0, 20, N)).astype(np.float32)
    numbers = {"price": price, "noise": rng.normal(size=N).astype(np.float32)}
    columns = (Column("price", Kind.NUMERIC), Column("noise", Kind.NUMERIC), Column("suburb", Kind.CATEGORY))
    return Features(columns, N, numbers, {"suburb": TextColumn(WORDS, codes)}, {})


def bargain(features: Features) -> np.ndarray:
    """How much cheaper than its suburb a row is."""
    means = np.array([features.numbers["price"][features.texts["suburb"].codes == i].mean() for i in range(LEVELS)])
    return np.asarray(means[features.texts["suburb"].codes] - features.numbers["price"], dtype=np.float64)


def test_the_difference_from_the_group_is_found() -> None:
    features = rows()
    found = Groups.of(features, bargain(features)[:, None])
    assert found.names == ("price - mean of its suburb",)
    np.testing.assert_allclose(found.transform(features)[:, 0], -bargain(features), atol=1e-3)
    assert ALL["crossed"].refuses(features, Target("regression", bargain(features))) is None


def test_what_adds_nothing_is_not_chosen() -> None:
    features = rows()
    assert Groups.of(features, features.numbers["price"].astype(np.float64)[:, None]).groups == ()


def test_levels_without_a_number_have_the_mean_of_all_rows() -> None:
    features = rows()
    features.numbers["price"][features.texts["suburb"].codes == 3] = np.nan
    group = Group.of(features, "price", "suburb")
    assert group.means[group.words.index("suburb 3")] == group.means[-1]
    assert group.means[-1, 0] == np.float32(np.nanmean(features.numbers["price"].astype(np.float64)))


def test_the_graph_computes_the_same() -> None:
    features = rows()
    block = Groups((Group.of(features, "price", "suburb"), Group.of(features, "noise", "suburb")))
    wild = rows()
    wild.numbers["price"][:8] = np.array([0, -0.0, np.nan, 3.4e38, -3.4e38, 1e-40, 1, -7.3], dtype=np.float32)
    wild.texts["suburb"] = TextColumn((*WORDS, "", "never seen"), np.resize(np.arange(LEVELS + 2), N).astype(np.int32))
    graph = Graph(features.columns)
    graph.output("x", block.emit(graph), 1, 2)
    session = ort.InferenceSession(graph.to_bytes(), providers=["CPUExecutionProvider"])
    feed = {i.name: wild.inputs()[i.name] for i in session.get_inputs()}
    np.testing.assert_array_equal(session.run(None, feed)[0], block.transform(wild))
    kept = block.keep(np.array([False, True]))
    assert kept.names == ("noise - mean of its suburb",)
