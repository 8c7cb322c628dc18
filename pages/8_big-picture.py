"""Lesson 8. One best answer, or all of them?"""

from pages._kit import stage
from pages._kit.forecasts import asking, yours
from pages.big_picture import calibration, far, fields, hmc, maps, size, table, words

here = stage.open_lesson("big-picture")
here.play(
    {
        "maps": maps.scene,
        "table": table.scene,
        "calibration": calibration.scene,
        "far": far.scene,
        "size": size.scene,
        "hmc": hmc.scene,
    }
)
if not here.presenting:
    found = fields.found_in(here.scene)
    with here.words:
        if here.scene.slug == "calibration":
            yours.in_full()
        words.ideas(found)
        asking.predict_first(here.lesson)
    with here.closing:
        words.closing()
