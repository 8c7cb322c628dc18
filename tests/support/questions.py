"""Questions that stand in for the course's own, so that tests know what is asked and what is right."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

from core.data.coins import TEN_FLIPS
from core.likelihood.counts import Counts
from pages._kit import course, questions
from pages._kit.questions.question import Asked, Misconception, Option, Question

EVEN_OUT: Final = Misconception("The stand-in of errors", "Flips are taken for debts.", "Nobody 1900, A stand-in")


def _sky() -> Asked:
    return Asked(
        "What is $1 + 1$?",
        (Option("One | two", EVEN_OUT), Option("Two"), Option("Three", EVEN_OUT)),
        right=1,
        why="Counting says so.",
        shows={"heads": "70", "tails": "30"},
    )


def _flips(counts: Counts = TEN_FLIPS.counts) -> Asked:
    return Asked(
        f"After {counts.heads:,} heads and {counts.tails:,} tails, are there more heads?",
        (Option("Yes"), Option("No", EVEN_OUT)),
        right=0 if counts.heads > counts.tails else 1,
        why="The larger count is larger.",
        shows={"heads": str(counts.heads), "tails": str(counts.tails)},
    )


def _four() -> Asked:
    return Asked("Which is last?", tuple(Option(text) for text in "abcd"), right=3, why="So says the alphabet.")


THREE: Final = (("sums", _sky), ("flips", _flips), ("last", _four))


def of(slug: str) -> tuple[Question, ...]:
    """Three questions of a lesson: of three options, of the learner's flips, and of four options."""
    return tuple(Question(f"{slug}.{name}", ask) for name, ask in THREE)


@contextmanager
def standing_in(*slugs: str) -> Iterator[Mapping[str, tuple[Question, ...]]]:
    """Within this context the lessons of these slugs have three questions each, and the others none."""
    asked = {slug: of(slug) for slug in slugs}
    named = {item.name: (course.lesson(slug), item) for slug, items in asked.items() for item in items}
    with (
        patch.object(questions, "of_lesson", lambda lesson: asked.get(lesson.slug, ())),
        patch.object(questions, "every", lambda: named),
    ):
        yield asked
