"""Lesson 7: every regularizer believes something about the weights; five of them on one small problem."""

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.regularization.problem import Problem
from core.regularization.strength import Kind
from pages._kit import prose, stage
from pages._kit.charts.base import Look
from pages._kit.stepper import clock
from pages.regularization import augmentation, dropout, early_stopping, fit, l1, l2, paths, words
from pages.regularization.example import script

SCENES: Final[dict[Kind, Callable[[Problem, float, Look], None]]] = {
    "l2": l2.scene,
    "l1": l1.scene,
    "dropout": dropout.scene,
    "augmentation": augmentation.scene,
    "early-stopping": early_stopping.scene,
}


class Beside(NamedTuple):
    """Places in the column of controls: the strength, the examples, and what is to be said of them."""

    slider: DeltaGenerator
    examples: DeltaGenerator
    remark: DeltaGenerator


class Below(NamedTuple):
    """Places under the chart: for what depends on the strength, and for the sections that do not."""

    scene: DeltaGenerator
    sections: DeltaGenerator
    example: DeltaGenerator


@st.fragment
def follow_examples(here: stage.Stage, kind: Kind, beside: Beside, below: Below | None) -> None:
    """What moves with the examples and the degree: their fields, the sections, and all that follows the strength."""
    with beside.examples:
        now = fit.examples()
    follow_strength(here, now, kind, beside, below)
    if below:
        with below.sections:
            paths.paths(now, here.look)
            paths.choice(now, kind, here.look)
            paths.size(now, here.look)


@st.fragment
def follow_strength(here: stage.Stage, now: Problem, kind: Kind, beside: Beside, below: Below | None) -> None:
    """What moves with the strength: its slider, the chart, the figures, the kind's own scene and the script."""
    with beside.slider:
        strength = fit.strength(now, kind)
    with here.hero:
        fit.fit_chart(now, kind, strength, here.look)
        fit.fit_figures(now, kind, strength)
    with beside.remark:
        fit.note(now, strength)
    if below:
        with below.scene:
            SCENES[kind](now, strength, here.look)
        below.example.code(script(now, kind, strength), language="python", wrap_lines=True)


def under_the_chart(here: stage.Stage) -> Below:
    """The words below the chart, in reading order; charts have their places left free, and the main one comes first."""
    words.ideas()
    words.question()
    scene, sections = st.container(key="scene"), st.container(key="sections")
    example = prose.worked_example("The fit above from nothing but NumPy; it ends in the figures of this page.")
    words.zoo()
    words.closing()
    stage.way_on(here)
    return Below(scene, sections, example)


here = stage.open_lesson("regularization")
with here.controls:
    kind = fit.kind()
    beside = Beside(st.container(), st.container(), st.container(key="remark"))
with here.hero:
    fit.names(kind, here.look)
# Another kind has another scene, so it is the whole page that follows the kind.
follow_examples(here, kind, beside, None if here.presenting else under_the_chart(here))
with here.hero:
    fit.how_to_read_the_fit()
clock("strength", at=fit.step_now, last=fit.LAST, go=fit.go, seconds=fit.SECONDS)
