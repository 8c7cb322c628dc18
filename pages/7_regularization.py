"""Lesson 7, regularization as prior: the order of the page."""

import streamlit as st

from pages._kit import stage
from pages.regularization import fields, fit, words


def under_the_chart(here: stage.Stage) -> fit.Below:
    """Everything below the chart, in reading order; return the places of the scenes and of the script."""
    words.ideas()
    words.question()
    kind, others = st.container(key="scene"), st.container(key="sections")
    example = words.example()
    words.zoo()
    words.closing()
    stage.neighbor_links(here)
    return fit.Below(kind, others, example)


here = stage.open_lesson("regularization")
with here.controls:
    kind = fields.kind()
    beside = fit.Beside(st.container(), st.container(), st.container(key="remark"))
with here.hero:
    fit.names(kind, here.look)
# Each kind has its own scene, so the page and not a fragment follows the kind.
fit.scene(here, kind, beside, None if here.presenting else under_the_chart(here))
