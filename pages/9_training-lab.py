"""Lesson 9: the training lab. What moves the weights: the data or the prior?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.memory import importing_torch
from pages._kit import parts, prose, runs, stage
from pages._parts import lab_setup

here = stage.open_lesson("training-lab")
if here.arrived:
    runs.pause()  # whoever comes back finds it at rest
with st.spinner("Starting torch"), importing_torch():
    from pages._parts import lab_words
    from pages._parts.lab_export import exports
    from pages._parts.lab_view import View


def lab(setup: lab_setup.Setup, files: DeltaGenerator | None, example: DeltaGenerator | None) -> None:
    """The run of these settings: its picture, and what can be taken of it."""
    run = runs.current(setup.config, setup.split, setup.data, setup.name)

    def at_rest() -> None:
        """What is written anew when the run stands, and not while it plays."""
        if example:
            example.code(lab_words.example(run), language="python", wrap_lines=True)

    runs.live(View(here, run, runs.pinned()), run, setup.per_second, here.hero, at_rest)
    if files:
        with files:
            exports(run)


files = example = None
if not here.presenting:
    files = st.container()
    lab_words.words()
    lab_words.question()
    example = prose.worked_example("Runs as it stands, with NumPy alone; it ends in the figures of this page.")
    lab_words.closing()
    stage.way_on(here)
parts.follow_fields(
    lambda: lab_setup.fields(here.controls), lambda setup: lab(setup, files, example), lambda _: runs.playing()
)
