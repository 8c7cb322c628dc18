"""The evidence that travels: heads, tails and theta, the same fields on every lesson that has them."""

from typing import Any, Final

import streamlit as st

from core.data.coins import PRESETS, TEN_FLIPS
from core.likelihood.counts import MAX_COUNT, Counts

MOVED: Final = "_theta_moved"
MAX_SEED: Final = 9999
THETA: Final = 0.5
BOUND: Final[dict[str, Any]] = {"bind": "query-params"}


def coin() -> Counts:
    """Fields for heads and tails, with presets beside them.

    Returns
    -------
    Counts
        A value that is malformed or out of range, in the address or anywhere else, has become the default: 7 and 3.
    """
    default = TEN_FLIPS.counts
    left, right = st.columns(2, gap="small")
    heads = left.number_input("Heads", 0, MAX_COUNT, default.heads, step=1, key="heads", on_change=moved, **BOUND)
    tails = right.number_input("Tails", 0, MAX_COUNT, default.tails, step=1, key="tails", on_change=moved, **BOUND)
    with st.container(horizontal=True, gap="xxsmall", key="presets"):
        for preset in PRESETS:
            st.button(preset.name, key=f"preset_{preset.key}", help=preset.label, on_click=take, args=(preset.counts,))
    return Counts(_whole(heads, default.heads), _whole(tails, default.tails))


def counts_now() -> Counts:
    """The counts as they stand, where their fields are drawn later or elsewhere."""
    default = TEN_FLIPS.counts
    heads, tails = (st.session_state.get(key) for key in ("heads", "tails"))
    return Counts(_whole(heads, default.heads), _whole(tails, default.tails))


def take(counts: Counts) -> None:
    """Write counts into the shared fields; only before they are drawn, as in a callback."""
    st.session_state["heads"], st.session_state["tails"] = counts.heads, counts.tails
    moved()


def theta() -> float:
    """The slider for the learner's own theta, 0 to 1 in steps of 0.001."""
    value = st.slider(
        "θ, probability of heads", 0.0, 1.0, THETA, 0.001, format="%.3f", key="theta", on_change=moved, **BOUND
    )
    return _within_axis(value)


def theta_now() -> float:
    """The learner's theta as it stands, where its slider is drawn later or elsewhere."""
    return _within_axis(st.session_state.get("theta", THETA))


def put_theta(value: float) -> None:
    """Write theta into its slider, as a chart does whose pointer is there already; only before the slider is drawn."""
    st.session_state["theta"] = _within_axis(value)


def set_theta(value: float) -> None:
    """Move theta from elsewhere than its slider or a chart; only before the slider is drawn."""
    put_theta(value)
    moved()


def seed() -> int:
    """The field for the seed: the same seed, the same data, start and order."""
    value = st.number_input("Seed", 0, MAX_SEED, 0, step=1, key="seed", **BOUND)
    usable = isinstance(value, int) and 0 <= value <= MAX_SEED
    return value if usable else 0


def near_peak(narrow: bool) -> bool:
    """Whether to draw the neighborhood of the peak; asked only where the peak is narrow."""
    if not narrow:
        return False
    choice = st.segmented_control(
        "Show", ["peak", "whole axis"], default="peak", required=True, key="window", persist_state="session",
    )  # fmt: skip
    return choice == "peak"


def keep_within(key: str, low: float, high: float) -> None:
    """Drop a value that another lesson's field of this name left, if this lesson's field does not reach it."""
    value = st.session_state.get(key)
    if value is not None and not (isinstance(value, int | float) and low <= value <= high):
        del st.session_state[key]


def moved() -> None:
    """Tell the charts that theta or the evidence changed outside them, so that they forget their pointer."""
    st.session_state[MOVED] = version() + 1


def version() -> int:
    """How often theta or the evidence was changed outside a chart."""
    return int(st.session_state.get(MOVED, 0))


def _within_axis(theta: float) -> float:
    return min(1.0, max(0.0, round(float(theta), 3)))


def _whole(value: Any, default: int) -> int:
    # The browser checks the range of what is typed; a forged message need not.
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT
    return int(value) if usable else default
