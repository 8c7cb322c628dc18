"""Lesson 5, flip by flip: each posterior is the prior of the next flip."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.belief.beta import Beta
from core.belief.beta_bernoulli import TEN_FLIPS_IN_ORDER, in_order, posterior
from core.data.coins import TEN_FLIPS
from core.likelihood.counts import Counts
from core.numbers import decimal
from pages._kit import controls
from pages._kit.charts.base import Look
from pages._kit.drawing import draw
from pages._kit.stepper import clock, stepper
from pages.bayesian_inference.charts import flips as chart

SECONDS: Final = 1.0
READ: Final = (
    "Left, the latest update: blue times orange is green, up to a constant. Right, green: the posterior mean and its "
    "95 % band; orange dots: the share of heads in each step alone; dotted: the MLE of all."
)


class Walk:
    """The steps through the flips of these counts; where we are is the slider's."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.batches = in_order(counts)
        self.last = len(self.batches)
        # Other flips begin anew, at their end.
        self.key = f"flips_{counts.heads}_{counts.tails}"

    def at(self) -> int:
        """How many batches have been seen."""
        return int(st.session_state.get(self.key, self.last))

    def go(self, step: int) -> None:
        """Show this step."""
        st.session_state[self.key] = min(step, self.last)


def play_on() -> None:
    """Play on: at the page's level, for clocks must not stand in a fragment."""
    if last := _walk_now().last:
        clock("flips", at=lambda: _walk_now().at(), last=last, go=lambda step: _walk_now().go(step), seconds=SECONDS)


def _walk_now() -> Walk:
    """The walk through the flips as they are now: the counts may change without the page, while it plays."""
    return Walk(controls.counts_now())


@st.fragment
def flip_by_flip(walk: Walk, prior: Beta, look: Look, narrow: DeltaGenerator, wide: DeltaGenerator) -> None:
    """The walk: its buttons, the latest update and the way there."""
    if not walk.last:
        narrow.info("No flips yet. Give the coin some heads and tails, and walk through them here.")
        return
    with narrow:
        if walk.last > 1:
            st.slider("Step", 0, walk.last, walk.last, key=walk.key, persist_state="session")
        stepper("flips", at=walk.at, last=walk.last, first=0, go=walk.go, what="Step", in_fragment=True)
        step = min(walk.last, max(0, walk.at()))
        st.markdown(sentence(walk, prior, step))
    with wide:
        draw(
            chart.rows(prior, walk.counts, step),
            chart.spec(look),
            key="flips_chart",
            alt="Left: belief before the latest flips, their likelihood, and belief after them. Right: the posterior "
            "mean with its credible interval after each step, and the share of heads in each step.",
        )


def sentence(walk: Walk, prior: Beta, step: int) -> str:
    """What this step did."""
    if step == 0:
        return f"Before any flip there is only the :blue[prior, {prior}]. P(next is heads) = {decimal(prior.mean)}."
    batch = walk.batches[step - 1]
    before = posterior(prior, walk.batches[step - 2].seen) if step > 1 else prior
    after = posterior(prior, batch.seen)
    if batch.heads + batch.tails == 1:
        side, parameter, way = ("heads", "a", "up") if batch.heads else ("tails", "b", "down")
        what = f"Flip {batch.seen.n}: :orange[**{side}**]. Add 1 to {parameter}; belief moves {way}."
    else:
        what = f"{batch.heads + batch.tails:,} more flips: :orange[**{batch.heads:,} heads, {batch.tails:,} tails**]."
    return (
        f"{what}\n\n:blue[{before}] becomes :green[**{after}**], the prior of what comes next. "
        f"P(next is heads): {decimal(before.mean)} → {decimal(after.mean)}."
    )


def order_note(counts: Counts) -> str:
    """Where the order comes from."""
    if counts == TEN_FLIPS.counts:
        return f"The order is {TEN_FLIPS_IN_ORDER}. Any other order of these flips ends in the same posterior."
    return (
        "Only the counts are known, so the order is a shuffle with a fixed seed; many flips come in ever larger "
        "batches. Any order ends in the same posterior."
    )
