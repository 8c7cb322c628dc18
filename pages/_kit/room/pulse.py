"""The pulse: how the people in a room say that they feel, over the last five minutes, in the room bar."""

import base64
from collections.abc import Mapping
from html import escape
from typing import Final

import streamlit as st

from pages._kit.charts.palette import CLASS_SHADES, CLASSES
from pages._kit.room import service
from pages._kit.room.activities.activity import FEWEST
from pages._kit.room.store import tally
from pages._kit.room.store.answers import SLOT
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Host

FEELINGS: Final = {"clear": "Clear", "lost": "Lost", "fast": "Too fast", "slow": "Too slow"}
"""The buttons on the phones, by the name under which a press is kept."""
_VIOLET, _YELLOW, _GRAY = CLASSES
_SHADES: Final = {
    "clear": CLASS_SHADES["light"][_GRAY],
    "lost": CLASS_SHADES["light"][_VIOLET],
    "fast": CLASS_SHADES["light"][_YELLOW],
    "slow": CLASS_SHADES["dark"][_YELLOW],
}
"""Shades that both themes show: the picture does not know which one it stands in."""
_SIGNS: Final = {"clear": "✓", "lost": "?", "fast": "»", "slow": "«"}
_BAR, _HEIGHT, _UNIT = 4, 18, 4
MINUTE: Final = 60


def draw(host: Host) -> None:
    """Draw the chart, and the presses of the last minute in words.

    Nothing as long as nobody has pressed, and in a room of fewer than ``FEWEST``, where all would know who pressed.
    """
    try:
        found = service.ask(lambda db: tally.feelings(db, host.room))
        people = service.moment(host.room).people
    except (AwayError, RefusedError):
        return
    if found and people >= FEWEST:
        picture = base64.b64encode(_svg(found).encode()).decode()
        recent = last_minute(found)
        words = escape(" · ".join(f"{label} {recent[name]}" for name, label in FEELINGS.items()))
        signs = "".join(f"<span>{_SIGNS[name]} {people:,}</span>" for name, people in recent.items())
        st.html(
            f'<div class="pulse" title="{words}, in the last minute. The bars: five minutes.">'
            f'<div class="signs" aria-hidden="true">{signs}</div>'
            f'<img alt="{words}, in the last minute" src="data:image/svg+xml;base64,{picture}"></div>'
        )


def last_minute(found: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    """The presses of the last minute, by feeling."""
    recent = [counts for ago, counts in found.items() if ago < MINUTE]
    return {name: sum(each.get(name, 0) for each in recent) for name in FEELINGS}


def _svg(found: Mapping[int, Mapping[str, int]]) -> str:
    """Stacked bars, one a slot, the latest at the right."""
    slots = tally.RECENT // SLOT
    highest = max(sum(counts.values()) for counts in found.values())
    unit = min(_UNIT, _HEIGHT / highest)
    width = slots * _BAR
    bars = [f'<rect y="{_HEIGHT}" width="{width}" height="1" fill="{_SHADES["clear"]}"/>']
    for ago, counts in found.items():
        low = 0.0
        for name in FEELINGS:
            tall = unit * counts.get(name, 0)
            x, y = (slots - 1 - ago // SLOT) * _BAR, _HEIGHT - low - tall
            bars.append(f'<rect x="{x}" y="{y:g}" width="{_BAR - 1}" height="{tall:g}" fill="{_SHADES[name]}"/>')
            low += tall
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT + 1}">{"".join(bars)}</svg>'
