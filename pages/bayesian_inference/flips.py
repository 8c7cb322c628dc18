"""The flip-by-flip scene of lesson 5: each posterior is the prior of the next flip."""

from typing import Final, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.belief.beta import Beta
from core.belief.beta_bernoulli import ONE_BY_ONE, TEN_FLIPS_IN_ORDER, in_order, posterior
from core.data.coins import TEN_FLIPS
from core.likelihood.counts import Counts
from pages._kit import controls
from pages._kit.belief import decimals, probability_text
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.session import set_value, value_of
from pages._kit.stepper import clock, stepper
from pages.bayesian_inference.charts import flips as chart

SECONDS: Final = 1.0
READ: Final = (
    "Left, blue times orange is green, up to a constant; at step 0 there is blue alone. Right, green: the mean of the "
    f"belief and its {100 * chart.LEVEL:g} % band; orange dots: the share of heads in each step alone; dotted: the MLE "
    "of all."
)


class Places(NamedTuple):
    """The places of the scene, in its two columns."""

    controls: DeltaGenerator
    order: DeltaGenerator
    picture: DeltaGenerator
    read: DeltaGenerator


def places() -> Places:
    """Draw the heading of the scene, and return its empty places."""
    st.subheader("Flip by flip: today’s posterior is tomorrow’s prior", anchor=False)
    narrow, wide = st.columns([1, 3.4], gap="medium")
    return Places(narrow.container(), narrow.container(), wide.container(), wide.container())


def captions(counts: Counts, places: Places) -> None:
    """Say how to read the chart and where the order of the flips comes from, if there are flips."""
    if counts.n:
        with places.read:
            how_to_read(READ)
        places.order.caption(order_note(counts))


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
            alt="Left: belief before the latest flips and, from step 1 on, their likelihood and the belief after them. "
            "Right: the mean of the belief with its credible interval after each step so far, and the share of heads "
            "in each.",
        )


def sentence(walk: Walk, prior: Beta, step: int) -> str:
    """How this step changed the belief."""
    if step == 0:
        return f"Before any flip there is only the :blue[prior, {prior}]. P(next is heads) = {_mean(prior)}."
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
        f"P(next is heads): {_mean(before)} → {_mean(after)}."
    )


def _mean(belief: Beta) -> str:
    return probability_text(belief.mean, decimals(belief))


def order_note(counts: Counts) -> str:
    """Where the order of the flips comes from."""
    if counts == TEN_FLIPS.counts:
        return f"The order is {TEN_FLIPS_IN_ORDER}. Any other order of these flips ends in the same posterior."
    return (
        f"Only the counts are known, so the order is a shuffle with a fixed seed; more than {ONE_BY_ONE} flips come in "
        "growing batches, and the rest in a last one. Any order ends in the same posterior."
    )
