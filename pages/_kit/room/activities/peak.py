"""Where is the peak? A guess of θ for the lesson's flips, before their likelihood is shown."""

from typing import Any, Final

import streamlit as st

from core.data.coins import TEN_FLIPS
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import decimal, from_log
from pages._kit import controls, session
from pages._kit.course import Lesson
from pages._kit.room.activities.activity import Activity, Asked, Setting, number
from pages._kit.room.activities.toss import in_words
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

STEP: Final = 0.01


def choose(_lesson: Lesson) -> None:
    """Say which flips are asked about."""
    none = "ten flips, as this lesson has none at the moment"
    which = "the flips of this lesson" if controls.counts_now().n else none
    st.caption(
        f"About {which}: {in_words(_asked_about())}. The scene may show the curve, so come back to it after the reveal."
    )


def setting(_lesson: Lesson) -> Setting:
    """The flips that are asked about."""
    counts = _asked_about()
    return {"heads": counts.heads, "tails": counts.tails}


def _asked_about() -> Counts:
    """The lesson's own flips, or ten where it has none."""
    counts = controls.counts_now()
    return counts if counts.n else TEN_FLIPS.counts


def flips(now: Round) -> Counts:
    """The flips that are asked about."""
    return Counts(now.setting["heads"], now.setting["tails"])


def question(now: Round) -> str:
    """What is asked."""
    return f"The flips: {in_words(flips(now))}. Which θ, the probability of heads, makes them most probable?"


def field(asked: Asked) -> None:
    """Draw the slider, its number, and the button that sends it."""
    large, key = st.container(), f"theta_{asked.round.id}"
    theta = st.slider(
        "θ, probability of heads", 0.0, 1.0, asked.own["theta"] if asked.own else 0.5, STEP, key=key,
        disabled=not asked.open, label_visibility="collapsed",
    )  # fmt: skip
    large.html(f'<div style="font-size:3.5rem;font-weight:600;text-align:center">θ = {theta:.2f}</div>')
    st.button(
        f"Send {theta:.2f}", key="send", type="primary", width="stretch", disabled=not asked.open,
        on_click=lambda: asked.send({"theta": session.value_of(key, theta)}),
    )  # fmt: skip


def check(_now: Round, value: Any) -> dict[str, float]:
    """A θ in steps of 0.01."""
    if not isinstance(value, dict) or set(value) != {"theta"}:
        raise RefusedError("The answer must be a θ.")
    return {"theta": round(number(value["theta"], 0, 1, "θ"), 2)}


def told(_now: Round, answer: Any) -> str:
    """The guess."""
    return f"θ = {answer['theta']:.2f}"


def outcome(now: Round, answer: Any) -> str:
    """Where the peak is, and how much less probable the flips are at the guess."""
    counts = flips(now)
    best = coin.mle(counts)
    if best is None:
        return ""
    said = f"The peak is at θ̂ = {decimal(best)}, the share of heads."
    if answer is None:
        return said
    if abs(answer["theta"] - best) <= STEP / 2:  # no stop of the slider is nearer
        return f"{said} You found it."
    ratio = float(coin.log_likelihood_ratio(answer["theta"], counts))
    return f"{said} At your θ these flips are {from_log(ratio, 2)} times as probable."


def guesses(answers: Answers) -> dict[int, float]:
    """The guess of each participant."""
    return {who: answer["theta"] for who, answer in answers.of.items()}


ACTIVITY: Final = Activity(
    "peak", "Where is the peak?", ("likelihood",), False, choose, setting, question, field, check, told, outcome
)
