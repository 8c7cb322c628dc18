"""The fields of a forecast, and the table of what each outcome would cost."""

import math
from typing import Final

import streamlit as st

from core.forecasts.score import cost
from core.numbers import decimal, nats
from pages._kit import session
from pages._kit.forecasts.draft import PERCENTS, Draft

BESIDE: Final = "the mean of the others is shown beside it."
SURE: Final = (
    "The probability that you give to your choice. A forecast costs −log p nats, where p is what it gave to the right "
    "option: nothing for 100 %, and the more, the less it gave."
)
INFINITE: Final = (
    "If it is one to which you give 0 %, the forecast costs infinitely much, and so does the mean of all: a model that "
    f"says 0 never recovers. {BESIDE.capitalize()}"
)


def draw(draft: Draft, label: str, *, label_shown: bool = True) -> None:
    """Draw the options, how sure the learner is, and what each outcome would cost."""
    asked = draft.asked
    st.radio(
        label, range(len(asked.options)), index=None, key=draft.key("choice"),
        format_func=lambda place: asked.options[place].text, on_change=draft.begin_by_hand, persist_state="session",
        label_visibility="visible" if label_shown else "collapsed",
    )  # fmt: skip
    st.toggle("Spread it by hand", key=draft.key("by_hand"), on_change=draft.begin_by_hand, persist_state="session")
    if draft.by_hand:
        for key, option in zip(draft.weight_keys(), asked.options, strict=True):
            session.keep_in(key, PERCENTS, draft.even)
            st.slider(option.text, 0, 100, key=key, on_change=draft.keep_flips, persist_state="session")
    else:
        st.slider(
            "How sure?", 0, 100, draft.even, format="%d %%", key=draft.key("sure"), disabled=draft.chosen is None,
            on_change=draft.keep_flips, persist_state="session", help=SURE,
        )  # fmt: skip
    st.markdown(_prices(draft))


def _prices(draft: Draft) -> str:
    """The table of what each outcome would cost, and a sentence about it."""
    asked, given = draft.asked, draft.probabilities
    shown = [(percent(p), nats(cost(p))) for p in given] if given else [("–", "–")] * len(asked.options)
    rows = [f"| {cell(option.text)} | {p} | {price} |" for option, (p, price) in zip(asked.options, shown, strict=True)]
    guess = f"Guessing costs {nats(math.log(len(asked.options)))}, whatever it is."
    if given is None:
        said = "Every option has the weight 0. Give one of them more."
    elif 0 in given:
        said = INFINITE
    elif draft.by_hand:
        said = f"A probability is the option’s weight divided by the sum of all weights. {guess}"
    else:
        said = f"What you do not give to your choice is spread evenly over the rest. {guess}"
    return "\n".join(["| If it is | you say | and it costs |", "|---|--:|--:|", *rows, "", said])


def percent(p: float) -> str:
    """A probability in percent with at most one decimal: 70 %, 33.3 %."""
    text = decimal(100 * p, 1)
    if p not in (0, 1) and text in ("0.0", "100.0"):
        return "< 0.1 %" if p < 0.5 else "> 99.9 %"
    return f"{text.removesuffix('.0')} %"


def cell(text: str) -> str:
    """A text in a cell of a Markdown table."""
    return text.replace("|", "\\|")
