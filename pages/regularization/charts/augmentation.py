"""Fits to noisy and to reflected copies of the examples, and how far noise and its penalty are apart."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.regularization.augmentation import Answers, answers, distance
from core.regularization.problem import Problem, truth
from core.regularization.problem import problem as make_problem
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.frame import ends
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, CLASSES, DATA, LINE, REST, STRONG

HEIGHT: Final = 360
LEFT_END: Final = "0.54*width"
RIGHT_START: Final = "0.66*width"
GRID: Final = np.linspace(-1.0, 1.0, 201)
NOISES: Final = np.geomspace(0.002, 0.5, 25)
"""Standard deviations at which the distances are computed, about ten to a decade."""
NEAREST, FARTHEST = 1e-4, 3.0
"""Ends of the axis of distances, in units of y."""
LINES: Final = (("moved", DATA, LINE, [1, 0]), ("penalty", BOTH, STRONG, [1, 0]), ("both", REST, LINE, [4, 3]))
"""Distances from the curve under noise: of the MLE, of the slope penalty, of both second-order terms."""
NAMES: Final = {"moved": "to the MLE", "penalty": "to the slope penalty", "both": "to both terms"}
CLOSE: Final = 3.0
"""Two lines are close if one distance is less than this many times the other."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The two panels: constant for a look."""
    chart = alt.layer(_curves(), _distances(look)).resolve_scale(x="independent", y="independent")
    return finish(chart, look, height=HEIGHT)


def _x(name: str, title: str, *, left: bool, lead: bool = False) -> alt.X:
    """The horizontal channel of a panel; the first layer (``lead``) brings scale and axis, which the others share."""
    if not lead:
        return alt.X(f"{name}:Q", title=title)
    place = [alt.ExprRef(end) for end in (("0", LEFT_END) if left else (RIGHT_START, "width"))]
    kind: dict[str, Any] = {} if left else {"type": "log"}
    return alt.X(
        f"{name}:Q", title=title, scale=alt.Scale(domain=ends(name), nice=False, padding=0, range=place, **kind),
        axis=alt.Axis(orient="bottom", labelOverlap=True, format="~g", tickCount=5),
    )  # fmt: skip


def _curves() -> Layered:
    x, corner = _x("x", "x", left=True), rows_of("frame").mark_point(opacity=0, tooltip=False)
    y, rest, mirrored = alt.Y("y:Q", title="y"), alt.ColorValue(REST), alt.ColorValue(CLASSES[0])
    lead = alt.Y("y:Q", title="y", scale=alt.Scale(domain=ends("y"), nice=False, padding=0), axis=alt.Axis(tickCount=5))
    curve = rows_of("curve")

    def line(field: str, color: str, width: float) -> alt.Chart:
        mark = curve.mark_line(strokeWidth=width, clip=True)
        return mark.encode(x=x, y=alt.Y(f"{field}:Q", title="y"), color=alt.ColorValue(color))

    dots: dict[str, Any] = {"size": 34, "tooltip": False}
    return alt.layer(
        corner.encode(x=_x("x", "x", left=True, lead=True), y=lead),
        rows_of("truth").mark_line(strokeWidth=1.2, strokeDash=[2, 3]).encode(x=x, y=y, color=rest),
        line("reflected", CLASSES[0], LINE),
        line("penalty", BOTH, STRONG + 1.5),
        line("noise", DATA, LINE),
        # On top: a curve that runs through a point must not hide it.
        rows_of("copy").mark_point(filled=False, opacity=0.7, **dots).encode(x=x, y=y, color=mirrored),
        rows_of("example").mark_point(filled=True, opacity=0.9, **dots).encode(x=x, y=y, color=rest),
    )


def _distances(look: Look) -> Layered:
    title = "SD of the noise on x"
    x, y = _x("noise", title, left=False), alt.Y("distance:Q", title="RMS distance, units of y")
    lead = alt.Y(
        "distance:Q", title="RMS distance, units of y", axis=alt.Axis(orient="right", format="~g", tickCount=5),
        scale=alt.Scale(type="log", domain=ends("distance"), nice=False, padding=0),
    )  # fmt: skip
    sweep, now = rows_of("sweep"), rows_of("now")
    # A phone has no room for the names; the line under the chart gives them.
    name = rows_of("name").transform_calculate(shown="width > 560 ? datum.label : ''")
    layers = [
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(
            x=_x("noise", title, left=False, lead=True), y=lead
        ),
        now.transform_filter("datum.of == 'now'").mark_rule(strokeWidth=1).encode(x=x, color=alt.ColorValue(REST)),
    ]  # fmt: skip
    for field, color, width, dash in LINES:
        line = sweep.mark_line(strokeWidth=width, strokeDash=dash, clip=True)
        label = name.transform_filter(f"datum.of == '{field}'")
        beside: dict[str, Any] = {"align": "left" if field == "both" else "right", "dx": 9 if field == "both" else -6}
        words: dict[str, Any] = {"dy": alt.ExprRef("datum.dy"), "fontSize": look.text, "fontWeight": 600}
        dot = now.transform_filter(f"datum.of == '{field}'")
        layers += [
            line.encode(x=x, y=alt.Y(f"{field}:Q", title="RMS distance, units of y"), color=alt.ColorValue(color)),
            label.mark_text(**beside, **words).encode(x=x, y=y, text=alt.Text("shown:N"), color=alt.ColorValue(color)),
            dot.mark_point(size=70, filled=True, opacity=1, tooltip=False).encode(
                x=x, y=y, color=alt.ColorValue(color)
            ),
        ]
    return alt.layer(*layers)


@lru_cache(maxsize=64)
def constant_rows(degree: int, n_points: int, seed: int) -> Tables:
    """Tables that do not depend on the noise: examples, copies, the truth, and the distances over all noises.

    They take a twentieth of a second to compute.
    """
    problem = make_problem(degree, n_points, seed)
    sweep = np.array([_from_noise(answers(problem, float(noise))) for noise in NOISES])
    reach = max(float(np.abs(problem.y).max()), float(np.abs(truth(GRID)).max())) + 0.3
    columns = {field: _drawn(sweep[:, k]) for k, (field, *_) in enumerate(LINES)}
    parts = {
        "frame": table(x=[-1.02, 1.02], y=[-reach, reach], noise=NOISES[[0, -1]], distance=[NEAREST, FARTHEST]),
        "truth": table(x=GRID, y=truth(GRID)),
        "example": table(x=problem.x, y=problem.y),
        "copy": table(x=-problem.x, y=problem.y),
        "sweep": table(noise=NOISES, **columns),
        "name": _names(columns),
    }
    return {name: to_bytes(part) for name, part in parts.items()}


def _names(columns: dict[str, FloatArray]) -> pa.Table:
    """The lines' names: above a line's right end, below it if the line above is close; beside the lowest line."""
    found = []
    for field, heights in columns.items():
        seen = np.flatnonzero(np.isfinite(heights))
        if seen.size:
            at = int(seen[seen.size // 3] if field == "both" else seen[-1])
            close = field == "penalty" and not columns["moved"][at] > CLOSE * heights[at]
            found.append(
                (field, NOISES[at], heights[at], NAMES[field], 8.0 if field == "both" else 16.0 if close else -13.0)
            )
    of, noise, distance, label, dy = zip(*found, strict=True) if found else ((), (), (), (), ())
    return table(
        of=np.array(of, dtype=np.str_), noise=noise, distance=distance, label=np.array(label, dtype=np.str_), dy=dy
    )


def rows(problem: Problem, found: Answers, noise: float) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    problem : Problem
        The examples.
    found : Answers
        The fits to the same examples.
    noise : float
        Standard deviation of the noise on x.
    """
    curves = [item.predict(GRID) for item in (found.noisy, found.penalized, found.reflected)]
    here = _drawn(np.array(_from_noise(found)))
    seen = noise >= NOISES[0]
    return {
        **constant_rows(problem.degree, problem.n, problem.seed),
        "curve": table(x=GRID, noise=curves[0], penalty=curves[1], reflected=curves[2]),
        "now": table(
            of=np.array(["now", *(field for field, *_ in LINES)])[: 4 * seen], noise=noise,
            distance=np.array([FARTHEST, *here])[: 4 * seen],
        ),
    }  # fmt: skip


def _from_noise(found: Answers) -> list[float]:
    """Distances of the curve under noise from the curves of :data:`LINES`."""
    away = float("nan") if found.both is None else distance(found.noisy, found.both)
    return [distance(found.noisy, found.alone), distance(found.noisy, found.penalized), away]


def _drawn(distances: FloatArray) -> FloatArray:
    """The distances, NaN for those beyond the axis."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where((distances >= NEAREST) & (distances <= FARTHEST), distances, np.nan))
