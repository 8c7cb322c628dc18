"""Lesson 8: one classifier, six answers; what is lost when only the best one is kept."""

import streamlit as st

from pages._kit import stage
from pages.big_picture import fields as setup_fields
from pages.big_picture import hmc, waiting, words
from pages.big_picture import maps as view


def under_the_chart(here: stage.Stage, setup: setup_fields.Setup) -> None:
    """Everything below the maps, in reading order."""
    there = view.found(setup)
    words.ideas()
    words.question(there)
    st.subheader("MLE, MAP, full Bayesian: what each keeps and costs", anchor=False)
    words.summary(there)
    st.subheader("Six answers, side by side", anchor=False)
    view.score_table(setup)
    st.subheader("Does 80 % mean 80 %?", anchor=False)
    view.calibration(setup, here.look)
    st.subheader("Where it fails: sure of itself, far from everything", anchor=False)
    view.way_out(setup, here.look)
    st.subheader("More data: the six agree", anchor=False)
    view.growing(setup, here.look)
    hmc.scene(here.look)
    words.example(there)
    words.closing()
    stage.way_on(here)


here = stage.open_lesson("big-picture")
with here.controls:
    setup = setup_fields.fields()
    setup_fields.about(setup.settings)
    progress = st.container()  # under all fields: nothing moves when it goes
with here.hero:
    view.maps(setup, here.look)
if not here.presenting:
    under_the_chart(here, setup)
with progress:
    waiting.follow(setup.wanted)
