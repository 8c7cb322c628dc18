"""Prior, likelihood and posterior over one axis, with their estimates and names; two charts of lesson 5 use them.

The likelihood is divided by its area, so that all three are densities on one scale. Each has the color, dash and
weight that it has on every page, and its estimate's mark: a triangle on the likelihood (MLE), a diamond on the
posterior (MAP), and a circle on the axis where the posterior balances (its mean).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.belief.intervals import Region
from pages._kit.charts.base import Look, Tables, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import (
    BELIEF,
    BELIEF_DASH,
    BOTH,
    DATA,
    HALO,
    LINE,
    MAP_SHAPE,
    MEAN_SHAPE,
    MLE_SHAPE,
    STRONG,
)
from pages.bayesian_inference.charts import curve_names
from pages.bayesian_inference.charts.densities import Density, curve, heights, region_tables

Channel = Callable[[str], Any]
WIDE: Final = 480
"""Charts narrower than this, in px, show the name of a curve without its parameters."""


@dataclass(frozen=True)
class ThreeCurves:
    """The three distributions, and what is marked on them.

    Attributes
    ----------
    prior, likelihood, posterior : Density
        The curves; the likelihood is divided by its area.
    mle : float or None
        The maximum of the likelihood; None if it is flat.
    modes : tuple of float
        The posterior's modes: one, two (both ends), or none.
    region : Region
        The posterior's credible region.
    names : tuple of str
        The names of prior and posterior; an empty name gives no label to the prior.
    mle_text, map_text, mean_text : str
        The labels of the three estimates.
    """

    prior: Density
    likelihood: Density
    posterior: Density
    mle: float | None
    modes: tuple[float, ...]
    region: Region
    names: tuple[str, str]
    mle_text: str
    map_text: str
    mean_text: str


def layers(x: Channel, y: Channel, look: Look, labels_from: int = 0) -> list[alt.Chart]:
    """The marks: shaded region, three curves, three estimates, and their names.

    Charts of at most ``labels_from`` px are drawn without the names; the figures below them say the same.
    """
    belief, data, both = alt.ColorValue(BELIEF), alt.ColorValue(DATA), alt.ColorValue(BOTH)
    curve = {"x": x("theta"), "y": y("y")}
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "tooltip": False}
    name: dict[str, Any] = {
        "align": alt.ExprRef("datum.align"),
        "dx": alt.ExprRef("datum.dx"),
        "dy": alt.ExprRef(f"datum.dy - datum.lift * {look.text + 4} * {look.growth}"),
        "lineBreak": "|",
        "lineHeight": alt.ExprRef(f"{look.text + 4} * {look.growth}"),
        "fontSize": look.text,
        "fontWeight": 600,
        "baseline": "bottom",
    }
    return [
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(**curve),
        rows_of("band").mark_area(opacity=0.2, line=False).encode(
            **curve, y2=alt.Y2Datum(0), detail=alt.Detail("piece:N"), color=both
        ),
        rows_of("edge").mark_rule(strokeWidth=1.2).encode(**curve, y2=alt.Y2Datum(0), color=both),
        rows_of("prior").mark_line(strokeWidth=LINE, strokeDash=list(BELIEF_DASH)).encode(**curve, color=belief),
        rows_of("posterior").mark_line(strokeWidth=STRONG).encode(**curve, color=both),
        rows_of("likelihood").mark_line(strokeWidth=LINE).encode(**curve, color=data),
        *(
            _of("mark", role).mark_point(size=size, shape=shape, **dot).encode(**curve, color=color)
            for role, shape, size, color in (
                ("mle", MLE_SHAPE, 110, data), ("map", MAP_SHAPE, 120, both), ("mean", MEAN_SHAPE, 90, both),
            )
        ),
        # One curve may run through another's name.
        _shown(rows_of("name"), labels_from).mark_text(**name, **HALO).encode(**curve, text=alt.Text("shown:N")),
        *(
            _shown(_of("name", role), labels_from).mark_text(**name).encode(
                **curve, text=alt.Text("shown:N"), color=color
            )
            for role, color in (("prior", belief), ("mle", data), ("map", both), ("mean", both))
        ),
    ]  # fmt: skip


def _shown(names: alt.Chart, labels_from: int) -> alt.Chart:
    """The names in the length that the chart's width has room for."""
    return names.transform_calculate(shown=f"width > {labels_from} ? width > {WIDE} ? datum.label : datum.short : ''")


def _of(name: str, role: str) -> alt.Chart:
    return rows_of(name).transform_filter(f"datum.role == '{role}'")


def rows(curves: ThreeCurves, window: tuple[float, float], top: float, room: float = 0.2) -> Tables:
    """The tables of :func:`layers`; every row lies in the window and below ``top``.

    ``room`` is the width of a label, as a part of the axis.
    """
    lower, upper = window
    after = curves.posterior
    return {
        "frame": table(theta=[lower, upper], y=[0.0, top]),
        "prior": curve(curves.prior, window, top),
        "likelihood": curve(curves.likelihood, window, top),
        "posterior": curve(after, window, top),
        **region_tables(after, curves.region, window, top),
        "mark": _marks(curves, window, top),
        "name": _names(curves, window, top, room),
    }


def _within(values: tuple[float | None, ...], window: tuple[float, float]) -> list[float]:
    return [value for value in values if value is not None and window[0] <= value <= window[1]]


def _marks(curves: ThreeCurves, window: tuple[float, float], top: float) -> pa.Table:
    """The table of the estimates: MLE and mode on their curves, the mean on the axis."""
    mle, modes = _within((curves.mle,), window), _within(curves.modes, window)
    mean = _within((curves.posterior.mean,), window)
    y = [heights(curves.likelihood, np.array(mle)), heights(curves.posterior, np.array(modes)), np.zeros(len(mean))]
    role = ["mle"] * len(mle) + ["map"] * len(modes) + ["mean"] * len(mean)
    return table(role=role, theta=[*mle, *modes, *mean], y=np.minimum(np.concatenate(y), top))


def _names(curves: ThreeCurves, window: tuple[float, float], top: float, room: float) -> pa.Table:
    """The table of the names; likelihood and posterior are labeled on opposite sides."""
    mle, modes, mean = _within((curves.mle,), window), _within(curves.modes, window), curves.posterior.mean
    side = 1 if not mle or not modes or mle[0] >= modes[0] else -1
    flips = f"likelihood|{curves.mle_text}" if curves.mle_text else "likelihood"
    both = f"{curves.names[1]}|{curves.map_text}"
    placed = [
        curve_names.at_top("mle", curves.likelihood, mle, flips, window, top, side=side, room=room, beside=0.85),
        curve_names.at_top("map", curves.posterior, modes, both, window, top, side=-side, room=room, beside=0.5),
        curve_names.at_mean(mean, curves.mean_text, curves.region, window, room),
    ]
    if curves.names[0]:
        placed.append(curve_names.of_prior(curves.prior, curves.names[0], mean, window, top, room))
    columns = zip(curve_names.Name._fields, zip(*placed, strict=True), strict=True)
    short = [re.sub(r" ?\w+\(.*\)", "", row.label) for row in placed]
    return table(short=short, **{field: np.array(values) for field, values in columns})
