"""The eighteen batters: estimates near those that Efron and Morris published, and errors computed by hand."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from core.belief import batting
from core.belief.batting import POOLINGS, SERIES, SHARES
from core.belief.beta_binomial import estimates, hierarchical, strength
from core.data.batters import season_averages

OWN = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]) / 45


def test_the_hierarchical_estimates_are_those_of_1977_to_two_thousandths() -> None:
    """Efron & Morris 1977 shrink each average by 0.212 toward 0.265: a James-Stein estimate of the same eighteen."""
    published = 0.265 + 0.212 * (OWN - 0.265)
    assert np.abs(batting.averaged().estimates - published).max() < 0.002
    assert np.abs(batting.fitted().share - (1 - 0.212)) < 0.16, "the evidence shrinks more"


def test_the_hierarchical_estimates_are_near_those_of_1975() -> None:
    """The James-Stein rule of Efron & Morris 1975, equation 2.3, on their scale sqrt(n) arcsin(2 y - 1)."""
    x = np.sqrt(45) * np.arcsin(2 * OWN - 1)
    shrunken = x.mean() + (1 - 15 / ((x - x.mean()) ** 2).sum()) * (x - x.mean())
    published = (np.sin(shrunken / np.sqrt(45)) + 1) / 2
    assert published[0] == pytest.approx(0.290, abs=5e-4)
    assert np.abs(batting.averaged().estimates - published).max() < 0.006
    ratio = ((OWN - season_averages()) ** 2).sum() / ((published - season_averages()) ** 2).sum()
    assert ratio == pytest.approx(3.50, abs=0.005), "their efficiency"


def test_the_answers_are_mixtures_and_their_errors_the_mean_of_squares() -> None:
    season = season_averages()
    for pooling in POOLINGS:
        found = batting.answer(pooling, 0.3)
        assert found.error == pytest.approx(sum((found.estimates - season) ** 2) / 18)
        np.testing.assert_allclose(
            found.estimates - found.estimates.mean(), (1 - found.share) * (OWN - OWN.mean()), atol=1e-12
        )
    np.testing.assert_array_equal(batting.answer("alone", 0.3).estimates, OWN)
    np.testing.assert_allclose(batting.answer("one", 0.3).estimates, 215 / 810)
    assert batting.answer("hand", 0.3).share == 0.3


def test_every_learned_prior_beats_each_alone_and_all_as_one() -> None:
    alone, one, fitted, averaged = (
        batting.answer(pooling, 0.5).error for pooling in ("alone", "one", "fitted", "hierarchical")
    )
    assert averaged < fitted < one < alone


def test_fitting_the_mean_too_changes_no_digit_that_is_shown() -> None:
    mean, share = batting.fitted()
    assert mean == pytest.approx(SERIES.pooled, abs=1e-6)
    assert strength(share, 45) == pytest.approx(793.2, abs=0.1)
    common = estimates(SERIES.pooled, share, SERIES)
    assert np.abs(common - batting.answer("fitted", 0.5).estimates).max() < 1e-6


def test_the_curves_are_lowest_at_their_marks() -> None:
    lost, errors = batting.evidence_lost(), batting.errors()
    assert lost[0] == np.inf and (lost[1:] > 0).all() and lost.min() < 1e-4
    assert abs(SHARES[lost.argmin()] - batting.fitted().share) <= 0.0025
    found = minimize_scalar(
        lambda share: batting.error(estimates(SERIES.pooled, share, SERIES)), bounds=(0, 1), method="bounded"
    )
    assert batting.best_share() == pytest.approx(found.x, abs=1e-5)
    assert errors.min() >= found.fun - 1e-12
    place = int(np.argmax(lost <= 1))
    assert batting.within_a_nat() == SHARES[place] and (lost[place:] <= 1).all() and lost[place - 1] > 1


def test_another_hyperprior_moves_the_share_as_the_page_says() -> None:
    assert batting.averaged().share - hierarchical(SERIES, 2.5).share > 0.15
