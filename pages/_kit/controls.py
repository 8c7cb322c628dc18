"""Fields that several lessons share: heads, tails, theta and seed. Their values stay the same from lesson to lesson."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import streamlit as st

from core.data.coins import PRESETS, TEN_FLIPS, CoinData
from core.likelihood.counts import MAX_COUNT, Counts

CHANGES: Final = "_changes_outside_charts"
MAX_SEED: Final = 9999
DEFAULT_THETA: Final = 0.5
IN_ADDRESS: Final[dict[str, Any]] = {"bind": "query-params", "persist_state": "session"}
"""For a field whose value is in the address, and is kept while another scene or lesson is open."""


def coin(*more: CoinData) -> Counts:
    """Fields for heads and tails, with presets beside them: those of all lessons, and ``more``.

    Returns
    -------
    Counts
        Malformed or out-of-range values, from the address or from a forged message, are replaced by the defaults 7
        and 3.
    """
    left, right = st.columns(2, gap="small")
    with left:
        heads = heads_field()
    with right:
        tails = tails_field()
    with st.container(horizontal=True, gap="xxsmall", key="presets"):
        for preset in (*PRESETS, *more):
            st.button(
                preset.name, key=f"preset_{preset.key}", help=preset.label, on_click=set_counts, args=(preset.counts,)
            )
    default = TEN_FLIPS.counts
    return Counts(_valid_count(heads, default.heads), _valid_count(tails, default.tails))


def heads_field() -> Any:
    """The field for the number of heads alone, for :mod:`pages._kit.unseen`; a page draws :func:`coin`."""
    return st.number_input(
        "Heads", 0, MAX_COUNT, TEN_FLIPS.counts.heads, step=1, key="heads", on_change=reset_charts, **IN_ADDRESS
    )


def tails_field() -> Any:
    """The field for the number of tails alone, as :func:`heads_field`."""
    return st.number_input(
        "Tails", 0, MAX_COUNT, TEN_FLIPS.counts.tails, step=1, key="tails", on_change=reset_charts, **IN_ADDRESS
    )


def counts_now() -> Counts:
    """The current counts, for code that runs before their fields are drawn or in another fragment."""
    default = TEN_FLIPS.counts
    heads, tails = (st.session_state.get(key) for key in ("heads", "tails"))
    return Counts(_valid_count(heads, default.heads), _valid_count(tails, default.tails))


def set_counts(counts: Counts) -> None:
    """Set the fields for heads and tails; only before they are drawn, for example in a callback."""
    st.session_state["heads"], st.session_state["tails"] = counts.heads, counts.tails
    reset_charts()


def theta() -> float:
    """The slider for the learner's own theta, 0 to 1 in steps of 0.001."""
    value = st.slider(
        "θ, probability of heads", 0.0, 1.0, DEFAULT_THETA, 0.001, format="%.3f", key="theta", on_change=reset_charts,
        **IN_ADDRESS,
    )  # fmt: skip
    return _to_slider_stop(value)


def theta_now() -> float:
    """The learner's current theta, for code that runs before its slider is drawn or in another fragment."""
    return _to_slider_stop(st.session_state.get("theta", DEFAULT_THETA))


def set_theta_from_chart(value: float) -> None:
    """Set theta to the value that the learner has just picked in a chart; only before the slider is drawn.

    The chart already shows this value, so it is not told to reset its selection.
    """
    st.session_state["theta"] = _to_slider_stop(value)


def set_theta(value: float) -> None:
    """Set theta from code, for example in a button's callback, and reset the charts' selection."""
    set_theta_from_chart(value)
    reset_charts()


def seed() -> int:
    """Field for the random seed, 0 to 9,999. It fixes the data, the initial weights and the order of the batches."""
    value = st.number_input("Seed", 0, MAX_SEED, 0, step=1, key="seed", **IN_ADDRESS)
    usable = isinstance(value, int) and 0 <= value <= MAX_SEED
    return value if usable else 0


def near_peak(narrow: bool) -> bool:
    """Whether to draw only the neighborhood of the peak. The control for it appears only if the peak is ``narrow``.

    Its room is kept free (style.css): what scrolls would jump where it goes.
    """
    with st.container(key="near_peak"):
        if not narrow:
            # Something has to take the field's place: where the field stands in a fragment within the one that runs,
            # Streamlit would leave it on the page.
            st.empty()
            return False
        choice = st.segmented_control(
            "Show", ["peak", "whole axis"], default="peak", required=True, key="window", **IN_ADDRESS,
        )  # fmt: skip
        return bool(choice == "peak")


def reset_charts() -> None:
    """Make the charts drop their selection after theta or the counts were changed elsewhere."""
    st.session_state[CHANGES] = chart_version() + 1


def chart_version() -> int:
    """How many times theta or the counts were changed outside the charts. Charts get it as data."""
    return int(st.session_state.get(CHANGES, 0))


def _to_slider_stop(theta: float) -> float:
    # As the slider writes it: Python would round a half to the even digit.
    return float(Decimal(min(1.0, max(0.0, float(theta)))).quantize(Decimal("0.001"), ROUND_HALF_UP))


def _valid_count(value: Any, default: int) -> int:
    # A browser keeps a typed number in range; a forged message may hold any value.
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT
    return int(value) if usable else default
