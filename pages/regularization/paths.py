"""Lesson 7: both paths side by side, the ways to choose the strength, and what more data do."""

import streamlit as st

from core import cached
from core.numbers import decimal, significant
from core.regularization import lasso
from core.regularization.data_size import RULED_OUT, SIZES, TAIL, gaps, slope
from core.regularization.model_choice import FOLDS, SHUFFLES, Choice, Curve
from core.regularization.problem import TRUE_WEIGHTS, Problem
from core.regularization.strength import Kind, penalty_at
from pages._kit import choices
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages.regularization.charts import choice as regularization_choice
from pages.regularization.charts import paths as regularization_paths
from pages.regularization.charts import size as regularization_size


def paths(problem: Problem, look: Look) -> None:
    """Every weight from no penalty to all of it."""
    st.subheader("Paths over strength: L2 shrinks, L1 selects", anchor=False)
    st.markdown(
        "Each line is one weight. Under L2 all of them shrink together and none stays at 0. Under L1 they stand at "
        "**exactly 0** until λ falls below what the data pull with, and then leave it, one at a :blue[knot] at a time."
    )
    draw(
        regularization_paths.rows(problem),
        regularization_paths.spec(look),
        key="paths",
        alt="Each weight over the penalty, on a log axis. Left: L2, all weights shrink smoothly. Right: L1, weights "
        "are exactly zero up to a knot each; the knots are marked on the zero line.",
        read="Green: the weights that are truly not 0. Gray: those that are truly 0. Rings: a weight joins as λ falls; "
        "crosses: one returns to 0. The knots are exact: solved for, not read off a grid.",
    )
    exact = lasso.path(problem)
    joins = sum(knot.joins for knot in exact.knots)
    first = exact.knots[0]
    figures(
        Figure(
            "L1 knots", str(len(exact.knots)), f"{joins} join, {len(exact.knots) - joins} return",
            "All of them, from the λ above which every weight is 0 down to 0.",
        ),
        Figure(
            "First to join", f"w of degree {first.degree}", f"at λ = {significant(first.penalty, 4)}",
            "Above this λ every weight is exactly 0: it is the largest pull of the data on a weight at 0.",
        ),
        Figure(
            "Last knot", f"λ = {significant(exact.knots[-1].penalty, 3)}",
            f"then {int((exact.weights[-1] != 0).sum())} of {problem.degree} are active",
            "With fewer examples than weights, L1 keeps at most one weight less than there are examples.",
        ),
        key="figures_paths",
    )  # fmt: skip


def choice(problem: Problem, kind: Kind, look: Look) -> None:
    """Cross-validation beside the evidence."""
    kind = "l1" if kind == "l1" else "l2"
    name = kind.upper()
    found = cached.strength_choice(kind, problem.degree, problem.n, problem.seed)
    st.subheader(f"How strong? Two ways to choose, for {name}", anchor=False)
    st.markdown(
        ":orange[**Cross-validation**] hides examples in turn and asks how well the others predict them. The "
        ":green[**evidence**] hides nothing: it asks how probable all examples are when the weights are drawn from "
        "the prior, ∫ p(y | w) p(w | λ) dw. A prior too wide wastes its probability on wild curves, one too narrow "
        "rules the good ones out. Neither looks at the :gray[**held-out**] examples, which say who was right."
    )
    draw(
        regularization_choice.rows(found),
        regularization_choice.spec(look),
        key="choice",
        alt="Cross-validated loss, minus the log evidence and held-out loss over the penalty on a log axis, each above "
        "its own lowest value, with the three optima marked.",
        read="Each curve is drawn above its own lowest point, so that they can be compared: a dot at 0 is a choice of "
        "λ." + ("" if found.evidence else " A Laplace prior has no evidence in closed form, so L1 has two curves."),
    )
    chosen = {"Cross-validation": found.cross_validated, "Evidence": found.evidence, "Held-out": found.held_out}
    notes = {
        "Cross-validation": f"{FOLDS} folds, cut {SHUFFLES} times in seeded orders.",
        "Evidence": "Closed form, for Gaussian noise of known σ and a flat prior on the intercept.",
        "Held-out": "What no method is allowed to use: the fresh examples themselves.",
    }
    figures(
        *(_figure(label, curve, found, notes[label]) for label, curve in chosen.items()), key="figures_choice"
    )  # fmt: skip
    with st.container(horizontal=True, gap="small", key="take_strength"):
        for label, curve in list(chosen.items())[:2]:
            if curve is not None:
                st.button(
                    f"Take {'cross-validation' if label != 'Evidence' else 'the evidence'}’s strength",
                    key=f"take_{label.lower()}", on_click=_take, args=(kind, curve.best),
                )  # fmt: skip


def _figure(label: str, curve: Curve | None, found: Choice, text: str) -> Figure:
    if curve is None:
        return Figure(label, "none", "no closed form for L1", text)
    held = found.held_out.value[round(100 * curve.best) - 1]
    return Figure(
        label, f"λ = {significant(penalty_at(curve.best), 3)}", f"held-out NLL there {decimal(float(held))}", text
    )


def _take(kind: Kind, strength: float) -> None:
    choices.put("kind", kind)
    choices.put("strength", strength)
    st.rerun()  # the whole page, for its kind


def size(problem: Problem, look: Look) -> None:
    """The gap over N."""
    found = gaps(problem.seed)
    st.subheader("More data: the prior is outgrown, unless it rules the truth out", anchor=False)
    st.markdown(
        "Fix the prior and add examples. The distance between MLE and MAP falls like 1/N, **a slope of −1** on log "
        f"axes, however narrow the prior. But a prior that puts no mass at the truth, here w{'₀₁₂'[RULED_OUT]} ≥ 0 "
        f"where truly w{'₀₁₂'[RULED_OUT]} = {TRUE_WEIGHTS[RULED_OUT]:g}, is never outgrown."
    )
    draw(
        regularization_size.rows(found),
        regularization_size.spec(look),
        key="size",
        alt="Distance between MLE and MAP over the number of training examples, both on log axes: three priors of "
        "different width fall with slope minus one, a prior that rules the truth out stays level.",
        read=f"From {SIZES[0]} to {SIZES[-1]:,} examples; each size keeps the examples of the one before. Dotted: a "
        "line of slope −1. At the left end the distance is also a matter of luck.",
    )
    figures(
        *(
            Figure(
                f"Slope, σ_w = {width:g}", decimal(slope(gap)), f"gap {gap[-1]:.1e} at the right end",
                f"Least squares on log axes, from {TAIL:,} examples on.",
            )
            for width, gap in found.by_width.items()
        ),
        Figure(
            "Slope, truth ruled out", decimal(slope(found.ruled_out)), f"gap {decimal(found.ruled_out[-1])}",
            "A Gaussian cut to one sign: its MAP sits on the edge, however many examples come.",
        ),
        key="figures_size",
    )  # fmt: skip
