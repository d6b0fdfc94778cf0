"""What an analyst does on Predict where a file was refused: the remedies of the error in the words of the page."""

from __future__ import annotations

from datasets.errors import InputError

AGAIN = "Choose the file again: before its rows are predicted, the page says what does not fit and asks what to do."
WAYS = {
    "on_error": 'Choose the file again and press "Count as not known" or "Leave their rows out".',
    "allow_missing": AGAIN,
    "decimal": AGAIN,
    "like_input": "Save the file as UTF-8 and choose it again.",
}


def on_predict(error: InputError) -> InputError:
    """The error with what to do about it on Predict; the same one where no argument mends it."""
    ways = dict.fromkeys(WAYS[name] for name in error.remedies if name in WAYS)
    return InputError(" ".join((str(error), *ways))) if ways else error


__all__ = ["WAYS", "on_predict"]
