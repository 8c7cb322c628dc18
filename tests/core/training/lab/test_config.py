"""Settings that are refused, each with the sentence of its error, and settings at the limits."""

import math
from dataclasses import replace

import pytest

from core.training.lab.config import Rates, TrainingConfig, decay_explodes


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hidden": (4, 4, 4)}, "at most 2 layers"),
        ({"hidden": [4]}, "must be a tuple"),
        ({"hidden": (0,)}, "hidden layer must be a whole number from 1 to 64, got 0"),
        ({"hidden": (65,)}, "from 1 to 64"),
        ({"hidden": (4.0,)}, "from 1 to 64"),
        ({"activation": "gelu"}, "the activation must be one of tanh, relu, sigmoid"),
        ({"optimizer": "lion"}, "the optimizer must be one of sgd, adam, adamw"),
        ({"prior": "cauchy"}, "the prior must be one of gaussian, laplace, none"),
        ({"lr": 0.0}, "lr must be above 0"),
        ({"lr": -1.0}, "lr must be a number from 0"),
        ({"lr": math.nan}, "lr must be a number"),
        ({"lr": math.inf}, "lr must be a number"),
        ({"lr": "0.1"}, "lr must be a number"),
        ({"wd": -1e-9}, "wd must be a number"),
        ({"wd": math.nan}, "wd must be a number"),
        ({"wd": 2e6}, "from 0 to 1,000,000"),
        ({"batch": 0}, "batch must be a whole number"),
        ({"batch": True}, "batch must be a whole number"),
        ({"steps": 0}, "steps must be a whole number from 1 to 20,000"),
        ({"steps": 20_001}, "from 1 to 20,000"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"penalize_biases": "yes"}, "True or False"),
    ],
)
def test_invalid_settings_are_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(TrainingConfig(), **change)  # type: ignore[arg-type]


def test_settings_at_the_limits_are_accepted() -> None:
    replace(TrainingConfig(), hidden=(), wd=0.0, steps=20_000, batch=1)
    replace(TrainingConfig(), hidden=(64, 1), lr=1e-300, wd=1e6, steps=1, seed=2**32 - 1)


def test_rates_can_be_changed_and_refuse_invalid_values() -> None:
    rates = TrainingConfig(lr=0.1, wd=0.2).rates()
    assert rates == Rates(0.1, 0.2)
    rates.lr = 1
    assert rates == Rates(1.0, 0.2)
    for name, value in (("lr", 0.0), ("lr", math.nan), ("wd", -1.0), ("wd", math.inf)):
        with pytest.raises(ValueError, match=name):
            setattr(rates, name, value)
    assert rates == Rates(1.0, 0.2)
    with pytest.raises(ValueError, match="lr"):
        Rates(0, 0)


def test_decay_explodes_only_for_a_gaussian_prior_and_a_step_that_is_not_adaptive() -> None:
    assert decay_explodes("sgd", "gaussian", 20, 0.1)
    assert decay_explodes("adamw", "gaussian", 30, 0.1)
    assert not decay_explodes("adam", "gaussian", 30, 0.1)
    assert not decay_explodes("sgd", "laplace", 30, 0.1)
    assert not decay_explodes("sgd", "gaussian", 19.9, 0.1)
