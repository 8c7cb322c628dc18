"""The fields for the prior of lesson 5: by a and b, by mean and strength, or by chips in bins of theta."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.belief import chips
from core.belief.beta import Beta
from core.numbers import significant
from pages._kit import controls, prior, session, unseen
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, selected
from pages.bayesian_inference.charts import prior_shape as chart

WAYS: Final = ("a and b", "mean", "chips")
LIMITS: Final = f"a and b are at least {chips.LOWEST:g}"
CHART: Final = "chips_chart"
COUNTED: Final = "_presses_counted"
MOST_PRESSES: Final = 200
"""How many of the latest presses are looked at: many more than anyone can make between two runs."""


def prior_fields(look: Look) -> Beta:
    """Draw the fields for the prior, and return it."""
    way = st.segmented_control(
        "Set the prior by", WAYS, default=WAYS[0], required=True, key="prior_by", **controls.IN_ADDRESS
    )
    if way not in WAYS[1:]:
        return prior.fields()
    # Both are ways to set a and b, which stay in the address. Their fields come first, since they read a link's values.
    unseen.draw(("a", "b"), place="unseen_fields_prior")
    if way == "mean":
        prior.mean_and_strength()
    else:
        _chips(look)
    return prior.current()


def _count_presses() -> list[tuple[int, int]]:
    """Mark all presses in the chart as counted; return the bin and the change of those that were not counted before.

    The chart sends all its presses each time, since several may come before a run begins.
    """
    presses = selected(CHART, "chip", *chart.FIELDS)[-MOST_PRESSES:]
    counted = session.value_of(COUNTED, ())
    session.set_value(COUNTED, tuple(at for _, _, at in presses))
    return [(int(where), int(change)) for where, change, at in presses if at not in counted]


def _pressed() -> None:
    """Add and take the chips that were pressed in the chart."""
    prior.place_chips(_count_presses())


def _chips(look: Look) -> None:
    """Draw the chart of chips, and fields and buttons that do the same as pressing on it."""
    placed = prior.chips_now()
    full = sum(placed) >= chips.CHIPS
    draw(
        chart.rows(placed, prior.current()),
        chart.spec(look),
        key=CHART,
        alt="Chips in ten bins of θ, and the prior on the same scale. Chips by bin, below, does the same as pressing "
        "here.",
        fill=False,
        on_select=_pressed,
    )
    # After a restart of the server the browser sends all presses again; a and b in the address already contain them.
    _count_presses()
    edges = [f"{i / chips.BINS:g} to {(i + 1) / chips.BINS:g}" for i in range(chips.BINS)]
    with st.popover("Chips by bin", width="stretch"):
        where = st.selectbox("Bin", range(chips.BINS), format_func=lambda i: f"{edges[i]}: {placed[i]}", key="chip_bin")
        with st.container(horizontal=True, gap="xxsmall", key="stepper_chips"):
            st.button("Add", key="chip_add", on_click=prior.place_chips, args=([(where, 1)],), disabled=full)
            st.button(
                "Take", key="chip_take", on_click=prior.place_chips, args=([(where, -1)],), disabled=placed[where] == 0
            )
    # Last, since its length varies: nothing below it may move.
    st.caption(press_caption(placed, prior.current()))


def press_caption(placed: Sequence[int], belief: Beta) -> str:
    """What a press in the chart does with these chips, and what became of them as the prior ``belief``."""
    left = chips.CHIPS - sum(placed)
    if left == chips.CHIPS:
        return f"Press to add a chip. **{left} of {chips.CHIPS} left.** Without chips the prior stays as it was."
    if not left:
        return (
            f"**0 of {chips.CHIPS} left.** Press on a stack to take a chip. A press above a stack adds none until then."
        )
    says = f"Press above a stack to add a chip, on it to take one. **{left} of {chips.CHIPS} left.**"
    fitted = chips.fit(placed)
    if chips.asks_beyond(placed) and chips.within_range(fitted) == belief:
        says += f" They ask for Beta({significant(fitted.a, 2)}, {significant(fitted.b, 2)}); {LIMITS}."
    return says
