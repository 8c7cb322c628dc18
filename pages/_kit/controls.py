"""The evidence that travels: heads, tails and theta, the same fields on every lesson that has them."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from core.counts import MAX_COUNT, Counts
from core.data.coins import BARTOS, KERRICH, TEN_FLIPS, THOUSAND_FLIPS

PRESETS: Final = {
    "7 / 3": TEN_FLIPS,
    "700 / 300": THOUSAND_FLIPS,
    "Kerrich": KERRICH,
    "Bartoš": BARTOS,
}
MOVED: Final = "_theta_moved"
BOUND: Final[dict[str, Any]] = {"bind": "query-params"}


def coin(*, disabled: bool = False, on_change: Callable[[], None] | None = None) -> Counts:
    """Fields for heads and tails, with presets beside them.

    Parameters
    ----------
    disabled : bool
        Show the counts, but let nobody change them.
    on_change : callable, optional
        Called, before the page runs, when the learner changes a count.

    Returns
    -------
    Counts
        A value that is malformed or out of range, in the address or anywhere else, has become the default: 7 and 3.
    """
    fields = st.columns(2, gap="small")
    heads = fields[0].number_input(
        "Heads", 0, MAX_COUNT, TEN_FLIPS.counts.heads, step=1, key="heads",
        disabled=disabled, on_change=_changed, args=(on_change,), **BOUND,
    )  # fmt: skip
    tails = fields[1].number_input(
        "Tails", 0, MAX_COUNT, TEN_FLIPS.counts.tails, step=1, key="tails",
        disabled=disabled, on_change=_changed, args=(on_change,), **BOUND,
    )  # fmt: skip
    if not disabled:
        with st.container(horizontal=True, gap="xxsmall", key="presets"):
            for name, preset in PRESETS.items():
                st.button(
                    name, key=f"preset_{preset.key}", help=preset.label,
                    on_click=_take, args=(preset.counts, on_change),
                )  # fmt: skip
    return Counts(_whole(heads, TEN_FLIPS.counts.heads), _whole(tails, TEN_FLIPS.counts.tails))


def take(counts: Counts) -> None:
    """Write counts into the shared fields; only before they are drawn, as in a callback."""
    st.session_state["heads"], st.session_state["tails"] = counts.heads, counts.tails
    moved()


def theta() -> float:
    """The slider for the learner's own theta, 0 to 1 in steps of 0.001."""
    value = st.slider(
        "θ, probability of heads", 0.0, 1.0, 0.5, 0.001, format="%.3f", key="theta", on_change=moved, **BOUND
    )
    return min(1.0, max(0.0, round(float(value), 3)))


def set_theta(value: float) -> None:
    """Move theta from elsewhere than its slider or a chart; only before the slider is drawn."""
    st.session_state["theta"] = min(1.0, max(0.0, round(value, 3)))
    moved()


def moved() -> None:
    """Tell the charts that theta or the evidence changed outside them, so that they forget their pointer."""
    st.session_state[MOVED] = version() + 1


def version() -> int:
    """How often theta or the evidence was changed outside a chart."""
    return int(st.session_state.get(MOVED, 0))


def _changed(then: Callable[[], None] | None) -> None:
    moved()
    if then:
        then()


def _take(counts: Counts, then: Callable[[], None] | None) -> None:
    take(counts)
    if then:
        then()


def _whole(value: Any, default: int) -> int:
    # The browser checks the range of what is typed; a forged message need not.
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT
    return int(value) if usable else default
