"""Newton's method and gradient ascent for any flips: monotone, symmetric, and without crossing the top."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.likelihood import ascent
from core.likelihood.counts import MAX_COUNT, Counts

flips = st.integers(0, MAX_COUNT)


@settings(max_examples=25)
@given(flips, flips, st.floats(-12, 12))
def test_newton_never_lowers_the_likelihood_and_stays_finite(heads: int, tails: int, start: float) -> None:
    path = ascent.newton(Counts(heads, tails), start=start)
    assert np.all(np.diff(path.height) >= -1e-12)
    assert all(np.all(np.isfinite(part)) for part in path)


@settings(max_examples=25)
@given(flips, flips)
def test_swapping_heads_and_tails_mirrors_the_path(heads: int, tails: int) -> None:
    path, mirrored = ascent.newton(Counts(heads, tails)), ascent.newton(Counts(tails, heads))
    assert np.allclose(path.logit, -mirrored.logit, rtol=1e-12, atol=1e-12)
    # From theta = 1/2 no step needs to be halved.
    assert not path.halvings.any()


@settings(max_examples=25)
@given(flips, flips, st.floats(0.01, 4))
def test_up_to_rate_four_no_step_jumps_over_the_top(heads: int, tails: int, rate: float) -> None:
    # The slope changes by at most a quarter of the distance, so a step of rate 4 at most reaches the top.
    counts = Counts(heads, tails)
    assert ascent.crossings(ascent.gradient_ascent(counts, rate), counts) == 0
