"""The Beta prior that several lessons share: fields for a and b, for mean and strength, and chips placed in bins."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from core.belief import chips
from core.belief.beta import Beta, from_mean
from pages._kit import controls

DEFAULT: Final = Beta(10, 10)
LOWEST, HIGHEST = chips.LOWEST, chips.HIGHEST
CHIPS: Final = "_chips"
_FIELD: Final[dict[str, Any]] = {
    "step": 0.5, "format": "%g", "on_change": controls.reset_charts, **controls.IN_ADDRESS
}  # fmt: skip


def fields() -> Beta:
    """Fields for a and b.

    Returns
    -------
    Beta
        Malformed or out-of-range values, from the address or from a forged message, are replaced by the default 10.
    """
    left, right = st.columns(2, gap="small")
    with left:
        a = a_field()
    with right:
        b = b_field()
    return Beta(_valid(a, DEFAULT.a), _valid(b, DEFAULT.b))


def a_field() -> Any:
    """The field for a alone, for :mod:`pages._kit.unseen`; a page draws :func:`fields`."""
    return st.number_input(
        "Prior a", LOWEST, HIGHEST, DEFAULT.a, key="a", help="Larger: more heads expected.", **_FIELD
    )


def b_field() -> Any:
    """The field for b alone, as :func:`a_field`."""
    return st.number_input(
        "Prior b", LOWEST, HIGHEST, DEFAULT.b, key="b", help="Larger: more tails expected.", **_FIELD
    )


def current() -> Beta:
    """The current prior, for code that runs before its fields are drawn."""
    state = st.session_state
    return Beta(_valid(state.get("a"), DEFAULT.a), _valid(state.get("b"), DEFAULT.b))


def set_prior(belief: Beta) -> None:
    """Set the fields a and b, clipped to their range; only before they are drawn, for example in a callback."""
    clipped = chips.within_range(belief)
    st.session_state["a"], st.session_state["b"] = clipped.a, clipped.b
    controls.reset_charts()


def mean_and_strength() -> None:
    """Fields for the prior's mean and for its strength ``a + b`` in flips. A change in them sets a and b."""
    prior = current()
    # The callback has already turned a changed field into a and b, so both fields are set from those again.
    st.session_state["prior_mean"] = min(0.99, max(0.01, round(prior.mean, 2)))
    st.session_state["prior_strength"] = round(prior.strength, 2)

    def moved() -> None:
        set_prior(from_mean(float(st.session_state["prior_mean"]), float(st.session_state["prior_strength"])))

    st.slider("Mean of the prior", 0.01, 0.99, step=0.01, key="prior_mean", on_change=moved)
    st.number_input(
        "Strength, in flips", 2 * LOWEST, 2 * HIGHEST, step=1.0, format="%g", key="prior_strength", on_change=moved,
        help="a + b: the number of flips that the prior counts as in the posterior mean. In the MAP it counts as "
        "a + b − 2, if the top is inside.",
    )  # fmt: skip


@dataclass(frozen=True)
class PlacedChips:
    """The number of chips in each bin, and the prior that belongs to them.

    Attributes
    ----------
    before : tuple of Beta
        Earlier priors that a press may still carry, if it was sent before this one reached the browser.
    """

    chips: tuple[int, ...]
    belief: Beta
    before: tuple[Beta, ...] = ()


def chips_now() -> tuple[int, ...]:
    """The number of chips in each bin; if the prior was changed by other fields, the chips that match the new prior."""
    last: PlacedChips | None = st.session_state.get(CHIPS)
    prior = current()
    if last is None or last.belief != prior:
        last = _spread(prior)
        st.session_state[CHIPS] = last
    return last.chips


def place_chips(changes: Iterable[tuple[int, int]]) -> None:
    """Add a chip to a bin, or take one, for each ``(bin, 1)`` or ``(bin, -1)``, and fit a and b; only in a callback."""
    sent = current()
    last: PlacedChips | None = st.session_state.get(CHIPS)
    if last is None or sent not in (*last.before, last.belief):
        last = _spread(sent)
    after = last.chips
    for where, change in changes:
        if 0 <= where < len(after):
            after = chips.place(after, where, change)
    if after != last.chips and any(after):
        set_prior(chips.fit(after))
    elif sent != last.belief:
        set_prior(last.belief)
    # A browser that has sent this prior sends none before it.
    known = tuple(dict.fromkeys((*last.before, last.belief)))
    st.session_state[CHIPS] = PlacedChips(after, current(), known[known.index(sent) :])


def _spread(prior: Beta) -> PlacedChips:
    return PlacedChips(chips.spread(prior), prior)


def _valid(value: Any, default: float) -> float:
    # A browser keeps a typed number in range; a forged message may hold any value. NaN fails the comparison.
    usable = isinstance(value, int | float) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST
    return float(value) if usable else default
