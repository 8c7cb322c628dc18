"""The scene "size" of lesson 8: the six held-out NLLs as the training data grow."""

from collections.abc import Mapping

import streamlit as st

from core.answers.stored import agreement
from core.answers.task import N_POINTS, Method, Scores
from core.numbers import decimal, nats
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages.big_picture.charts import size as chart
from pages.big_picture.fields import Setup


def scene(setup: Setup, look: Look) -> None:
    """Draw the six held-out NLLs over N."""
    st.subheader("More data: the six come closer", anchor=False)
    found = agreement()
    draw(
        chart.tables(found, setup.settings.n_points),
        chart.spec(look),
        key="agreement",
        alt="Held-out NLL of the six methods for 20 to 320 training points, both on log axes: the lines come together.",
        read="Orange falls to the others as the data outgrow the net’s freedom. Dotted: the N of this page. Stored for "
        "the default data, prior and seed.",
    )
    gaps = [
        max(row) - min(row) for row in zip(*([score.nll for score in scores] for scores in found.values()), strict=True)
    ]
    st.markdown(
        f"Between the best and the worst of the six lie **{nats(gaps[0])}** with {N_POINTS[0]} points and "
        f"**{nats(gaps[-1])}** with {N_POINTS[-1]}. {_last(found)}. Dropout’s noise is set by its rate and does not "
        "shrink as data come in. In the dashed box, where no data come in, there is nothing to agree on: with "
        f"{N_POINTS[-1]} points the entropy there is "
        f"{decimal(found['MLE'][-1].far_entropy)} for MLE and {decimal(found['HMC'][-1].far_entropy)} nats for HMC."
    )


def _last(found: Mapping[Method, tuple[Scores, ...]]) -> str:
    """Which method has the highest held-out NLL at which numbers of points."""
    where: dict[Method, list[str]] = {}
    for place, n in enumerate(N_POINTS):
        where.setdefault(max(found, key=lambda method: found[method][place].nll), []).append(str(n))
    return "The last is " + ", then ".join(f"{method} (N = {', '.join(ns)})" for method, ns in where.items())
