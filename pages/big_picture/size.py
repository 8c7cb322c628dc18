"""The scene "size" of lesson 8: the six held-out NLLs as the training data grow."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.answers.stored import agreement
from core.answers.task import N_POINTS, Method, Scores
from core.numbers import decimal, nats
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.big_picture import fields, reading
from pages.big_picture.charts import size as chart

SHOWN: Final[tuple[Method, ...]] = ("MLE", "MAP", "HMC")
ALT: Final = "Held-out NLL of the six methods for 20 to 320 training points, both on log axes: the lines come together."
READ: Final = (
    "Orange falls to the others as the data outgrow the net’s freedom. Dotted: the chosen N. Stored for the default "
    "data, prior and seed."
)


def scene(here: stage.Stage) -> None:
    """Draw the six held-out NLLs over N, and those at the chosen N."""
    with here.controls:
        n = fields.points_field(N_POINTS)
    found = agreement()
    with here.hero:
        draw(chart.tables(found, n), chart.spec(here.look), key="agreement", alt=ALT)
        _figures(found, n)
    read_the_chart(here, lambda: reading.of_size(found, n))
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            _what_comes_together(found)


def _figures(found: Mapping[Method, tuple[Scores, ...]], n: int) -> None:
    """Draw three held-out NLLs with ``n`` points, and how far apart all six are."""
    at = {method: row[N_POINTS.index(n)] for method, row in found.items()}
    nll = [score.nll for score in at.values()]
    figures(
        *(
            Figure(
                f"Held-out NLL, {method}", nats(at[method].nll), f"entropy far away {decimal(at[method].far_entropy)}",
                "Mean of −log p over the held-out points, for the default data, prior and seed. The note: mean "
                "predictive entropy in the dashed box of the maps, nats.",
            )
            for method in SHOWN
        ),
        Figure("Best to worst of six", nats(max(nll) - min(nll)), f"with {n} points"),
        key="figures_held_out",
    )  # fmt: skip


def _what_comes_together(found: Mapping[Method, tuple[Scores, ...]]) -> None:
    """Draw how far the methods come together with the data, and where they do not."""
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
