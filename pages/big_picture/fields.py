"""The fields of lesson 8: the data, their number, the prior, the seed, and the slow methods to wait for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import cached
from core.answers.net import HIDDEN, N_WEIGHTS
from core.answers.results import Results
from core.answers.run import AnswerRun
from core.answers.task import DATA, DECAYS, DEFAULT, METHODS, REFERENCE_N, SPECIES, Method, Settings, ladder, task
from core.numbers import compact, plain, significant
from pages._kit import controls, names, session
from pages._kit.course import Scene

SLOW: Final[tuple[Method, ...]] = ("MC dropout", "Deep ensemble", "HMC")
PROGRESS_HEIGHT: Final = 72
"""Room for the bar and two lines of text above it, px."""

Found = dict[Method, Results]
"""Some of the six answers, by method."""


@dataclass(frozen=True)
class Setup:
    """The fields' settings, and the six answers as far as they are computed.

    Attributes
    ----------
    settings : Settings
        Data, number of points, weight decay and seed.
    runs, wanted : tuple of AnswerRun
        One for each method, and those that the learner has not switched off.
    before : dict
        The last computed answers of the methods that are being computed now.
    """

    settings: Settings
    runs: tuple[AnswerRun, ...]
    wanted: tuple[AnswerRun, ...]
    before: Found

    @property
    def found(self) -> Found:
        """The wanted answers that are computed."""
        return {run.method: run.results for run in self.wanted if run.results is not None}

    @property
    def drawn(self) -> dict[int, Results]:
        """The answers to draw, by the method's number: those computed, and in the place of others those before."""
        return {METHODS.index(method): one for method, one in {**self.before, **self.found}.items()}

    @property
    def dimmed(self) -> tuple[int, ...]:
        """The methods whose answer before is drawn while the new one is being computed."""
        return tuple(METHODS.index(method) for method in self.before)

    @property
    def states(self) -> dict[int, str]:
        """The :meth:`state` of each method, by its number."""
        return {place: self.state(run) for place, run in enumerate(self.runs)}

    def state(self, run: AnswerRun) -> str:
        """The word in the place of a missing answer; empty if there is one."""
        return "skipped" if run not in self.wanted else "" if run.finished else "computing"


def fields() -> Setup:
    """Draw the fields, in the order in which a learner needs them."""
    session.keep_in("data", DATA, DATA[0])
    data = names.choice(st.selectbox, "Data", DATA, key="data")
    n_points = points_field(ladder(data))
    session.keep_in("wd", DECAYS, DEFAULT.wd)
    wd = st.select_slider(
        f"Weight decay at N = {REFERENCE_N}", DECAYS, DEFAULT.wd, key="wd", format_func=plain,
        help=f"It sets the prior’s σ = 1/√(wd × {REFERENCE_N}), which then stays while N moves: the same belief, "
        "whatever the data. A fixed weight decay would be a prior that grows stricter with every example.",
        **controls.IN_ADDRESS,
    )  # fmt: skip
    seed = controls.seed()
    slow = st.pills(
        "Slower methods", SLOW, selection_mode="multi", default=SLOW, key="slow",
        help="Switch one off to take it away, and on again to bring it back. What is computed need not be "
        "computed again.", **controls.IN_ADDRESS,
    )  # fmt: skip
    setup = _setup(Settings(data, n_points, wd, seed), slow or (), session.kept("_answers", dict))
    session.set_value("_answers", {**setup.before, **setup.found})
    return setup


def points_field(options: tuple[int, ...]) -> int:
    """Draw the field for the number of training points."""
    session.keep_in("n_points", options, DEFAULT.n_points)
    n_points: int = st.select_slider(
        "Training points N", options, DEFAULT.n_points, key="n_points",
        help="With one seed, more data are the same points and others. There are too few penguins for the last stop.",
        **controls.IN_ADDRESS,
    )  # fmt: skip
    return n_points


def _setup(settings: Settings, slow: Collection[str], last: Found) -> Setup:
    runs = tuple(cached.answer_run(settings, method) for method in METHODS)
    wanted = tuple(run for run in runs if run.method not in SLOW or run.method in slow)
    before = {run.method: last[run.method] for run in wanted if not run.finished and run.method in last}
    return Setup(settings, runs, wanted, before)


def found_in(scene: Scene) -> Found:
    """The computed answers to the settings of a scene that has been drawn; none if it has no such fields."""
    if "wd" not in scene.keys:
        return {}
    values = (session.value_of(key, getattr(DEFAULT, key)) for key in ("data", "n_points", "wd", "seed"))
    return _setup(Settings(*values), session.value_of("slow", SLOW) or (), {}).found


def progress() -> DeltaGenerator:
    """A place for the progress bar. It keeps its height, so that nothing moves when the bar comes or goes."""
    return st.container(height=PROGRESS_HEIGHT, border=False, key="progress")


def about(settings: Settings) -> None:
    """Draw the net, the prior and the held-out points in three sentences."""
    split = task(settings)
    pair = {"blobs": " Two of the three blobs.", "penguins": f" {SPECIES[0]} against {SPECIES[1]}."}
    st.caption(
        f"**The net**: 2 inputs, {HIDDEN} ReLU units, 1 logit; {N_WEIGHTS} weights and biases. **The prior** on all of "
        f"them: Gaussian, σ = {significant(settings.sigma, 3)}, at this N a weight decay of "
        f"{compact(settings.weight_decay, 3)}. **Held out**: {split.held_out.n:,} points.{pair.get(settings.data, '')}"
    )
