"""What is out of reach for now: the database or the place of the files. Whoever can wait tries again."""

from __future__ import annotations

from datasets.errors import EaselError


class AwayError(EaselError):
    """It was there and will be there again; nothing was lost and nothing is known to be written."""
