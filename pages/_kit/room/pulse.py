"""The pulse: how the people in a room say that they feel, over the last five minutes, in the room bar."""

import base64
from collections.abc import Mapping
from html import escape
from typing import Final

import streamlit as st

from pages._kit.room import service
from pages._kit.room.store import tally
from pages._kit.room.store.answers import SLOT
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Host

FEELINGS: Final = {"clear": "Clear", "lost": "Lost", "fast": "Too fast", "slow": "Too slow"}
"""The buttons on the phones, by the name under which a press is kept."""
_SHADES: Final = {"clear": "#8a8f98", "lost": "#7B5EA7", "fast": "#B8860B", "slow": "#E0B84C"}
_BAR, _HEIGHT, _UNIT = 4, 28, 4
MINUTE: Final = 60


def draw(host: Host) -> None:
    """Draw the chart, and the presses of the last minute in words; nothing as long as nobody has pressed."""
    try:
        found = tally.feelings(service.rooms(), host.room)
    except AwayError:
        return
    if found:
        picture = base64.b64encode(_svg(found).encode()).decode()
        words = escape(in_words(found))
        st.html(
            f'<span class="pulse"><img alt="{words}" title="{words}, of the last minute" '
            f'src="data:image/svg+xml;base64,{picture}"> {words}</span>'
        )


def in_words(found: Mapping[int, Mapping[str, int]]) -> str:
    """The presses of the last minute: "Clear 12 · Lost 3 · Too fast 0 · Too slow 1"."""
    recent = [counts for ago, counts in found.items() if ago < MINUTE]
    return " · ".join(f"{label} {sum(each.get(name, 0) for each in recent)}" for name, label in FEELINGS.items())


def _svg(found: Mapping[int, Mapping[str, int]]) -> str:
    """Stacked bars, one a slot, the latest at the right."""
    slots = tally.RECENT // SLOT
    highest = max(sum(counts.values()) for counts in found.values())
    unit = min(_UNIT, _HEIGHT / highest)
    bars = []
    for ago, counts in found.items():
        low = 0.0
        for name in FEELINGS:
            tall = unit * counts.get(name, 0)
            x, y = (slots - 1 - ago // SLOT) * _BAR, _HEIGHT - low - tall
            bars.append(f'<rect x="{x}" y="{y:g}" width="{_BAR - 1}" height="{tall:g}" fill="{_SHADES[name]}"/>')
            low += tall
    width = slots * _BAR
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}">{"".join(bars)}</svg>'
