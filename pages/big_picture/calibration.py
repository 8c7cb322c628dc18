"""The scene "calibration" of lesson 8: whether predictions made with 80 % come true in 80 % of cases."""

import streamlit as st

from core.answers.task import METHODS
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages.big_picture.charts import calibration as chart
from pages.big_picture.fields import Setup


def scene(setup: Setup, look: Look) -> None:
    """Draw the reliability diagrams."""
    st.subheader("Does 80 % mean 80 %?", anchor=False)
    draw(
        chart.tables({METHODS.index(method): one.reliability for method, one in setup.found.items()}),
        chart.spec(look),
        key="reliability",
        alt="Six reliability diagrams: the share of held-out points that were predicted right against the probability "
        "that was given, in ten bins, with 95 % intervals and the diagonal of perfect calibration.",
        read="Across: the probability of the likelier class. Up: the share of those that came true. On the dashed "
        "diagonal, 80 % means 80 %. Points below it: too sure. A large point holds many examples; "
        "bars are 95 % intervals.",
    )
