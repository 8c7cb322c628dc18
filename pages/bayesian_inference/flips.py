"""The flip-by-flip scene of lesson 5: each posterior is the prior of the next flip."""

from typing import Final

import streamlit as st

from core.belief.beta import Beta
from core.belief.beta_bernoulli import ONE_BY_ONE, TEN_FLIPS_IN_ORDER, in_order, posterior
from core.data.coins import TEN_FLIPS
from core.likelihood.counts import Counts
from pages._kit import controls, stage
from pages._kit.belief import decimals, probability_text
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.session import keep_in_range, set_value, value_of
from pages._kit.stepper import clock, stepper
from pages.bayesian_inference import reading, words
from pages.bayesian_inference.charts import flips as chart
from pages.bayesian_inference.prior_shape import prior_fields
from pages.bayesian_inference.update import level_now

STEP: Final = "flips_step"
_END: Final = "_flips_end"
SECONDS: Final = 1.0
READ: Final = (
    "Left, blue times orange is green, up to a constant; at step 0 there is blue alone. Right, green: the mean of the "
    f"belief and its {100 * chart.LEVEL:g} % band; orange dots: the share of heads in each step alone; dotted: the MLE "
    "of all."
)


class Walk:
    """The steps through the flips of these counts; the slider holds the current one."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.batches = in_order(counts)
        self.last = len(self.batches)

    def at(self) -> int:
        """The number of batches seen."""
        step = value_of(STEP, self.last)
        return min(self.last, int(step)) if isinstance(step, int | float) and step >= 0 else self.last

    def go(self, step: int) -> None:
        """Show this step."""
        set_value(STEP, min(step, self.last))

    def slider(self) -> None:
        """Draw the slider. With other flips it stays at its step, and at the last one if it was there."""
        end = value_of(_END, None)
        if end is not None and value_of(STEP, None) == end:
            self.go(self.last)
        keep_in_range(STEP, 0, self.last, self.last)
        st.slider("Step", 0, self.last, self.last, key=STEP, **controls.IN_ADDRESS)
        set_value(_END, self.last if self.at() == self.last else None)


def _walk_now() -> Walk:
    """The walk through the current flips: a fragment may change the counts between two ticks of the clock."""
    return Walk(controls.counts_now())


def play_on() -> None:
    """Advance one step at a time while the scene plays; call it outside all fragments."""
    if last := _walk_now().last:
        clock("flips", at=lambda: _walk_now().at(), last=last, go=lambda step: _walk_now().go(step), seconds=SECONDS)


def scene(here: stage.Stage) -> None:
    """Draw the scene, and again at each tick while it plays."""
    _draw_scene(here)
    play_on()


@st.fragment
def _draw_scene(here: stage.Stage) -> None:
    """Draw the fields for the flips and the prior, the walk, its chart, and the figures of its step."""
    with here.controls:
        top = st.container()
        counts = controls.coin()
        walk = Walk(counts)
        if walk.last:
            with top:
                walk.slider()
        belief = prior_fields(here.look)
    step = walk.at()
    with here.hero:
        draw(
            chart.rows(belief, counts, step),
            chart.spec(here.look),
            key="flips_chart",
            alt="Left: belief before the latest flips and, from step 1 on, their likelihood and the belief after them. "
            "Right: the mean of the belief with its credible interval after each step so far, and the share of heads "
            "in each.",
        )
        st.markdown(sentence(walk, step))
        figures(*_figures(walk, belief, step), key="figures_flips")
    read_the_chart(here, lambda: reading.of_flips(belief, walk.batches, step))
    if walk.last:
        with here.strip:
            stepper("flips", at=walk.at, last=walk.last, first=0, go=walk.go, what="Step", in_fragment=True)
    if not here.presenting:
        with here.reading:
            if counts.n:
                how_to_read(READ)
                st.caption(order_note(counts))
        with here.example:
            words.examples(belief, counts, level_now())


def sentence(walk: Walk, step: int) -> str:
    """The flips of this step, and what they do to the belief."""
    if not walk.last:
        return "No flips yet. Give the coin some heads and tails, and walk through them here."
    if step == 0:
        return "Before any flip there is only the :blue[prior]."
    batch = walk.batches[step - 1]
    if batch.heads + batch.tails == 1:
        side, parameter, way = ("heads", "a", "up") if batch.heads else ("tails", "b", "down")
        what = f"Flip {batch.seen.n}: :orange[**{side}**]. Add 1 to {parameter}; belief moves {way}."
    else:
        what = f"{batch.heads + batch.tails:,} more flips: :orange[**{batch.heads:,} heads, {batch.tails:,} tails**]."
    return f"{what} The :green[posterior] is the :blue[prior] of what comes next."


def _figures(walk: Walk, prior: Beta, step: int) -> tuple[Figure, ...]:
    """The flips seen, the posterior after this step, and its prediction, with those before the step."""
    seen = walk.batches[step - 1].seen if step else Counts(0, 0)
    before = posterior(prior, walk.batches[step - 2].seen) if step > 1 else prior
    after = posterior(prior, seen)
    return (
        Figure("Flips seen", f"{seen.n:,}", f"{seen.heads:,} heads, {seen.tails:,} tails"),
        Figure("Posterior", str(after), f"from {before}" if step else "the prior"),
        Figure(
            "P(next is heads)", _mean(after), f"from {_mean(before)}" if step else "the prior’s mean",
            "The posterior predictive: the probability of heads on the next flip. For one flip it is the mean.",
        ),
    )  # fmt: skip


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
