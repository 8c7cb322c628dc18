"""The last scene of lesson 4: cross-entropy is the entropy of the data plus the KL from the data to the model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.losses.kl import Written, written
from core.losses.nearest import STOPS
from pages._kit import course, names, unseen
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import worked_example
from pages._kit.reading import read_the_chart
from pages._kit.session import keep_in, set_value, value_of
from pages._kit.stage import Stage
from pages._kit.stepper import playing_fragment, stepper
from pages.training_is_mle import kl_models, reading, texts
from pages.training_is_mle.charts import kl as chart
from pages.training_is_mle.kl_models import Model

CASES: Final = {"coin": "Coin", "next-word": "Next word", "newcomb": "Light"}
SECONDS: Final = 0.8
LEFT: Final = {
    "rows": "Left: a row for each kind of observation, with a gray bar of its share in the data and an orange bar of "
    "its probability by the model.",
    "readings": "Left: gray bars of the readings' shares under the orange Gaussian; above them, three green bars of "
    "the posterior of their mean, each narrower than the one before.",
}
PIECES: Final = (
    " Middle: a column of two pieces, entropy in gray and KL in orange. Right: both pieces against the steps trained."
)


def stop_now() -> int:
    """The index in ``STOPS`` of the steps trained; their field need not be drawn yet."""
    steps = value_of("kl_steps", STOPS[0])
    return STOPS.index(steps) if steps in STOPS else 0


def go(stop: int) -> None:
    """Show the model after ``STOPS[stop]`` steps."""
    set_value("kl_steps", STOPS[stop])


def scene(here: Stage) -> None:
    """Draw the scene; what follows the steps and the model's start again at each change of them, and while it plays."""
    with here.controls:
        keep_in("nearest", tuple(CASES), "coin")
        case = names.choice(
            st.segmented_control, "Data and model", tuple(CASES), key="nearest", named=CASES.__getitem__
        )
        first = st.container(key="kl_first")
    if case not in CASES:
        case = "coin"  # an empty value in the address is no choice
    if case != "coin":
        unseen.draw((*course.COIN, "theta"), place="unseen_fields_flips")
    make = kl_models.light if case == "newcomb" else kl_models.flips
    if case == "next-word":
        with here.controls:
            text = texts.choose()
        corpus = texts.corpus_of(here, text)
        if corpus is None:
            _wait(first)
            return
        make = partial(kl_models.next_word, text, corpus)
    playing_fragment("kl", lambda: _draw(here, first, make), at=stop_now, last=len(STOPS) - 1, go=go, seconds=SECONDS)


@st.fragment
def _wait(first: DeltaGenerator) -> None:
    """Draw the fields where there is no text: in a fragment, as :func:`_draw` does.

    A field that goes to another place of the page is no longer followed by the address.
    """
    with first:
        _choose_steps(disabled=True)
        texts.no_context()


def _choose_steps(*, disabled: bool = False) -> int:
    """Draw the field for the steps trained, and return their index in ``STOPS``."""
    keep_in("kl_steps", STOPS, STOPS[0])
    steps = st.select_slider("Steps trained", STOPS, STOPS[0], key="kl_steps", disabled=disabled, **IN_ADDRESS)
    return STOPS.index(steps) if steps in STOPS else 0


def _draw(here: Stage, first: DeltaGenerator, make: Callable[[int], Model]) -> None:
    """Draw the model's fields, and all that depends on them: chart, figures, words, script."""
    with first:
        stop = _choose_steps()
        model = make(stop)
    found = written(model.pieces, stop)
    with here.hero:
        draw(model.rows(), chart.spec(model.left, here.look), key=f"kl_{model.left}", alt=LEFT[model.left] + PIECES)
        _figures(model, found)
    read_the_chart(
        here,
        lambda: reading.of_kl(model.pieces, stop, model.per, model.column, model.sentence, observed=model.observed),
    )
    with here.strip:
        stepper("kl", at=stop_now, first=0, last=len(STOPS) - 1, go=go, what="Stop", in_fragment=True)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Gray: the data. Orange: the model. Middle: the cross-entropy now, in two pieces; right: both against "
                "the steps. The gray one is the data’s, and no training changes it." + model.how_to_read
            )
            st.markdown(model.says)
            st.markdown(
                "**Cross-entropy = entropy + KL(data ‖ model).** The mean NLL is what the data would cost under their "
                "own shares, and on top of it the KL: the mean of log(share / probability) over the data. Training "
                "moves the second piece alone, so **maximum likelihood takes the model nearest to the data in KL**."
            )
            if model.source:
                st.caption(f"**The data.** {model.source}")
        with here.example:
            worked_example(model.note, model.code, notebook=model.notebook)


def _figures(model: Model, found: Written) -> None:
    """Show the cross-entropy, its two pieces, and where the model stands."""
    whole, floor, rest = (f"{text} nats" if model.observed else "none" for text in found)
    figures(
        Figure(
            "Cross-entropy", whole, f"per {model.per}",
            "The mean of −log of the probability that the model gives to what came: the mean NLL.",
        ),
        Figure(
            "Entropy floor", floor, model.entropy,
            "The cross-entropy of the data’s own shares. It is the entropy of these data, not of the source that they "
            "come from; by Gibbs’ inequality no model costs less on them.",
        ),
        Figure(
            "KL", rest, "data ‖ model",
            "The first figure minus the second. It is a mean over the data, so the order counts: KL(model ‖ data) is "
            "another number.",
        ),
        model.figure,
        key="figures_kl",
    )  # fmt: skip
