"""The prior that travels: a and b of a Beta, the same two fields on every lesson that has them."""

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from core.belief import chips
from core.belief.beta import Beta, from_mean
from pages._kit import controls

DEFAULT: Final = Beta(10, 10)
LOWEST, HIGHEST = chips.LOWEST, chips.HIGHEST
CHIPS: Final = "_chips"


def fields() -> Beta:
    """Fields for a and b.

    Returns
    -------
    Beta
        A value that is malformed or out of range, in the address or anywhere else, has become the default: 10.
    """
    left, right = st.columns(2, gap="small")
    shared: dict[str, Any] = {"step": 0.5, "format": "%g", "on_change": controls.moved, "bind": "query-params"}
    a = left.number_input("Prior a", LOWEST, HIGHEST, DEFAULT.a, key="a", help="Pulls θ towards heads.", **shared)
    b = right.number_input("Prior b", LOWEST, HIGHEST, DEFAULT.b, key="b", help="Pulls θ towards tails.", **shared)
    return Beta(_within(a, DEFAULT.a), _within(b, DEFAULT.b))


def now() -> Beta:
    """The prior as it stands before its fields are drawn."""
    state = st.session_state
    return Beta(_within(state.get("a"), DEFAULT.a), _within(state.get("b"), DEFAULT.b))


def take(belief: Beta) -> None:
    """Write a prior into the shared fields, cut to their range; only before they are drawn, as in a callback."""
    kept = chips.within_range(belief)
    st.session_state["a"], st.session_state["b"] = kept.a, kept.b
    controls.moved()


def mean_and_strength() -> None:
    """The same prior by its mean, and by how many flips it is worth; they write a and b."""
    prior = now()
    # What the fields say, to two decimals: a field that was moved has already become a and b.
    st.session_state["prior_mean"] = min(0.99, max(0.01, round(prior.mean, 2)))
    st.session_state["prior_strength"] = round(prior.strength, 2)

    def moved() -> None:
        take(from_mean(float(st.session_state["prior_mean"]), float(st.session_state["prior_strength"])))

    st.slider("Mean of the prior", 0.01, 0.99, step=0.01, key="prior_mean", on_change=moved)
    st.number_input(
        "Strength, in flips", 2 * LOWEST, 2 * HIGHEST, step=1.0, format="%g", key="prior_strength", on_change=moved
    )


@dataclass(frozen=True)
class Placed:
    """Chips in bins, and the prior that they were fitted to, or spread from."""

    chips: tuple[int, ...]
    belief: Beta


def placed() -> tuple[int, ...]:
    """The learner's chips; where the prior was changed otherwise, chips spread anew as the prior says."""
    last: Placed | None = st.session_state.get(CHIPS)
    prior = now()
    if last is None or last.belief != prior:
        last = Placed(chips.spread(prior), prior)
        st.session_state[CHIPS] = last
    return last.chips


def place_chip(where: int, change: int) -> None:
    """Add a chip to a bin (``change`` 1) or take one away (-1), and fit the prior; as in a callback."""
    before = placed()
    if not 0 <= where < len(before):
        return
    after = chips.place(before, where, change)
    if after != before and sum(after):
        take(chips.fit(after))
    st.session_state[CHIPS] = Placed(after, now())
    controls.moved()


def _within(value: Any, default: float) -> float:
    # The browser checks the range of what is typed; a forged message need not. NaN fails the comparison.
    usable = isinstance(value, int | float) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST
    return float(value) if usable else default
