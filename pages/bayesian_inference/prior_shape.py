"""The fields for the prior of lesson 5: by a and b, by mean and strength, or by chips in bins of theta."""

from typing import Final

import streamlit as st

from core.belief import chips
from core.belief.beta import Beta
from pages._kit import controls, prior, unseen
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, selected_number
from pages.bayesian_inference.charts import prior_shape as chart

WAYS: Final = ("a and b", "mean", "chips")


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


def _pressed() -> None:
    """Add or take the chip that was pressed in the chart."""
    place, change = (selected_number("chips_chart", "chip", field) for field in ("bin", "change"))
    if place is not None and change is not None:
        prior.place_chip(int(place), int(change))


def _chips(look: Look) -> None:
    """Draw the chart of chips, and fields and buttons that do the same as pressing on it."""
    placed = prior.chips_now()
    left = chips.CHIPS - sum(placed)
    draw(
        chart.rows(placed, prior.current(), controls.chart_version()),
        chart.spec(look),
        key="chips_chart",
        alt="Chips in ten bins of θ, and the prior on the same scale. Chips by bin, below, does the same as pressing "
        "here.",
        fill=False,
        on_select=_pressed,
    )
    st.caption(press_caption(left))
    edges = [f"{i / chips.BINS:g} to {(i + 1) / chips.BINS:g}" for i in range(chips.BINS)]
    with st.popover("Chips by bin", width="stretch"):
        where = st.selectbox("Bin", range(chips.BINS), format_func=lambda i: f"{edges[i]}: {placed[i]}", key="chip_bin")
        with st.container(horizontal=True, gap="xxsmall", key="stepper_chips"):
            st.button("Add", key="chip_add", on_click=prior.place_chip, args=(where, 1), disabled=left == 0)
            st.button("Take", key="chip_take", on_click=prior.place_chip, args=(where, -1), disabled=placed[where] == 0)


def press_caption(left: int) -> str:
    """What a press in the chart does with ``left`` chips in hand."""
    placed = chips.CHIPS - left
    ways = [*(["above a stack to add a chip"] if left else []), *(["on a stack to take one"] if placed else [])]
    stays = "" if placed else " Without chips the prior stays as it was."
    return f"Press {', '.join(ways)}. **{left} of {chips.CHIPS} left.**{stays}"
