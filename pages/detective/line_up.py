"""The line-up scene of lesson 1: coins as suspects, first 3 values of theta, then 11, then 101, then all of them."""

from typing import Final

import streamlit as st

from core.likelihood import coin
from core.likelihood.counts import Counts
from core.likelihood.detective import Candidates, candidates
from core.numbers import decimal, from_log, significant
from pages._kit import controls, drawing, session
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stage import Stage
from pages._kit.stepper import playing_fragment, stepper
from pages.detective import reading, words
from pages.detective.charts import line_up as chart

CHOICES: Final = ("3", "11", "101", "continuum")
SECONDS: Final = 2.0


def choose() -> str:
    """Draw the field for the number of coins in the line-up; return its choice."""
    chosen = st.segmented_control(
        "Candidates for θ", CHOICES, default=CHOICES[0], required=True, key="suspects", **controls.IN_ADDRESS
    )
    return chosen if chosen in CHOICES else CHOICES[0]


def go(step: int) -> None:
    """Show the line-up of this step."""
    session.set_value("suspects", CHOICES[step - 1])


def show(here: Stage, flips: Counts, line_up: Candidates | None) -> None:
    """Draw the line-up, the figures that compare its best candidate with the MLE, and how to read them."""
    peak = coin.mle(flips)
    best = () if peak is None else (peak,) if line_up is None else line_up.best
    share = float(coin.log_likelihood_ratio(best[0], flips)) if best else 0.0
    with here.hero:
        draw(
            chart.rows(flips, line_up),
            chart.spec(here.look),
            key="coins_chart",
            alt="Likelihood of each candidate θ as a share of the highest possible. Where there are flips, the best "
            "candidate is marked.",
        )
        figures(
            Figure("MLE θ̂", "none" if peak is None else decimal(peak), "heads / flips"),
            Figure("Best candidate", ", ".join(map(decimal, best)) if best else "all tie", "of this line-up"),
            Figure("L(best) / L(θ̂)", from_log(share, 3) if share else "1.000", "1 if the best is θ̂ itself"),
            key="figures_coins",
        )
    read_the_chart(here, lambda: reading.of_line_up(flips, line_up))
    if not here.presenting:
        with here.reading:
            drawing.how_to_read(
                "The higher, the better a coin explains the flips. Triangle: best of these. Thin rule: best of all θ."
                if best
                else "The higher, the better a coin explains the flips. Without flips every height is 1."
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


def scene(here: Stage) -> None:
    """Draw the scene, and again at each change of its fields and at each step while it plays."""
    playing_fragment("lineup", lambda: _draw_scene(here), at=step_now, last=len(CHOICES), go=go, seconds=SECONDS)


def _draw_scene(here: Stage) -> None:
    with here.controls:
        name = choose()
        flips = controls.coin()
        size = None if name == CHOICES[-1] else int(name)
        line_up = None if size is None else candidates(size, flips)
        with st.container(key="remark"):
            st.markdown(sentence(flips, line_up))
    show(here, flips, line_up)
    with here.strip:
        stepper("lineup", at=step_now, last=len(CHOICES), go=go, what="Step", in_fragment=True)
    if not here.presenting:
        with here.reading:
            st.markdown(
                "A coin’s θ is a suspect too, and the flips are its clues. Walk from three candidates to all of them."
            )
        with here.example:
            words.coins_example(flips, size)
