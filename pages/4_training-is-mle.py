"""Lesson 4: a gradient step on the loss is a step up the likelihood."""

from pages._kit import stage
from pages.training_is_mle import climb, next_word, slow_motion, words

here = stage.open_lesson("training-is-mle")
if here.presenting:
    climb.follow_coin(here, None)
else:
    # First the layout, in reading order; then the fragments, which fill the places that depend on controls.
    model = next_word.places()
    step = slow_motion.place()
    words.idea()
    words.question()
    coin_script, model_script = words.examples()
    words.closing()
    stage.neighbor_links(here)
    climb.follow_coin(here, coin_script)
    next_word.language_model(model, step, model_script)
climb.play_on()
next_word.play_on()
slow_motion.play_on()
