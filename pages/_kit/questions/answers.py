"""The options of a question whose right one is computed."""

import math
from collections.abc import Sequence

from pages._kit.questions.question import Misconception, Option


def options(right: int, *answers: tuple[str, Misconception]) -> tuple[Option, ...]:
    """The options with their texts; each but the right one has the misconception of those who are sure of it."""
    return tuple(
        Option(text, None if place == right else misconception) for place, (text, misconception) in enumerate(answers)
    )


def nearest(offered: Sequence[float], value: float) -> int:
    """The place of the number whose ratio to ``value`` is nearest to 1; all are positive."""
    return min(range(len(offered)), key=lambda place: abs(math.log(offered[place] / value)))
