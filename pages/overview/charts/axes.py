"""The rows of an overview scene: axes, curves, bars, points and labels on a unit square, distinguished by ``kind``.

Axes, ticks and titles are rows too: so one constant spec draws all eight scenes, and nothing on the page moves when
the scene changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from core.numbers import compact
from pages._kit.charts.base import stack, table

REST: Final = "rest"


@dataclass(frozen=True)
class Axes:
    """A pair of axes on the part of the unit square from ``left`` to ``right``.

    Attributes
    ----------
    x, y : tuple of float
        Their ends, in data units.
    left, right : float
        Their ends in the scene, as shares of its width.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    left: float = 0.0
    right: float = 1.0

    def u(self, x: ArrayLike) -> np.ndarray:
        """Return the horizontal place in the scene, 0 to 1."""
        share = (np.asarray(x, dtype=float) - self.x[0]) / (self.x[1] - self.x[0])
        return np.asarray(self.left + share * (self.right - self.left))

    def v(self, y: ArrayLike) -> np.ndarray:
        """Return the height in the scene, 0 to 1."""
        return np.asarray((np.asarray(y, dtype=float) - self.y[0]) / (self.y[1] - self.y[0]))

    def frame(self, x_title: str, y_title: str, x_ticks: ArrayLike, y_ticks: ArrayLike, *, short: str = "") -> pa.Table:
        """Return base line, tick labels and titles; ``short`` is the y title on a narrow screen."""
        middle, everywhere = (self.left + self.right) / 2, "wide" if short else "both"
        parts = [
            table(kind="axis", u=self.left, u2=self.right, v=0.0, v2=0.0),
            table(kind="xtick", u=self.u(x_ticks), v=0.0, text=_ticks(x_ticks)),
            table(kind="ytick", u=self.left, v=self.v(y_ticks), text=_ticks(y_ticks)),
            table(kind="xtitle", u=middle, v=0.0, text=x_title, only="both"),
            table(kind="ytitle", u=self.left, v=1.0, text=y_title, only=everywhere),
        ]
        if short:
            parts.append(table(kind="ytitle", u=self.left, v=1.0, text=short, only="narrow"))
        return stack(*parts)

    def curve(self, role: str, name: str, x: ArrayLike, y: ArrayLike, *, filled: bool = False) -> pa.Table:
        """Return a line, cut where it leaves the axes below or above; with ``filled``, a light area under it."""
        u, v = self.u(x), self.v(y)
        inside = (v >= -1e-9) & (v <= 1 + 1e-9)
        line = table(kind="line", role=role, series=name, u=u[inside], v=v[inside])
        if not filled:
            return line
        return stack(table(kind="area", role=role, series=name, u=u[inside], v=v[inside]), line)

    def bars(
        self, role: str, x: ArrayLike, half: float, low: ArrayLike, high: ArrayLike, *, strong: bool = True
    ) -> pa.Table:
        """Return bars of half-width ``half`` around each ``x``."""
        center = np.asarray(x, dtype=float)
        return table(
            kind="bar", role=role, u=self.u(center - half), u2=self.u(center + half), v=self.v(low),
            v2=self.v(high), strength=1.0 if strong else 0.4,
        )  # fmt: skip

    def points(self, role: str, shape: str, x: ArrayLike, y: ArrayLike) -> pa.Table:
        """Return marks of one shape: triangle for the MLE, diamond for the MAP, circle for the rest."""
        return table(kind="point", role=role, shape=shape, u=self.u(x), v=self.v(y))

    def label(
        self, role: str, text: str, x: float, y: float, *, align: str = "left", dx: float = 8, dy: float = 0,
        only: str = "both",
    ) -> pa.Table:  # fmt: skip
        """Return words beside a mark; ``only`` is "wide" or "narrow" for screens of one kind."""
        shift = -dx if align == "right" else 0.0 if align == "center" else dx
        return table(
            kind="label", role=role, text=text, u=self.u(x), v=self.v(y), align=align, dx=shift, dy=dy, only=only
        )

    def link(
        self, role: str, start: tuple[float, float], end: tuple[float, float], *, to: "Axes | None" = None
    ) -> pa.Table:
        """Return a thin dashed rule between two points; ``to`` holds the axes of the second, if they are others."""
        other = to or self
        return table(
            kind="link", role=role, u=self.u(start[0]), v=self.v(start[1]), u2=other.u(end[0]), v2=other.v(end[1])
        )

    def stops(
        self, x: ArrayLike, texts: Sequence[str], dots: Sequence[tuple[str, ArrayLike]] = (), *, first: int = 0
    ) -> pa.Table:
        """Return the pointer's stops: the read-out at each, and a dot on each curve there."""
        x = np.asarray(x, dtype=float)
        ids = np.arange(first, first + x.size)
        parts = [table(kind="stop", id=ids, u=self.u(x), v=0.5, text=list(texts))]
        for role, y in dots:
            v = np.broadcast_to(self.v(y), x.shape)
            inside = (v >= -1e-9) & (v <= 1 + 1e-9)
            parts.append(table(kind="dot", role=role, id=ids[inside], u=self.u(x)[inside], v=v[inside]))
        return stack(*parts)


def _ticks(values: ArrayLike) -> list[str]:
    return [compact(float(value)) for value in np.asarray(values, dtype=float)]
