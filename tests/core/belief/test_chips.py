"""Chips in bins: the moments of the fit, the range of the parameters, and adding and removing chips."""

import numpy as np
import pytest

from core.belief import chips
from core.belief.beta import Beta


def test_equal_chips_fit_a_flat_beta() -> None:
    fitted = chips.fit([2] * 10)
    assert (fitted.a, fitted.b) == pytest.approx((1, 1))


@pytest.mark.parametrize(
    "placed",
    [(0, 0, 1, 3, 6, 6, 3, 1, 0, 0), (9, 5, 3, 2, 1, 0, 0, 0, 0, 0), (10, 0, 0, 0, 0, 0, 0, 0, 0, 10)],
    ids=str,
)
def test_the_fit_has_the_histograms_moments(placed: tuple[int, ...]) -> None:
    # A fine sample of the histogram, with each chip spread evenly over its bin.
    inside = (np.arange(2000) + 0.5) / 2000 / 10
    sample = np.concatenate([np.tile(i / 10 + inside, count) for i, count in enumerate(placed)])
    fitted = chips.fit(placed)
    assert fitted.mean == pytest.approx(sample.mean(), rel=1e-9)
    assert fitted.sd == pytest.approx(sample.std(), rel=1e-6)


def test_one_bin_alone_is_narrow_but_finite() -> None:
    fitted = chips.fit([0, 0, 0, 0, 0, 20, 0, 0, 0, 0])
    assert fitted.mean == pytest.approx(0.55)
    assert fitted.sd == pytest.approx(0.1 / np.sqrt(12))


def test_within_range_limits_and_rounds_the_parameters() -> None:
    assert chips.within_range(chips.fit([10, *[0] * 8, 10])) == Beta(0.5, 0.5)
    assert chips.within_range(Beta(5000, 2.3456)) == Beta(1000, 2.35)


@pytest.mark.parametrize("belief", [Beta(10, 10), Beta(0.5, 0.5), Beta(1, 1), Beta(1000, 0.5), Beta(2, 8)], ids=str)
def test_spread_places_all_chips_close_to_the_belief(belief: Beta) -> None:
    spread = chips.spread(belief)
    assert sum(spread) == chips.START < chips.CHIPS and len(spread) == chips.BINS
    exact = chips.START * np.diff(belief.cdf(np.linspace(0, 1, chips.BINS + 1)))
    assert (np.abs(np.array(spread) - exact) < 1).all()


def test_a_chip_is_added_removed_or_refused() -> None:
    assert chips.place((1, 2, 0), 2, 1) == (1, 2, 1)
    assert chips.place((1, 2, 0), 1, -1) == (1, 1, 0)
    assert chips.place((1, 2, 0), 2, -1) == (1, 2, 0), "the bin is empty"
    assert chips.place((20, 10, 0), 2, 1) == (20, 10, 0), "no chip left"
    with pytest.raises(ValueError, match="no bin"):
        chips.place((1, 2, 0), 3, 1)


@pytest.mark.parametrize("bad", [[], [0] * 10, [-1, 3]])
def test_invalid_chips_have_no_fit(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="chips must"):
        chips.fit(bad)


def test_chips_may_ask_for_a_belief_beyond_the_range() -> None:
    assert chips.asks_beyond((10, *[0] * 8, 10)) and chips.asks_beyond((29, *[0] * 8, 1))
    # All chips in one bin are the narrowest histogram.
    assert chips.fit((0, 0, 0, 0, 30, 0, 0, 0, 0, 0)).b < chips.HIGHEST
    assert not chips.asks_beyond((1,) * 10) and not chips.asks_beyond(chips.spread(Beta(10, 10)))
