"""What an expert would say of the overview's picture, and the chain in rows."""

from pages._kit import course
from pages._kit.reading import Reading
from pages.overview.charts.steps import STEPS, Role
from pages.overview.words import WORDS

SPEAKS: dict[Role, str] = {"data": "the data", "belief": "belief", "both": "both"}


def of_step(step: int) -> Reading:
    """The reading of the chain and of the picture of this step."""
    link, words = STEPS[step - 1], WORDS[step - 1]
    return Reading(
        [
            f"The chain has {len(STEPS)} steps; step {step}, {link.name}, is lit: {SPEAKS[link.role]} "
            f"{'speak' if link.role != 'belief' else 'speaks'} there.",
            f"The picture: {words.alt}{'' if words.alt.endswith('.') else '.'}",
            words.sentence,
        ],
        {
            "Step": [str(number) for number in range(1, len(STEPS) + 1)],
            "Name": [each.name for each in STEPS],
            "What speaks": [SPEAKS[each.role] for each in STEPS],
            "Lesson": [f"{course.lesson(each.slug).number}, {course.lesson(each.slug).name}" for each in STEPS],
            "Now": ["lit" if number == step else "" for number in range(1, len(STEPS) + 1)],
        },
    )
