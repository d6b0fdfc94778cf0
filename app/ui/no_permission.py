"""What somebody sees whose role does not allow a page: why, what they may do instead, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable

from app.people.roles import Role, refusal
from app.ui import parts, state
from app.ui.text import esc


def draw(what: str, least: Role, actions: Callable[[], None] | None = None) -> None:
    """A card in the place of the page; `what` says in words what the page is for, `actions` draws the ways on."""
    with parts.card("no_permission"):
        parts.draw(
            f'<div class="empty no-permission" role="status">{parts.icon_html("lock", "accent")}'
            f"<h2>{esc(what)} is not for your role here</h2><p>{esc(refusal(state.who(), least))}</p></div>"
        )
        with parts.row("no_permission"):
            if actions is None:
                state.link("models", "See the models", icon="arrow_forward")
            else:
                actions()


def ways_on(model_id: str) -> None:
    """What everybody may do with a model."""
    state.link("analyze", "See what drives it", icon="insights", model=model_id)
    state.link("predict", "Predict with it", icon="arrow_forward", model=model_id)


__all__ = ["draw", "ways_on"]
