"""Settings of the five regularizers: the ends of the slider, the conventions of core.belief.penalty, and errors."""

import math
from itertools import pairwise

import pytest

from core.belief.penalty import lambda_sum_from_sigma, laplace_lambda_sum
from core.regularization.strength import KINDS, penalty_at, setting, strength_of


def test_strength_0_is_no_regularizer() -> None:
    assert {kind: setting(kind, 0).value for kind in KINDS} == {
        "l2": 0.0, "l1": 0.0, "dropout": 0.0, "augmentation": 0.0, "early-stopping": math.inf,
    }  # fmt: skip


def test_the_strongest_setting_of_each_kind() -> None:
    assert [setting(kind, 1).text for kind in KINDS] == [
        "λ = 1,000, σ_w = 0.0224", "λ = 1,000, b = 0.00100", "p = 0.8", "noise on x, s = 0.5", "1 step",
    ]  # fmt: skip


@pytest.mark.parametrize("strength", [0.01, 0.4, 1.0])
def test_the_text_names_the_prior_that_belongs_to_the_penalty(strength: float) -> None:
    value = setting("l2", strength).value
    sigma = float(setting("l2", strength).text.split("= ")[-1])
    assert lambda_sum_from_sigma(sigma) == pytest.approx(value, rel=0.01)
    b = float(setting("l1", strength).text.split("= ")[-1])
    assert laplace_lambda_sum(b) == pytest.approx(value, rel=0.01)


def test_a_penalty_leads_back_to_its_strength() -> None:
    for strength in (0.0, 0.01, 0.37, 1.0):
        assert strength_of(penalty_at(strength)) == strength
    assert strength_of(1e-9) == 0.0 and strength_of(math.inf) == 1.0


def test_every_kind_grows_stronger_along_the_slider() -> None:
    for kind in KINDS:
        values = [setting(kind, strength / 100).value for strength in range(101)]
        steps = [b - a for a, b in pairwise(values[1:])]
        assert all(step <= 0 for step in steps) if kind == "early-stopping" else all(step > 0 for step in steps)


@pytest.mark.parametrize("strength", [-0.1, 1.1, math.nan])
def test_invalid_strengths_and_kinds_are_refused(strength: float) -> None:
    with pytest.raises(ValueError):
        setting("l2", strength)
    with pytest.raises(ValueError):
        setting("l3", 0.5)
