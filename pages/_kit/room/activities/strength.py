"""How strong should the regularizer be? Everybody picks a strength by eye, from the training points alone."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import streamlit as st

from core.arrays import FloatArray
from core.numbers import nats, significant
from core.regularization.kinds import STRENGTHS, fit, sweep
from core.regularization.problem import DEFAULT_POINTS, LEAST_POINTS, MAX_DEGREE, MOST_POINTS, Problem, problem
from core.regularization.strength import Kind, penalty_at
from pages._kit import controls, names, session
from pages._kit.course import Lesson
from pages._kit.room.activities import sketch
from pages._kit.room.activities.activity import Activity, Asked, Setting, whole
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

MOST: Final = STRENGTHS.size - 1
"""The last stop of the slider."""
WITH_PENALTY: Final[tuple[Kind, ...]] = ("l2", "l1")
"""Kinds whose strength cross-validation chooses in the lesson's scene "choice"."""
ACROSS: Final = np.linspace(-1.0, 1.0, 121)


def choose(lesson: Lesson) -> None:
    """Say which problem the phones get."""
    about = setting(lesson)
    kind: Kind = about["kind"]
    no_lambda = session.value_of("kind", "l2") not in WITH_PENALTY
    other = " The kind chosen there has no λ for cross-validation to choose, so this asks about L2." * no_lambda
    st.caption(
        f"{names.name_of(kind)}, degree {about['degree']}, {about['n_points']} training points, seed "
        f"{about['seed']}: the lesson’s problem, as its fields are set.{other}"
    )


def setting(_lesson: Lesson) -> Setting:
    """The lesson's own problem, as its fields state it now."""
    kind = session.value_of("kind", "l2")
    return {
        "kind": kind if kind in WITH_PENALTY else "l2",
        "degree": _now("degree", 1, MAX_DEGREE, MAX_DEGREE),
        "n_points": _now("n_points", LEAST_POINTS, MOST_POINTS, DEFAULT_POINTS),
        "seed": _now("seed", 0, controls.MAX_SEED, 0),
    }


def _now(key: str, low: int, high: int, default: int) -> int:
    value = session.value_of(key, default)
    usable = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    return int(value) if usable else default


def of(now: Round) -> tuple[Kind, Problem]:
    """The kind of regularizer and the problem of a round."""
    kind: Kind = "l1" if now.setting["kind"] == "l1" else "l2"
    return kind, problem(now.setting["degree"], now.setting["n_points"], now.setting["seed"])


def question(now: Round) -> str:
    """What is asked."""
    kind, about = of(now)
    name = names.name_of(kind)
    return f"How strong should {name} be? The green curve (degree {about.degree}) should predict new points well."


def field(asked: Asked) -> None:
    """Draw the slider for the strength, the fit that it gives, and the button that sends."""
    kind, about = of(asked.round)
    key = f"pick_{asked.round.id}"
    pick = st.slider(
        "Strength", 0, MOST, asked.own["pick"] if asked.own else 0, key=key, disabled=not asked.open,
    )  # fmt: skip
    st.html(_picture(kind, about.degree, about.n, about.seed, pick))
    st.markdown(f"**{pick}**: {_penalty(pick)}")
    st.button(
        f"Send strength {pick}", key="send", type="primary", width="stretch", disabled=not asked.open,
        on_click=lambda: asked.send({"pick": session.value_of(key, pick)}),
    )  # fmt: skip


def _penalty(pick: int) -> str:
    """The penalty at a stop. What width of the prior it means is said in the lesson, which explains it."""
    value = penalty_at(float(STRENGTHS[pick]))
    return f"λ = {significant(value, 3)}" if value else "λ = 0, no prior"


@lru_cache(maxsize=512)
def _picture(kind: Kind, degree: int, n_points: int, seed: int, pick: int) -> str:
    """The training points and the fit; nothing of the truth or of the held-out examples."""
    about = problem(degree, n_points, seed)
    curve = fit(kind, about, float(STRENGTHS[pick])).predict(ACROSS)
    low, high = float(about.y.min()), float(about.y.max())
    pad = 0.3 * (high - low)
    return sketch.picture(
        sketch.points(about.x, about.y), sketch.line(ACROSS, curve, "both"),
        across=(-1.0, 1.0), up=(low - pad, high + pad), marks={-1.0: "−1", 0.0: "0", 1.0: "1"}, title="x",
        alt="The training points, and the curve that is fitted to them at this strength.",
    )  # fmt: skip


def check(_now: Round, value: Any) -> dict[str, int]:
    """The place of a strength among the stops of the slider."""
    if not isinstance(value, dict) or set(value) != {"pick"}:
        raise RefusedError("The answer must be a strength.")
    return {"pick": whole(value["pick"], 0, MOST, "The strength")}


def told(_now: Round, answer: Any) -> str:
    """The answer in words."""
    return f"strength {answer['pick']}, {_penalty(answer['pick'])}"


def outcome(now: Round, answer: Any) -> str:
    """What the pick costs on the held-out examples, beside the best strength."""
    kind, about = of(now)
    held, best = _held_out(kind, about.degree, about.n, about.seed)
    least = f"The best is **strength {best}**, {_penalty(best)}, with a held-out NLL of {nats(float(held[best]))}."
    return least if answer is None else f"Its held-out NLL: {nats(float(held[answer['pick']]))}. {least}"


@lru_cache(maxsize=16)
def _held_out(kind: Kind, degree: int, n_points: int, seed: int) -> tuple[FloatArray, int]:
    """The held-out NLL at each stop, and the stop where it is lowest."""
    held = sweep(kind, problem(degree, n_points, seed)).held_out
    return held, int(held.argmin())


def picks(answers: Answers) -> list[int]:
    """The pick of each participant."""
    return [each["pick"] for each in answers.of.values()]


ACTIVITY: Final = Activity(
    "strength", "How strong?", ("regularization",), False, choose, setting, question, field, check, told, outcome
)  # fmt: skip
