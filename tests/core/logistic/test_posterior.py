"""The posterior of two weights: its gradient by autograd, its grid by quadrature, and the mass of its regions."""

import math

import numpy as np
import pytest
import torch
from scipy.integrate import dblquad

from core.logistic import model
from core.logistic.posterior import NODES, SIGMA, chain_starts, covariance, grid, log_density, mode_fit, region
from core.logistic.two_weights import problem


def autograd(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    w = torch.tensor(weights, requires_grad=True)
    z = w @ torch.from_numpy(problem().x.T.copy()) + float(mode_fit().parameters[2])
    label = torch.from_numpy(problem().y).expand_as(z)
    nll = torch.nn.functional.binary_cross_entropy_with_logits(z, label, reduction="none").sum(dim=-1)
    heights = -nll - (w**2).sum(dim=-1) / (2 * SIGMA**2)
    heights.sum().backward()
    assert w.grad is not None
    return heights.detach().numpy(), w.grad.numpy()


def test_the_log_density_and_its_gradient_agree_with_autograd() -> None:
    weights = np.array([[1.2, -0.5], [0.0, 0.0], [-30.0, 40.0], [3.0, 3.0]])
    for found, expected in zip(log_density(weights), autograd(weights), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-10)


def test_the_mode_is_the_map_and_the_chains_start_around_it() -> None:
    weights = mode_fit().weights
    assert np.abs(log_density(weights[None])[1]).max() < 1e-9
    distance = chain_starts() - weights
    squared = np.einsum("ci,ij,cj->c", distance, np.linalg.inv(covariance()), distance)
    np.testing.assert_allclose(squared, -2 * math.log(0.01))
    np.testing.assert_allclose(distance.sum(axis=0), 0, atol=1e-12)


def test_the_grid_holds_all_of_the_posterior() -> None:
    found = grid()
    assert found.density.shape == (NODES, NODES) and np.isfinite(np.log(found.density)).all()
    for place, nodes in enumerate((found.w1, found.w2)):
        marginal = found.marginal(place)
        assert marginal.sum() * (nodes[1] - nodes[0]) == pytest.approx(1.0, abs=1e-12)
        assert max(marginal[0], marginal[-1]) < 1e-8 * marginal.max()
    center, height = mode_fit().weights, float(log_density(mode_fit().weights[None])[0][0])

    def relative(w2: float, w1: float) -> float:
        return math.exp(float(log_density(np.array([[w1, w2]]))[0][0]) - height)

    reach = 7 * np.sqrt(np.diag(covariance()))
    low, high = center - reach, center + reach
    total = dblquad(relative, low[0], high[0], low[1], high[1], epsabs=1e-6)[0]
    column, row = np.abs(found.w1 - center[0]).argmin(), np.abs(found.w2 - center[1]).argmin()
    assert found.density[row, column] == pytest.approx(1 / total, rel=1e-5)


@pytest.mark.parametrize("mass", [0.5, 0.9, 0.99])
def test_a_region_has_its_probability(mass: float) -> None:
    found = grid()
    cell = (found.w1[1] - found.w1[0]) * (found.w2[1] - found.w2[0])
    inside = found.density[found.density >= found.height(mass)].sum() * cell
    assert inside == pytest.approx(mass, abs=2 * cell * found.height(mass))
    edge = region(mass)
    seen = np.isfinite(edge.x)
    heights = log_density(np.column_stack([edge.x[seen], edge.y[seen]]))[0]
    np.testing.assert_allclose(heights, heights.mean(), atol=0.01)


def test_the_covariance_is_the_inverse_curvature_at_the_map() -> None:
    parameters, step = mode_fit().parameters, 1e-5
    sides = [parameters + sign * step * np.eye(3)[place] for place in (0, 1) for sign in (1, -1)]
    slopes = [model.gradient(at, problem())[:2] + at[:2] / SIGMA**2 for at in sides]
    curvature = np.array([slopes[0] - slopes[1], slopes[2] - slopes[3]]) / (2 * step)
    np.testing.assert_allclose(np.linalg.inv(covariance()), curvature, rtol=1e-6)
