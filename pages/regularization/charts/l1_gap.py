"""Coordinate descent after each sweep: its distance to the minimum, and its duality-gap bound on that distance."""

from typing import Final

import altair as alt
import numpy as np

from core.numbers import compact
from core.regularization.coordinate_descent import GAP, Sweep
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.numbers import LOG_TICK
from pages._kit.charts.palette import BOTH, LINE, REST, STRONG
from pages._kit.charts.panels import across, corners, up

HEIGHT: Final = 280
FLOOR: Final = 1e-12
"""Nats: smaller differences of objectives are rounding."""
MOST: Final = 200
"""Rows that are drawn."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Gap and distance on a log axis: constant for a look."""
    titles = ("sweeps over all weights", "nats, log axis")
    x, y = alt.X("sweep:Q", title=titles[0]), alt.Y("nats:Q", title=titles[1])
    lead = corners(
        across("sweep", titles[0], tickMinStep=1, format=",d"),
        up("nats", titles[1], scale="log", labelExpr=LOG_TICK),
    )
    gap, distance, stop = rows_of("gap"), rows_of("distance"), rows_of("stop")
    names = rows_of("name").mark_text(fontSize=look.text, align="right", dx=-6, baseline="top", dy=5)
    chart = alt.layer(
        lead,
        stop.mark_rule(strokeWidth=1.5, strokeDash=[2, 3]).encode(y=y, color=alt.ColorValue(REST)),
        distance.mark_line(strokeWidth=LINE, strokeDash=[1, 3], tooltip=False).encode(
            x=x, y=y, color=alt.ColorValue(REST)
        ),
        gap.mark_line(strokeWidth=STRONG, tooltip=False).encode(x=x, y=y, color=alt.ColorValue(BOTH)),
        gap.mark_point(size=22, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=alt.ColorValue(BOTH)),
        names.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(REST)),
    )
    return finish(chart, look, height=HEIGHT)


def rows(records: tuple[Sweep, ...], above: list[float]) -> Tables:
    """The tables.

    Parameters
    ----------
    records : tuple of Sweep
        From :func:`core.regularization.coordinate_descent.descend`.
    above : list of float
        Each record's objective minus the minimum, nats.
    """
    kept = np.unique(np.linspace(0, len(records) - 1, MOST).astype(int))
    gaps = np.maximum([records[place].gap for place in kept], FLOOR)
    far = np.array([above[place] for place in kept])
    seen = far > FLOOR
    last = max(int(kept[-1]), 1)
    return {
        "frame": table(sweep=[0, last], nats=[FLOOR, max(float(gaps.max()), 1.0) * 3]),
        "gap": table(sweep=kept, nats=gaps),
        "distance": table(sweep=kept[seen], nats=far[seen]),
        "stop": table(nats=[GAP]),
        "name": table(sweep=[last], nats=[GAP], label=[f"stops at a gap of {compact(GAP)} nats"]),
    }
