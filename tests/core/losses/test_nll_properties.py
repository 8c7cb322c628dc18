"""Losses for any settings: scipy and torch agree to rounding, and the hinge total depends on the score."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.data.newcomb import readings
from core.likelihood.coin import Counts
from core.losses import nll
from core.losses.nll import CARDS, LossSettings
from core.training.losses import compare

EPS = float(np.finfo(np.float64).eps)

rows = st.lists(st.tuples(st.floats(-30, 30), st.floats(-30, 30), st.floats(-30, 30)), min_size=1, max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[tuple[float, ...], ...], tuple[int, ...]]:
    logits = draw(rows)
    labels = draw(st.lists(st.integers(0, 2), min_size=len(logits), max_size=len(logits)))
    return tuple(logits), tuple(labels)


@st.composite
def settings_of(draw: st.DrawFn, *, wide: bool) -> LossSettings:
    logits, labels = draw(tables())
    edge = 1e-12 if wide else 1e-3
    return LossSettings(
        counts=Counts(draw(st.integers(0, 20_000)), draw(st.integers(0, 20_000))),
        theta=draw(st.floats(edge, 1 - edge)),
        logits=logits,
        labels=labels,
        location=draw(st.floats(-1e6, 1e6) if wide else st.floats(-50, 100)),
        scale=draw(st.floats(1e-3, 1e6) if wide else st.floats(2, 100)),
        df=draw(st.floats(0.1, 1000) if wide else st.floats(0.5, 100)),
        delta=draw(st.floats(0.01, 100) if wide else st.floats(0.1, 10)),
        rate=draw(st.floats(1e-6, 1e6) if wide else st.floats(0.01, 20)),
    )


def magnitude(s: LossSettings) -> dict[str, float]:
    """For each loss, the sum of the absolute values of all terms of its total."""
    z = np.abs(readings() - s.location) / s.scale
    logs = 66 * (abs(math.log(s.scale)) + 1)
    k = nll.horse_kicks()
    lgamma = abs(math.lgamma((s.df + 1) / 2)) + abs(math.lgamma(s.df / 2)) + 1
    tails = s.df + 1 + (s.df + 1) * np.log1p(z**2 / s.df)
    bell = float(np.sum(z**2)) + logs
    return {
        "cross-entropy": 2 * float(np.sum(np.abs(s.logits))) + 2 * len(s.labels),
        "binary cross-entropy": s.counts.n * (abs(math.log(s.theta)) + abs(math.log1p(-s.theta)) + 1),
        "mse": bell,
        "mae": float(np.sum(z)) + logs,
        "poisson": 200 * s.rate * (1 + abs(math.log(s.rate))) + k.sum() * (abs(math.log(s.rate)) + 2),
        "gaussian-nll": bell,
        "student-t": 66 * lgamma + float(np.sum(tails)) + logs,
        "huber": float(np.sum(np.minimum(z**2, s.delta * z + s.delta**2))) + 66 * (abs(math.log(s.delta)) + 1) + logs,
    }


@given(st.sampled_from(list(CARDS)), settings_of(wide=False))
def test_scipy_and_torch_differ_by_less_than_a_billionth(name: str, s: LossSettings) -> None:
    assert compare(name, s).difference < 1e-9


@given(st.sampled_from(list(CARDS)), settings_of(wide=True))
def test_the_difference_is_rounding_over_the_whole_range(name: str, s: LossSettings) -> None:
    # scipy and torch each sum in blocks (a depth of 16 + log2(n / 128) additions), with ten roundings per term.
    assert compare(name, s).difference <= 64 * EPS * magnitude(s)[name]


@given(st.sampled_from(list(CARDS)), settings_of(wide=True))
def test_losses_are_never_nan(name: str, s: LossSettings) -> None:
    result = compare(name, s)
    assert all(math.isfinite(value) for value in result)
    assert np.isfinite(nll.scipy_nll(name, s).neg_log_terms).all()


@given(settings_of(wide=False))
def test_losses_of_discrete_data_are_never_negative(s: LossSettings) -> None:
    for name in ("cross-entropy", "binary cross-entropy", "poisson"):
        assert np.all(nll.scipy_nll(name, s).neg_log_terms >= 0)


@given(st.floats(-700, 700))
def test_hinge_total_is_its_closed_form(score: float) -> None:
    total = float(nll.hinge_check(score).hinge_total)
    inside = 2 / math.e * math.cosh(score) if abs(score) <= 1 else 1 + math.exp(-1 - abs(score))
    assert abs(total - inside) <= 8 * EPS
    # The total is lowest at a score of 0 and highest at the margin, so it is not constant.
    assert 2 / math.e - 4 * EPS <= total <= 1 + math.exp(-2) + 4 * EPS


@given(st.floats(-700, 700))
def test_logistic_total_is_one(score: float) -> None:
    assert abs(float(nll.hinge_check(score).logistic_total) - 1) <= 2 * EPS


@given(st.floats(0, 1), st.floats(0, 1))
def test_hinge_total_rises_towards_the_margin(a: float, b: float) -> None:
    low, high = sorted((a, b))
    totals = nll.hinge_check([low, high]).hinge_total
    if high - low > 1e-6:
        assert totals[1] > totals[0]


@given(st.floats(0.01, 100), st.floats(-1e3, 1e3))
def test_huber_density_is_symmetric_and_highest_at_its_location(delta: float, x: float) -> None:
    top = float(nll.huber_logpdf(0.0, 0.0, 1.0, delta))
    left, right = nll.huber_logpdf([-x, x], 0.0, 1.0, delta)
    assert left == right <= top
