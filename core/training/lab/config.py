"""What a training run is told before it starts, and the two rates that may change while it runs.

Does not import torch: a page can read a link and draw its controls without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from core.belief.penalty import PRIORS, Prior

Activation: TypeAlias = Literal["tanh", "relu", "sigmoid"]
Optimizer: TypeAlias = Literal["sgd", "adam", "adamw"]

ACTIVATIONS: Final[tuple[Activation, ...]] = get_args(Activation)
OPTIMIZERS: Final[tuple[Optimizer, ...]] = get_args(Optimizer)

MOST_LAYERS: Final = 2
MOST_UNITS: Final = 64
MOST_STEPS: Final = 20_000
MOST_RATE: Final = 1e6
"""The largest learning rate and weight decay: far beyond what trains, and small enough that step 0 is finite."""
MOST_SEED: Final = 2**32 - 1


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most:,}, got {value!r}")


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"the {name} must be one of {', '.join(allowed)}, got {value!r}")


def _rate(name: str, value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= MOST_RATE:
        raise ValueError(f"{name} must be a number from 0 to {MOST_RATE:,.0f}, got {value!r}")
    if name == "lr" and value == 0:
        raise ValueError("lr must be above 0: with a learning rate of 0 nothing moves")


@dataclass
class Rates:
    """Learning rate and weight decay, which every step reads anew.

    Raises
    ------
    ValueError
        At once, when ``lr`` is set to anything but a number above 0 and up to ``MOST_RATE``, or ``wd`` to anything but
        a number from 0 to ``MOST_RATE``.
    """

    lr: float
    wd: float

    def __setattr__(self, name: str, value: float) -> None:
        """Check, then set."""
        _rate(name, value)
        object.__setattr__(self, name, float(value))


@dataclass(frozen=True)
class TrainingConfig:
    """A run, up to its data.

    Parameters
    ----------
    hidden : tuple of int
        Units of each hidden layer, at most ``MOST_LAYERS`` of 1 to ``MOST_UNITS``; none is softmax regression.
    activation : {"tanh", "relu", "sigmoid"}
        After each hidden layer.
    optimizer : {"sgd", "adam", "adamw"}
        SGD without momentum; Adam and AdamW with torch's betas. SGD and Adam add the prior's gradient to the NLL's;
        AdamW shrinks the weights beside its step, so that its objective is not what it minimizes.
    lr, wd : float
        The rates to start with: see :class:`Rates`. What ``wd`` means as a prior: :mod:`core.belief.penalty`.
    prior : {"gaussian", "laplace", "none"}
        With none, ``wd`` has no effect.
    penalize_biases : bool
        Whether the prior is on the biases too.
    batch : int, optional
        Examples in a mini-batch, at least 1; None, or all of them and more, is the full batch.
    steps : int
        Steps of the run, 1 to ``MOST_STEPS``.
    seed : int
        Of the first weights and of the order of the mini-batches, 0 to ``MOST_SEED``.

    Raises
    ------
    ValueError
        If one of them is not as said here.
    """

    hidden: tuple[int, ...] = (16, 16)
    activation: Activation = "tanh"
    optimizer: Optimizer = "adam"
    lr: float = 0.01
    wd: float = 0.01
    prior: Prior = "gaussian"
    penalize_biases: bool = False
    batch: int | None = None
    steps: int = 1000
    seed: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.hidden, tuple) or len(self.hidden) > MOST_LAYERS:
            raise ValueError(f"hidden must be a tuple of at most {MOST_LAYERS} layers, got {self.hidden!r}")
        for units in self.hidden:
            _whole("the units of a hidden layer", units, 1, MOST_UNITS)
        _one_of("activation", self.activation, ACTIVATIONS)
        _one_of("optimizer", self.optimizer, OPTIMIZERS)
        _one_of("prior", self.prior, PRIORS)
        _rate("lr", self.lr)
        _rate("wd", self.wd)
        if not isinstance(self.penalize_biases, bool):
            raise ValueError(f"penalize_biases must be True or False, got {self.penalize_biases!r}")
        if self.batch is not None:
            _whole("batch", self.batch, 1, 2**31)
        _whole("steps", self.steps, 1, MOST_STEPS)
        _whole("seed", self.seed, 0, MOST_SEED)

    def rates(self) -> Rates:
        """The rates to start with, as a thing that may change."""
        return Rates(self.lr, self.wd)


def decay_explodes(optimizer: Optimizer, prior: Prior, lr: float, wd: float) -> bool:
    """Whether the decay alone throws each weight beyond where it was: lr wd of 2 and more."""
    return optimizer in ("sgd", "adamw") and prior == "gaussian" and lr * wd >= 2
