"""The learner's training run in the session: begun, played, paused, and pinned for comparison."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any

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

    @property
    def own(self) -> bool:
        """Whether the data are the learner's own."""
        return isinstance(self.data, tuple) and self.data[0] == "yours"


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
    token : str
        Tells this session from one before a reload of the page or a restart of the server.
    """

    held: Held | None = None
    pinned: Held | None = None
    playing: bool = False
    paused: bool = False
    anew: bool = False
    asked: int = 0
    token: str = field(default_factory=lambda: token_hex(4))


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
    same = _is_as_set if held is not None and _is_pinned(bench, held) else _same_run
    if held is not None and not anew and held.data == data and same(held.run, config):
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


def _is_as_set(run: "Run", config: "TrainingConfig") -> bool:
    """Whether the run has exactly these settings now: a pinned run changes no more."""
    rates = run.changes[-1]
    return replace(run.config, lr=rates.lr, wd=rates.wd) == replace(config, steps=max(config.steps, run.step))


def _is_pinned(bench: LabState, held: Held) -> bool:
    return bench.pinned is not None and bench.pinned.run is held.run


def next_is_another() -> bool:
    """Whether the run under way is the pinned one, so that Play or a step begins another."""
    bench = _lab_state()
    return bench.held is not None and _is_pinned(bench, bench.held)


def remembered() -> dict[str, Any]:
    """What the tab is to remember of the run under way (:mod:`pages.training_lab.timeline`)."""
    bench = _lab_state()
    held = bench.held
    if held is None:
        return {"token": bench.token, "begun": False, "settings": "", "own": False}
    rates = held.run.changes[-1]
    settings = repr((held.data, replace(held.run.config, lr=rates.lr, wd=rates.wd)))
    begun = bench.playing or held.run.step > 0
    return {"token": bench.token, "begun": begun, "settings": settings, "own": held.own}


def playing() -> bool:
    """Whether the run advances."""
    return _lab_state().playing


def set_playing(to: bool) -> None:
    """Play or pause; Play on a finished or a pinned run begins another.

    Not a toggle: while a run plays, the browser may deliver one press twice, with a tick and by itself.
    """
    bench = _lab_state()
    if to and bench.held is not None and (bench.held.run.finished or _is_pinned(bench, bench.held)):
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
    """Pause, and take some steps once when the run is drawn: of another run if this one is pinned."""
    bench = _lab_state()
    bench.playing, bench.asked = False, steps
    bench.anew = bench.anew or next_is_another()


def take_asked() -> int:
    """The steps that were asked for since the last call."""
    bench = _lab_state()
    asked, bench.asked = bench.asked, 0
    return asked


def pinned() -> Held | None:
    """The run that the next one is compared with."""
    return _lab_state().pinned


def pin() -> None:
    """Pause the run and keep it for comparison, if it has begun. It stays as it is: whatever follows is another run."""
    bench = _lab_state()
    if bench.held is not None and bench.held.run.step:
        bench.pinned, bench.playing = bench.held, False


def unpin() -> None:
    """Remove the pinned run; if it is the one under way, it may go on."""
    _lab_state().pinned = None
