"""The scene "choice" of lesson 7: two ways to choose the strength, cross-validation and the evidence."""

from typing import Final

import streamlit as st

from core import cached
from core.numbers import decimal
from core.regularization.model_choice import FOLDS, SHUFFLES, Choice, Curve
from core.regularization.problem import Problem
from core.regularization.strength import Kind
from pages._kit import session, stage, way
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import fields, reading, words
from pages.regularization.charts import choice as chart
from pages.regularization.charts.criteria import penalty_text

CLOSED: Final = "Closed form, for Gaussian noise of known σ and a flat prior on the intercept."
NOT_CLOSED: Final = "The integral over all weights has no closed form under a Laplace prior."


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the curves of cross-validation, evidence and held-out NLL, with the strength that each would choose."""
    with here.controls:
        chosen = fields.kind()
        kind: Kind = "l1" if chosen == "l1" else "l2"
        if chosen != kind:
            st.caption(f"Both ways choose a λ, which {chosen} does not have. Here is the choice for L2.")
        problem = fields.examples()
    found = cached.strength_choice(kind, problem.degree, problem.n, problem.seed)
    with here.controls:
        _take_buttons(kind, found)
    with here.hero:
        draw(
            chart.rows(found),
            chart.spec(here.look),
            key="choice",
            alt="Cross-validated loss, minus the log evidence if there is one, and held-out loss over the penalty on a "
            "log axis, each above its own lowest value, with the lowest point of each marked.",
        )
        _figures(problem, found)
    read_the_chart(here, lambda: reading.of_choice(found))
    if not here.presenting:
        with here.reading:
            no_evidence = " A Laplace prior has no evidence in closed form, so L1 has two curves."
            how_to_read(
                "Each curve is drawn above its own lowest point: a dot at 0 is a choice "
                f"of λ.{'' if found.evidence else no_evidence}"
            )
            st.markdown(
                f"**{'Two ways' if found.evidence else 'One way'} to choose, for {kind.upper()}.** "
                ":orange[**Cross-validation**] hides examples in turn and asks how well the others predict them. The "
                ":green[**evidence**] hides nothing: it asks how probable all examples are when the weights are drawn "
                "from the prior, ∫ p(y | w) p(w | λ) dw. A prior too wide wastes its probability on wild curves, one "
                "too narrow rules the good ones out. In “Others” the evidence chooses a prior. Neither sees the "
                ":gray[**held-out**] examples, which judge."
            )
        with here.example:
            words.example(problem, chosen, fields.strength_now())


def _figures(problem: Problem, found: Choice) -> None:
    figures(
        _figure(
            "Cross-validation", found.cross_validated, found,
            f"{min(FOLDS, problem.n)} folds, cut {SHUFFLES} times in seeded orders.",
        ),
        _figure("Evidence", found.evidence, found, CLOSED if found.evidence else NOT_CLOSED),
        _figure(
            "Held-out", found.held_out, found, "What no method is allowed to use: the fresh examples themselves."
        ),
        key="figures_choice",
    )  # fmt: skip


def _take_buttons(kind: Kind, found: Choice) -> None:
    """Draw the buttons that open the scene "fit" with a chosen strength."""
    ways = {"cross-validation": found.cross_validated, "evidence": found.evidence}
    for name, curve in ways.items():
        if curve is not None:
            st.button(
                f"Take {'the ' if name == 'evidence' else ''}{name}’s strength", key=f"take_{name}", on_click=_take,
                args=(kind, curve.best), help="Shows the fit with this strength",
            )  # fmt: skip


def _figure(label: str, curve: Curve | None, found: Choice, text: str) -> Figure:
    if curve is None:
        return Figure(label, "none", "no closed form for L1", text)
    held = found.held_out.value[round(100 * curve.best) - 1]
    return Figure(label, penalty_text(curve.best), f"held-out NLL there {decimal(float(held))}", text)


def _take(kind: Kind, strength: float) -> None:
    session.set_value("kind", kind)
    session.set_value("strength", strength)
    # A link may hold a strength that no field of this scene has read yet; it would win over the new one.
    st.query_params.pop("strength", None)
    way.go_to(None)
    st.rerun()  # the whole page, for the scene "fit"
