"""Lesson 7's main chart with its controls: the kind, how strong, and the examples."""

from typing import Final

import numpy as np
import streamlit as st

from core.numbers import decimal, nats
from core.regularization.kinds import fit
from core.regularization.problem import (
    DEFAULT_POINTS,
    LEAST_POINTS,
    MAX_DEGREE,
    MOST_POINTS,
    Problem,
    held_out_nll,
    problem,
    train_nll,
)
from core.regularization.ridge import fit as ridge_fit
from core.regularization.strength import KINDS, Kind, setting
from pages._kit import choices, controls, prose
from pages._kit.charts.base import PROJECTOR, Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.stepper import stepper
from pages.regularization.charts import fit as chart
from pages.regularization.charts.fit_rows import kept_sweep, rows

READINGS: Final[dict[Kind, prose.Claim]] = {
    "l2": prose.Claim("exact", "**L2 believes** that weights are small: a Gaussian prior. The fit is its MAP."),
    "l1": prose.Claim("exact", "**L1 believes** that few weights matter: a Laplace prior. The fit is its MAP."),
    "dropout": prose.Claim(
        "heuristic", "**Dropout believes** in no single feature: read as an average over sub-networks."
    ),
    "augmentation": prose.Claim(
        "heuristic", "**Augmentation believes** that moving x a little changes nothing: read as a prior for smoothness."
    ),
    "early-stopping": prose.Claim(
        "approximate", "**Early stopping believes** what L2 believes, nearly: it walks from 0 and does not arrive."
    ),
}
DEFAULT_STRENGTH: Final = 0.4
TOO_STRONG: Final = 0.9
STRIDE: Final = 0.05
LAST: Final = 1 + round(1 / STRIDE)
SECONDS: Final = 0.6


def kind() -> Kind:
    """The choice of the regularizer."""
    choices.keep_only("kind", KINDS)
    found = st.pills(
        "Regularizer", KINDS, default=KINDS[0], required=True, key="kind", bind="query-params",
    )  # fmt: skip
    return found if found in KINDS else KINDS[0]


def examples() -> Problem:
    """The fields for the polynomial and the examples."""
    degree = st.slider("Degree", 1, MAX_DEGREE, MAX_DEGREE, key="degree", bind="query-params")
    controls.keep_within("n_points", LEAST_POINTS, MOST_POINTS)
    n_points = st.slider(
        "Training points", LEAST_POINTS, MOST_POINTS, DEFAULT_POINTS, key="n_points", bind="query-params"
    )
    return problem(int(degree), int(n_points), controls.seed())


def step_now() -> int:
    """Where the stepper stands, from 1, before the slider is drawn."""
    value = choices.chosen("strength", DEFAULT_STRENGTH)
    usable = isinstance(value, int | float) and 0 <= value <= 1
    return 1 + round((value if usable else DEFAULT_STRENGTH) / STRIDE)


def go(step: int) -> None:
    """Set the strength to a stop of the stepper; only before the slider is drawn, as in a callback."""
    choices.put("strength", round(STRIDE * (step - 1), 2))


def strength(now: Problem, name: Kind) -> float:
    """The slider, steps along it, what it means for this kind, and three places to look at."""
    value = st.slider("Strength", 0.0, 1.0, DEFAULT_STRENGTH, 0.01, format="%.2f", key="strength", bind="query-params")
    value = min(1.0, max(0.0, round(float(value), 2)))
    stepper("strength", at=step_now, last=LAST, go=go, seconds=SECONDS, in_fragment=True)
    stops = {"None": 0.0, "Best held-out": kept_sweep(now, name).best, "Too strong": TOO_STRONG}
    with st.container(horizontal=True, gap="xxsmall", key="presets"):
        for place, (text, stop) in enumerate(stops.items()):
            st.button(text, key=f"strength_{place}", on_click=choices.put, args=("strength", stop))
    st.caption(f"**{setting(name, value).text}**")
    return value


def note(now: Problem, value: float) -> None:
    """What is penalized, and what is drawn where the examples leave a choice."""
    if not value and not now.determined:
        st.caption(
            f"**{now.n} examples do not fix {now.degree} weights and an intercept**: without a regularizer many fits "
            "are equally good. Drawn is the one of least ‖w‖₂."
        )
    else:
        st.caption(f"Regularized: the {_weights(now)}, not the intercept. Noise: σ = {now.sigma:g}, known.")


def names(name: Kind, look: Look) -> None:
    """The reading of the kind, and the lines in their colors."""
    both = "the fit, with its 95 % band" if name == "l2" else "the fit"
    belief = " · :blue[**prior** (dashed)]" if name in ("l2", "l1") else ""
    lines = f":gray[**truth and examples**] · :orange[**MLE**]{belief} · :green[**{both}**]"
    if look is PROJECTOR:
        st.subheader(lines, anchor=False)
    else:
        st.markdown(f"{prose.badged(READINGS[name])}  \n{lines}")


def fit_chart(now: Problem, name: Kind, value: float, look: Look) -> None:
    """The three panels."""
    draw(
        rows(now, name, value),
        chart.spec(look),
        key="regularized",
        alt="Left: noisy examples of a known curve, the unregularized polynomial and the regularized one. Upper right: "
        "the weight of each degree, beside the prior if there is one. Lower right: train and held-out negative "
        "log-likelihood over the strength, with the strength now and the lowest held-out value marked.",
    )


def fit_figures(now: Problem, name: Kind, value: float) -> None:
    """The lesson's four numbers."""
    here, alone, run = fit(name, now, value), ridge_fit(now, 0.0), kept_sweep(now, name)
    zeros = int(np.count_nonzero(here.weights == 0))
    figures(
        Figure(
            "Train NLL", nats(train_nll(here, now)), f"MLE {decimal(train_nll(alone, now))}",
            "Mean over the training points, the Gaussian constant included.",
        ),
        Figure(
            "Held-out NLL", nats(held_out_nll(here, now)),
            f"lowest {decimal(float(run.held_out.min()))} at strength {run.best:g}",
            f"Mean over {now.y_held.size} fresh examples from the same curve. No fit has seen them.",
        ),
        Figure(
            "‖w‖₂", decimal(float(np.linalg.norm(here.weights))),
            f"MLE {decimal(float(np.linalg.norm(alone.weights)))}",
            f"Length of the vector of weights, without the intercept. The truth’s is "
            f"{decimal(float(np.linalg.norm(now.true_weights)))}.",
        ),
        Figure(
            "Exact zeros", f"{zeros} of {now.degree}", "weights that are 0.0",
            "To the last bit. Small is not zero: only L1 keeps weights there.",
        ),
    )  # fmt: skip


def how_to_read_the_fit() -> None:
    """One line under the figures."""
    how_to_read(
        "Left: green should follow gray. Upper right: ticks are the true weights, triangles the MLE’s, diamonds the "
        "fit’s, rings exact zeros; what is beyond the frame stands at its edge. Lower right: solid is train, dotted "
        "held-out, ringed at its lowest."
    )


def _weights(now: Problem) -> str:
    return f"{now.degree} weights" if now.degree > 1 else "one weight"
