"""Lesson 7: every regularizer believes something about the weights; five of them on one small problem."""

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.charts.base import Look
from core.regression import Problem
from core.regularization_code import script
from core.strength import Kind
from pages._kit import prose, stage
from pages._parts import (
    reg_augmentation,
    reg_dropout,
    reg_early_stopping,
    reg_hero,
    reg_l1,
    reg_l2,
    reg_paths,
    reg_words,
)

SCENES: Final[dict[Kind, Callable[[Problem, float, Look], None]]] = {
    "l2": reg_l2.scene,
    "l1": reg_l1.scene,
    "dropout": reg_dropout.scene,
    "augmentation": reg_augmentation.scene,
    "early-stopping": reg_early_stopping.scene,
}


class Places(NamedTuple):
    """Where the fragment draws: beside the chart, and under it what depends on the strength."""

    slider: DeltaGenerator
    remark: DeltaGenerator
    scene: DeltaGenerator | None = None
    example: DeltaGenerator | None = None


@st.fragment
def follow_strength(here: stage.Stage, now: Problem, kind: Kind, places: Places) -> None:
    """What moves with the strength: its slider, the chart, the figures, the kind's own scene and the script."""
    with places.slider:
        strength = reg_hero.strength(now, kind)
    with here.hero:
        reg_hero.fit_chart(now, kind, strength, here.look)
        reg_hero.fit_figures(now, kind, strength)
    with places.remark:
        reg_hero.note(now, strength)
    if places.scene and places.example:
        with places.scene:
            SCENES[kind](now, strength, here.look)
        places.example.code(script(now, kind, strength), language="python", wrap_lines=True)


def under_the_chart(here: stage.Stage, now: Problem, kind: Kind) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Everything below the chart, in reading order; what depends on the strength has its place left free."""
    reg_words.ideas()
    reg_words.question()
    scene = st.container(key="scene")
    reg_paths.paths(now, here.look)
    reg_paths.choice(now, kind, here.look)
    reg_paths.size(now, here.look)
    example = prose.worked_example("The fit above from nothing but NumPy; it ends in the figures of this page.")
    reg_words.zoo()
    reg_words.closing()
    stage.way_on(here)
    return scene, example


here = stage.open_lesson("regularization")
with here.controls:
    kind = reg_hero.kind()
    slider = st.container()
    now = reg_hero.examples()
    remark = st.container()
with here.hero:
    reg_hero.names(kind, here.look)
below = () if here.presenting else under_the_chart(here, now, kind)
follow_strength(here, now, kind, Places(slider, remark, *below))
with here.hero:
    reg_hero.how_to_read_the_fit()
