"""The slow-motion scene of lesson 4: one gradient step on one context, in five frames."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.language import counted as language
from core.language import softmax_step
from core.language.counted import Corpus, Following
from core.language.softmax_step import RATE, SoftmaxStep
from core.numbers import decimal, nats, significant
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import worked_example
from pages._kit.reading import read_the_chart
from pages._kit.session import keep_in, set_value, value_of
from pages._kit.stage import Stage
from pages._kit.stepper import playing_fragment, stepper
from pages.training_is_mle import notebook, reading, texts
from pages.training_is_mle.charts import slow_motion as chart
from pages.training_is_mle.example import language_code
from pages.training_is_mle.texts import Text

TITLES: Final = ("logits", "softmax", "−log p", "gradient", "update")
NUMBERS: Final = (1, 2, 5, 20)
SECONDS: Final = 2.5


def frame_now() -> int:
    """The number of the frame shown, from 1; its field need not be drawn yet."""
    frame = value_of("slow_frame", 1)
    return frame if isinstance(frame, int) and 1 <= frame <= len(TITLES) else 1


def go(frame: int) -> None:
    """Show this frame."""
    set_value("slow_frame", frame)


def scene(here: Stage) -> None:
    """Draw the scene; what follows context, frame and step again at each change of them, and while it plays."""
    with here.controls:
        # The context stands above the text that it is chosen from.
        first = st.container(key="slow_first")
        text = texts.choose()
    corpus = texts.corpus_of(here, text)
    if corpus is None:
        _wait(first)
        return
    playing_fragment(
        "slow", lambda: _one_step(here, first, text, corpus), at=frame_now, last=len(TITLES), go=go, seconds=SECONDS
    )


@st.fragment
def _wait(first: DeltaGenerator) -> None:
    """Draw the fields where there is no text: in a fragment, as :func:`_one_step` does.

    A field that goes to another place of the page is no longer followed by the address.
    """
    with first:
        texts.no_context()
        _choose(disabled=True)


def _one_step(here: Stage, first: DeltaGenerator, text: Text, corpus: Corpus) -> None:
    """Draw the fields for context, frame and step, and all that depends on them: sentence, chart, figures, script."""
    from core.training.language_model import autograd_gradient

    with first:
        context = texts.choose_context(corpus, text.own)
        frame, number = _choose()
    follows, vocabulary = language.following(corpus, context), len(corpus.words)
    share = np.zeros(vocabulary)
    share[: follows.counts.size] = follows.counts / follows.counts.sum()
    step = softmax_step.softmax_step(softmax_step.walk(share, number - 1), share)
    difference = float(np.abs(autograd_gradient(step.logits, share) - step.gradient).max())
    with here.hero:
        if not here.presenting:
            # On the stage: without its sentence, a frame is only a column.
            with st.container(key="remark"):
                st.markdown(f"**{TITLES[frame - 1].capitalize()}.** {_says(frame, context, follows, step, vocabulary)}")
        draw(
            chart.rows(step, chart.lines(follows.words, vocabulary), frame),
            chart.spec(here.look),
            key="slow_motion",
            alt="A row for each next word, the most frequent ones first, and five columns, filled frame by frame: "
            "logit, probability with its share of the counts, minus log p in nats, gradient p − y, and the updated "
            "logit.",
        )
        _figures(step, difference)
    read_the_chart(here, lambda: reading.of_slow_motion(step, chart.lines(follows.words, vocabulary), frame))
    with here.strip:
        stepper("slow", at=frame_now, last=len(TITLES), go=go, what="Frame", in_fragment=True)
    if not here.presenting:
        with here.reading:
            how_to_read(
                f"{_rows(len(follows.words), vocabulary)} Gray bars: the share y of the counts in the second column, "
                "the logit before in the last. −log p in nats; bars to the left of a zero line are negative."
            )
        with here.example:
            worked_example(
                "This context’s row of the table with torch, from its first step on to the one chosen here.",
                lambda: language_code(context, follows.words, follows.counts.tolist(), vocabulary, number),
                notebook=notebook.of_words(follows.words, notebook.NLLS),
            )


def _choose(*, disabled: bool = False) -> tuple[int, int]:
    """Draw the fields for frame and gradient step, and return both."""
    st.slider("Frame", 1, len(TITLES), 1, key="slow_frame", disabled=disabled, **IN_ADDRESS)
    keep_in("gradient_step", NUMBERS, NUMBERS[0])
    number = st.segmented_control(
        "Gradient step", NUMBERS, default=NUMBERS[0], required=True, key="gradient_step", disabled=disabled,
        **IN_ADDRESS,
    )  # fmt: skip
    return frame_now(), number if number in NUMBERS else NUMBERS[0]


def _figures(step: SoftmaxStep, difference: float) -> None:
    figures(
        Figure("NLL of this batch", nats(step.nll), "before the step"),
        Figure("NLL after the step", nats(step.nll_after), f"rate {RATE:g}"),
        Figure(
            "autograd − (p − y)", significant(difference, 2), "largest difference",
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
