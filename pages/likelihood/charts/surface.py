"""Lesson 2's chart with two parameters: the Gaussian likelihood over mean and standard deviation."""

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np

from core.likelihood.gaussian import Moments, mle, surface
from core.likelihood.gaussian_surface import isoline
from pages._kit.charts import pointer
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import HEIGHT, read_out, ring, rows_of
from pages._kit.charts.palette import DATA, LINE, MLE_SHAPE, REST
from pages.likelihood.charts.one_parameter import Axis

DROPS: Final = (0.5, 1.92, 3.0)
"""Nats below the top of the drawn isolines."""

MANY: Final = 20
"""Readings from which the window ends 8 nats below the top; with fewer, 4 nats."""
COLUMNS: Final = 48
LINES: Final = 36
PICKED: Final = "isDefined(drag.mu) && isDefined(drag.version) && drag.version[0] == datum.version"
"""A Vega expression: whether the pointer chose the point, and no slider has moved it since (``version``)."""

POINTED: Final = {
    name: pointer.stop(f"invert('{scale}', {at})", f"from_{name}", f"to_{name}", f"first_{name}", f"step_{name}")
    for name, scale, at in (("mu", "x", pointer.AT_X), ("sigma", "y", pointer.AT_Y))
}
"""For each parameter, a Vega expression for its value under the pointer."""


@built_once(16)
def spec(look: Look = PAGE, unit: str = "", sigma_unit: str = "", behind: str = "") -> Spec:
    """Return the spec of the field, its isolines, the maximum and the point now.

    Constant for a look and the units: on the axes of mean and standard deviation, and behind a number.
    """
    mean, width = f"μ, mean{unit}", f"σ, standard deviation{sigma_unit}"
    plain = alt.Scale(nice=False, zero=False, padding=0)
    x = alt.X("mu:Q", title=mean, scale=plain, axis=alt.Axis(tickCount=7, format="~f", labelOverlap=True))
    y = alt.Y("sigma:Q", title=width, scale=plain, axis=alt.Axis(tickCount=6, format="~f"))
    data = alt.ColorValue(DATA)
    field = rows_of("cell").mark_rect(tooltip=False).encode(
        x=x, x2=alt.X2("mu2:Q"), y=y, y2=alt.Y2("sigma2:Q"), color=data,
        opacity=alt.Opacity("relative:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.75]), legend=None),
    )  # fmt: skip
    rings = rows_of("isoline").mark_line(strokeWidth=LINE).encode(
        x=x, y=y, order=alt.Order("order:Q"), detail=alt.Detail("drop:N"), color=data
    )  # fmt: skip
    names = (
        rows_of("name")
        .mark_text(baseline="bottom", dy=-3, fontWeight=600)
        .encode(x=x, y=y, text=alt.Text("label:N"), color=data)
    )
    top = rows_of("mle").mark_point(size=120, shape=MLE_SHAPE, filled=True, opacity=1, tooltip=False)
    top = pointer.drag(top.encode(x=x, y=y, color=data), "mu", "sigma")
    now = rows_of("now").transform_calculate(
        m=f"{PICKED} ? drag.mu[0] : datum.mu", s=f"{PICKED} ? drag.sigma[0] : datum.sigma"
    )
    below = (
        "datum.n * (log(datum.s / datum.best_sigma) + 0.5 * (pow(datum.best_sigma / datum.s, 2) - 1)) "
        "+ datum.n * pow((datum.m - datum.best_mu) / datum.s, 2) / 2"
    )
    now = now.transform_calculate(below=below).transform_calculate(
        read="['μ = ' + format(datum.m, '.' + datum.places_mu + 'f') + ', σ = ' "
        f"+ format(datum.s, '.' + datum.places_sigma + 'f') + '{behind}', "
        "format(datum.below, '.2f') + ' nats below the top']",
        right="datum.m > (datum.lower + datum.upper) / 2",
    )
    at = alt.X("m:Q", scale=plain, title=mean), alt.Y("s:Q", scale=plain, title=width)
    now_marks = [ring(now, *at, REST), *read_out(now, *at, DATA, look, dy=str(-12 - look.text))]
    chart = alt.layer(field, rings, names, top, *now_marks)
    return finish(chart, look, height=HEIGHT, signals=pointer.follow(POINTED))


def window(moments: Moments) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of the mean's and of the standard deviation's axis: those of a region around the top.

    Few readings leave large standard deviations possible, so a region as deep as that of many would dwarf the isolines.
    """
    outer = isoline(moments, 8.0 if moments.n >= MANY else 4.0)
    mu, sigma = outer.mu, outer.sigma
    return (float(mu.min()), float(mu.max())), (float(sigma.min()), float(sigma.max()))


def rows(moments: Moments, mu: float, sigma: float, axes: tuple[Axis, Axis], version: int = 0) -> Tables:
    """Return the chart's tables: cells of the field, isolines, the maximum, the point now.

    Parameters
    ----------
    moments : Moments
        Of the readings.
    mu, sigma : float
        The server's point.
    axes : tuple of Axis
        Of the mean's and the standard deviation's slider. The pointer picks points that both sliders have.
    version : int
        Raised when the point is moved outside the chart.
    """
    best = mle(moments)
    (left, right), (low, high) = window(moments)
    now = table(
        one=1.0, mu=mu, sigma=sigma, version=version, n=moments.n, best_mu=best.mu, best_sigma=best.sigma,
        lower=left, upper=right, step_mu=axes[0].step, step_sigma=axes[1].step,
        first_mu=axes[0].lower, first_sigma=axes[1].lower,
        **reach("mu", left, right, axes[0]), **reach("sigma", low, high, axes[1]),
        places_mu=axes[0].places, places_sigma=axes[1].places,
    )  # fmt: skip
    return _kept(moments) | {"now": now}


def reach(name: str, low: float, high: float, axis: Axis) -> dict[str, float]:
    """Return the ends of what the pointer can pick, as columns: a stop beyond them would stretch the axis."""
    return {
        f"from_{name}": max(axis.lower, low + axis.step / 2),
        f"to_{name}": min(axis.upper, high - axis.step / 2),
    }


@lru_cache(maxsize=16)
def _kept(moments: Moments) -> Tables:
    """Return the tables that do not depend on the point, as bytes."""
    (left, right), (low, high) = window(moments)
    mu_edges, sigma_edges = np.linspace(left, right, COLUMNS + 1), np.linspace(low, high, LINES + 1)
    m, s = np.meshgrid((mu_edges[:-1] + mu_edges[1:]) / 2, (sigma_edges[:-1] + sigma_edges[1:]) / 2)
    below = surface(moments, m[0], s[:, 0])
    half_m, half_s = (mu_edges[1] - mu_edges[0]) / 2, (sigma_edges[1] - sigma_edges[0]) / 2
    curves = [isoline(moments, drop, 61) for drop in DROPS]
    tops = [int(np.argmax(curve.sigma)) for curve in curves]
    best = mle(moments)
    tables = {
        "cell": table(
            mu=(m - half_m).ravel(), mu2=(m + half_m).ravel(), sigma=(s - half_s).ravel(),
            sigma2=(s + half_s).ravel(), relative=np.exp(-below).ravel(),
        ),
        "isoline": table(
            mu=np.concatenate([curve.mu for curve in curves]), sigma=np.concatenate([curve.sigma for curve in curves]),
            drop=np.repeat(DROPS, [curve.mu.size for curve in curves]),
            order=np.concatenate([np.arange(curve.mu.size) for curve in curves]),
        ),
        "name": table(
            mu=[curve.mu[top] for curve, top in zip(curves, tops, strict=True)],
            sigma=[curve.sigma[top] for curve, top in zip(curves, tops, strict=True)],
            label=[f"{drop:g}" for drop in DROPS],
        ),
        "mle": table(mu=best.mu, sigma=best.sigma),
    }  # fmt: skip
    return {name: to_bytes(part) for name, part in tables.items()}
