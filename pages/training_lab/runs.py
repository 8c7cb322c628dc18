"""The learner's training run in the session: begun, played, paused, and pinned for comparison."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages._kit import session

if TYPE_CHECKING:
    from core.data.points import Split
    from core.training.lab.config import TrainingConfig
    from core.training.lab.run import Run


@dataclass(frozen=True)
class Held:
    """A run with the data it was made from and its label."""

    run: "Run"
    data: Hashable
    name: str


@dataclass
class LabState:
    """The state of the lab that the session keeps.

    Attributes
    ----------
    held, pinned : Held or None
        The run under way, and the run it is compared with.
    playing : bool
        Whether the run advances.
    paused : bool
        Whether Pause was pressed and the page has not yet shown it.
    anew : bool
        Whether the page is to begin another run.
    asked : int
        Steps that a button asked for and that are not yet taken.
    """

    held: Held | None = None
    pinned: Held | None = None
    playing: bool = False
    paused: bool = False
    anew: bool = False
    asked: int = 0


def _lab_state() -> LabState:
    return session.kept("_lab", LabState)


def current_held() -> Held | None:
    """The run under way, if there is one."""
    return _lab_state().held


def current(config: "TrainingConfig", split: "Split", data: Hashable, name: str) -> "Run":
    """The run of these settings: the one under way, or a new one if they ask for another.

    Learning rate, weight decay and the number of steps change the run under way; any other setting begins a new one.

    Parameters
    ----------
    config : TrainingConfig
        The settings of the fields.
    split : Split
        The data, split and standardized.
    data : hashable
        Identifies the data; other data begin a new run.
    name : str
        The run's label once it is pinned.
    """
    from core.training.lab.run import Run

    bench = _lab_state()
    anew, bench.anew = bench.anew, False
    held = bench.held
    if held is not None and not anew and held.data == data and _same_run(held.run, config):
        held.run.set_rates(config.lr, config.wd)
        held.run.set_steps(config.steps)
        bench.held = replace(held, name=name)
        return held.run
    bench.held = Held(Run(config, split), data, name)
    return bench.held.run


def _same_run(run: "Run", config: "TrainingConfig") -> bool:
    asked = replace(config, steps=run.config.steps)
    if run.step == 0:
        return run.config == asked
    return run.config == replace(asked, lr=run.config.lr, wd=run.config.wd)


def playing() -> bool:
    """Whether the run advances."""
    return _lab_state().playing


def set_playing(to: bool) -> None:
    """Play or pause; Play on a finished run begins another.

    Not a toggle: while a run plays, the browser may deliver one press twice, with a tick and by itself.
    """
    bench = _lab_state()
    if to and bench.held is not None and bench.held.run.finished:
        bench.anew = True
    bench.playing, bench.paused = to, not to


def take_paused() -> bool:
    """Whether Pause was pressed since the last call."""
    bench = _lab_state()
    paused, bench.paused = bench.paused, False
    return paused


def start_anew(*, play: bool) -> None:
    """Begin another run when the page is drawn."""
    bench = _lab_state()
    bench.anew, bench.playing = True, play


def starts_anew() -> bool:
    """Whether the page is to begin another run."""
    return _lab_state().anew


def pause() -> None:
    """Stop advancing."""
    _lab_state().playing = False


def ask(steps: int) -> None:
    """Pause, and take some steps once when the run is drawn."""
    bench = _lab_state()
    bench.playing, bench.asked = False, steps


def take_asked() -> int:
    """The steps that were asked for since the last call."""
    bench = _lab_state()
    asked, bench.asked = bench.asked, 0
    return asked


def pinned() -> Held | None:
    """The run that the next one is compared with."""
    return _lab_state().pinned


def pin() -> None:
    """Keep the run for comparison, if it has begun; the page begins another."""
    bench = _lab_state()
    if bench.held is not None and bench.held.run.step:
        bench.pinned = bench.held
        start_anew(play=False)


def unpin() -> None:
    """Remove the pinned run."""
    _lab_state().pinned = None
