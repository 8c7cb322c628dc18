"""The slow-motion scene of lesson 4: one gradient step on one context, in five frames."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.language import softmax_step
from core.language.counted import Following
from core.language.softmax_step import RATE, SoftmaxStep
from core.numbers import decimal, nats
from pages._kit.charts.base import PAGE
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.session import set_value, value_of
from pages._kit.stepper import clock, stepper
from pages.training_is_mle.charts import slow_motion as chart

TITLES: Final = ("logits", "softmax", "−log p", "gradient", "update")
NUMBERS: Final = (1, 2, 5, 20)
SECONDS: Final = 2.5


def frame_now() -> int:
    """The number of the frame shown, from 1."""
    title = value_of("slow_frame", TITLES[0])
    return TITLES.index(title) + 1 if title in TITLES else 1


def go(frame: int) -> None:
    """Show this frame."""
    set_value("slow_frame", TITLES[frame - 1])


def play_on() -> None:
    """Advance one frame at a time while the scene plays; call it outside all fragments."""
    clock("slow", at=frame_now, last=len(TITLES), go=go, seconds=SECONDS)


def place() -> DeltaGenerator:
    """Return the empty place of the scene."""
    return st.container(key="scene_slow")


@st.fragment
def one_step(place: DeltaGenerator, context: str, follows: Following, vocabulary: int) -> None:
    """Draw the heading, the fields for frame and step, and all that depends on them: sentence, chart, figures."""
    from core.training.language_model import autograd_gradient

    with place:
        st.subheader("One step in slow motion", anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom", key="slow_controls"):
            st.segmented_control(
                "Frame", TITLES, default=TITLES[0], required=True, key="slow_frame", persist_state="session"
            )
            number = st.segmented_control(
                "Gradient step", NUMBERS, default=NUMBERS[0], required=True, key="slow_number", persist_state="session"
            )
            stepper("slow", at=frame_now, last=len(TITLES), go=go, what="Frame", in_fragment=True, keys=False)
        share = np.zeros(vocabulary)
        share[: follows.counts.size] = follows.counts / follows.counts.sum()
        before = softmax_step.walk(share, (number if number in NUMBERS else 1) - 1)
        step = softmax_step.softmax_step(before, share)
        difference = float(np.abs(autograd_gradient(step.logits, share) - step.gradient).max())
        _show(context, follows, step, difference, vocabulary)


def _show(context: str, follows: Following, step: SoftmaxStep, difference: float, vocabulary: int) -> None:
    frame = frame_now()
    st.markdown(f"**{TITLES[frame - 1].capitalize()}.** {_says(frame, context, follows, step, vocabulary)}")
    draw(
        chart.rows(step, chart.lines(follows.words, vocabulary), frame),
        chart.spec(PAGE),
        key="slow_motion",
        alt="A row for each next word, the most frequent ones first, and five columns, filled frame by frame: logit, "
        "probability with its share of the counts, minus log p in nats, gradient p − y, and the updated logit.",
        read=f"{_rows(len(follows.words), vocabulary)} Gray bars: the share y of the counts in the second column, the "
        "logit before in the last. −log p in nats; bars to the left of a zero line are negative.",
    )  # fmt: skip
    figures(
        Figure("NLL of this batch", nats(step.nll), "before the step"),
        Figure("NLL after the step", nats(step.nll_after), f"rate {RATE:g}"),
        Figure(
            "autograd − (p − y)", f"{difference:.1e}" if difference else "0", "largest difference",
            "loss.backward() computes the same gradient, up to rounding in float64.",
        ),
        key="figures_slow",
    )  # fmt: skip


def _rows(following: int, vocabulary: int) -> str:
    """What the chart's rows are, for a context that ``following`` of the ``vocabulary`` words follow."""
    if following > chart.MOST:
        words = f"A row for each of the {chart.MOST} most frequent of the {following:,} words that follow"
    else:
        words = "A row for each word that follows"
    return words + ("; “others” is each word that never does." if vocabulary > following else ".")


def _says(frame: int, context: str, follows: Following, step: SoftmaxStep, vocabulary: int) -> str:
    """The sentence for a frame, with the numbers of the most frequent word."""
    word, n = follows.words[0], follows.counts.sum()
    z, p, y, new = step.logits[0], step.probability[0], step.share[0], step.updated[0]
    slope = step.gradient[0]
    return (
        f"The batch is every word that follows “{context}”: {n:,.0f} in all. This context’s row of the table has a "
        f"logit z for each of the {vocabulary:,} words; for *{word}* it is {decimal(z)}.",
        f"p = exp(z) / Σ exp(z): the logits become probabilities that sum to 1. *{word}* gets {p:.4f}; the data say "
        f"y = {follows.counts[0]:,.0f} / {n:,.0f} = {y:.3f}.",
        f"Each time *{word}* comes, it costs −log p = {step.minus_log_p[0]:.3f} nats. Weighted by the shares y, the "
        f"batch costs {nats(step.nll)} a word: its mean NLL, its cross-entropy.",
        f"The slope of that mean in each logit is p − y, no more: for *{word}* {p:.4f} − {y:.4f} = "
        f"{decimal(slope, 4)}. It is negative where the model says too little. Autograd finds the same numbers, up to "
        "rounding.",
        f"z ← z − rate × (p − y), rate {RATE:g}: the logit of *{word}* goes from {decimal(z)} to {decimal(new)}, and "
        f"the batch's NLL from {step.nll:.3f} to {nats(step.nll_after)}.",
    )[frame - 1]
