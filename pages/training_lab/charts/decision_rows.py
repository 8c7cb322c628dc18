"""The tables of the decision field: runs of equal shade, the border and the points."""

from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.arrays import FloatArray
from core.contour import Curve, class_borders
from pages._kit.charts.plane import typed_table

MOST_POINTS: Final = 600
SHADES: Final = 7
NO_CURVE: Final = Curve(np.zeros(0), np.zeros(0))


class Field(NamedTuple):
    """Class probabilities on a grid.

    Attributes
    ----------
    x, y : ndarray, shapes (columns,) and (rows,)
        Evenly spaced; their ends are the ends of the axes.
    p : ndarray, shape (rows, columns, classes)
        At ``(x[column], y[row])``; two or three classes.
    """

    x: FloatArray
    y: FloatArray
    p: NDArray[Any]


class Points(NamedTuple):
    """Examples and their negative log-probabilities.

    Attributes
    ----------
    xy : ndarray, shape (n, 2)
        Their two features.
    label, predicted : ndarray of int, shape (n,)
        Their class, and the most probable one.
    nll : ndarray, shape (n,)
        Minus the log-probability of their class, nats.
    """

    xy: FloatArray
    label: NDArray[np.int64]
    predicted: NDArray[np.int64]
    nll: FloatArray


def border(field: Field) -> Curve:
    """Where the two most probable classes tie: for two classes, where the probability is 0.5."""
    # Log-probabilities are differences of logits: the border of a linear model is a straight line at any resolution.
    return class_borders(np.log(np.maximum(field.p, 1e-300, dtype=np.float64)), field.x, field.y)


def line_rows(curve: Curve) -> pa.Table:
    """A curve's polylines; null lies between them."""
    return typed_table(x=curve.x.astype(np.float32), y=curve.y.astype(np.float32))


def cell_rows(p: NDArray[Any]) -> pa.Table:
    """The runs of one class and one shade in each row; where no class leads there is none."""
    rows, columns, classes = p.shape
    best = p.argmax(axis=2).astype(np.int8)
    lead = (p.max(axis=2) - 1 / classes) / (1 - 1 / classes)
    code = np.rint(lead * SHADES).astype(np.int8) * np.int8(classes) + best
    begins = np.ones((rows, columns), dtype=bool)
    begins[:, 1:] = code[:, 1:] != code[:, :-1]
    row, start = np.nonzero(begins)
    stop = np.append(start[1:], 0)
    stop[stop == 0] = columns
    code = code[row, start]
    row, start, stop, code = (part[code >= classes] for part in (row, start, stop, code))
    k = code % classes
    # Numbered within its class: from one redraw to the next the browser reuses the rectangle of a number.
    number = np.zeros(k.size, dtype=np.int16)
    for each in range(classes):
        number[k == each] = np.arange(np.count_nonzero(k == each))
    return typed_table(
        i=number, k=k, shade=code // classes, x=_edge(start, columns), x2=_edge(stop, columns),
        y=1 - _edge(row, rows), y2=1 - _edge(row + 1, rows),
    )  # fmt: skip


def _edge(node: NDArray[Any], nodes: int) -> NDArray[np.float32]:
    """The begin of a node's cell, as a part of the axis: nodes lie in the middle of their cells."""
    return np.clip((node - 0.5) / (nodes - 1), 0, 1).astype(np.float32)


def point_rows(points: Points, across: tuple[float, float], up: tuple[float, float]) -> pa.Table:
    """The points that are drawn, numbered as in the data."""
    x, y = points.xy[:, 0], points.xy[:, 1]
    at = np.flatnonzero((x >= across[0]) & (x <= across[1]) & (y >= up[0]) & (y <= up[1]) & ~np.isnan(points.nll))
    if at.size > MOST_POINTS:
        at = np.sort(at[np.argsort(-points.nll[at], kind="stable")[:MOST_POINTS]])
    return typed_table(
        i=at.astype(np.int16), k=points.label[at].astype(np.int8),
        x=x[at].astype(np.float32), y=y[at].astype(np.float32), nll=points.nll[at].astype(np.float32),
        wrong=points.predicted[at] != points.label[at],
        px=((x[at] - across[0]) / (across[1] - across[0])).astype(np.float32),
        py=((y[at] - up[0]) / (up[1] - up[0])).astype(np.float32),
    )  # fmt: skip
