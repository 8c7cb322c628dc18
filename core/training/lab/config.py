"""Settings of a training run, and the two rates that may change while it runs.

This module does not import torch, so a page can read a link and draw its controls without torch.
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
"""Largest learning rate and weight decay: far above useful values, and small enough that step 0 is finite."""
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
    """Learning rate and weight decay; every step reads the current values.

    Raises
    ------
    ValueError
        On assignment, if ``lr`` is not a number above 0 and at most ``MOST_RATE``, or ``wd`` is not a number from 0 to
        ``MOST_RATE``.
    """

    lr: float
    wd: float

    def __setattr__(self, name: str, value: float) -> None:
        """Check the value, then assign it."""
        _rate(name, value)
        object.__setattr__(self, name, float(value))


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of a run, except its data.

    Parameters
    ----------
    hidden : tuple of int
        Units of each of at most ``MOST_LAYERS`` hidden layers, 1 to ``MOST_UNITS``; () is softmax regression.
    activation : {"tanh", "relu", "sigmoid"}
        Activation after each hidden layer.
    optimizer : {"sgd", "adam", "adamw"}
        SGD without momentum; Adam and AdamW with torch's betas. SGD and Adam add the prior's gradient to the NLL's.
        AdamW shrinks the weights separately from its step, so it does not minimize the objective of the records.
    lr, wd : float
        Initial learning rate and weight decay. :mod:`core.belief.penalty` relates ``wd`` to the prior.
    prior : {"gaussian", "laplace", "none"}
        Prior on the weights; with "none", ``wd`` has no effect.
    penalize_biases : bool
        Whether the prior applies to the biases too.
    batch : int, optional
        Examples in a mini-batch, at least 1. None, or at least the number of examples, means the full batch.
    steps : int
        Steps of the run, 1 to ``MOST_STEPS``.
    seed : int
        Seed of the initial weights and of the order of the mini-batches, 0 to ``MOST_SEED``.

    Raises
    ------
    ValueError
        If a setting is not of the type or in the range given here.
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
        """The initial rates as an object whose values may change."""
        return Rates(self.lr, self.wd)


def decay_explodes(optimizer: Optimizer, prior: Prior, lr: float, wd: float) -> bool:
    """Whether the decay alone flips every weight's sign without shrinking it: lr * wd is at least 2."""
    return optimizer in ("sgd", "adamw") and prior == "gaussian" and lr * wd >= 2
