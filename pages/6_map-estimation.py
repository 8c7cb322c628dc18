"""Lesson 6. Where do the data and the prior agree to meet?"""

from pages._kit import stage
from pages._kit.forecasts import asking
from pages.map_estimation import coin, converter, logit, race, room, weights, words

here = stage.open_lesson("map-estimation")
here.play(
    {
        "coin": coin.scene,
        "weights": weights.scene,
        "converter": converter.scene,
        "race": race.scene,
        "logit": logit.scene,
    },
    room.PICTURES,
)
if not here.presenting:
    with here.words:
        words.ideas()
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
