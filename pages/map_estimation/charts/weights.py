"""Contours of the NLL and of a prior, the MAP where they touch, and its path as the prior narrows."""

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np

from core.arrays import FloatArray
from core.belief.penalty import Prior
from core.contour import Curve
from core.logistic.two_weights import SIGMAS, above_minimum, map_fit, mle_fit, nll_contour, sweep
from core.numbers import MINUS
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, LINE, STRONG
from pages._kit.charts.plane import curve_table
from pages.map_estimation.charts import plane

CORNERS: Final = np.array([0.0, 0.5, 1.0, 1.5, 2.0]) * np.pi
AROUND: Final = np.linspace(0, 2 * np.pi, 121)


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The plane: constant for a look."""
    x, y = plane.w1(), plane.w2()
    dash = list(BELIEF_DASH)
    prior = rows_of("prior").mark_line(strokeWidth=1.2, strokeDash=dash, opacity=0.6, clip=True)
    names = rows_of("prior_name").mark_text(fontSize=look.text - 1, dy=8, clip=True)
    data_touch = rows_of("touch_data").mark_line(strokeWidth=LINE, clip=True)
    belief_touch = rows_of("touch_belief").mark_line(strokeWidth=LINE, strokeDash=dash, clip=True)
    way = rows_of("way").mark_line(strokeWidth=STRONG, opacity=0.3, clip=True)
    walked = rows_of("walked").mark_line(strokeWidth=STRONG, clip=True)
    belief, data, both = alt.ColorValue(BELIEF), alt.ColorValue(DATA), alt.ColorValue(BOTH)
    chart = alt.layer(
        *plane.ground(look),
        prior.encode(x=x, y=y, order=alt.Order("order:Q"), detail=alt.Detail("curve:N"), color=belief),
        names.encode(x=x, y=y, text=alt.Text("label:N"), color=belief),
        data_touch.encode(x=x, y=y, order=alt.Order("order:Q"), detail=alt.Detail("curve:N"), color=data),
        belief_touch.encode(x=x, y=y, order=alt.Order("order:Q"), detail=alt.Detail("curve:N"), color=belief),
        way.encode(x=x, y=y, order=alt.Order("order:Q"), color=both),
        walked.encode(x=x, y=y, order=alt.Order("order:Q"), color=both),
        *plane.star("mle", DATA, look),
        *plane.star("map", BOTH, look),
    )
    return finish(chart, look, height=plane.HEIGHT)


def contour(prior: Prior, radius: float) -> Curve:
    """All weights of one prior density: a circle, or a diamond whose corners are on the axes."""
    angles = AROUND if prior == "gaussian" else CORNERS
    return Curve(radius * np.cos(angles), radius * np.sin(angles))


def radius_of(prior: Prior, sigma: float, nats: float) -> float:
    r"""Where a prior of standard deviation ``sigma`` is ``nats`` below its top, along an axis.

    Gaussian: :math:`\sigma\sqrt{2n}`; Laplace: :math:`b\,n = \sigma n/\sqrt 2`.
    """
    return float(sigma * np.sqrt(2 * nats) if prior == "gaussian" else sigma * nats / np.sqrt(2))


def reach(prior: Prior, weights: FloatArray) -> float:
    """Radius of the prior's contour through these weights: the Euclidean norm, or the sum of absolute values."""
    return float(np.hypot(*weights) if prior == "gaussian" else np.abs(weights).sum())


@lru_cache(maxsize=4)
def _way(prior: Prior, intercept: bool) -> bytes:
    """The whole path of the MAP, as bytes."""
    points = sweep(prior, intercept)
    return to_bytes(table(w1=points[:, 0], w2=points[:, 1], order=np.arange(len(points))))


@lru_cache(maxsize=256)
def rows(prior: Prior, sigma: float, intercept: bool = False) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    prior : {"gaussian", "laplace"}
        The prior's shape.
    sigma : float
        Its standard deviation.
    intercept : bool
        Whether it is on the intercept too.
    """
    here = map_fit(prior, sigma, intercept).weights
    radii = [radius_of(prior, sigma, level) for level in plane.LEVELS]
    seen = [(level, radius) for level, radius in zip(plane.LEVELS, radii, strict=True) if radius < 3]
    points = sweep(prior, intercept)
    walked = np.vstack([points[sigma < SIGMAS, :2], here])
    parts = {
        "prior": curve_table(*(contour(prior, radius) for radius in radii)),
        "prior_name": table(
            w1=0.0, w2=[-radius for _, radius in seen if radius > 0.12],
            label=np.array([f"{MINUS}{level:g}" for level, radius in seen if radius > 0.12], dtype=np.str_),
        ),
        "touch_data": curve_table(nll_contour(above_minimum(here))),
        "touch_belief": curve_table(contour(prior, reach(prior, here))),
        "walked": table(w1=walked[:, 0], w2=walked[:, 1], order=np.arange(len(walked))),
        "mle": plane.star_table(mle_fit().weights, "MLE"),
        "map": plane.star_table(here, _name(here)),
    }  # fmt: skip
    return {**plane.ground_rows(), "way": _way(prior, intercept), **{k: to_bytes(part) for k, part in parts.items()}}


def _name(weights: FloatArray) -> str:
    """The MAP's label: which weights it has set to zero."""
    zeros = [f"w{'₁₂'[place]}" for place in range(2) if weights[place] == 0]
    return f"MAP, {' = '.join(zeros)} = 0" if zeros else "MAP"
