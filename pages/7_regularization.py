"""Lesson 7: every regularizer believes something about the weights; five of them on one small problem."""

from collections.abc import Callable
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.charts.base import Look
from core.regression import Problem
from core.strength import Kind
from pages._kit import stage
from pages._parts import reg_hero, reg_l1, reg_l2, reg_paths

SCENES: Final[dict[Kind, Callable[[Problem, float, Look], None]]] = {"l2": reg_l2.scene, "l1": reg_l1.scene}


@st.fragment
def follow_strength(here: stage.Stage, now: Problem, kind: Kind, below: tuple[DeltaGenerator, DeltaGenerator]) -> None:
    """What moves with the strength."""
    with slider:
        strength = reg_hero.strength(now, kind)
    with here.hero:
        reg_hero.fit_chart(now, kind, strength, here.look)
        reg_hero.fit_figures(now, kind, strength)
    with remark:
        reg_hero.note(now, strength)
    if not here.presenting:
        with below[0]:
            SCENES[kind](now, strength, here.look)


here = stage.open_lesson("regularization")
with here.controls:
    kind = reg_hero.kind()
    slider = st.container()
    now = reg_hero.examples()
    remark = st.container()
with here.hero:
    reg_hero.names(kind, here.look)
scene = st.container(key="scene")
follow_strength(here, now, kind, (scene, scene))
with here.hero:
    reg_hero.how_to_read_the_fit()
if not here.presenting:
    reg_paths.paths(now, here.look)
    reg_paths.choice(now, kind, here.look)
    reg_paths.size(now, here.look)
    stage.way_on(here)
