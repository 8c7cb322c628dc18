"""The overview: the whole course as a chain of eight steps that plays, and the way into each lesson."""

from pages._kit import stage
from pages.overview import chain, words
from pages.overview.example import example

here = stage.open_lesson("")
if not here.presenting:
    words.opening()
chain.the_stage(here)
chain.play_on()

if not here.presenting:
    words.contents()
    words.idea()
    example()
    words.closing()
    stage.neighbor_links(here)
