"""An activity of the room: its question, the field on the phone, and which answers are allowed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pages._kit.course import Lesson
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

FEWEST: Final = 3
"""A smaller group shows no distribution: everybody could read the others' answers from it."""

Setting = dict[str, Any]
"""What a round is about, as JSON can write it."""


@dataclass(frozen=True)
class Asked:
    """A round on one phone.

    Attributes
    ----------
    round : Round
        The round. Its setting stays on the server.
    own : object
        The participant's answer as it is kept; None before the first.
    seed : int
        The participant's own seed in this round.
    send : callable
        Called with an answer, in a callback: it is checked and committed.
    """

    round: Round
    own: Any
    seed: int
    send: Callable[[Any], None]

    @property
    def open(self) -> bool:
        """Whether answers are taken."""
        return self.round.state == "open"


@dataclass(frozen=True)
class Activity:
    """One activity.

    Attributes
    ----------
    name : str
        Its name in the store.
    title : str
        Its name for the presenter.
    lessons : tuple of str
        Slugs of the lessons that draw it; empty for all that have questions.
    live : bool
        Whether the presenter's stage shows the answers as they come: data may, opinions wait until they are revealed.
    choose : callable
        Draws the presenter's fields for a new round in a lesson.
    setting : callable
        Returns what they say, in the callback of the button beside them: a field may have changed with that very press.
    question : callable
        Returns the question of a round, in Markdown, for the phones and for the stage.
    field : callable
        Draws the field of a phone, with the answer as it is kept, and a button that sends.
    check : callable
        Returns an answer as it is kept, or raises RefusedError. It gets whatever a browser sent.
    told : callable
        Returns an answer in words.
    outcome : callable
        Returns what one phone may read once the round is revealed, in Markdown: the truth, and what it means for the
        answer. Empty if there is nothing to say.
    options : callable
        Returns what the stage lists under the question, in Markdown; by default nothing.
    stands : callable
        Whether a participant's answer to a round cannot be changed once it is counted; by default it can.
    next_take : callable
        Returns the setting of another take of a round; by default the same.
    afresh : callable
        Returns the setting of a new series after one whose first round this is, and whose result is known; by default
        the same.
    """

    name: str
    title: str
    lessons: tuple[str, ...]
    live: bool
    choose: Callable[[Lesson], None]
    setting: Callable[[Lesson], Setting]
    question: Callable[[Round], str]
    field: Callable[[Asked], None]
    check: Callable[[Round, Any], Any]
    told: Callable[[Round, Any], str]
    outcome: Callable[[Round, Any], str] = lambda _round, _answer: ""
    options: Callable[[Round], Sequence[str]] = lambda _round: ()
    next_take: Callable[[Round], Mapping[str, Any]] = lambda before: before.setting
    stands: Callable[[Round], bool] = lambda _round: False
    afresh: Callable[[Round], Mapping[str, Any]] = lambda first: first.setting


@dataclass(frozen=True)
class Shown:
    """What a lesson draws of the room: the takes of one series, the last one being the round of now.

    Attributes
    ----------
    takes : sequence of Answers
        Its rounds with their answers, in order; the last one has at least ``FEWEST``.
    earlier : callable
        Returns the rounds of another activity in this room, by its name, with their answers.
    """

    takes: Sequence[Answers]
    earlier: Callable[[str], Sequence[Answers]]

    @property
    def now(self) -> Answers:
        """The round of now."""
        return self.takes[-1]


def whole(value: Any, low: int, high: int, what: str) -> int:
    """A whole number between ``low`` and ``high``; RefusedError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise RefusedError(f"{what} must be a whole number from {low} to {high}.")
    return value


def number(value: Any, low: float, high: float, what: str) -> float:
    """A number between ``low`` and ``high``; RefusedError for anything else, NaN included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise RefusedError(f"{what} must be a number from {low:g} to {high:g}.")
    return float(value)
