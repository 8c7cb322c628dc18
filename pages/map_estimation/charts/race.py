"""The paths of three optimizers over the plane of the two weights, to the MLE or to the MAP."""

from typing import Any, Final

import altair as alt
import numpy as np

from core.logistic.race import OPTIMIZERS, Race, Stars
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BOTH, CLASSES, DATA, LINE
from pages.map_estimation.charts import plane

SHAPES: Final = ("circle", "square", "cross")
"""Marks of the optimizers' latest weights, in the order of ``OPTIMIZERS``; their colors are those of classes."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The plane with both stars, the box of AdamW and three trails: constant for a look."""
    x, y = plane.w1(), plane.w2()
    box = rows_of("box").mark_line(strokeWidth=1.5, strokeDash=[2, 3], clip=True)
    box_name = rows_of("box_name").mark_text(fontSize=look.text, align="right", dx=-6, clip=True)
    layers = [
        *plane.ground(look),
        box.encode(x=x, y=y, order=alt.Order("order:Q"), color=alt.ColorValue(BELIEF)),
        box_name.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(BELIEF)),
    ]
    for name, color, shape in zip(OPTIMIZERS, CLASSES, SHAPES, strict=True):
        trail = _until_now("trail").transform_filter(f"datum.name == '{name}' && datum.frame <= datum.now")
        head = trail.transform_filter("datum.frame == datum.now")
        mark: dict[str, Any] = {
            "shape": shape,
            "size": 150,
            "filled": False,
            "strokeWidth": LINE,
            "opacity": 1,
            "tooltip": False,
        }
        layers += [
            trail.mark_line(strokeWidth=1.5, clip=True).encode(
                x=x, y=y, order=alt.Order("frame:Q"), color=alt.ColorValue(color)
            ),
            head.mark_point(**mark).encode(x=x, y=y, color=alt.ColorValue(color)),
        ]
    # The stars are drawn last: an optimizer that has reached one must not hide it.
    layers += [*plane.star("mle", DATA, look), *plane.star("map", BOTH, look)]
    return finish(alt.layer(*layers), look, height=plane.HEIGHT)


def _until_now(name: str) -> alt.Chart:
    """The rows of a table with the frame that is shown now."""
    return rows_of(name).transform_calculate(one="1").transform_lookup(
        lookup="one", from_=alt.LookupData(data=alt.NamedData(name="now"), key="one", fields=["now"])
    )  # fmt: skip


def rows(run: Race, stars: Stars, limit: float, frame: int) -> Tables:
    r"""The chart's tables at a frame; only ``now`` depends on the frame.

    Parameters
    ----------
    run : Race
        Each optimizer's path.
    stars : Stars
        The points at which it may end.
    limit : float
        Half the side of AdamW's box, :math:`\max|w| \le 1/wd`.
    frame : int
        The frame that is shown, from 0.
    """
    corners = limit * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    trails = run.parameters
    frames = len(next(iter(trails.values())))
    now = table(one=1.0, now=frame)
    parts = {
        "box": table(w1=corners[:, 0], w2=corners[:, 1], order=np.arange(5)),
        "box_name": table(w1=limit, w2=0.46, label="AdamW's box"),
        "mle": plane.star_table(stars.mle, "MLE"),
        "map": plane.star_table(stars.map, "MAP"),
        "trail": table(
            name=np.repeat(list(trails), frames),
            frame=np.tile(np.arange(frames), len(trails)),
            w1=np.concatenate([trail[:, 0] for trail in trails.values()]),
            w2=np.concatenate([trail[:, 1] for trail in trails.values()]),
        ),
    }
    return {**plane.ground_rows(), **{name: to_bytes(part) for name, part in parts.items()}, "now": now}
