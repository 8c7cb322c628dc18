"""The fields of lesson 9: the training, the network and the data, and presets that tell a story."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import cached
from core.belief.penalty import Prior
from core.data.points import SHAPES, Split, real_split
from core.numbers import plain
from core.training.lab.config import ACTIVATIONS, OPTIMIZERS, TrainingConfig
from pages._kit import controls, names, session
from pages._kit.prose import escaped
from pages.training_lab import own_points, runs
from pages.training_lab.charts.decision_rows import MOST_POINTS

RATES: Final = tuple(
    float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 2, 5) if digit * 10.0**power <= 50
)
DECAYS: Final = (0.0, *(float(f"{digit}e{power}") for power in range(-5, 0) for digit in (1, 2, 5)), 1.0)
HIDDEN: Final = ("none", "4", "8", "16", "8-8", "16-16", "32-32")
PRIORS: Final[dict[str, tuple[Prior, bool]]] = {
    "gaussian": ("gaussian", False),
    "laplace": ("laplace", False),
    "gaussian, biases too": ("gaussian", True),
    "laplace, biases too": ("laplace", True),
    "none": ("none", False),
}
"""Each option's prior, and whether it is on the biases too."""
RATE, DECAY, N_POINTS = 0.01, 0.001, 500
BATCHES: Final = ("full", "10", "32", "100")
POINTS: Final = (20, 2000)
STEPS: Final = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
PACES: Final = {"30 s": 30.0, "10 s": 10.0, "as fast as it can": None}
"""Seconds that a run of all its steps lasts; None: as few as the machine needs."""
PACE: Final = "10 s"


@dataclass(frozen=True)
class Story:
    """Settings that make a point, and the point.

    Attributes
    ----------
    name, point : str
        The button's label, and the point that it makes.
    settings : dict
        Field values by key.
    keeps : bool
        Whether the run before is pinned for comparison.
    """

    name: str
    point: str
    settings: dict[str, Any]
    keeps: bool = False


SMALL: Final[dict[str, Any]] = {
    "data": "moons", "n_points": 40, "noise": 0.35, "hidden": "32-32", "activation": "relu", "batch": "full",
    "prior": "gaussian", "optimizer": "adam", "lr": 0.01, "steps": 2000, "seed": 3,
}  # fmt: skip
STORIES: Final = (
    Story(
        "Overfit",
        "40 noisy points, no prior to speak of. The NLL falls towards 0; watch what the held-out NLL does.",
        {**SMALL, "wd": 0.0},
    ),
    Story(
        "Shrunk",
        "The same points and the same start with a prior. Run Overfit just before, and it is pinned: compare the "
        "held-out NLL, the boundary and the weights.",
        {**SMALL, "wd": 0.1},
        keeps=True,
    ),
    Story(
        "Explodes",
        "A known bad one: lr × wd is above 2, so the decay alone throws each weight past 0 to a larger one.",
        {**SMALL, "hidden": "none", "optimizer": "sgd", "lr": 50.0, "wd": 0.05, "steps": 100},
    ),
    Story(
        "Adam + L2",
        "The prior's gradient goes through Adam's adaptive step. Where it comes to rest, NLL + penalty has no slope.",
        {**SMALL, "hidden": "8-8", "activation": "tanh", "wd": 0.05},
    ),
    Story(
        "AdamW",
        "The same weight decay, beside the adaptive step. Run Adam + L2 just before, and it is pinned: with AdamW the "
        "weights end larger, and the objective drawn here is not what AdamW minimizes.",
        {**SMALL, "hidden": "8-8", "activation": "tanh", "optimizer": "adamw", "wd": 0.05},
        keeps=True,
    ),
)


def begin(story: Story) -> None:
    """Pin the run before if the story compares with it, set the fields, and play."""
    if story.keeps:
        runs.pin()
    for key, value in story.settings.items():
        session.set_value(key, value)
    runs.start_anew(play=True)


def stories() -> None:
    """Draw the stories' buttons, and the point of the story that the fields are set to."""
    with st.container(horizontal=True, gap="xxsmall", key="presets"):
        for story in STORIES:
            st.button(story.name, key=f"story_{story.name}", on_click=begin, args=(story,))
    told = next((story for story in STORIES if all(_is_set(*item) for item in story.settings.items())), None)
    if told is not None:
        st.caption(f"**{told.name}.** {told.point}")


def _is_set(key: str, value: object) -> bool:
    return bool(session.value_of(key, None) == value)


@dataclass(frozen=True)
class Setup:
    """The settings of the fields, the data they name, the run's label, and the seconds that it is to last."""

    config: TrainingConfig
    split: Split
    data: Hashable
    name: str
    seconds: float | None


def fields(place: DeltaGenerator) -> Setup:
    """Draw all fields, in the order in which a learner needs them."""
    own = own_points.current()
    known = (*SHAPES, "penguins", *(("yours",) if own is not None else ()))
    session.keep_in("data", known, known[0])
    session.keep_in("lr", RATES, RATE)
    session.keep_in("wd", DECAYS, DECAY)
    session.keep_in("prior", tuple(PRIORS), "gaussian")
    session.keep_in_range("n_points", *POINTS, N_POINTS)
    with place:
        stories()
        pace = st.segmented_control(
            "Pace of a whole run", tuple(PACES), default=PACE, required=True, key="pace", **controls.IN_ADDRESS,
            help="A run takes longer if its steps are too many for this machine. Its figures are the same at any pace.",
        )  # fmt: skip
        lr = st.select_slider(
            "Learning rate", RATES, RATE, key="lr", format_func=plain, **controls.IN_ADDRESS,
            help="It may change while the run plays.",
        )  # fmt: skip
        wd = st.select_slider(
            "Weight decay", DECAYS, DECAY, key="wd", format_func=plain, **controls.IN_ADDRESS,
            help="wd of the optimizer. A Gaussian prior pulls with wd × w, the gradient of wd/2 × Σ w²; a Laplace "
            "prior with wd × sign(w), that of wd × Σ |w|. In nats per example. Without a prior wd does nothing.",
        )  # fmt: skip
        left, right = st.columns(2, gap="small")
        optimizer = names.choice(left.selectbox, "Optimizer", OPTIMIZERS, key="optimizer", first="adam")
        hidden = right.selectbox(
            "Hidden units", HIDDEN, HIDDEN.index("16-16"), key="hidden", **controls.IN_ADDRESS,
            help="One number per layer. With none the network is a logistic (or softmax) regression.",
        )  # fmt: skip
        prior = names.choice(
            st.selectbox, "Prior", tuple(PRIORS), key="prior",
            help="On each weight; biases are left free unless it says so.",
        )  # fmt: skip
        data = names.choice(st.selectbox, "Data", known, key="data")
        with st.expander("Data and network", icon=":material/tune:"):
            n_points, noise, seed = _data_fields(data)
            left, right = st.columns(2, gap="small")
            activation = names.choice(left.selectbox, "Activation", ACTIVATIONS, key="activation")
            batch = right.selectbox("Batch", BATCHES, key="batch", **controls.IN_ADDRESS)
            steps = names.choice(left.selectbox, "Steps", STEPS, key="steps", first=1000, named="{:,}".format)
            own_points.panel()
    split, source = _split(data, own, n_points, noise, seed)
    distribution, biases_too = PRIORS[prior]
    config = TrainingConfig(
        hidden=() if hidden == "none" else tuple(int(units) for units in hidden.split("-")),
        activation=activation, optimizer=optimizer, lr=lr, wd=wd, prior=distribution,
        penalize_biases=biases_too, batch=None if batch == "full" else int(batch), steps=steps,
        seed=seed,
    )  # fmt: skip
    label = "Adam + L2" if optimizer == "adam" else names.name_of(optimizer)
    with place:
        _about(split, decoupled=optimizer == "adamw" and distribution != "none" and wd > 0)
    return Setup(config, split, source, f"{label}, wd {plain(wd)}", PACES[pace or PACE])


def _about(split: Split, decoupled: bool) -> None:
    """Draw the numbers of points, the data's note, and, if AdamW decays at all, that its decay is decoupled."""
    train = split.train
    drawn = (
        f" Of the training points the {MOST_POINTS} with the largest NLL are drawn." if train.n > MOST_POINTS else ""
    )
    st.caption(
        f"{train.n:,} points to train on, {split.held_out.n:,} held out; both standardized with the training part's "
        f"mean and spread.{drawn} {escaped(train.note)}"
    )
    if decoupled:
        st.caption(
            "AdamW decays the weights beside its adaptive step: the objective drawn here is **not** what it minimizes."
        )


def _data_fields(data: str) -> tuple[int, float, int]:
    made = data in SHAPES
    n_points = st.slider(
        "Training points", *POINTS, N_POINTS, 10, key="n_points", **controls.IN_ADDRESS, disabled=not made,
        help="Half as many more are held out.",
    )  # fmt: skip
    noise = st.slider("Noise", 0.0, 1.0, 0.2, 0.01, key="noise", **controls.IN_ADDRESS, disabled=not made)
    return n_points, noise, controls.seed()


def _split(data: str, own: own_points.Own | None, n_points: int, noise: float, seed: int) -> tuple[Split, Hashable]:
    """The data, and a key that identifies them."""
    if data in SHAPES:
        return cached.shape_split(data, n_points, noise, seed), (data, n_points, noise, seed)
    if data == "yours" and own is not None:
        return real_split(own.points, seed), ("yours", own.number, seed)
    return cached.penguin_split(seed), ("penguins", seed)
