"""Lesson 8, the big picture: the order of the page."""

import streamlit as st

from pages._kit import stage
from pages.big_picture import calibration, far, fields, hmc, maps, size, table, waiting, words


def under_the_chart(here: stage.Stage, setup: fields.Setup) -> None:
    """Everything below the maps, in reading order."""
    words.ideas(setup.found)
    words.question(setup.found)
    words.summary(setup.found)
    table.scene(setup)
    calibration.scene(setup, here.look)
    far.scene(setup, here.look)
    size.scene(setup, here.look)
    hmc.scene(here.look)
    words.example(setup.found)
    words.closing()
    stage.neighbor_links(here)


here = stage.open_lesson("big-picture")
with here.controls:
    setup = fields.fields()
    fields.about(setup.settings)
    progress = st.container()  # under all fields, so that nothing moves when the bar goes
with here.hero:
    maps.scene(setup, here.look)
if not here.presenting:
    under_the_chart(here, setup)
with progress:
    waiting.follow(setup.wanted)
