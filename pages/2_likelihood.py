"""Lesson 2: the data stay fixed, the parameter varies."""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.likelihood import curve, room, words

here = stage.open_lesson("likelihood")
if not here.presenting:
    with here.words:
        words.idea()
here.play({"curve": curve.scene}, room.PICTURES)
if not here.presenting:
    with here.words:
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
