"""The room's picks in lesson 7: dots on the held-out curve, beside cross-validation and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.regularization import model_choice
from core.regularization.kinds import STRENGTHS
from core.regularization.model_choice import Choice
from core.regularization.picks import median_pick, picked
from core.regularization.problem import Problem
from core.regularization.strength import HIGHEST, LOWEST, Kind
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, CLASSES, DATA, REST
from pages._kit.charts.panels import across, corners
from pages._kit.charts.windows import cut
from pages.regularization.charts.criteria import NAMES, TOP, curves, lowest, named, penalty_text, up_to_top
from pages.regularization.charts.fit_rows import kept_sweep

HEIGHT: Final = 320
ROOM: Final = 1.45
"""Height of the axis: above the curves stand the names."""
LEVELS: Final = (1.36, 1.27, 1.18, 1.09)
"""Heights of the names, from the smallest lambda to the largest, as in the scene "choice"."""
PICKS: Final = CLASSES[0]
SMALLEST, LARGEST = 90.0, 500.0
"""Areas of a single pick's dot, and of the stop that most have picked, px²."""
TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LABELS: Final = {**NAMES, "median": "the room’s median"}
COLORS: Final = {"held_out": REST, "cross_validated": DATA, "evidence": BOTH, "median": PICKS}


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    titles = ("λ, log axis; at the left end 0", "nats per example, above its lowest")
    x, y = alt.X("strength:Q", title=titles[0]), alt.Y("nats:Q", title=titles[1])
    penalty = f"datum.value < 0.005 ? '0' : format(pow(10, {LOWEST:g} + {HIGHEST - LOWEST:g} * datum.value), ',.3~r')"
    lead = corners(
        across("strength", titles[0], values=list(TICKS), tickCount=len(TICKS), labelExpr=penalty),
        up_to_top(titles[1]),
    )
    level = alt.Y("level:Q", title=titles[1])
    size = alt.Size("area:Q", scale=None)
    dots = rows_of("picks").mark_point(filled=True, opacity=0.6, tooltip=False)
    rings = rows_of("before").mark_point(filled=False, strokeWidth=1.5, opacity=0.8, tooltip=False)
    marks: list[alt.Chart] = [
        dots.encode(x=x, y=y, size=size, color=alt.ColorValue(PICKS)),
        rings.encode(x=x, y=y, size=size, color=alt.ColorValue(PICKS)),
    ]
    # After the lines of all of them, which cross the names.
    words: list[alt.Chart] = []
    for name, color in COLORS.items():
        best, ink = rows_of("mark").transform_filter(f"datum.name == '{name}'"), alt.ColorValue(color)
        marks += lowest(best, x, y, level, ink, strong=name == "median")
        words += named(best, x, level, ink, look)
    return finish(alt.layer(lead, *curves(x, y), *marks, *words), look, height=HEIGHT)


def rows(kind: Kind, problem: Problem, choice: Choice, takes: Sequence[Sequence[int]]) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    kind, problem, choice
        What the picks are about, and the curves of the criteria.
    takes : sequence of sequence of int
        Everybody's pick in each take; the last take is drawn as dots, the one before as rings.
    """
    return _kept(kind, problem, choice, tuple(tuple(sorted(take)) for take in takes[-2:]))


@lru_cache(maxsize=32)
def _kept(kind: Kind, problem: Problem, choice: Choice, takes: tuple[tuple[int, ...], ...]) -> Tables:
    held = kept_sweep(problem, kind).held_out
    on_curve = np.minimum(held - held.min(), TOP)
    criteria = {"cross_validated": choice.cross_validated, "evidence": choice.evidence}
    parts = {
        "frame": table(strength=[0.0, 1.0], nats=[0.0, ROOM]),
        "held_out": _line(STRENGTHS, held - held.min()),
        "picks": _dots(takes[-1], on_curve),
        "before": _dots(takes[0] if len(takes) > 1 else (), on_curve),
    }
    places = {"median": int(median_pick(takes[-1])), "held_out": int(held.argmin())}
    for name, curve in criteria.items():
        parts[name] = table(strength=[], nats=[])
        if curve is not None:
            parts[name] = _line(model_choice.STRENGTHS, curve.value - curve.value.min())
            places[name] = round(100 * curve.best)
    parts["mark"] = _marks(places, float(on_curve[places["median"]]))
    return {name: to_bytes(part) for name, part in parts.items()}


def _line(strengths: FloatArray, above: FloatArray) -> pa.Table:
    """A curve, cut at the top of the axis."""
    strength, nats = cut(strengths, above, 0.0, TOP)
    return table(strength=strength, nats=nats)


def _dots(picks: Sequence[int], on_curve: np.ndarray) -> pa.Table:
    """A dot at each stop that was picked, whose area grows with the people there."""
    counts = picked(picks)
    stops = np.flatnonzero(counts)
    share = counts[stops] / max(1, counts.max())
    area = np.maximum(SMALLEST, min(LARGEST, SMALLEST * max(1, counts.max())) * share)
    return table(strength=STRENGTHS[stops], nats=on_curve[stops], area=area)


def _marks(places: dict[str, int], median_height: float) -> pa.Table:
    """The names of the median and of each criterion's lowest point, each at its own height."""
    order = sorted(places, key=lambda name: places[name])
    strengths = [float(STRENGTHS[places[name]]) for name in order]
    return table(
        name=order, strength=strengths, nats=[median_height if name == "median" else 0.0 for name in order],
        level=list(LEVELS[: len(order)]), short=[LABELS[name] for name in order],
        label=[f"{LABELS[name]}: {penalty_text(place)}" for name, place in zip(order, strengths, strict=True)],
    )  # fmt: skip
