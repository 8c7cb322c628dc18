"""Lesson 7. What does each regularizer believe?"""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.regularization import choice, fit, kind, others, paths, room, size, words

here = stage.open_lesson("regularization")
here.play(
    {
        "fit": fit.scene,
        "kind": kind.scene,
        "paths": paths.scene,
        "choice": choice.scene,
        "size": size.scene,
        "others": others.scene,
    },
    room.PICTURES,
)
if not here.presenting:
    with here.words:
        words.ideas()
        asking.predict_first(here.lesson)
        words.zoo()
    with here.closing:
        words.closing()
