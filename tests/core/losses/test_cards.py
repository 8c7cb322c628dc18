"""The loss cards: complete, in order, and true of torch."""

import math
from dataclasses import fields

import pytest
import torch
from torch import Tensor, nn

from core.data.newcomb import READINGS
from core.losses import nll
from core.losses.nll import CARDS, default_settings
from core.training.losses import compare, torch_loss

NAMES = list(CARDS)


def test_names_and_order() -> None:
    assert NAMES == [
        "cross-entropy",
        "binary cross-entropy",
        "mse",
        "mae",
        "poisson",
        "gaussian-nll",
        "student-t",
        "huber",
    ]
    for name, card in CARDS.items():
        assert card.name == name
        assert all(getattr(card, field.name) for field in fields(card))


def double(value: object) -> Tensor:
    return torch.tensor(value, dtype=torch.float64)


def variables(name: str) -> dict[str, object]:
    """Every name that a torch_call may use, as a tensor."""
    s = default_settings(name)
    return {
        "nn": nn,
        "torch": torch,
        "logits": double(s.logits),
        "labels": torch.tensor(s.labels),
        "flips": double([1.0] * s.counts.heads + [0.0] * s.counts.tails),
        "logit": double(math.log(s.theta / (1 - s.theta))),
        "x": double(READINGS),
        "k": double(nll.horse_kicks().tolist()),
        "log_rate": double(math.log(s.rate)),
        "mu": double(s.location),
        "sigma": double(s.scale),
        "s": double(s.scale),
        "df": double(s.df),
        "delta": s.delta,
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_call_on_each_card_gives_the_computed_value(name: str) -> None:
    value = eval(CARDS[name].torch_call, variables(name))
    assert float(value) == pytest.approx(torch_loss(name, default_settings(name)), rel=1e-14)


def test_the_poisson_cards_remarks_on_torch_hold() -> None:
    words = variables("poisson")
    k, rate = words["k"], default_settings("poisson").rate
    assert isinstance(k, Tensor)
    scipy_total = compare("poisson", default_settings("poisson")).scipy_total
    full = nn.PoissonNLLLoss(log_input=True, full=True, reduction="sum")
    stirling = float(full(torch.full_like(k, math.log(rate)), k))
    assert abs(stirling - scipy_total) > 0.1
    plain = nn.PoissonNLLLoss(log_input=False, full=False, reduction="sum")
    shifted = float(plain(torch.full_like(k, rate), k))
    assert shifted == pytest.approx(200 * rate - 122 * math.log(rate + 1e-8), rel=1e-14)
    assert abs(shifted - torch_loss("poisson", default_settings("poisson"))) > 1e-7


def test_the_gaussian_cards_remark_on_full_holds() -> None:
    s = default_settings("gaussian-nll")
    x = double(READINGS)
    full = nn.GaussianNLLLoss(full=True, reduction="sum")
    value = float(full(torch.full_like(x, s.location), x, torch.full_like(x, s.scale**2)))
    assert value == pytest.approx(compare("gaussian-nll", s).scipy_total, rel=1e-14)
