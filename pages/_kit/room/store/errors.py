"""The two ways in which the store says no; the text of each is one sentence for the person who asked."""

from typing import Final

AWAY: Final = "The room does not answer at the moment. The lessons go on, and this page tries again by itself."


class RefusedError(ValueError):
    """What was asked is not allowed, and nothing was changed."""


class AwayError(RuntimeError):
    """The database does not answer, and nothing is known to have changed."""

    def __init__(self, text: str = AWAY) -> None:
        super().__init__(text)
