"""A question of the course: its options, the misconception behind each wrong one, and the one that is right."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from core.likelihood.counts import Counts


@dataclass(frozen=True)
class Misconception:
    """A wrong belief that people are known, or likely, to hold.

    Attributes
    ----------
    name : str
        What it is called.
    text : str
        One sentence: what is wrong about it.
    source : str
        Who described it: authors, year, title. Where no such work is known, one that states what is right, after
        "against: ".
    """

    name: str
    text: str
    source: str

    @property
    def told(self) -> str:
        """What is wrong and where to read on, for somebody who holds it."""
        right = self.source.removeprefix("against: ")
        return f"{self.text} " + (f"Read on: {right}." if right != self.source else f"Described by {self.source}.")


@dataclass(frozen=True)
class Option:
    """One answer, and the misconception of those who are sure of it although it is wrong."""

    text: str
    misconception: Misconception | None = None


@dataclass(frozen=True)
class Asked:
    """A question with its numbers.

    Attributes
    ----------
    stem : str
        The question, in Markdown.
    options : tuple of Option
        Two to four answers.
    right : int
        The place of the right one among them, computed by core.
    why : str
        One or two sentences: why it is right. They are true for these numbers.
    shows : mapping
        Keys of the address, with ``scene`` unless it is the first, that put the lesson into a state that shows it.
    """

    stem: str
    options: tuple[Option, ...]
    right: int
    why: str
    shows: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 2 <= len(self.options) <= 4 or not 0 <= self.right < len(self.options):
            raise ValueError(f"a question has two to four options, one of them right: {self.stem!r}")


@dataclass(frozen=True)
class Question:
    """A question of a lesson.

    Attributes
    ----------
    name : str
        Unique in the course. It stays, for learners keep their answers under it.
    ask : callable
        Returns the question for the numbers behind it, which are its keyword arguments, all with defaults. A question
        about the learner's own flips has one named ``counts``, and answers for any counts.
    """

    name: str
    ask: Callable[..., Asked]

    @property
    def varies(self) -> bool:
        """Whether the question is about the learner's own flips."""
        return "counts" in inspect.signature(self.ask).parameters

    def asked(self, counts: Counts | None = None) -> Asked:
        """The question for these flips, which most questions do not need, or for its own numbers."""
        return _asked(self, counts if self.varies else None)


@lru_cache(maxsize=512)
def _asked(question: Question, counts: Counts | None) -> Asked:
    return question.ask() if counts is None else question.ask(counts=counts)
