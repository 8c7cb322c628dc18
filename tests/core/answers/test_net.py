"""The net in NumPy: gradients by torch's autograd, symmetries, and independence of the nets."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answers import net as small_net
from core.answers.net import HIDDEN, N_WEIGHTS, Examples
from core.training.answers.net import mean_nll

N = 25


def some(seed: int, nets: int = 3) -> tuple[np.ndarray, Examples]:
    rng = np.random.default_rng(seed)
    data = Examples(rng.standard_normal((N, 2)), small_net.signs(rng.integers(0, 2, N)))
    return rng.standard_normal((nets, N_WEIGHTS)), data


@pytest.mark.parametrize("precision", [0.0, 0.4])
def test_log_joint_and_its_gradient_agree_with_autograd(precision: float) -> None:
    weights, data = some(0)
    value, gradient = small_net.log_joint(weights, data, precision)
    x, sign = torch.tensor(data.x), torch.tensor(data.sign)
    for net, nats, slope in zip(weights, value, gradient, strict=True):
        w = torch.tensor(net, requires_grad=True)
        joint = -N * mean_nll(w, x, sign) - 0.5 * precision * (w * w).sum()
        (expected,) = torch.autograd.grad(joint, w)
        assert nats == pytest.approx(joint.item(), rel=1e-12)
        np.testing.assert_allclose(slope, expected.numpy(), rtol=0, atol=1e-11)


def test_the_jacobian_agrees_with_autograd() -> None:
    weights, data = some(1, nets=1)
    x, sign = torch.tensor(data.x), torch.tensor(data.sign)

    def logits(w: torch.Tensor) -> torch.Tensor:
        # The NLL of a label is softplus(-sign z), so the NLLs of both labels differ by z.
        each = [
            mean_nll(w, x[i : i + 1], -sign[:1].abs()) - mean_nll(w, x[i : i + 1], sign[:1].abs()) for i in range(N)
        ]
        return torch.stack(each)

    w = torch.tensor(weights[0])
    np.testing.assert_allclose(small_net.logits(weights, data.x)[0], logits(w).numpy(), rtol=0, atol=1e-12)
    expected = torch.autograd.functional.jacobian(logits, w)
    np.testing.assert_allclose(small_net.jacobian(weights[0], data.x), expected.numpy(), rtol=0, atol=1e-11)


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6), order=st.permutations(range(HIDDEN)), scale=st.floats(0.1, 10))
def test_hidden_units_change_places_and_scales_without_changing_a_prediction(
    seed: int, order: list[int], scale: float
) -> None:
    weights, data = some(seed, nets=1)
    matrix, bias, out = weights[:, : 2 * HIDDEN].reshape(HIDDEN, 2), weights[0, 16:24], weights[0, 24:32]
    other = np.concatenate([(scale * matrix[order]).ravel(), scale * bias[order], out[order] / scale, weights[0, 32:]])
    np.testing.assert_allclose(
        small_net.logits(other[None], data.x), small_net.logits(weights, data.x), rtol=0, atol=1e-10
    )


def test_the_first_net_is_the_same_however_many_are_drawn() -> None:
    one, ten = (small_net.initialize(np.random.default_rng(4), nets) for nets in (1, 10))
    np.testing.assert_array_equal(one[0], ten[0])
    assert np.abs(ten[:, :24]).max() <= 1 / np.sqrt(2) and np.abs(ten[:, 24:]).max() <= 1 / np.sqrt(HIDDEN)


def test_the_log_likelihood_of_huge_weights_is_finite() -> None:
    weights, data = some(2)
    value, gradient = small_net.log_likelihood(1e4 * weights, data)
    assert np.isfinite(value).all() and np.isfinite(gradient).all()
