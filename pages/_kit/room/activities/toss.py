"""Ten tosses of a coin in the pocket, or of one on the phone whose bias nobody in the room knows."""

import random
from typing import Any, Final

import streamlit as st

from core.likelihood.counts import Counts
from pages._kit.course import Lesson
from pages._kit.room.activities.activity import Activity, Asked, Setting, whole
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

TOSSES: Final = 10
COINS: Final = {"phone": "A coin on the phone", "pocket": "A coin in the pocket"}


def choose(_lesson: Lesson) -> Setting:
    """Draw the choice of the coin; the bias of the one on the phones is drawn at random unless it is set."""
    coin = st.radio("Coin", list(COINS), format_func=COINS.__getitem__, key="room_toss_coin", persist_state="session")
    if coin != "phone":
        return {"coin": "pocket"}
    bias: float | None = None
    if st.toggle(
        "Set its bias", key="room_toss_set", help="It is seen by all who see this page. Otherwise it is drawn."
    ):
        bias = st.slider("P(heads)", 0.05, 0.95, 0.6, 0.05, key="room_toss_bias")
    return {"coin": "phone", "theta": random.randrange(25, 76) / 100 if bias is None else bias}


def question(now: Round) -> str:
    """What is asked."""
    if now.setting["coin"] == "pocket":
        return f"Toss a coin {TOSSES} times. How many heads?"
    return f"Toss this coin {TOSSES} times. Nobody in the room knows how fair it is."


def flips(now: Round, seed: int) -> str:
    """The tosses of one phone, as a text of H and T: the same whenever it asks."""
    rng = random.Random(f"{now.id} {seed}")
    return "".join("H" if rng.random() < now.setting["theta"] else "T" for _ in range(TOSSES))


def field(asked: Asked) -> None:
    """Draw the field for the number of heads, or the button that tosses."""
    if asked.round.setting["coin"] == "pocket":
        heads = st.slider(
            "Heads", 0, TOSSES, asked.own["heads"] if asked.own else TOSSES // 2, key=f"heads_{asked.round.id}",
            disabled=not asked.open,
        )  # fmt: skip
        st.button(
            f"Send {heads} heads", key="send", type="primary", width="stretch", disabled=not asked.open,
            on_click=asked.send, args=({"heads": heads},),
        )  # fmt: skip
    else:
        seen = flips(asked.round, asked.seed) if asked.own else "·" * TOSSES
        st.markdown(f"# {seen[:5]} {seen[5:]}")
        if not asked.own:
            heads = flips(asked.round, asked.seed).count("H")
            st.button(
                f"Toss {TOSSES} times", key="send", type="primary", width="stretch", disabled=not asked.open,
                on_click=asked.send, args=({"heads": heads},),
            )  # fmt: skip


def check(_now: Round, value: Any) -> dict[str, int]:
    """The number of heads of ``TOSSES`` tosses."""
    if not isinstance(value, dict) or set(value) != {"heads"}:
        raise RefusedError("The answer must be a number of heads.")
    return {"heads": whole(value["heads"], 0, TOSSES, "The number of heads")}


def told(_now: Round, answer: Any) -> str:
    """The answer in words."""
    return f"{answer['heads']} heads, {TOSSES - answer['heads']} tails"


def outcome(now: Round, _answer: Any) -> str:
    """The bias of the phones' coin."""
    return f"The coin’s P(heads) was {now.setting['theta']:g}." if now.setting["coin"] == "phone" else ""


def counts(answers: Answers) -> list[Counts]:
    """The flips of each participant."""
    return [Counts(each["heads"], TOSSES - each["heads"]) for each in answers.of.values()]


ACTIVITY: Final = Activity(
    "toss", "Toss", ("likelihood", "log-likelihood", "bayesian-inference"), True,
    choose, question, field, check, told, outcome,
)  # fmt: skip
