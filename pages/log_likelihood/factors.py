"""The fields of equal factors: how many there are, and the size of each."""

from typing import Final

import streamlit as st

from core.likelihood import underflow
from pages._kit import session
from pages._kit.controls import IN_ADDRESS

MAX_N: Final = 1_000_000
N: Final = underflow.zero_from(0.5, "float64") or MAX_N
"""The default number of factors: the fewest fair flips whose probability float64 rounds to 0."""
P: Final = 0.5
"""The default factor."""


def fields() -> tuple[int, float]:
    """Draw the fields, and return the number of factors and the size of each."""
    st.number_input("Factors n", 0, MAX_N, N, step=1, key="n", **IN_ADDRESS)
    st.slider("Each factor p", 0.0, 1.0, P, 0.001, format="%.3f", key="p", **IN_ADDRESS)
    st.caption("p is the probability that a model gives one observation: 0.5 for a flip of a fair coin.")
    return now()


def now() -> tuple[int, float]:
    """The number of factors and the size of each; their fields need not be drawn yet."""
    n, p = session.value_of("n", N), session.value_of("p", P)
    n = n if isinstance(n, int | float) and 0 <= n <= MAX_N else N
    p = p if isinstance(p, int | float) and 0 <= p <= 1 else P
    return int(n), round(float(p), 3)
