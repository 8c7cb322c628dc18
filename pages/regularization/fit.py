"""The scene "fit" of lesson 7: the regularized curve, its weights, and both NLLs over the strength."""

from functools import partial
from typing import Final

import numpy as np
import streamlit as st

from core.numbers import decimal, nats
from core.regularization.kinds import fit
from core.regularization.problem import Problem, held_out_nll, train_nll
from core.regularization.ridge import fit as ridge_fit
from core.regularization.strength import Kind
from pages._kit import prose, session, stage
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stepper import clock, stepper
from pages.regularization import fields, reading, words
from pages.regularization.charts import fit as chart
from pages.regularization.charts.fit_rows import kept_sweep, rows

READINGS: Final[dict[Kind, tuple[prose.Claim, ...]]] = {
    "l2": (
        prose.Claim("exact", "**L2 believes** that weights are small: a Gaussian prior. For λ > 0 the fit is its MAP."),
    ),
    "l1": (
        prose.Claim("exact", "For λ > 0 the MAP of a Laplace prior."),
        prose.Claim("heuristic", "**L1 believes** that few weights matter, yet P(w = 0) = 0."),
    ),
    "dropout": (
        prose.Claim("heuristic", "**Dropout believes** in no single feature: read as an average over sub-networks."),
    ),
    "augmentation": (
        prose.Claim(
            "heuristic",
            "**Augmentation believes** that moving x a little changes nothing: read as a prior for smoothness.",
        ),
    ),
    "early-stopping": (
        prose.Claim(
            "approximate",
            "**Early stopping believes** what L2 believes, nearly: it walks from 0; the strength says when it stops.",
        ),
    ),
}


STRIDE: Final = 0.1
LAST: Final = 1 + round(1 / STRIDE)
SECONDS: Final = 1.0
VERY_STRONG: Final = 0.9


def scene(here: stage.Stage) -> None:
    """Draw the scene; while it plays, take a step at every tick."""
    _draw(here)
    clock("strength", at=_step, last=LAST, go=_go, seconds=SECONDS)


@st.fragment
def _draw(here: stage.Stage) -> None:
    """Draw the fields, the chart and all that moves with them."""
    with here.controls:
        first, presets = st.container(), st.container(horizontal=True, gap="xxsmall", key="presets")
        kind = fields.kind()
        with st.container(key="remark"):
            belief(kind)
        problem = fields.examples()
        with first:
            strength = fields.strength(kind)
        with presets:
            _presets(problem, kind)
    with here.hero:
        words.names(here, _names(kind))
        _chart(problem, kind, strength, here.look)
        _figures(problem, kind, strength)
    parts = reading.of_nlls, reading.of_weights
    read_the_chart(here, *(partial(part, problem, kind, strength) for part in parts))
    with here.strip:
        stepper("strength", at=_step, last=LAST, go=_go, what="Stop", seconds=SECONDS, in_fragment=True)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Left: green should follow gray. Upper right: ticks are the true weights, triangles the MLE’s, "
                "diamonds the fit’s, rings exact zeros; what is beyond the frame stands at its edge. Lower right: "
                "solid is train, dotted held-out, ringed at its lowest."
            )
            _remark(problem, kind, strength)
        with here.example:
            words.example(problem, kind, strength)


def _step() -> int:
    """The stepper's stop, from 1; the slider need not be drawn yet."""
    return 1 + round(fields.strength_now() / STRIDE)


def _go(step: int) -> None:
    session.set_value("strength", round(STRIDE * (step - 1), 2))


def _presets(problem: Problem, kind: Kind) -> None:
    """Draw the buttons that set the strength."""
    stops = {"None": 0.0, "Best held-out": kept_sweep(problem, kind).best, "Very strong": VERY_STRONG}
    for place, (text, stop) in enumerate(stops.items()):
        st.button(text, key=f"strength_{place}", on_click=session.set_value, args=("strength", stop))


def belief(kind: Kind) -> None:
    """Say what a kind of regularizer believes, with the badges of the reading."""
    st.caption(" ".join(map(prose.badged, READINGS[kind])))


def _names(kind: Kind) -> str:
    """The names of the lines in their colors."""
    both = "the fit, with its 95 % band" if kind == "l2" else "the fit"
    prior = " · :blue[**prior** (dashed)]" if kind in ("l2", "l1") else ""
    return f":gray[**truth and examples**] · :orange[**MLE**]{prior} · :green[**{both}**]"


def _chart(problem: Problem, kind: Kind, strength: float, look: Look) -> None:
    """Draw the three panels."""
    draw(
        rows(problem, kind, strength),
        chart.spec(look),
        key="regularized",
        alt="Left: noisy examples of a known curve, the unregularized polynomial and the regularized one. Upper right: "
        "the weight of each degree, beside the prior if there is one. Lower right: train and held-out negative "
        "log-likelihood over the strength, with the strength now and the lowest held-out value marked.",
    )


def _figures(problem: Problem, kind: Kind, strength: float) -> None:
    """Draw the scene's four figures."""
    found, alone, run = fit(kind, problem, strength), ridge_fit(problem, 0.0), kept_sweep(problem, kind)
    zeros = int(np.count_nonzero(found.weights == 0))
    figures(
        Figure(
            "Train NLL", nats(train_nll(found, problem)), f"MLE {decimal(train_nll(alone, problem))}",
            "Mean over the training points, the Gaussian constant included.",
        ),
        Figure(
            "Held-out NLL", nats(held_out_nll(found, problem)),
            f"lowest {decimal(float(run.held_out.min()))}, at {run.best:g}",
            f"Mean over {problem.y_held.size} fresh examples from the same curve. No fit has seen them. Below it: the "
            "lowest value of all strengths, and its strength.",
        ),
        Figure(
            "‖w‖₂", decimal(float(np.linalg.norm(found.weights))),
            f"MLE {decimal(float(np.linalg.norm(alone.weights)))}",
            f"Length of the vector of weights, without the intercept. The truth’s is "
            f"{decimal(float(np.linalg.norm(problem.true_weights)))}.",
        ),
        Figure(
            "Exact zeros", f"{zeros} of {problem.degree}", "weights that are 0.0",
            "To the last bit. Small is not zero: only L1 keeps weights there.",
        ),
    )  # fmt: skip


def _remark(problem: Problem, kind: Kind, strength: float) -> None:
    """Say which weights are regularized; at strength 0, which fit is drawn."""
    if not strength and not problem.determined:
        st.caption(
            f"**{problem.n} examples do not fix {problem.degree} weights and an intercept**: without a regularizer "
            f"many fits are equally good. Drawn is the one of least ‖w‖₂{', without a band' if kind == 'l2' else ''}."
        )
        return
    what = (
        f"Regularized: the {_weights(problem)}, not the intercept."
        if strength
        else "**At strength 0 nothing is regularized**: there is no belief, and the fit is the MLE."
    )
    st.caption(f"{what} Noise: σ = {problem.sigma:g}, known.")


def _weights(problem: Problem) -> str:
    return f"{problem.degree} weights" if problem.degree > 1 else "one weight"
