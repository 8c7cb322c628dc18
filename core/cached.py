"""The cached boundary: results that take milliseconds or more, kept for all sessions. Treat them as read-only."""

import gc
import sys
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from core import underflow
from core.counts import Counts

if TYPE_CHECKING:
    from core.losses import HingeCheck
    from core.training.losses import Comparison


class Products(NamedTuple):
    """``n`` factors multiplied in float64, and the products after 0 ... ``end`` factors for a chart."""

    float64: float
    trail: underflow.Trail


@st.cache_data(max_entries=256, show_spinner=False)
def products(p: float, n: int, end: int) -> Products:
    """Running products of the factor ``p``; up to a quarter of a second for a million factors."""
    return Products(underflow.product(p, n), underflow.trail(p, end))


@st.cache_data(max_entries=256, show_spinner=False)
def coin_products(counts: Counts, theta: float) -> tuple[underflow.CoinProduct, ...]:
    """The product of all flips' probabilities in each of :data:`core.underflow.FORMATS`."""
    return tuple(underflow.coin_product(counts, theta, name) for name in underflow.FORMATS)


class Row(NamedTuple):
    """One loss: scipy's minus log-likelihood, and torch's side where it has an answer."""

    scipy_total: float
    torch: "Comparison | None"


@st.cache_data(max_entries=256, show_spinner=False)
def loss_row(name: str, counts: Counts | None, theta: float) -> Row:
    """A loss by scipy and by torch; only binary cross-entropy looks at the counts and at theta.

    The first call imports torch and scipy.stats, which takes seconds: call it only when the learner asks.
    """
    fresh = "torch" not in sys.modules
    from dataclasses import replace

    from core.losses import default_settings, scipy_nll
    from core.training.losses import compare

    if fresh:
        gc.collect()
        gc.freeze()  # what torch allocated stays for good: the collector need not walk it
    settings = default_settings(name)
    if counts is not None:
        settings = replace(settings, counts=counts, theta=theta)
    if counts is not None and theta in (0.0, 1.0):
        return Row(scipy_nll(name, settings).total, None)
    both = compare(name, settings)
    return Row(both.scipy_total, both)


@st.cache_data(max_entries=8, show_spinner=False)
def hinge(scores: tuple[float, ...]) -> "HingeCheck":
    """Sums over both labels of exp(-hinge), which should be one constant and are not."""
    from core.losses import hinge_check

    return hinge_check(scores)
