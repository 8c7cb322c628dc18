"""The overview: the whole course as a chain of eight steps that plays, and the way into each lesson."""

from pages._kit import stage
from pages._kit.forecasts import yours
from pages.overview import chain, words
from pages.overview.example import example

here = stage.open_lesson("")
here.play({"chain": chain.scene})
chain.play_on()
if not here.presenting:
    with here.words:
        words.opening()
        yours.line()
        words.contents()
        words.idea()
    with here.example:
        example()
    with here.closing:
        words.closing()
