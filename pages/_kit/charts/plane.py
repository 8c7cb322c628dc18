"""Tables of curves and classes in a plane."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.contour import Curve
from pages._kit.charts.base import table, to_bytes


def curve_table(*curves: Curve) -> pa.Table:
    """The points of all curves in order; the column ``curve`` numbers the connected pieces."""
    x, y = (np.concatenate([np.append(part[side], np.nan) for part in curves]) for side in (0, 1))
    piece = np.cumsum(np.isnan(x))
    keep = np.isfinite(x)
    return table(w1=x[keep], w2=y[keep], curve=piece[keep], order=np.arange(keep.sum()))


MAX_NAME_LENGTH: Final = 14
"""Maximum number of letters of a class name that are shown."""


@lru_cache(maxsize=64)
def class_rows(names: tuple[str, ...]) -> bytes:
    """The classes' numbers and names; long names are shortened."""
    short = [name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1] + "…" for name in names]
    return to_bytes(table(k=np.arange(len(names)), name=np.array(short)))


def typed_table(**columns: NDArray[Any]) -> pa.Table:
    """An Arrow table that keeps the type of each column, so that small types stay small; NaN becomes null."""
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
