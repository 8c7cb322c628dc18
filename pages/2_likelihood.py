"""Lesson 2: the data stay fixed, the parameter varies."""

from typing import Final

import numpy as np
import streamlit as st

from core.data import coins, horse_kicks, newcomb
from core.data.source import Source
from core.likelihood.poisson import Tally
from pages._kit import controls, prose, stage
from pages.likelihood import families, own_data
from pages.likelihood.curve import Below, follow_coin, play_on, question

NAMED: Final = {preset.key: preset for preset in coins.PRESETS if preset.published}
DATA: Final = ("coin", *NAMED, "horse-kicks", "newcomb", "yours")
SOURCES: Final = {
    **{key: item.source for key, item in NAMED.items()},
    "horse-kicks": horse_kicks.SOURCE,
    "newcomb": newcomb.SOURCE,
}


def data_changed() -> None:
    """Let named coins travel: their counts become the shared heads and tails."""
    name = st.session_state["data"]
    if name in NAMED:
        controls.take(NAMED[name].counts)
    controls.moved()


def evidence() -> str:
    """The field of the data; named coins bring their counts."""
    if st.session_state.get("data") in NAMED and st.session_state.get("heads") is not None:
        preset = NAMED[st.session_state["data"]].counts
        if (st.session_state["heads"], st.session_state["tails"]) != (preset.heads, preset.tails):
            st.session_state["data"] = "coin"  # the counts were changed since, here or on another lesson
    name = st.selectbox("Data", DATA, key="data", on_change=data_changed, bind="query-params")
    if name in NAMED:
        st.session_state["heads"] = NAMED[name].counts.heads
        st.session_state["tails"] = NAMED[name].counts.tails
    return str(name)


def source_note(here: stage.Stage, source: Source) -> None:
    """Where the data come from."""
    here.hero.caption(f"**The data.** {source.citation} {source.note}")


def words() -> Below:
    """Everything below the chart; what depends on the coin has its place left free."""
    prose.idea(
        "A likelihood asks one question of every θ in turn: *if the coin had this bias, how probable were the flips "
        "that you saw?* The flips are on the table and do not change. You walk along the axis and ask again.",
        "A likelihood is **not** the probability of θ. It is the probability of the data, read as a function of θ: "
        "over all data it sums to 1, over all θ it does not.",
    )
    slot = prose.worked_example("With this page's numbers; it runs as it stands.")
    prose.worlds(
        "A doctor weighs which illness would make these symptoms most probable, before asking how common each is.",
        "A loss over a fixed training set, seen as a function of the weights, is such a curve in millions of "
        "dimensions. Training looks for its peak.",
    )
    asked = st.container()
    prose.fine_print(
        [
            prose.Claim("exact", "The MLE of a coin is the share of heads, at 0 and at 1 too."),
            prose.Claim(
                "exact",
                "Counting orders multiplies L(θ) by C(n, h), which does not depend on θ: it moves no maximum and no "
                "ratio.",
            ),
            prose.Claim(
                "approximate",
                "A drop of 1.92 nats marks a 95 % interval when the log-likelihood is close to a parabola (half of "
                "the 95 % point of χ² with one degree of freedom); near 0 and 1, or with few flips, it is not.",
            ),
            prose.Claim(
                "heuristic",
                "One θ for all flips: the tossers of Bartoš et al. differ, and Newcomb's outliers are no Gaussian's.",
            ),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2 and 3",
            "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
            "Pawitan 2001, *In All Likelihood*, chapter 2",
        ],
    )
    return Below(slot, asked)


here = stage.open_lesson("likelihood")
with here.controls:
    data = evidence()
mine = own_data.current()
below = None
if not here.presenting:
    with st.container():
        below = words()
    stage.way_on(here)
slot = below.example if below else None
if data in ("coin", *NAMED):
    follow_coin(here, NAMED[data].counts if data in NAMED else None, below)
    play_on()
elif data == "horse-kicks":
    families.events(here, horse_kicks.HORSE_KICKS, slot, own=False)
elif data == "newcomb":
    families.readings(here, newcomb.readings(), slot, own=False)
elif mine is None:
    here.hero.info("You have not given any data yet. Open **Your own data** and paste them, or choose a CSV file.")
elif isinstance(mine.data, Tally):
    families.events(here, mine.data, slot, own=True)
else:
    families.readings(here, np.array(mine.data), slot, own=True)
if below and data not in ("coin", *NAMED):
    with below.question:
        question(coins.TEN_FLIPS.counts)
with here.controls:
    own_data.panel()
if data in SOURCES and not here.presenting:
    source_note(here, SOURCES[data])
