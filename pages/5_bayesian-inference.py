"""Lesson 5: a belief about theta before the flips becomes a belief after them."""

from pages._kit import stage
from pages._kit.drawing import how_to_read
from pages.bayesian_inference import families, flips, priors, update, words

here = stage.open_lesson("bayesian-inference")
if here.presenting:
    update.follow_coin(here, None)
else:
    # First the layout, in reading order; then the fragments, which fill the places that depend on controls.
    words.idea()
    walk = flips.places()
    priors.several_priors(here.look)
    families.other_data(here.look)
    words.question()
    examples = words.examples()
    words.closing()
    stage.neighbor_links(here)
    update.follow_coin(here, update.Below(walk, *examples))
    with here.hero:
        how_to_read(update.READ)
    flips.play_on()
