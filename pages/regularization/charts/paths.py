"""Every weight over the penalty: L2 on the left, and L1 with its knots on the right."""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.regularization import lasso
from core.regularization.model_choice import PENALTIES, paths
from core.regularization.problem import Problem
from core.regularization.strength import HIGHEST, LOWEST
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BOTH, DATA, LINE, REST, STRONG
from pages._kit.charts.panels import LEFT, RIGHT, across, corners, side_by_side, up
from pages._kit.charts.windows import within
from pages.regularization.charts.fit_rows import ends

HEIGHT: Final = 330
TICKS: Final = [10.0**power for power in range(-2, 4)]
FINE: Final = 400
"""Points of a path, besides the knots."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Both panels: constant for a look."""
    return finish(side_by_side(_panel("l2", look), _panel("l1", look)), look, height=HEIGHT)


def _panel(kind: str, look: Look) -> list[alt.Chart]:
    """The paths of one kind; weights that are truly not zero have strong lines."""
    left = kind == "l2"
    part = LEFT if left else RIGHT
    titles = ("λ of Σw², log axis" if left else "λ of Σ|w|, log axis", "weight")
    x, y = alt.X("penalty:Q", title=titles[0]), alt.Y("weight:Q", title=titles[1])
    lead = corners(
        across("penalty", titles[0], part, scale="log", format="~g", values=TICKS),
        up("weight", titles[1], part, format="~g"),
    )
    line = rows_of(kind)
    styles: tuple[tuple[str, str, float], ...] = (("!datum.real", REST, 1.4), ("datum.real", BOTH, STRONG))
    drawn = [
        line.transform_filter(which)
        .mark_line(strokeWidth=width, tooltip=False)
        .encode(x=x, y=y, detail=alt.Detail("degree:N"), color=alt.ColorValue(color))
        for which, color, width in styles
    ]
    names = rows_of(f"{kind}_name").mark_text(
        fontSize=look.text, fontWeight=600, align="left", dx=5, dy=-0.7 * look.text
    )
    layers = [
        lead,
        rows_of("origin").mark_rule(strokeWidth=1, opacity=0.6).encode(
            x=alt.X("from:Q", title=titles[0]), x2=alt.X2("to:Q"), y=y, color=alt.ColorValue(REST)
        ),
        *drawn,
        names.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(BOTH)),
    ]  # fmt: skip
    return layers if left else [*layers, *_knots(x, y)]


def _knots(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """A ring where a weight joins and a cross where it leaves, on the zero line, with a tick at the foot for each."""
    mark: dict[str, Any] = {"size": 70, "strokeWidth": 2, "filled": False, "opacity": 1, "tooltip": False}
    knot = rows_of("knot")
    return [
        knot.mark_rule(strokeWidth=LINE).encode(
            x=x, y=alt.Y("low:Q", title="weight"), y2=alt.Y2("foot:Q"), color=alt.ColorValue(BELIEF)
        ),
        knot.transform_filter("datum.joins").mark_point(**mark).encode(x=x, y=y, color=alt.ColorValue(BELIEF)),
        knot.transform_filter("!datum.joins").mark_point(**{**mark, "shape": "cross"}).encode(
            x=x, y=y, color=alt.ColorValue(DATA)
        ),
    ]  # fmt: skip


@lru_cache(maxsize=64)
def rows(problem: Problem) -> Tables:
    """The tables of a problem, as bytes: nothing here moves with the strength."""
    top, bounds = ends(problem, "l2").weight, (float(10**LOWEST), float(10**HIGHEST))
    exact = lasso.path(problem)
    seen = [knot for knot in exact.knots if bounds[0] <= knot.penalty <= bounds[1]]
    grid = np.geomspace(*bounds, FINE)
    on_knots = np.unique(np.concatenate([grid, [knot.penalty for knot in seen]]))
    place = [knot.penalty for knot in seen]
    parts = {
        "frame": table(penalty=bounds, weight=[-top, top]),
        "origin": table(**{"from": bounds[:1], "to": bounds[1:], "weight": [0.0]}),
        **_lines("l2", problem, PENALTIES, paths(problem, "l2"), top),
        **_lines("l1", problem, on_knots, exact.at(on_knots), top),
        "knot": table(
            penalty=place, weight=np.zeros(len(place)), joins=np.array([knot.joins for knot in seen], dtype=bool),
            low=np.full(len(place), -top), foot=np.full(len(place), -0.93 * top),
        ),
    }  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}


def _lines(kind: str, problem: Problem, penalties: Any, weights: Any, top: float) -> dict[str, pa.Table]:
    """One line for each weight, and at the left end the names of those that are truly not zero."""
    real = problem.true_weights != 0
    degrees = np.arange(1, problem.degree + 1)
    count = len(penalties)
    cut = np.array([within(column, -top, top) for column in weights.T])
    return {
        kind: table(
            penalty=np.tile(penalties, problem.degree), weight=cut.ravel(), degree=np.repeat(degrees, count),
            real=np.repeat(real, count),
        ),
        f"{kind}_name": table(
            penalty=np.full(int(real.sum()), penalties[0]), weight=np.clip(weights[0][real], -top, top),
            label=np.array([f"w{'₀₁₂₃₄'[degree]}" for degree in degrees[real]], dtype=np.str_),
        ),
    }  # fmt: skip
