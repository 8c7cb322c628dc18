"""Small pictures for phones: lines and points as inline SVG, without a chart library."""

from collections.abc import Mapping
from html import escape
from typing import Final, Literal, TypeAlias

import numpy as np

from core.arrays import FloatArray
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, SHADES

WIDTH, HEIGHT, FOOT = 340, 150, 26
SIDE: Final = 10
"""Room at both sides, for the labels of the ends."""
Style: TypeAlias = Literal["belief", "both", "data"]
Shape = tuple[Style, FloatArray, FloatArray]


def line(x: FloatArray, y: FloatArray, style: Style) -> Shape:
    """A line, dashed for a belief."""
    return style, x, y


def points(x: FloatArray, y: FloatArray) -> Shape:
    """Points of data."""
    return "data", x, y


def svg(
    *shapes: Shape, across: tuple[float, float], up: tuple[float, float], marks: Mapping[float, str], title: str,
    alt: str,
) -> str:  # fmt: skip
    """The picture in HTML; ``across`` and ``up`` are the ends of its axes, ``marks`` the labels of the lower one.

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
            drawn += [f'<circle cx="{px}" cy="{py}" r="3.5" fill="currentColor" opacity="0.75"/>' for px, py in at]
            continue
        path = " ".join(f"{px},{py}" for px, py in at)
        name = BELIEF if style == "belief" else BOTH
        # The attribute is for browsers that do not know light-dark().
        light, dark = SHADES["light"][name], SHADES["dark"][name]
        stroke = f'stroke="{light}" style="stroke: light-dark({light}, {dark})"'
        dash = f' stroke-dasharray="{BELIEF_DASH[0]} {BELIEF_DASH[1]}"' if style == "belief" else ""
        drawn.append(f'<polyline points="{path}" fill="none" stroke-width="2.5"{dash} {stroke}/>')
    text = 'font-size="13" fill="currentColor"'
    labels = [
        f'<text x="{px}" y="{HEIGHT + 16}" text-anchor="middle" {text}>{escape(label)}</text>'
        for (px, _), label in zip(place(np.array(list(marks)), np.zeros(len(marks))), marks.values(), strict=True)
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT + FOOT}" width="100%" role="img" aria-label="{escape(alt)}">'
        f'<svg width="{WIDTH}" height="{HEIGHT}">{"".join(drawn)}</svg>'
        f'<path d="M{SIDE} {HEIGHT}H{WIDTH - SIDE}" stroke="currentColor" opacity="0.5"/>{"".join(labels)}'
        f'<text x="{0.75 * WIDTH}" y="{HEIGHT + 16}" text-anchor="middle" {text}>{escape(title)}</text></svg>'
    )
