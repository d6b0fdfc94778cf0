"""The leaderboard: why the winner won, who votes in the team, every candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui import formats
from app.ui.in_notation import in_notation
from app.ui.text import esc, in_words
from app.ui.theme import CATEGORIES
from automl.record import BuildRecord, CandidateRecord

MOST_VOTERS = 6


@dataclass(frozen=True, slots=True)
class Voter:
    """A part of the team with its weight (0..1)."""

    name: str
    detail: str
    weight: float


def team(record: BuildRecord) -> tuple[CandidateRecord, ...]:
    """The candidates with a weight, heaviest first."""
    return tuple(sorted((c for c in record.candidates if c.weight), key=lambda c: (-c.weight, c.index)))


def voters(record: BuildRecord, most: int = MOST_VOTERS) -> tuple[Voter, ...]:
    """The heaviest members of the team; those beyond `most` vote together."""
    members = team(record)
    shown, rest = members[:most], members[most:]
    if rest:
        shown, rest = members[: most - 1], members[most - 1 :]
    found = [Voter(c.algorithm_title, f"{c.strategy_title}, {in_notation(c.settings_text)}", c.weight) for c in shown]
    if rest:
        found.append(Voter(f"{in_words(len(rest)).capitalize()} more", "", sum(c.weight for c in rest)))
    return tuple(found)


def why(record: BuildRecord, *, higher: bool) -> tuple[str, str]:
    """Why the winner won: a headline and a sentence, from what was measured."""
    members, scored = team(record), [c for c in record.candidates if c.score is not None]
    if not scored:
        return "One model answers.", ""
    best = (max if higher else min)(scored, key=lambda c: c.score or 0.0)
    named = f"{best.algorithm_title} after {best.strategy_title.lower()}"
    single = (
        f"The best single one, {named}, has {record.score.title} {formats.score(best.score, 4)} in cross-validation."
    )
    if len(members) == 1:
        return f"{members[0].algorithm_title} answers alone.", f"{_why_alone(len(scored))} {single}"
    count = in_words(len(members)).capitalize()
    return (
        f"{count} models answer together.",
        f"Their answers are averaged with these weights, chosen on rows that none of them had learnt from. {single}",
    )


def _why_alone(n_scored: int) -> str:
    if n_scored == 1:
        return "It is the only candidate that the build could finish."
    return "Joining it with others made the answer no better."


def votes_html(found: Sequence[Voter]) -> str:
    """A bar cut into the weights, and the names below it."""
    colors = [f"light-dark({light},{dark})" for light, dark in zip(*CATEGORIES, strict=True)]
    bar = "".join(
        f'<i style="width:{100 * v.weight:.2f}%;background:{colors[i % len(colors)]}"></i>' for i, v in enumerate(found)
    )
    rows = "".join(
        f'<li><i style="background:{colors[i % len(colors)]}"></i>'
        f"<span>{esc(v.name)} <small>{esc(v.detail)}</small></span><b>{formats.percent(v.weight, 0)}</b></li>"
        for i, v in enumerate(found)
    )
    return f'<div class="votes"><div class="vote-bar" aria-hidden="true">{bar}</div><ul>{rows}</ul></div>'
