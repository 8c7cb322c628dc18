"""Ridge and lasso for any regression problem: optimality, monotonicity in the penalty, and the evidence."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.regularization import lasso, ridge
from core.regularization.coordinate_descent import duality_gap, objective
from core.regularization.problem import Problem, problem, train_nll

problems = st.builds(problem, st.integers(1, 12), st.integers(4, 60), st.integers(0, 999))
penalties = st.floats(-2, 3).map(lambda power: 10.0**power)
few = settings(max_examples=25)


@few
@given(problems, penalties)
def test_the_lasso_is_optimal(here: Problem, penalty: float) -> None:
    scaled, weights = lasso.in_noise_units(here), lasso.path(here).at(penalty)
    total = 0.5 * float(scaled.target @ scaled.target)
    assert duality_gap(scaled, weights, penalty) <= 1e-10 * (1 + total)
    other = ridge.fit(here, penalty).weights
    assert objective(scaled, weights, penalty) <= objective(scaled, other, penalty) + 1e-10 * (1 + total)


@few
@given(problems, penalties, st.floats(1.0, 10.0))
def test_a_stronger_penalty_raises_the_nll_and_shrinks_the_weights(
    here: Problem, penalty: float, factor: float
) -> None:
    for kind, size in ((ridge, 2), (lasso, 1)):
        weak, strong = kind.fit(here, penalty), kind.fit(here, penalty * factor)
        assert train_nll(strong, here) >= train_nll(weak, here) - 1e-9
        assert np.linalg.norm(strong.weights, size) <= np.linalg.norm(weak.weights, size) * (1 + 1e-9) + 1e-9


@few
@given(problems, penalties)
def test_the_posterior_is_narrower_than_the_prior(here: Problem, penalty: float) -> None:
    belief = ridge.posterior(here, penalty)
    assert belief is not None
    spectrum = np.linalg.eigvalsh(belief.covariance)
    assert spectrum[0] > 0 and spectrum[-1] <= 1 / (2 * penalty) * (1 + 1e-9)
    assert np.all(belief.sd(here.x) > 0) and 0 <= ridge.effective_weights(here, penalty) <= here.degree
    assert math.isfinite(ridge.log_evidence(here, penalty))


@few
@given(problems, penalties)
def test_the_evidence_is_likelihood_times_prior_over_posterior(here: Problem, penalty: float) -> None:
    best, belief = ridge.fit(here, penalty), ridge.posterior(here, penalty)
    assert belief is not None
    # For any w, the log-evidence is log p(y | w) + log p(w) - log p(w | y), with a flat prior on the intercept.
    log_likelihood = -here.n * train_nll(best, here)
    log_prior = -penalty * best.weights @ best.weights - 0.5 * here.degree * math.log(math.pi / penalty)
    log_posterior = -0.5 * np.linalg.slogdet(2 * math.pi * belief.covariance)[1]
    level = 0.5 * math.log(2 * math.pi * belief.level_variance)
    expected = log_likelihood + log_prior - log_posterior + level
    # The constant of the flat prior: a unit of the intercept is sqrt(n) units of the contrast that it shifts.
    found = ridge.log_evidence(here, penalty) - 0.5 * math.log(here.n)
    assert abs(found - expected) <= 1e-7 * (1 + abs(expected))
