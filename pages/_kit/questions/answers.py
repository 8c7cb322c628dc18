"""The options of a question whose right one is computed."""

from pages._kit.questions.question import Misconception, Option


def options(right: int, *answers: tuple[str, Misconception]) -> tuple[Option, ...]:
    """The options with their texts; each but the right one has the misconception of those who are sure of it."""
    return tuple(
        Option(text, None if place == right else misconception) for place, (text, misconception) in enumerate(answers)
    )
