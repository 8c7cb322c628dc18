"""The flip-by-flip scene of lesson 5: each posterior is the prior of the next flip."""

from typing import Final, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.belief.beta import Beta
from core.belief.beta_bernoulli import TEN_FLIPS_IN_ORDER, in_order, posterior
from core.data.coins import TEN_FLIPS
from core.likelihood.counts import Counts
from core.numbers import decimal
from pages._kit import controls
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.session import set_value, value_of
from pages._kit.stepper import clock, stepper
from pages.bayesian_inference.charts import flips as chart

SECONDS: Final = 1.0
READ: Final = (
    "Left, the latest update: blue times orange is green, up to a constant. Right, green: the posterior mean and its "
    "95 % band; orange dots: the share of heads in each step alone; dotted: the MLE of all."
)


class Places(NamedTuple):
    """The places of the scene, in its two columns."""

    controls: DeltaGenerator
    order: DeltaGenerator
    picture: DeltaGenerator


def places() -> Places:
    """Draw the heading of the scene and how to read its chart, and return its empty places."""
    st.subheader("Flip by flip: today’s posterior is tomorrow’s prior", anchor=False)
    narrow, wide = st.columns([1, 3.4], gap="medium")
    picture = wide.container()
    with wide:
        how_to_read(READ)
    return Places(narrow.container(), narrow.container(), picture)


class Walk:
    """The steps through the flips of these counts; the slider holds the current step."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.batches = in_order(counts)
        self.last = len(self.batches)
        # The slider has a key for each pair of counts, so other flips start at their last step.
        self.key = f"flips_{counts.heads}_{counts.tails}"

    def at(self) -> int:
        """The number of batches seen."""
        return int(value_of(self.key, self.last))

    def go(self, step: int) -> None:
        """Show this step."""
        set_value(self.key, min(step, self.last))


def play_on() -> None:
    """Advance one step at a time while the scene plays; call it outside all fragments."""
    if last := _walk_now().last:
        clock("flips", at=lambda: _walk_now().at(), last=last, go=lambda step: _walk_now().go(step), seconds=SECONDS)


def _walk_now() -> Walk:
    """The walk through the current flips: a fragment may change the counts between two ticks of the clock."""
    return Walk(controls.counts_now())


@st.fragment
def flip_by_flip(walk: Walk, prior: Beta, look: Look, places: Places) -> None:
    """Draw the slider and buttons of the walk, the sentence for its step, and the chart."""
    if not walk.last:
        places.controls.info("No flips yet. Give the coin some heads and tails, and walk through them here.")
        return
    with places.controls:
        if walk.last > 1:
            st.slider("Step", 0, walk.last, walk.last, key=walk.key, persist_state="session")
        stepper("flips", at=walk.at, last=walk.last, first=0, go=walk.go, what="Step", in_fragment=True)
        step = min(walk.last, max(0, walk.at()))
        st.markdown(sentence(walk, prior, step))
    with places.picture:
        draw(
            chart.rows(prior, walk.counts, step),
            chart.spec(look),
            key="flips_chart",
            alt="Left: belief before the latest flips, their likelihood, and belief after them. Right: the posterior "
            "mean with its credible interval after each step, and the share of heads in each step.",
        )


def sentence(walk: Walk, prior: Beta, step: int) -> str:
    """How this step changed the belief."""
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
    """Where the order of the flips comes from."""
    if counts == TEN_FLIPS.counts:
        return f"The order is {TEN_FLIPS_IN_ORDER}. Any other order of these flips ends in the same posterior."
    return (
        "Only the counts are known, so the order is a shuffle with a fixed seed; many flips come in ever larger "
        "batches. Any order ends in the same posterior."
    )
