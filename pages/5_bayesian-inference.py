"""Lesson 5: a belief about theta before the flips becomes a belief after them."""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.bayesian_inference import coverage, fair, families, flips, priors, room, update, words

here = stage.open_lesson("bayesian-inference")
here.play(
    {
        "update": update.scene,
        "flips": flips.scene,
        "priors": priors.scene,
        "families": families.scene,
        "coverage": coverage.scene,
        "fair": fair.scene,
    },
    room.PICTURES,
)
if not here.presenting:
    with here.words:
        words.idea()
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
