"""The flip-by-flip chart of lesson 5: the latest update on the left, all updates so far on the right.

On the left each curve is divided by its own maximum, so that only its shape counts: the likelihood of one flip is a
straight line, and prior times likelihood is the posterior up to a constant.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.belief.beta import Beta
from core.belief.beta_bernoulli import Batch, in_order, likelihood_as_density, posterior
from core.belief.intervals import equal_tailed
from core.likelihood.coin import log_likelihood_ratio
from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import RIGHT_START, panel_x, rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, LINE, MEAN_SHAPE, REST, STRONG
from pages.bayesian_inference.charts.densities import around

HEIGHT: Final = 320
EVEN: Final = np.linspace(0.0, 1.0, 161)
INSIDE: Final = np.linspace(0.01, 0.99, 99)
ROOM: Final = 0.33
"""The width of a name, as a part of the left panel."""
MAX_TICKS: Final = 8
LEVEL: Final = 0.95
"""The probability of the equal-tailed band."""


def _theta(name: str, *, lead: bool = False) -> alt.X:
    return panel_x(name, "θ, probability of heads", left=True, lead=lead, fmt="~g")


def _shape(name: str) -> alt.Y:
    return alt.Y(
        f"{name}:Q",
        title="Relative to its own top",
        scale=alt.Scale(nice=False, zero=True, padding=0),
        axis=alt.Axis(values=[0, 0.5, 1], format="~g"),
    )


def _step(name: str, lead: Look | None = None) -> alt.X:
    if lead is None:
        return panel_x(name, "Flips seen", left=False)
    return alt.X(
        f"{name}:Q",
        scale=alt.Scale(nice=False, zero=False, padding=0, range=[alt.ExprRef(RIGHT_START), alt.ExprRef("width")]),
        # The labels are numbers of flips, which are not evenly spaced, so they are rows of the table ``tick``.
        axis=alt.Axis(
            orient="bottom",
            labels=False,
            ticks=False,
            title="Flips seen",
            titlePadding=alt.ExprRef(f"14 + {lead.text} * {lead.growth}"),
        ),
    )


def _belief(name: str) -> alt.Y:
    return alt.Y(
        f"{name}:Q",
        title="θ",
        scale=alt.Scale(nice=False, zero=True, padding=0),
        axis=alt.Axis(orient="right", values=[0, 0.25, 0.5, 0.75, 1], format=".2~f", titleAngle=0),
    )


def _left(look: Look) -> Layered:
    curve = {"x": _theta("theta"), "y": _shape("y")}
    # The names do not fit on a phone; the figures have them too.
    names = rows_of("name").transform_calculate(shown="width > 420 ? datum.label : ''").mark_text(
        align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.dx"), dy=alt.ExprRef("datum.dy"),
        fontSize=look.text, fontWeight=600, baseline="bottom",
    )  # fmt: skip
    return alt.layer(
        rows_of("frame_left").mark_point(opacity=0, tooltip=False).encode(x=_theta("theta", lead=True), y=_shape("y")),
        rows_of("before")
        .mark_line(strokeWidth=LINE, strokeDash=list(BELIEF_DASH))
        .encode(**curve, color=alt.ColorValue(BELIEF)),
        rows_of("after").mark_line(strokeWidth=STRONG).encode(**curve, color=alt.ColorValue(BOTH)),
        rows_of("flips").mark_line(strokeWidth=LINE).encode(**curve, color=alt.ColorValue(DATA)),
        *(
            names.transform_filter(f"datum.role == '{role}'").encode(
                **curve, text=alt.Text("shown:N"), color=alt.ColorValue(color)
            )
            for role, color in (("before", BELIEF), ("after", BOTH), ("flips", DATA))
        ),
    )


def _right(look: Look) -> Layered:
    x, both, data, rest = _step("step"), alt.ColorValue(BOTH), alt.ColorValue(DATA), alt.ColorValue(REST)
    y, path = _belief("mean"), rows_of("path")
    dots = rows_of("dot")
    return alt.layer(
        rows_of("frame_right").mark_point(opacity=0, tooltip=False).encode(x=_step("step", look), y=y),
        path.mark_area(opacity=0.2, line=False).encode(x=x, y=_belief("lower"), y2=alt.Y2("upper:Q"), color=both),
        path.mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=both),
        rows_of("best").mark_rule(strokeWidth=1.2, strokeDash=[2, 3]).encode(x=x, x2=alt.X2("end:Q"), y=y, color=data),
        dots.mark_point(filled=True, size=45, opacity=0.9, tooltip=False).encode(x=x, y=_belief("share"), color=data),
        dots.transform_filter("datum.now")
        .mark_point(filled=False, size=170, strokeWidth=2, opacity=1, tooltip=False)
        .encode(x=x, y=_belief("share"), color=data),
        path.transform_filter("datum.now")
        .mark_point(shape=MEAN_SHAPE, filled=True, size=90, opacity=1, tooltip=False)
        .encode(x=x, y=y, color=both),
        rows_of("tick").mark_text(baseline="top", dy=6, fontSize=look.text).encode(
            x=x, y=alt.YValue(alt.ExprRef("height")), text=alt.Text("label:N"), color=rest
        ),
    )  # fmt: skip


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the two panels; it depends on the look alone."""
    chart = alt.layer(_left(look), _right(look)).resolve_scale(x="independent", y="independent")
    return finish(chart, look, height=HEIGHT)


@lru_cache(maxsize=64)
def _path(prior: Beta, counts: Counts) -> tuple[tuple[Batch, ...], FloatArray]:
    """The batches, and the mean and the band's two ends before the first and after each batch, shape (steps + 1, 3)."""
    batches = in_order(counts)
    beliefs = [prior, *(posterior(prior, batch.seen) for batch in batches)]
    return batches, np.array([(belief.mean, *equal_tailed(belief, LEVEL)) for belief in beliefs])


def rows(prior: Beta, counts: Counts, step: int) -> Tables:
    """The chart's tables; those that do not depend on the prior are cached.

    Parameters
    ----------
    prior : Beta
        Belief before the first flip.
    counts : Counts
        All the flips.
    step : int
        The number of batches seen, from 0.
    """
    batches, path = _path(prior, counts)
    seen, index = path[: step + 1], np.arange(step + 1.0)
    return {
        **_kept(counts, step),
        **_update(prior, batches, step),
        "path": table(step=index, mean=seen[:, 0], lower=seen[:, 1], upper=seen[:, 2], now=index == step),
    }


@lru_cache(maxsize=256)
def _kept(counts: Counts, step: int) -> Tables:
    """The tables of the frames, the ticks, the share of heads in each batch, and the latest likelihood."""
    batches = in_order(counts)
    last, index = len(batches), np.arange(1.0, step + 1)
    shares = np.array([batch.heads / (batch.heads + batch.tails) for batch in batches[:step]])
    every = max(1, -(-last // MAX_TICKS))
    ticks = sorted({*(tick for tick in range(0, last, every) if last - tick >= every), last})
    best = [counts.heads / counts.n] if counts.n else []
    tables = {
        "frame_left": table(theta=[0.0, 1.0], y=[0.0, 1.3]),
        "frame_right": table(step=[-0.4, max(last, 1) + 0.4], mean=[-0.04, 1.04]),
        "flips": _likelihood(batches[step - 1]) if step else table(theta=[], y=[]),
        "dot": table(step=index, share=shares, now=index == step),
        "best": table(step=-0.4, end=max(last, 1) + 0.4, mean=best),
        "tick": table(step=ticks, label=[_few(batches[tick - 1].seen.n if tick else 0) for tick in ticks]),
    }
    return {name: to_bytes(part) for name, part in tables.items()}


def _likelihood(batch: Batch) -> pa.Table:
    """The likelihood of one batch, divided by its maximum; for one flip it is a straight line."""
    flips = Counts(batch.heads, batch.tails)
    shape = likelihood_as_density(flips)
    theta = EVEN if flips.n == 1 else np.unique(np.concatenate([EVEN, around(shape, (0.0, 1.0))]))
    return table(theta=theta, y=np.exp(log_likelihood_ratio(theta, flips)))


def _few(n: int) -> str:
    """A number of flips in at most five characters: 500, 20k, 351k, 2M."""
    if n < 1000:
        return str(n)
    return f"{n / 1000:.0f}k" if n < 1_000_000 else f"{n / 1e6:.1f}".rstrip("0").rstrip(".") + "M"


def _update(prior: Beta, batches: tuple[Batch, ...], step: int) -> dict[str, pa.Table]:
    """The tables of the latest update: belief before the batch and after it, and the names."""
    before = posterior(prior, batches[step - 2].seen) if step > 1 else prior
    if step == 0:
        empty = table(theta=[], y=[])
        return {"before": _relative(before), "after": empty, "name": _before_name(before, before)}
    batch = batches[step - 1]
    after = posterior(prior, batch.seen)
    flips = Counts(batch.heads, batch.tails)
    return {
        "before": _relative(before),
        "after": _relative(after),
        "name": pa.concat_tables([_before_name(before, after), _after_name(after), _flips_name(flips, after)]),
    }


def _relative(belief: Beta) -> pa.Table:
    theta = np.unique(np.concatenate([EVEN, around(belief, (0.0, 1.0))]))
    return table(theta=theta, y=_shape_of(belief, theta))


def _shape_of(belief: Beta, theta: FloatArray) -> FloatArray:
    """The density divided by its maximum; an unbounded density is divided by its maximum on ``INSIDE``."""
    mode = belief.mode
    top = np.log(mode.height) if np.isfinite(mode.height) else float(belief.logpdf(INSIDE).max())
    return np.asarray(np.exp(np.minimum(belief.logpdf(theta) - top, 0.0)))


def _before_name(before: Beta, after: Beta) -> pa.Table:
    """The name of the belief before: on its flank away from the belief after, or at the end of the axis near it."""
    left = before.mean <= after.mean
    at = float(before.ppf(0.22 if left else 0.78))
    height = float(_shape_of(before, np.array([at]))[0])
    if min(at, 1 - at) < ROOM and (at < 0.5) == left:
        left, height = not left, 0.9
        at = 0.0 if at < 0.5 else 1.0
    return table(
        role=["before"], theta=at, y=height, label=str(before), align="right" if left else "left",
        dx=-8.0 if left else 8.0, dy=0.0,
    )  # fmt: skip


def _after_name(after: Beta) -> pa.Table:
    """The name of the belief after, over its top."""
    at = min(0.84, max(0.16, sum(after.mode.at) / max(1, len(after.mode.at)) if after.mode.at else 0.5))
    return table(role=["after"], theta=at, y=1.0, label=str(after), align="center", dx=0.0, dy=-5.0)


def _flips_name(flips: Counts, after: Beta) -> pa.Table:
    """The name of the flips: on the line of a single flip, far from the posterior's top; in the corner for a batch."""
    if flips.n > 1:
        at, side = (0.98, "right") if after.mean < 0.5 else (0.02, "left")
        words = f"{flips.heads:,} heads, {flips.tails:,} tails"
        return table(role=["flips"], theta=at, y=1.17, label=words, align=side, dx=0.0, dy=0.0)
    end = 1 if flips.heads else 0
    # At the upper end of the line, or near its lower end if the posterior is at the upper one.
    along = 0.93 if abs(end - after.mean) > 0.4 else 0.22
    at, side = (along, "right") if flips.heads else (1 - along, "left")
    words = "heads: θ" if flips.heads else "tails: 1 − θ"
    return table(
        role=["flips"], theta=at, y=along, label=words, align=side, dx=-6.0 if side == "right" else 6.0, dy=-2.0
    )
