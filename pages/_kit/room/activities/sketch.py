"""Small pictures for phones: lines and points as SVG in an image, without a chart library."""

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Final, Literal, TypeAlias

import numpy as np

from core.arrays import FloatArray
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, SHADES

WIDTH, HEIGHT, FOOT = 340, 150, 26
SIDE: Final = 10
"""Room at both sides, for the labels of the ends."""
INK: Final = {"light": "#31333F", "dark": "#E6E6E6"}
"""Points, axis and labels in each theme."""
Style: TypeAlias = Literal["belief", "both", "data"]
Shape = tuple[Style, FloatArray, FloatArray]


def line(x: FloatArray, y: FloatArray, style: Style) -> Shape:
    """A line, dashed for a belief."""
    return style, x, y


def points(x: FloatArray, y: FloatArray) -> Shape:
    """Points of data."""
    return "data", x, y


def picture(
    *shapes: Shape, across: tuple[float, float], up: tuple[float, float], marks: Mapping[float, str], title: str,
    alt: str,
) -> str:  # fmt: skip
    """The picture as HTML; ``across`` and ``up`` are the ends of its axes, ``marks`` the labels of the lower one.

    What lies above or below the ends of the axes is cut off.
    """

    def place(x: FloatArray, y: FloatArray) -> list[tuple[float, float]]:
        right = SIDE + (x - across[0]) / (across[1] - across[0]) * (WIDTH - 2 * SIDE)
        down = 4 + (up[1] - y) / (up[1] - up[0]) * (HEIGHT - 4)
        return list(zip(np.round(right, 1).tolist(), np.round(np.clip(down, -999, 999), 1).tolist(), strict=True))

    drawn = []
    for style, x, y in shapes:
        at = place(x, y)
        if style == "data":
            drawn += [f'<circle cx="{px}" cy="{py}" r="3.5" class="ink" opacity="0.75"/>' for px, py in at]
            continue
        path = " ".join(f"{px},{py}" for px, py in at)
        dash = f' stroke-dasharray="{BELIEF_DASH[0]} {BELIEF_DASH[1]}"' if style == "belief" else ""
        drawn.append(f'<polyline points="{path}" fill="none" stroke-width="2.5"{dash} class="{style}"/>')
    labels = [
        f'<text x="{px}" y="{HEIGHT + 16}">{escape(label)}</text>'
        for (px, _), label in zip(place(np.array(list(marks)), np.zeros(len(marks))), marks.values(), strict=True)
    ]
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + FOOT}">{_style()}'
        f'<svg width="{WIDTH}" height="{HEIGHT}">{"".join(drawn)}</svg>'
        f'<rect x="{SIDE}" y="{HEIGHT}" width="{WIDTH - 2 * SIDE}" height="1" class="ink" opacity="0.5"/>'
        f'{"".join(labels)}<text x="{0.75 * WIDTH}" y="{HEIGHT + 16}">{escape(title)}</text></svg>'
    )
    # In an image, since Streamlit takes SVG out of HTML.
    source = f"data:image/svg+xml;base64,{b64encode(text.encode()).decode()}"
    size = f'width="{WIDTH}" height="{HEIGHT + FOOT}" style="width: 100%; height: auto; display: block"'
    return f'<img src="{source}" alt="{escape(alt)}" {size}>'


def _style() -> str:
    """The colors of both themes; an image knows which one its page has."""

    def rules(theme: str) -> str:
        ink, shades = INK[theme], SHADES[theme]
        lines = f".belief{{stroke:{shades[BELIEF]}}}.both{{stroke:{shades[BOTH]}}}"
        return f".ink,text{{fill:{ink}}}{lines}"

    text = "text{font:13px sans-serif;text-anchor:middle}"
    return f"<style>{text}{rules('light')}@media(prefers-color-scheme:dark){{{rules('dark')}}}</style>"
