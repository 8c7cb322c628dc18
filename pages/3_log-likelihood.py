"""Lesson 3. Why do we add logs instead of multiplying probabilities?"""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.log_likelihood import losses, room, underflow, words
from pages.log_likelihood import sum as sum_of_logs

here = stage.open_lesson("log-likelihood")
here.play({"sum": sum_of_logs.scene, "underflow": underflow.scene, "losses": losses.scene}, room.PICTURES)
if not here.presenting:
    with here.words:
        words.idea()
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
