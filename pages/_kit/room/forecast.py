"""What a room's forecasts of a question say, in every lesson: the crowd beside its members, and what misled them."""

import math
from typing import TYPE_CHECKING

import streamlit as st

from core.forecasts.crowd import Crowd, crowd, shift
from core.numbers import nats
from pages._kit.charts import room_forecast as chart
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.forecasts.fields import percent
from pages._kit.room.activities import forecast
from pages._kit.room.activities.activity import FEWEST, Shown
from pages._kit.room.store.records import Answers

if TYPE_CHECKING:
    from pages._kit.stage import Stage

_MEAN_NLL = "The mean of −log p over the room’s forecasts: p is what each gave to the right option."
_OF_MEAN = (
    "What the mean forecast costs. By Jensen’s inequality it never costs more than the forecasts do on average: "
    "−log is convex."
)


def show(here: "Stage", shown: Shown) -> None:
    """Draw the mean probability of each option, the round before, and the misconceptions met."""
    now = shown.now
    asked = forecast.asked_in(now.round)
    given = list(now.of.values())
    found = crowd(given, asked.right)
    earlier = [take for take in shown.takes[:-1] if len(take.of) >= FEWEST]
    before = crowd(list(earlier[-1].of.values()), asked.right) if earlier else None
    names = [
        f"{'✓ ' if place == asked.right else ''}{option.text} · {percent(found.mean_probabilities[place])}"
        + (f", before {percent(before.mean_probabilities[place])}" if before else "")
        for place, option in enumerate(asked.options)
    ]
    with here.hero:
        with st.container(key="room_stem"):
            st.markdown(asked.stem)
        draw(
            chart.rows(
                names, found.mean_probabilities, right=asked.right, people=given,
                before=before.mean_probabilities if before else None,
            ),
            chart.spec(here.look),
            key="room_forecast",
            alt="A bar for each option: the mean probability that the room gives it, with a thin line for each answer.",
        )  # fmt: skip
        _figures(found, now, earlier[-1] if earlier else None)
        with st.container(key="room_met"):
            st.markdown(_met(shown) or "&nbsp;")
    if not here.presenting:
        with here.reading:
            st.markdown(asked.why)


def _figures(found: Crowd, now: Answers, before: Answers | None) -> None:
    note = f"mean of {found.people}"
    if found.infinite:
        others = "" if found.infinite == found.people else f"; the others: {nats(found.others)}"
        note = f"{found.infinite} gave 0 %{others}"
    gap = "not defined" if math.isnan(found.gap) else nats(found.gap)
    items = [
        Figure("Room's NLL", nats(found.mean_nll), note, _MEAN_NLL),
        Figure("NLL of the mean forecast", nats(found.nll_of_mean), "never more than the room’s", _OF_MEAN),
        Figure("Jensen gap", gap, "what averaging saves"),
        Figure("Guessing", nats(found.guessing), "the same for every option"),
    ]
    both = sorted(before.of.keys() & now.of.keys()) if before else []
    if before and len(both) >= FEWEST:
        right = forecast.asked_in(now.round).right
        moved = shift([before.of[each] for each in both], [now.of[each] for each in both], right)
        items[3] = Figure(
            "Since the round before", f"{moved.improved} better, {moved.worsened} worse", f"{moved.same} as they were"
        )
    figures(*items, key="figures_room_forecast")


def _met(shown: Shown) -> str:
    """The misconceptions behind wrong favorites, by how many met them."""
    found = forecast.met(shown.now.round, shown.now)
    return "  \n".join(f"**{each.name}** · {people} of {len(shown.now.of)}: {each.text}" for each, people in found)
