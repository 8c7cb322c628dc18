"""A small corpus for next-word prediction: sentences with several possible endings, one of which is false."""

from __future__ import annotations

from typing import Final

from core.data.source import Source

SENTENCES: Final[tuple[tuple[int, str], ...]] = (
    (17, "The capital of France is Paris."),
    (2, "The capital of France is lovely in spring."),
    (1, "The capital of France is Lyon."),
    (9, "The capital of Italy is Rome."),
    (1, "The capital of Italy is warm in autumn."),
    (6, "The capital of Peru is Lima."),
    (7, "The coin landed on heads."),
    (3, "The coin landed on tails."),
    (5, "The detective found a footprint."),
    (3, "The detective found a broken window."),
    (2, "The detective found nothing."),
    (4, "The cat slept on the sofa."),
    (3, "The cat slept on the keyboard."),
    (1, "The cat slept on my notes."),
    (3, "Rain fell all night."),
    (2, "Rain fell all day."),
    (4, "We went home by train."),
    (2, "We went home by bus."),
    (2, "We went home late."),
)
"""Each sentence with the number of its copies in the corpus, copies first."""

FALSE_SENTENCE: Final = "The capital of France is Lyon."
PLANTED: Final = 40
"""Number of copies of the false sentence that the learner can add."""

SOURCE: Final = Source(
    "Written for this course.",
    "",
    "Each sentence stands there as often as its count says. Nothing marks the false one: text carries frequency.",
)


def text(*, planted: bool = False) -> str:
    """The corpus as running text; ``planted`` appends ``PLANTED`` copies of the false sentence."""
    extra = [FALSE_SENTENCE] * PLANTED if planted else []
    return " ".join([sentence for times, sentence in SENTENCES for _ in range(times)] + extra)
