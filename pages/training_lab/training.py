"""The scene "lab" of lesson 9: its fields, and the run that plays. Torch is imported when the scene is first open."""

import streamlit as st

from core.memory import importing_torch
from pages._kit import prose, way
from pages._kit.forecasts import asking
from pages._kit.stage import Stage
from pages.training_lab import fields, notebook, playing, runs


def scene(here: Stage) -> None:
    """Draw the fields, the run, and the lesson's words under it."""
    if here.arrived:
        runs.pause()  # after a visit to another page the run is at rest
    setup = fields.fields(here.controls)
    with st.spinner("Starting torch"), importing_torch():
        from pages.training_lab import words
        from pages.training_lab.export import exports
        from pages.training_lab.lab import View

        run = runs.current(setup.config, setup.split, setup.data, setup.name)
    bar_place = playing.place_bar(here.strip, run)

    def at_rest() -> None:
        """Draw the worked example, which is not redrawn while the run plays."""
        if not here.presenting:
            with here.example:
                prose.worked_example(
                    "Runs as it stands, with NumPy alone; it ends in the figures of the step that it names.",
                    lambda: words.example(run),
                    notebook=notebook.OBJECTIVE,
                )

    if not here.presenting:
        with here.words:
            if not way.on_paper():
                exports(run)
            words.ideas()
            asking.predict_first(here.lesson)
        with here.closing:
            words.closing()
    with here.hero:
        playing.live(View(here, run, runs.pinned()), run, setup.seconds, at_rest, bar_place)
