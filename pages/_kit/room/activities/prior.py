"""Everybody's belief about the coin before any toss: a Beta prior, by its mean and its strength in flips."""

from typing import Any, Final

import numpy as np
import streamlit as st

from core.belief import chips
from core.belief.beta import Beta, from_mean
from core.numbers import compact
from pages._kit import session
from pages._kit.course import Lesson
from pages._kit.room.activities import sketch
from pages._kit.room.activities.activity import Activity, Asked, Setting, number
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

LEAST_MEAN, MOST_MEAN = 0.01, 0.99
STRENGTHS: Final = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200)
"""Stops of the slider, in flips: each about a quarter more than the one before."""
START: Final = {"mean": 0.5, "strength": 10}
LEAST_TOP: Final = 3.0
"""The least density at the top of the phone's picture, so that a weak belief looks flat."""


def choose(_lesson: Lesson) -> None:
    """Say what the phones are asked; there is nothing to choose."""
    st.caption(
        "Each phone states a mean and a strength. The picture then adds the room’s last tosses, or the lesson’s where "
        "the room has none."
    )


def setting(_lesson: Lesson) -> Setting:
    """Nothing: all are asked the same."""
    return {}


def question(_now: Round) -> str:
    """What is asked."""
    return "What do you believe about the coin’s P(heads), before any toss?"


def field(asked: Asked) -> None:
    """Draw the sliders for mean and strength, the density that they mean, and the button that sends."""
    own, keys = asked.own or START, [f"{name}_{asked.round.id}" for name in START]
    mean = st.slider(
        "Mean: where is P(heads)?", LEAST_MEAN, MOST_MEAN, float(own["mean"]), 0.01, key=keys[0],
        disabled=not asked.open,
    )  # fmt: skip
    strength = st.select_slider(
        "Strength: how sure, in flips?", STRENGTHS, min(STRENGTHS, key=lambda stop: abs(stop - own["strength"])),
        key=keys[1], disabled=not asked.open,
    )  # fmt: skip

    def send() -> None:
        asked.send({"mean": session.value_of(keys[0], mean), "strength": session.value_of(keys[1], strength)})

    belief = belief_of(mean, strength)
    st.html(picture(belief))
    st.markdown(in_words(belief))
    st.button(
        "Send", key="send", type="primary", width="stretch", disabled=not asked.open, on_click=send,
    )  # fmt: skip


def belief_of(mean: float, strength: float) -> Beta:
    """The Beta with this mean and strength, with a and b limited to 0.5 ... 1,000, as everywhere in the course."""
    return chips.within_range(from_mean(mean, strength))


def in_words(belief: Beta) -> str:
    """What a belief says, in everyday words."""
    where = {
        "at 0": "most likely near 0",
        "at 1": "most likely near 1",
        "at both ends": "most likely near 0 or near 1",
        "everywhere": "with every P(heads) as likely as any other",
    }.get(belief.mode.place) or f"most likely near {belief.mode.at[0]:.2f}"
    return f"As if you had seen about **{compact(belief.strength, 2)} flips**, {where}."


def picture(belief: Beta) -> str:
    """The density as a picture."""
    theta = np.linspace(0.0, 1.0, 201)
    with np.errstate(over="ignore"):
        density = np.exp(belief.logpdf(theta))
    # A density without a top is cut off near its end.
    top = max(LEAST_TOP, float(density[4:-4].max()))
    return sketch.picture(
        sketch.line(theta, np.minimum(density, 1.1 * top), "belief"),
        across=(0.0, 1.0), up=(0.0, 1.1 * top), marks={0.0: "0", 0.5: "0.5", 1.0: "1"}, title="P(heads)",
        alt="Your belief about P(heads), as a density.",
    )  # fmt: skip


def check(_now: Round, value: Any) -> dict[str, float]:
    """The mean and the strength that were sent, with the a and b that they mean."""
    if not isinstance(value, dict) or set(value) != {"mean", "strength"}:
        raise RefusedError("The answer must be a mean and a strength.")
    mean = number(value["mean"], LEAST_MEAN, MOST_MEAN, "The mean")
    strength = number(value["strength"], STRENGTHS[0], STRENGTHS[-1], "The strength")
    belief = belief_of(mean, strength)
    return {"mean": mean, "strength": strength, "a": belief.a, "b": belief.b}


def told(_now: Round, answer: Any) -> str:
    """The answer in words."""
    belief = Beta(answer["a"], answer["b"])
    return f"mean {belief.mean:.2f}, worth {compact(belief.strength, 2)} flips"


def beliefs(answers: Answers) -> list[Beta]:
    """The prior of each participant."""
    return [Beta(each["a"], each["b"]) for each in answers.of.values()]


ACTIVITY: Final = Activity(
    "prior", "Your prior", ("bayesian-inference", "map-estimation"), False,
    choose, setting, question, field, check, told,
)  # fmt: skip
