"""The shape that the charts of one-parameter families share: the data beside the model, and the parameter's likelihood.

The right panel shows the likelihood relative to its maximum, so its scale is 0 to 1 for any data. Both panels follow
the pointer inside the chart. A family's own chart brings the labels, the left panel and the tables.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from pages._kit.charts import numbers, pointer
from pages._kit.charts.base import Layered, Look, Spec, Tables, table
from pages._kit.charts.linked import (
    IN_WINDOW,
    RIGHT_START,
    current_marker,
    panel_x,
    panel_y,
    peak,
    rows_now,
    rows_of,
)
from pages._kit.charts.palette import DATA, STRONG

RELATIVE: Final = "Likelihood relative to its maximum"
CEILING: Final = 1.2
"""The upper end of the right panel's scale."""
SIGNALS: Final[list[Spec]] = pointer.theta(RIGHT_START)
"""The signals by which the parameter follows the pointer over the right panel."""


@dataclass(frozen=True)
class Labels:
    """A family's labels, and its likelihood relative to the maximum.

    Attributes
    ----------
    outcome, amount : str
        Titles of the left panel's axes.
    parameter, symbol : str
        Title of the right panel's axis, also the slider's label; and the parameter's letter.
    ratio : str
        L / max, a Vega expression of ``now`` and the columns of the table ``now``, which has :attr:`Axis.columns`.
    unit : str
        What stands behind the parameter's value: " ns".
    """

    outcome: str
    amount: str
    parameter: str
    symbol: str
    ratio: str
    unit: str = ""


@dataclass(frozen=True)
class Axis:
    """The parameter's axis: its ends and the slider's step."""

    lower: float
    upper: float
    step: float

    @property
    def places(self) -> int:
        """Number of decimal places of the step."""
        return max(0, -math.floor(math.log10(self.step) + 1e-9))

    @property
    def columns(self) -> dict[str, float]:
        """Columns of the table ``now``: ends and step, and the number of decimal places."""
        return {"lower": self.lower, "upper": self.upper, "step": self.step, "places": self.places}

    def at(self, share: float) -> float:
        """Return the point at a share of the axis: 0 is its lower end, 1 its upper one."""
        return self.lower + share * (self.upper - self.lower)

    def nearest(self, value: float) -> float:
        """Return the slider's value that is nearest to ``value``; of two, the one that the slider writes."""
        step = Decimal(str(self.step))
        steps = (Decimal(min(self.upper, max(self.lower, value))) / step).quantize(Decimal(1), ROUND_HALF_UP)
        return min(self.upper, max(self.lower, float(steps * step)))

    def stops(self) -> FloatArray:
        """Return every value of the slider."""
        count = round((self.upper - self.lower) / self.step) + 1
        # Rounded as in ``nearest``: a value that the pointer picks is a value of the slider, and stands in the address.
        return np.asarray(np.round(self.lower + self.step * np.arange(count), 10), dtype=np.float64)


def data_panel(labels: Labels, marks: list[alt.Chart]) -> Layered:
    """Return the left panel: its scales, which end where the table ``ceiling_left`` does, and the family's marks."""
    x = panel_x("k", labels.outcome, left=True, lead=True)
    # On a phone, a long label at the right end would run into the right panel's first one.
    x["axis"]["labelExpr"] = "datum.index == 1 && length(datum.label) > 4 ? '' : datum.label"
    ceiling = rows_of("ceiling_left").mark_point(opacity=0, tooltip=False)
    return alt.layer(ceiling.encode(x=x, y=panel_y("amount", labels.amount, lead=True)), *marks)


def likelihood_panel(labels: Labels, look: Look) -> Layered:
    """Return the right panel: the curve, its maximum and the parameter now."""
    x, y = panel_x("theta", labels.parameter, left=False), panel_y("p", RELATIVE)
    lead = {
        "x": panel_x("theta", labels.parameter, left=False, lead=True),
        "y": panel_y("p", RELATIVE, right_axis=True, lead=True),
    }
    now = rows_now("now", IN_WINDOW, p=labels.ratio)
    share = f"'L / max = ' + {numbers.significant('datum.p', 3)}"
    read = f"['{labels.symbol} = ' + format(datum.now, '.' + datum.places + 'f') + '{labels.unit}', {share}]"
    return alt.layer(
        pointer.drag(rows_of("ceiling").mark_point(opacity=0, tooltip=False).encode(**lead), "theta"),
        rows_of("curve").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=alt.ColorValue(DATA)),
        *peak(x, y),
        *current_marker(now, panel_x("now", labels.parameter, left=False), y, read, look, top=str(CEILING)),
    )


def two_panels(labels: Labels, marks: list[alt.Chart], look: Look) -> Layered:
    """Return the whole chart; ``marks`` are those of the left panel."""
    both = alt.layer(data_panel(labels, marks), likelihood_panel(labels, look))
    return both.resolve_scale(x="independent", y="independent")


def likelihood_tables(labels: Labels, theta: FloatArray, log_ratio: ArrayLike, axis: Axis, best: float) -> Tables:
    """Return the right panel's tables: the curve, the maximum and the scale's ends."""
    inside = [best] if axis.lower <= best <= axis.upper else []
    label = f"MLE {labels.symbol}̂"
    return {
        "curve": table(theta=theta, p=np.exp(log_ratio)),
        "mle": table(theta=inside, p=1.0, label=label, lower=axis.lower, upper=axis.upper),
        "ceiling": table(theta=[axis.lower, axis.upper], p=[0.0, CEILING]),
    }
