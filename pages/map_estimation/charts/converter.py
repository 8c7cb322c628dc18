"""The penalties of one prior against the number of training examples, on log axes."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.belief.penalty import Prior
from core.logistic.two_weights import lambda_sum
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.frame import frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.numbers import LOG_TICK
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, LINE, REST, STRONG
from pages._kit.charts.panels import across, corners, up

HEIGHT: Final = 400
MOST: Final = 1_000_000
"""The largest number of examples."""
STYLES: Final[dict[str, dict[str, Any]]] = {
    "λ (summed NLL)": {"strokeWidth": LINE, "strokeDash": [2, 3]},
    "λ (mean NLL)": {"strokeWidth": LINE, "strokeDash": list(BELIEF_DASH)},
    "weight_decay": {"strokeWidth": STRONG, "strokeDash": list(BELIEF_DASH)},
}
NAMED: Final = {"λ (summed NLL)": 1.0 * MOST, "λ (mean NLL)": 3e5, "weight_decay": 2000.0}
"""The number of examples beside which the name of each line is written, where even on a phone no two names meet."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Three lines and their points at N: constant for a look."""
    titles = ("training examples N, log axis", "penalty, log axis")
    x, y = alt.X("n:Q", title=titles[0]), alt.Y("penalty:Q", title=titles[1])
    # With no more ticks than powers of ten on the axis, Vega puts ticks on powers only.
    lead = corners(
        across("n", titles[0], scale="log", labelExpr=LOG_TICK, tickCount=6),
        up("penalty", titles[1], scale="log", labelExpr=LOG_TICK, tickCount=7),
    )
    belief, rest = alt.ColorValue(BELIEF), alt.ColorValue(REST)
    layers = [lead, rows_of("now").mark_rule(strokeWidth=1).encode(x=x, color=rest)]
    for name, style in STYLES.items():
        mine = f"datum.name == '{name}'"
        # weight_decay is only twice as high as λ of the mean: their names stand on different sides of their lines.
        to_left, below = name != "weight_decay", name == "λ (mean NLL)"
        layers += [
            rows_of("line").transform_filter(mine).mark_line(tooltip=False, **style).encode(x=x, y=y, color=belief),
            rows_of("name").transform_filter(mine).mark_text(
                fontSize=look.text, fontWeight=600, align="right" if to_left else "left", dx=-6 if to_left else 6,
                dy=look.text if below else -look.text,
            ).encode(x=x, y=y, text=alt.Text("name:N"), color=belief),
        ]  # fmt: skip
    points = rows_of("point").mark_point(size=110, filled=True, opacity=1, tooltip=False)
    layers.append(points.encode(x=x, y=y, color=belief))
    return finish(alt.layer(*layers), look, height=HEIGHT)


@lru_cache(maxsize=256)
def rows(prior: Prior, sigma: float, n: int) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    prior : {"gaussian", "laplace"}
        The prior's shape; a Laplace prior has no ``weight_decay``.
    sigma : float
        Its standard deviation.
    n : int
        The chosen number of examples.
    """
    total = lambda_sum(prior, sigma)
    names = list(STYLES)[: 3 if prior == "gaussian" else 2]
    ends = np.array([1.0, MOST])
    # Ends on powers of ten, so that another σ moves the lines, and the axis only now and then.
    penalties = (_power(total / MOST / 2, math.floor), _power(4 * total, math.ceil))
    return all_to_bytes(
        {
            "frame": frame(n=(1.0, MOST), penalty=penalties),
            "line": table(
                name=np.repeat(names, 2), n=np.tile(ends, len(names)),
                penalty=np.concatenate([_penalty(name, total, ends) for name in names]),
            ),
            "name": table(
                name=names, n=[NAMED[name] for name in names],
                penalty=[float(_penalty(name, total, np.array(NAMED[name]))) for name in names],
            ),
            "now": table(n=float(n)),
            "point": table(n=float(n), penalty=[float(_penalty(name, total, np.array(float(n)))) for name in names]),
        }
    )  # fmt: skip


def _penalty(name: str, total: float, n: np.ndarray) -> np.ndarray:
    """The penalty of this name for ``n`` examples, where beside the summed NLL it is ``total``."""
    return total * np.ones_like(n) if name == "λ (summed NLL)" else (2 if name == "weight_decay" else 1) * total / n


def _power(value: float, rounded: Callable[[float], int]) -> float:
    """The power of ten next to a positive number."""
    return float(10.0 ** rounded(math.log10(value)))
