"""Curves drawn from a Gaussian prior on the weights, and from its posterior."""

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.belief.penalty import sigma_from_lambda_sum
from core.regularization import ridge
from core.regularization.problem import Problem, truth
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, LINE, REST, STRONG
from pages._kit.charts.panels import LEFT, RIGHT, across, corners, side_by_side, up
from pages._kit.charts.windows import within
from pages.regularization.charts.fit_rows import ACROSS, ON_GRID, ends, height

HEIGHT: Final = 300
DRAWS: Final = 8
"""Curves on each side."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Both panels: constant for a look."""
    panels = []
    for left, part in ((True, LEFT), (False, RIGHT)):
        x, y = alt.X("x:Q", title="x"), alt.Y("y:Q", title="y")
        lines = rows_of("before" if left else "after").mark_line(
            strokeWidth=1.3, opacity=0.75, strokeDash=list(BELIEF_DASH) if left else alt.Undefined, tooltip=False
        )
        points = rows_of("point").mark_point(size=34, filled=True, opacity=0.25 if left else 0.95, tooltip=False)
        real = rows_of("truth").mark_line(strokeWidth=LINE, opacity=0.25 if left else 0.75, tooltip=False)
        layers = [
            corners(across("x", "x", part), up("y", "y", part)),
            real.encode(x=x, y=y, color=alt.ColorValue(REST)),
            lines.encode(x=x, y=y, detail=alt.Detail("curve:N"), color=alt.ColorValue(BELIEF if left else BOTH)),
            points.encode(x=x, y=y, color=alt.ColorValue(REST)),
        ]
        if not left:
            mean = rows_of("mean").mark_line(strokeWidth=STRONG, tooltip=False)
            layers.append(mean.encode(x=x, y=y, color=alt.ColorValue(BOTH)))
        panels.append(layers)
    return finish(side_by_side(*panels), look, height=HEIGHT)


def rows(problem: Problem, penalty: float) -> Tables:
    """The tables for a lambda; without a prior or a posterior its side has no curves."""
    y = ends(problem, "l2").y
    belief = ridge.posterior(problem, penalty)
    noise = np.random.default_rng([problem.seed, DRAWS]).standard_normal((DRAWS, problem.degree + 1))
    features = ON_GRID[:, : problem.degree]
    before = after = np.zeros((0, ACROSS.size))
    if penalty:
        before = problem.y.mean() + sigma_from_lambda_sum(penalty) * noise[:, 1:] @ features.T
    if belief is not None:
        spread = noise[:, 1:] @ np.linalg.cholesky(belief.covariance).T
        level = np.sqrt(belief.level_variance) * noise[:, :1]
        after = height(belief.fit) + level + spread @ (features - belief.center).T
    return {
        **_constant(problem),
        "before": _curves(before, y),
        "after": _curves(after, y),
        "mean": table(x=ACROSS, y=within(height(ridge.fit(problem, penalty)), *y)),
    }


@lru_cache(maxsize=64)
def _constant(problem: Problem) -> Tables:
    parts = {
        "frame": table(x=[-1, 1], y=ends(problem, "l2").y),
        "truth": table(x=ACROSS, y=truth(ACROSS)),
        "point": table(x=problem.x, y=problem.y),
    }
    return {name: to_bytes(part) for name, part in parts.items()}


def _curves(heights: FloatArray, y: tuple[float, float]) -> pa.Table:
    """The curves in one table, cut to the frame, with every other point."""
    few = np.array([within(curve, *y)[::2] for curve in heights]).reshape(-1)
    count = ACROSS[::2].size
    return table(x=np.tile(ACROSS[::2], len(heights)), y=few, curve=np.repeat(np.arange(len(heights)), count))
