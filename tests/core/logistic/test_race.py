"""The optimizer race on the page's data: the optimum that each optimizer reaches, seeds, and the box."""

import numpy as np
import pytest
import torch

from core.logistic import race as map_race
from core.logistic.race import FRAMES, OPTIMIZERS, STEPS, distance, stars
from core.logistic.two_weights import problem
from core.training.race import mean_gradient, race, run

BIRDS = problem()
WD = 0.1


@pytest.fixture(scope="module")
def full() -> map_race.Race:
    return race(BIRDS, WD, None, 0)


def test_sgd_and_adam_converge_to_the_map_and_adamw_to_the_mle(full: map_race.Race) -> None:
    ends, star = {name: full.parameters[name][-1] for name in OPTIMIZERS}, stars(BIRDS, WD)
    assert distance(star.mle, star.map) > 0.5
    assert distance(ends["SGD + wd"], star.map) < 1e-4
    assert distance(ends["Adam + L2"], star.map) < 1e-4
    assert distance(ends["AdamW"], star.mle) < 1e-4
    assert distance(ends["AdamW"], star.map) > 0.5


def test_with_mini_batches_adamw_ends_between_the_stars() -> None:
    star = stars(BIRDS, WD)
    end = run("AdamW", BIRDS, WD, 16, 0)[-1]
    assert distance(end, star.mle) > 0.05
    assert distance(end, star.map) > 0.05
    assert np.all((end[:2] - star.map[:2]) * (star.mle[:2] - end[:2]) > 0)
    assert distance(run("SGD + wd", BIRDS, WD, 16, 0)[-1], star.map) < 0.05


def test_adamw_ends_on_the_border_of_a_box_without_the_mle() -> None:
    star = stars(BIRDS, 1.0)
    assert np.abs(star.mle[:2]).max() > 1 and np.abs(star.box[:2]).max() == 1.0
    assert distance(run("AdamW", BIRDS, 1.0, None, 0)[-1], star.box) < 1e-4


def test_only_the_seed_determines_the_batches(full: map_race.Race) -> None:
    torch.manual_seed(123)
    np.testing.assert_array_equal(run("AdamW", BIRDS, WD, None, 5), full.parameters["AdamW"])
    first, again, other = (run("SGD + wd", BIRDS, WD, 16, seed)[:20] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


def test_the_gradient_agrees_with_autograd() -> None:
    at = torch.tensor([0.7, -0.2, -0.9], dtype=torch.float64, requires_grad=True)
    x, y = torch.from_numpy(BIRDS.design), torch.from_numpy(BIRDS.y)
    torch.nn.functional.binary_cross_entropy_with_logits(x @ at, y).backward()
    assert at.grad is not None
    torch.testing.assert_close(mean_gradient(x, y, at.detach()), at.grad, rtol=1e-12, atol=1e-14)


def test_all_start_at_the_origin_and_the_first_step_of_sgd_ignores_the_decay(full: map_race.Race) -> None:
    assert FRAMES[0] == 0 and FRAMES[-1] == STEPS and len(set(FRAMES)) == len(FRAMES)
    for name in OPTIMIZERS:
        assert full.parameters[name].shape == (len(FRAMES), 3)
        assert not full.parameters[name][0].any()


@pytest.mark.parametrize(
    ("name", "decay", "batch"),
    [("RMSprop", 0.1, None), ("AdamW", -0.1, None), ("AdamW", np.nan, None), ("AdamW", 0.1, 0), ("AdamW", 0.1, 999)],
)
def test_invalid_arguments_raise(name: str, decay: float, batch: int | None) -> None:
    with pytest.raises(ValueError, match="must"):
        run(name, BIRDS, decay, batch, 0)


def test_there_are_no_stars_without_a_decay() -> None:
    with pytest.raises(ValueError, match="positive"):
        stars(BIRDS, 0.0)
