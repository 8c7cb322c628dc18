"""Lesson 4: a gradient step on the loss is a step up the likelihood."""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.training_is_mle import climb, kl, next_word, slow_motion, words

here = stage.open_lesson("training-is-mle")
here.play({"climb": climb.scene, "next-word": next_word.scene, "slow-motion": slow_motion.scene, "kl": kl.scene})
if not here.presenting:
    with here.words:
        words.idea()
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
