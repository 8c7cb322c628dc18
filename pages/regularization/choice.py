"""The scene "choice" of lesson 7: two ways to choose the strength, cross-validation and the evidence."""

from typing import Final

import streamlit as st

from core import cached
from core.numbers import decimal, significant
from core.regularization.model_choice import FOLDS, SHUFFLES, Choice, Curve
from core.regularization.problem import Problem
from core.regularization.strength import Kind, penalty_at
from pages._kit import session
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages.regularization.charts import choice as chart

CLOSED: Final = "Closed form, for Gaussian noise of known σ and a flat prior on the intercept."
NOT_CLOSED: Final = "The integral over all weights has no closed form under a Laplace prior."


def scene(problem: Problem, kind: Kind, look: Look) -> None:
    """Draw the curves of cross-validation, evidence and held-out NLL, with the strength that each would choose."""
    kind = "l1" if kind == "l1" else "l2"
    name = kind.upper()
    found = cached.strength_choice(kind, problem.degree, problem.n, problem.seed)
    ways = "Two ways" if found.evidence else "One way"
    st.subheader(f"How strong? {ways} to choose, for {name}", anchor=False)
    st.markdown(
        ":orange[**Cross-validation**] hides examples in turn and asks how well the others predict them. The "
        ":green[**evidence**] hides nothing: it asks how probable all examples are when the weights are drawn from "
        "the prior, ∫ p(y | w) p(w | λ) dw. A prior too wide wastes its probability on wild curves, one too narrow "
        "rules the good ones out. Neither looks at the :gray[**held-out**] examples, which say who was right."
    )
    draw(
        chart.rows(found),
        chart.spec(look),
        key="choice",
        alt="Cross-validated loss, minus the log evidence if there is one, and held-out loss over the penalty on a log "
        "axis, each above its own lowest value, with the lowest point of each marked.",
        read="Each curve is drawn above its own lowest point, so that they can be compared: a dot at 0 is a choice of "
        "λ." + ("" if found.evidence else " A Laplace prior has no evidence in closed form, so L1 has two curves."),
    )
    chosen = {"Cross-validation": found.cross_validated, "Evidence": found.evidence, "Held-out": found.held_out}
    notes = {
        "Cross-validation": f"{min(FOLDS, problem.n)} folds, cut {SHUFFLES} times in seeded orders.",
        "Evidence": CLOSED if found.evidence else NOT_CLOSED,
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
    session.set_value("kind", kind)
    session.set_value("strength", strength)
    st.rerun()  # the whole page, for its kind
