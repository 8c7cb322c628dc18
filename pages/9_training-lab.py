"""Lesson 9, the training lab: the order of the page."""

import streamlit as st

from core.memory import importing_torch
from pages._kit import prose, stage
from pages.training_lab import fields, playing, runs

here = stage.open_lesson("training-lab", busy=runs.playing())
if here.arrived:
    runs.pause()  # after a visit to another page the run is at rest
with here.hero:
    bar_place = playing.place_bar()
setup = fields.fields(here.controls)
with st.spinner("Starting torch"), importing_torch():
    from pages.training_lab import words
    from pages.training_lab.export import exports
    from pages.training_lab.lab import View

    run = runs.current(setup.config, setup.split, setup.data, setup.name)

slot = None
if not here.presenting:
    # One container: at each redraw of a chart the browser goes through all its siblings and those of its parents.
    with st.container(key="lab_words"):
        exports(run)
        words.ideas()
        words.question()
        slot = prose.worked_example(
            "Runs as it stands, with NumPy alone; it ends in the figures of the step that it names."
        )
        words.closing()
        stage.neighbor_links(here)


def at_rest() -> None:
    """Draw the script of the worked example, which is not redrawn while the run plays."""
    if slot:
        slot.code(words.example(run), language="python", wrap_lines=True)


with here.hero:
    playing.live(View(here, run, runs.pinned()), run, setup.per_second, at_rest, bar_place)
