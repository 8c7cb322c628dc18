"""A forecast as it is kept: the question, the learner's probabilities, and the flips that the question was about.

What came true is not kept: core computes it again from the question.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.forecasts.score import Answer, checked
from core.likelihood.counts import Counts
from pages._kit import questions
from pages._kit.course import Lesson
from pages._kit.questions.question import Asked

FORMAT: Final = "learning-is-inference-forecasts"
VERSION: Final = 1
MOST_CHARACTERS: Final = 100_000
NO_FILE: Final = "This is no file of forecasts from this course. Choose one that you saved here under “Your forecasts”."


@dataclass(frozen=True)
class Forecast:
    """A committed forecast.

    Attributes
    ----------
    question : str
        Name of the question.
    probabilities : tuple of float
        One for each of its options; they sum to 1.
    counts : Counts, optional
        The flips that it was about; None for a question that has its own numbers.

    Raises
    ------
    ValueError
        If there is no such question, or it has another number of options, or the probabilities do not sum to 1.
    """

    question: str
    probabilities: tuple[float, ...]
    counts: Counts | None = None

    def __post_init__(self) -> None:
        if self.question not in questions.every():
            raise ValueError(f"there is no question {self.question!r}")
        if len(checked(self.probabilities)) != len(self.asked.options):
            raise ValueError(f"{self.question} has {len(self.asked.options)} options")

    @property
    def lesson(self) -> Lesson:
        """The lesson of the question."""
        return questions.every()[self.question][0]

    @property
    def asked(self) -> Asked:
        """The question as it was asked."""
        return questions.every()[self.question][1].asked(self.counts)

    @property
    def answer(self) -> Answer:
        """The probabilities, and what came true."""
        return Answer(self.probabilities, self.asked.right)


def to_text(forecasts: Sequence[Forecast], *, indent: int | None = None) -> str:
    """The forecasts as JSON: what the browser keeps, and, with an indent, what the learner takes along."""
    rows = [
        {"question": each.question, "probabilities": list(each.probabilities)}
        | ({"heads": each.counts.heads, "tails": each.counts.tails} if each.counts else {})
        for each in forecasts
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "forecasts": rows}, indent=indent)


def from_text(text: str) -> tuple[list[Forecast], int]:
    """The forecasts in a text, in order, and how many rows are left out: unknown, damaged or repeated.

    Raises
    ------
    ValueError
        If the text is not one of :func:`to_text`; with a sentence for the learner.
    """
    try:
        found = json.loads(text) if len(text) <= MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        found = None
    rows = found.get("forecasts") if isinstance(found, dict) and found.get("format") == FORMAT else None
    if not isinstance(rows, list):
        raise ValueError(NO_FILE)
    taken: dict[str, Forecast] = {}
    for row in rows:
        forecast = _forecast(row)
        if forecast:
            taken.setdefault(forecast.question, forecast)
    return list(taken.values()), len(rows) - len(taken)


def _forecast(row: Any) -> Forecast | None:
    try:
        counts = Counts(row["heads"], row["tails"]) if "heads" in row else None
        return Forecast(row["question"], tuple(map(float, row["probabilities"])), counts)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
