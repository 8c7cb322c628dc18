"""Lesson 1: a suspect is a parameter, a clue is data, and the suspect who explains the clues best is the MLE."""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.detective import case, line_up, room, thousand, words

here = stage.open_lesson("detective")
here.play({"case": case.scene, "thousand": thousand.scene, "line-up": line_up.scene}, room.PICTURES)
if not here.presenting:
    with here.words:
        words.idea()
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
