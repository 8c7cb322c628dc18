"""Lesson 1's line-up: coins as suspects, first 3 values of theta, then 11, then 101, then all of them."""

from typing import Final, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.likelihood import coin
from core.likelihood.counts import Counts
from core.likelihood.detective import Candidates, candidates
from core.numbers import decimal, from_log, significant
from pages._kit import controls, session
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.stepper import clock, stepper
from pages.detective.charts import line_up as chart
from pages.detective.example import coins_code

CHOICES: Final = ("3", "11", "101", "continuum")


def choose() -> str:
    """Draw the field for the number of coins in the line-up; return its choice."""
    chosen = st.segmented_control(
        "Candidates for θ", CHOICES, default=CHOICES[0], required=True, key="suspects", bind="query-params"
    )
    return chosen if chosen in CHOICES else CHOICES[0]


def go(step: int) -> None:
    """Show the line-up of this step."""
    session.set_value("suspects", CHOICES[step - 1])


def show(flips: Counts, line_up: Candidates | None, look: Look) -> None:
    """Draw the line-up, and the figures that compare its best candidate with the MLE."""
    peak = coin.mle(flips)
    best = () if peak is None else (peak,) if line_up is None else line_up.best
    share = float(coin.log_likelihood_ratio(best[0], flips)) if best else 0.0
    draw(
        chart.rows(flips, line_up), chart.spec(look), key="coins_chart",
        alt="Likelihood of each candidate θ as a share of the highest possible. Where there are flips, the best "
        "candidate is marked.",
        read="The higher, the better a coin explains the flips. Triangle: best of these. Thin rule: best of all θ."
        if best else "The higher, the better a coin explains the flips. Without flips every height is 1.",
    )  # fmt: skip
    figures(
        Figure("MLE θ̂", "none" if peak is None else decimal(peak), "heads / flips"),
        Figure("Best candidate", ", ".join(map(decimal, best)) if best else "all tie", "of this line-up"),
        Figure("L(best) / L(θ̂)", from_log(share, 3) if share else "1.000", "1 if the best is θ̂ itself"),
        key="figures_coins",
    )


def sentence(flips: Counts, line_up: Candidates | None) -> str:
    """Return one sentence on what this line-up shows."""
    if flips.n == 0:
        return "Without flips every candidate explains the data equally well: there is no best one."
    if line_up is None:
        return "Every θ is a suspect now. The top of the curve is θ̂, heads divided by flips."
    gap = abs(line_up.best[0] - flips.heads / flips.n)
    if gap == 0:
        return f"{line_up.theta.size} coins, and θ̂ is one of them: the line-up finds it."
    return f"{line_up.theta.size} coins, and the best of them is {significant(gap, 3)} away from θ̂. Add suspects."


def step_now() -> int:
    """Return the line-up now as a step, 1 to 4."""
    name = session.value_of("suspects", CHOICES[0])
    return CHOICES.index(name) + 1 if name in CHOICES else 1


class Places(NamedTuple):
    """Places for the flips, the steps, the picture and the script."""

    flips: DeltaGenerator
    steps: DeltaGenerator
    picture: DeltaGenerator
    example: DeltaGenerator


@st.fragment
def follow_flips(at: Places, look: Look) -> None:
    """Draw the fields of the flips, and all that depends on them."""
    with at.flips:
        flips = controls.coin()
    follow_candidates(flips, at, look)


@st.fragment
def follow_candidates(flips: Counts, at: Places, look: Look) -> None:
    """Draw all that depends on the number of candidates."""
    with at.steps:
        name = choose()
        stepper("lineup", at=step_now, last=len(CHOICES), go=go, what="Step", in_fragment=True)
        size = None if name == CHOICES[-1] else int(name)
        line_up = None if size is None else candidates(size, flips)
        st.markdown(sentence(flips, line_up))
    with at.picture:
        show(flips, line_up, look)
    at.example.code(coins_code(flips, size), language="python")


def line_up_of_coins(look: Look, slot: DeltaGenerator) -> None:
    """Draw the line-up's section: its heading, flips, steps and picture.

    Parameters
    ----------
    look : Look
        Sizes.
    slot : DeltaGenerator
        The place of the line-up's worked example.
    """
    st.subheader("From suspects to parameters", anchor=False)
    st.markdown("A coin’s θ is a suspect too, and the flips are its clues. Walk from three candidates to all of them.")
    with st.container(key="stage_coins"):
        narrow, wide = st.columns([1, 3.4], gap="medium")
    follow_flips(Places(narrow.container(), narrow.container(), wide.container(key="hero_coins"), slot), look)
    clock("lineup", at=step_now, last=len(CHOICES), go=go, seconds=2.0)
