"""The branches of trees as questions with two answers, in the numbers of what can be told apart.

Only the thresholds tell values of a feature apart, so a value becomes a code: how many thresholds of its feature lie
below it, from 0 to their number n; n + 1 stands for a missing value. A question then asks whether a code lies in one of
some ranges. The export writes a branch over a set of categories as several comparisons that share their children
(automl/graph/set_splits.py); here they are one question again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.quickscorer.ensemble import Ensemble, Flags, Ints, UnsupportedTreesError

MOST_CODES = 65_535


@dataclass(frozen=True)
class Codes:
    """Features that trees read, in columns: column j is feature columns[j], its thresholds, rising, are
    cuts[starts[j]:starts[j + 1]]. `column`, `first` and `code` (v,) are of every node: the values that go left have the
    codes from `first`, which is 0 but where equality is asked, to `code`. `missing` (v,) is the code of a missing value
    of the node's feature."""

    columns: Ints
    cuts: npt.NDArray[np.float64]
    starts: Ints
    column: Ints
    first: Ints
    code: Ints
    missing: Ints


def codes_of(trees: Ensemble) -> Codes:
    """Raises UnsupportedTreesError where a feature has more thresholds than codes."""
    branch = np.flatnonzero(~trees.leaf & ~trees.always_left)
    below = branch[trees.equal[branch]]  # to be told from the value itself, whatever lies below it needs a code, too
    feature = np.concatenate([trees.feature[branch], trees.feature[below]])
    cut_at = np.concatenate([trees.threshold[branch], np.nextafter(trees.threshold[below], -np.inf)])
    order = np.lexsort((cut_at, feature))
    new_feature = np.diff(feature[order], prepend=-1) != 0
    new_cut = new_feature | (cut_at[order] != np.roll(cut_at[order], 1))
    cut = np.cumsum(new_cut) - 1
    starts = np.append(cut[new_feature], cut[-1] + 1 if len(cut) else 0)
    if len(starts) > 1 and np.diff(starts).max() + 2 > MOST_CODES:
        raise UnsupportedTreesError(f"a feature with more than {MOST_CODES:,} thresholds")
    columns, place = np.empty_like(feature), np.empty_like(feature)
    columns[order] = np.cumsum(new_feature) - 1
    place[order] = cut - starts[columns[order]]
    column, first = np.zeros_like(trees.feature), np.zeros_like(trees.feature)
    code = np.full_like(trees.feature, MOST_CODES)
    column[branch], code[branch] = columns[: len(branch)], place[: len(branch)]
    first[below] = code[below]
    counts = np.append(np.diff(starts), 0)  # a table of leaves has no column
    return Codes(feature[order][new_feature], cut_at[order][new_cut], starts, column, first, code, counts[column] + 1)


@dataclass(frozen=True)
class Questions:
    """The trees as questions: of node i the next is yes[i] or no[i], both i for a leaf. A question is asked by its
    node and, where `joined`, by further nodes of the same feature behind it, or for one value."""

    roots: Ints
    yes: Ints
    no: Ints
    joined: Flags


def questions_of(trees: Ensemble) -> Questions:
    """The questions of trees, each joined from as many branches as have two ways out in all."""
    passed = trees.always_left
    at = np.where(passed, trees.left, np.arange(len(trees.left)))
    while not np.array_equal(at, further := at[at]):
        at = further
    yes, no = at[trees.left], at[trees.right]
    branch = ~trees.leaf & ~passed
    n_parents = np.bincount(np.concatenate([yes[branch], no[branch]]), minlength=len(yes))
    inner = branch & (n_parents == 1)
    joined = branch & trees.equal
    while True:
        same_yes = branch & inner[yes] & (trees.feature[yes] == trees.feature)
        same_no = branch & inner[no] & (trees.feature[no] == trees.feature)
        over_yes = same_yes & ((yes[yes] == no) | (no[yes] == no))
        over_no = same_no & ((yes[no] == yes) | (no[no] == yes))
        both = (yes[yes] == yes[no]) & (no[yes] == no[no]) | (yes[yes] == no[no]) & (no[yes] == yes[no])
        over_yes |= same_yes & same_no & both
        if not np.any(over_yes | over_no):
            return Questions(at[trees.roots], yes, no, joined)
        through = np.where(over_yes, yes, np.where(over_no, no, np.arange(len(yes))))
        joined |= over_yes | over_no
        yes, no = yes[through], no[through]


def levels_of(trees: Ensemble, questions: Questions) -> Iterator[Ints]:
    """The nodes of all trees that are reached by so many questions, from none. A child that is shared comes several
    times, so UnsupportedTreesError is raised when they hold more nodes than there are."""
    level, n_seen = questions.roots, 0
    while len(level):
        n_seen += len(level)
        if n_seen > len(trees.leaf):
            raise UnsupportedTreesError("branches that share a child")
        yield level
        branch = level[~trees.leaf[level]]
        level = np.concatenate([questions.yes[branch], questions.no[branch]])


@dataclass(frozen=True)
class Ranges:
    """Of the nodes `node` (r,), the codes low to high are answered with no."""

    node: Ints
    low: Ints
    high: Ints


def ranges_of(trees: Ensemble, codes: Codes, questions: Questions, asked: Ints) -> Ranges:
    """The codes of the questions `asked` (node numbers) that are answered with no."""
    joined = questions.joined[asked]
    plain, several = asked[~joined], _joined_ranges(trees, codes, questions, asked[joined])
    return Ranges(
        np.concatenate([plain, several.node]),
        np.concatenate([codes.code[plain] + 1, several.low]),
        np.concatenate([codes.missing[plain] - trees.missing_left[plain], several.high]),
    )


def _joined_ranges(trees: Ensemble, codes: Codes, questions: Questions, asked: Ints) -> Ranges:
    """Between the thresholds that one question compares with all codes are alike, so one of them is asked."""
    owner, high = _ends(trees, codes, questions, asked)
    at, missing = owner, high == codes.missing[owner]
    while np.any(inside := (at != questions.yes[owner]) & (at != questions.no[owner])):
        left = np.where(missing, trees.missing_left[at], (high >= codes.first[at]) & (high <= codes.code[at]))
        at = np.where(inside, np.where(left, trees.left[at], trees.right[at]), at)
    new = np.diff(owner, prepend=-1) != 0
    low = np.where(new, 0, np.roll(high, 1) + 1)
    refused = at == questions.no[owner]
    first = refused & (new | ~np.roll(refused, 1))
    last = refused & ~(np.roll(refused, -1) & ~np.roll(new, -1))
    return Ranges(owner[first], low[first], high[last])


def _ends(trees: Ensemble, codes: Codes, questions: Questions, asked: Ints) -> tuple[Ints, Ints]:
    """The last code of every stretch without a threshold, by question; the missing value is the last stretch."""
    owner, at = asked, asked
    found = [(asked, codes.missing[asked] - 1), (asked, codes.missing[asked])]
    while len(at):
        compared = ~trees.always_left[at]
        found.append((owner[compared], codes.code[at[compared]]))
        equal = trees.equal[at] & (codes.code[at] > 0)
        found.append((owner[equal], codes.code[at[equal]] - 1))
        owner = np.concatenate([owner, owner[compared]])  # nothing goes right where everything goes left
        at = np.concatenate([trees.left[at], trees.right[at[compared]]])
        inside = (at != questions.yes[owner]) & (at != questions.no[owner]) & ~trees.leaf[at]
        owner, at = owner[inside], at[inside]
    owners, ends = (np.concatenate(part) for part in zip(*found, strict=True))
    both = np.unique(owners * (MOST_CODES + 1) + ends)
    return both // (MOST_CODES + 1), both % (MOST_CODES + 1)
