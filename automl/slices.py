"""Where the model errs: slices of the measured rows, by one and two raw columns, with a larger loss than the rest.

After Slice Finder (Chung, Kraska, Polyzotis, Tae, Whang 2019): a slice must be large enough, its loss must lie a fair
part of a standard deviation above that of all other rows, and chance must be an unlikely reason (slice_tests.py). A
slice of two columns must be worse than the other rows of both its parents as well.

Notation: n rows, m candidates; "sums" are (rows, sum of the loss, sum of its square).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.cuts import Cut, cut, runs, tally
from automl.held import Held
from automl.insights import ErrorSlices, Slice
from automl.slice_tests import Sums, distance, holm, tested, total

ALPHA = 0.05
LEAST_EFFECT = 0.2  # a small one in the words of Cohen (1988)
LEAST_GAIN = 0.1  # of a pair over each of its columns, in the same unit
LEAST_ROWS, LEAST_SHARE, MOST_SHARE = 30, 0.005, 0.5
BINS, PAIR_STEP, LEVELS = 8, 2, 20
MOST_SINGLE, MOST_PAIRED = 200, 20
MOST_SHOWN, MOST_LOOKED_AT = 10, 200


@dataclass(frozen=True)
class _Candidates:
    """m slices of one column or pair: `spans[i]` are the parts of each column; `t` (m,) and `effect` (m,) say how far
    they are worse than the rest, `p` (m,) the chance of that."""

    cuts: tuple[Cut, ...]
    spans: Sequence[tuple[tuple[int, int], ...]]
    t: Array
    p: Array
    effect: Array

    def rows(self, i: int) -> npt.NDArray[np.bool_]:
        """(n,) the rows of slice i."""
        inside = [(c.place >= a) & (c.place <= b) for c, (a, b) in zip(self.cuts, self.spans[i], strict=True)]
        return np.asarray(np.logical_and.reduce(inside))


def error_slices(held: Held, important: Sequence[str] = ()) -> ErrorSlices:
    """The slices that stand out. `important` are columns in the order in which they are paired: of many columns only
    the first MOST_PAIRED are, and only MOST_SINGLE are looked at."""
    losses = held.losses
    least = max(LEAST_ROWS, int(np.ceil(LEAST_SHARE * held.n_rows)))
    names = _in_order(held.table.names, important)
    what = "absolute error" if held.problem == "regression" else "missing probability"
    mean = float(losses.mean()) if held.n_rows else 0.0
    report = ErrorSlices(what, mean, held.n_rows, held.n_of, 0, least)
    if held.n_rows < 2 * least or not losses.std() or not names:
        return report
    cuts = [cut(held.table, name, BINS, LEVELS) for name in names[:MOST_SINGLE]]
    tried = [_singles(c, losses, least) for c in cuts]
    tried += [_pairs(a, b, losses, least) for a, b in combinations(cuts[:MOST_PAIRED], 2)]
    adjusted = holm(np.concatenate([c.p for c in tried]))
    chosen = _chosen(tried, adjusted, losses, least)
    found = [_slice(held, losses, tried[c], i, p) for c, i, p in chosen]
    found.sort(key=lambda one: -one.value)
    return replace(report, n_tried=len(adjusted), found=tuple(found))


def _in_order(names: Sequence[str], important: Sequence[str]) -> list[str]:
    first = [name for name in important if name in names]
    return first + [name for name in names if name not in set(first)]


def _singles(c: Cut, losses: Array, least: int) -> _Candidates:
    members, spans = runs(c)
    parts = tally(c.place, c.n_parts, losses, losses**2)
    sums: Sums = (parts[0] @ members, parts[1] @ members, parts[2] @ members)
    whole = total(losses)
    keep = _large_enough(sums[0], whole[0], least)
    sums = (sums[0][keep], sums[1][keep], sums[2][keep])
    t, p = tested(sums, whole)
    return _Candidates(
        (c,), [(spans[i],) for i in np.flatnonzero(keep)], t, p, distance(sums, whole, float(losses.std()))
    )


def _pairs(a: Cut, b: Cut, losses: Array, least: int) -> _Candidates:
    """Both columns at once, from one table of counts and sums."""
    (of_a, spans_a), (of_b, spans_b) = runs(a, PAIR_STEP), runs(b, PAIR_STEP)
    parts = tally(a.place * b.n_parts + b.place, a.n_parts * b.n_parts, losses, losses**2)
    grids = [part.reshape(a.n_parts, b.n_parts) for part in parts]
    sums = tuple(of_a.T @ grid @ of_b for grid in grids)
    whole = total(losses)
    keep = _large_enough(sums[0], whole[0], least)
    i, j = np.nonzero(keep)
    own: Sums = (sums[0][keep], sums[1][keep], sums[2][keep])
    t, p = tested(own, whole)
    worth, spread = np.ones(len(p), dtype=bool), float(losses.std())
    for members, at, axis in ((of_a, i, 1), (of_b, j, 0)):
        parent = [(members.T @ grid.sum(axis=axis))[at] for grid in grids]
        wider: Sums = (parent[0], parent[1], parent[2])
        p = np.maximum(p, tested(own, wider)[1])
        worth &= distance(own, wider, spread) >= LEAST_GAIN
    spans = [(spans_a[x], spans_b[y]) for x, y in zip(i, j, strict=True)]
    effect = np.where(worth, distance(own, whole, spread), 0.0)
    return _Candidates((a, b), spans, t, p, effect)


def _large_enough(rows: Array, n: Array, least: int) -> npt.NDArray[np.bool_]:
    return np.asarray((rows >= least) & (rows <= MOST_SHARE * n))


def _chosen(tried: Sequence[_Candidates], adjusted: Array, losses: Array, least: int) -> list[tuple[int, int, float]]:
    """(which candidates, which of them, p) of the slices to tell, the surest first: each must still be worse than the
    rest without the rows of those before it, share less than half of its rows with them, and none with one of the same
    columns."""
    which = np.concatenate([np.full(len(c.p), k) for k, c in enumerate(tried)])
    place = np.concatenate([np.arange(len(c.p)) for c in tried])
    t, effect = (np.concatenate(values) for values in ([c.t for c in tried], [c.effect for c in tried]))
    survivors = np.flatnonzero((adjusted <= ALPHA) & (effect >= LEAST_EFFECT))
    survivors = survivors[np.argsort(-t[survivors], kind="stable")][:MOST_LOOKED_AT]
    told: list[tuple[int, int, float]] = []
    covered = np.zeros(len(losses), dtype=bool)
    for s in survivors:
        k, rows = int(which[s]), tried[which[s]].rows(place[s])
        again = any(k == other and (rows & tried[k].rows(i)).any() for other, i, _ in told)
        if again or (told and not _adds(rows, covered, losses, least, len(survivors))):
            continue
        told.append((k, int(place[s]), float(adjusted[s])))
        covered |= rows
        if len(told) == MOST_SHOWN:
            break
    return told


def _adds(rows: npt.NDArray[np.bool_], covered: npt.NDArray[np.bool_], losses: Array, least: int, n_tests: int) -> bool:
    fresh = rows & ~covered
    if fresh.sum() < max(least, rows.sum() / 2):
        return False
    own, rest = losses[fresh], losses[~covered]
    sums, others = total(own), total(rest)
    effect = distance(sums, others, float(losses.std()))
    return bool(effect >= LEAST_EFFECT) and bool(tested(sums, others)[1] * n_tests <= ALPHA)


def _slice(held: Held, losses: Array, tried: _Candidates, i: int, p: float) -> Slice:
    inside = tried.rows(i)
    labels = tuple(c.said(first, last) for c, (first, last) in zip(tried.cuts, tried.spans[i], strict=True))
    more: dict[str, float] = {}
    if held.problem == "regression":
        more["bias"] = float((held.answers[inside, 0] - held.y[inside]).mean())
    else:
        wrong = held.named != held.y
        more |= {"wrong": float(wrong[inside].mean()), "wrong_rest": float(wrong[~inside].mean())}
    return Slice(
        columns=tuple(c.column for c in tried.cuts),
        labels=labels,
        n_rows=int(inside.sum()),
        value=float(losses[inside].mean()),
        rest=float(losses[~inside].mean()),
        effect=float(tried.effect[i]),
        p=p,
        **more,
    )


__all__ = ["ALPHA", "LEAST_EFFECT", "error_slices"]
