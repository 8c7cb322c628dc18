"""Lesson 8: one classifier, six answers; what is lost when only the best one is kept."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import parts, stage, waiting
from pages._parts import big_picture_setup as setup_fields
from pages._parts import big_picture_view as view
from pages._parts import big_picture_words as words
from pages._parts import hmc_scene


class Below(NamedTuple):
    """Places under the maps for what depends on the fields."""

    question: DeltaGenerator
    summary: DeltaGenerator
    scores: DeltaGenerator
    calibration: DeltaGenerator
    way_out: DeltaGenerator
    growing: DeltaGenerator
    example: DeltaGenerator


def under_the_chart(here: stage.Stage) -> Below:
    """Everything below the maps, in reading order; what depends on the fields has its place left free."""
    words.ideas()
    question = st.container()
    st.subheader("MLE, MAP, full Bayesian: what each keeps and costs", anchor=False)
    summary = st.container()
    st.subheader("Six answers, side by side", anchor=False)
    scores = st.container()
    st.subheader("Does 80 % mean 80 %?", anchor=False)
    calibration = st.container()
    st.subheader("Where it fails: sure of itself, far from everything", anchor=False)
    way_out = st.container()
    st.subheader("More data: the six agree", anchor=False)
    growing = st.container()
    hmc_scene.scene(here.look)
    example = st.container()
    words.closing()
    stage.way_on(here)
    return Below(question, summary, scores, calibration, way_out, growing, example)


def fields() -> setup_fields.Setup:
    """The fields, and what they stand for."""
    with controls:
        setup = setup_fields.fields()
        setup_fields.about(setup.settings)
    return setup


def answers(setup: setup_fields.Setup, below: Below | None) -> None:
    """The six answers as far as they have come."""
    with maps:
        view.maps(setup, here.look)
    if not below:
        return
    there = view.found(setup)
    with below.question:
        words.question(there)
    with below.summary:
        words.summary(there)
    with below.scores:
        view.score_table(setup)
    with below.calibration:
        view.calibration(setup, here.look)
    with below.way_out:
        view.way_out(setup, here.look)
    with below.growing:
        view.growing(setup, here.look)
    with below.example:
        words.example(there)


here = stage.open_lesson("big-picture")
with here.controls:
    # The progress stands under all fields: nothing moves when it goes.
    controls, progress = st.container(), st.container()
maps = here.hero.container()
below = None if here.presenting else under_the_chart(here)
setup = parts.follow_fields(fields, lambda setup: answers(setup, below), lambda setup: waiting.needed(setup.wanted))
with progress:
    waiting.follow(setup.wanted)
