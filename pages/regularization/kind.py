"""The scene "kind" of lesson 7: each regularizer's own chart and figures."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.regularization.problem import Problem
from core.regularization.strength import KINDS, Kind
from pages._kit import session, stage
from pages._kit.stepper import clock, stepper
from pages.regularization import augmentation, dropout, early_stopping, fields, l1, l2, words
from pages.regularization.fit import belief

PARTS: Final[dict[Kind, Callable[[stage.Stage, Problem, float], None]]] = {
    "l2": l2.part,
    "l1": l1.part,
    "dropout": dropout.part,
    "augmentation": augmentation.part,
    "early-stopping": early_stopping.part,
}
SECONDS: Final = 5.0


def scene(here: stage.Stage) -> None:
    """Draw the scene; while it plays, go to the next kind at every tick."""
    _draw(here)
    clock("regularizers", at=_place, last=len(KINDS), go=_go, seconds=SECONDS)


@st.fragment
def _draw(here: stage.Stage) -> None:
    """Draw the fields, and the part of the chosen kind."""
    with here.controls:
        kind = fields.kind()
        strength = fields.strength(kind)
        if kind == "dropout":
            dropout.fields()
        problem = fields.examples()
    PARTS[kind](here, problem, strength)
    with here.strip:
        stepper("regularizers", at=_place, last=len(KINDS), go=_go, what="Kind", seconds=SECONDS, in_fragment=True)
    if not here.presenting:
        with here.reading:
            belief(kind)
        with here.example:
            words.example(problem, kind, strength)


def _place() -> int:
    return 1 + KINDS.index(fields.kind_now())


def _go(place: int) -> None:
    session.set_value("kind", KINDS[place - 1])
