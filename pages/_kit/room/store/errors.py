"""The two ways in which the store says no; the text of each is one sentence for the person who asked."""

from typing import Final

AWAY: Final = "The room’s database does not answer. The lessons go on, and this page tries again by itself."
NOT_DONE: Final = "The room’s database does not answer. Try again in a few seconds if nothing has changed."


class RefusedError(ValueError):
    """What was asked is not allowed, and nothing was changed."""


class AwayError(RuntimeError):
    """The database does not answer, and nothing is known to have changed."""

    def __init__(self, text: str = AWAY) -> None:
        super().__init__(text)


def after_press(problem: AwayError | RefusedError) -> str:
    """The sentence for somebody who pressed a button: a page asks again by itself, but presses no button."""
    return NOT_DONE if str(problem) == AWAY else str(problem)
