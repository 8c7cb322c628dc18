"""Lesson 9: the training lab. What moves the weights: the data or the prior?"""

import streamlit as st

from core.memory import importing_torch
from pages._kit import prose, runs, stage
from pages._parts import lab_setup


def compare() -> None:
    """Pin the run, or forget the pinned one."""
    pinned = runs.pinned()
    if pinned is None:
        st.button(
            "Pin this run", key="pin", icon=":material/keep:", on_click=runs.pin,
            help="Its curves and its boundary stay in gray while you train the next one.",
        )  # fmt: skip
    else:
        st.button(f"Unpin {pinned.name}", key="unpin", icon=":material/keep_off:", on_click=runs.unpin)


def bar(arrived: bool) -> None:
    """What starts and stops the run; whoever comes back finds it at rest."""
    if arrived:
        runs.pause()
    with st.container(key="lab_bar", horizontal=True, vertical_alignment="center", gap="small"):
        runs.transport()
        compare()


here = stage.open_lesson("training-lab", first=bar)
setup = lab_setup.fields(here.controls)
with st.spinner("Starting torch"), importing_torch():
    from pages._parts import lab_words
    from pages._parts.lab_export import exports
    from pages._parts.lab_view import View

    run = runs.current(setup.config, setup.split, setup.data, setup.name)

with here.hero:
    view = View(here, run, runs.pinned())
    runs.live(view, run, setup.per_second)
if not here.presenting:
    exports(run)
    lab_words.words()
    lab_words.question()
    prose.worked_example(
        "Runs as it stands, with NumPy alone; it ends in the figures of this page.", lab_words.example(run)
    )
    lab_words.closing()
    stage.way_on(here)
