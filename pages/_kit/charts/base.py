"""Constant Vega-Lite specs from Altair charts, and the Arrow tables that are drawn with them.

Building a chart in Altair and converting it to a dictionary takes a tenth of a second or more. Each spec is therefore
built once and cached, and a rerun computes and sends only data. Write channels as objects (``alt.Text("label:N")``,
``alt.ColorValue(DATA)``): for a bare string or ``alt.value`` Altair searches its whole schema, 7 ms each time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, Final, ParamSpec, TypeAlias, cast

import altair as alt
import numpy as np
import pyarrow as pa
from altair.utils import schemapi
from numpy.typing import ArrayLike

P = ParamSpec("P")

Spec = dict[str, Any]
Tables = dict[str, pa.Table | bytes]
"""The named tables of one chart. The browser reads again only the tables whose bytes have changed."""


@dataclass(frozen=True)
class Look:
    """Sizes of type, lines and height, for a page or for a projector.

    Attributes
    ----------
    text, title : int
        Font sizes of marks and labels, and of axis titles, px.
    stroke : float
        Factor for all line widths.
    stretch : float
        Factor for the height of the chart.
    """

    text: int
    title: int
    stroke: float
    stretch: float
    grows_from: int = 0
    """Width of a chart, px, above which its type grows with it; 0 for type of one size."""

    @property
    def growth(self) -> str:
        """Vega expression for the factor by which the type of a wide chart is larger."""
        return f"max(1, width / {self.grows_from})" if self.grows_from else "1"

    def height(self, pixels: int) -> int:
        """Chart height in px, for a base height in px."""
        return round(pixels * self.stretch)


PAGE: Final = Look(text=13, title=14, stroke=1.0, stretch=1.0)
PROJECTOR: Final = Look(text=20, title=22, stroke=1.5, stretch=1.45, grows_from=1200)


DISTANCES: Final = ("dx", "dy", "lineHeight")
_BUILDING: Final = RLock()


def built_once(maxsize: int) -> Callable[[Callable[P, Spec]], Callable[P, Spec]]:
    """Cache the specs that a function builds, and let only one thread build at a time.

    When many visitors open a fresh server together, they ask for the same charts; without the lock each of their
    threads would build every chart. Altair's validation, which doubles the time, is switched off here. The tests
    validate each spec: they call the undecorated function (``inspect.unwrap``).

    Parameters
    ----------
    maxsize : int
        Number of specs in the cache.
    """

    def decorate(build: Callable[P, Spec]) -> Callable[P, Spec]:
        cached = cast("Callable[P, Spec]", lru_cache(maxsize)(build))

        @wraps(build)
        def build_locked(*args: P.args, **kwargs: P.kwargs) -> Spec:
            with _BUILDING, schemapi.debug_mode(False):
                return cached(*args, **kwargs)

        # The outer cache returns a cached spec without the lock. The inner one serves the threads that waited for the
        # lock while another thread built the same spec.
        return cast("Callable[P, Spec]", lru_cache(maxsize)(build_locked))

    return decorate


def finish(chart: alt.TopLevelMixin, look: Look, *, height: int, signals: list[Spec] | None = None) -> Spec:
    """Convert an Altair chart to a spec with the course's type sizes and line widths.

    Parameters
    ----------
    chart : altair chart
        A chart without data; its fields are columns of the table that will be drawn with it.
    look : Look
        Page or projector.
    height : int
        Base height, px.
    signals : list of dict, optional
        Signals in Vega's own form (name, value, on), added to the spec's parameters.

    Returns
    -------
    dict
        A Vega-Lite spec without data. Treat it as read-only: all sessions share it.
    """
    spec: Spec = chart.to_dict(validate=schemapi.DEBUG_MODE)
    _drop_data(spec)
    del spec["$schema"]
    spec["height"] = look.height(height)
    # With less room on the right, a phone would cut off the last label of the axis.
    spec["padding"] = {"left": 4, "right": 12, "top": 8, "bottom": 6}
    spec["config"] = {
        "axis": {
            "labelFontSize": look.text,
            "titleFontSize": look.title,
            "titlePadding": 8,
            "labelPadding": 5,
            "grid": False,
            "ticks": True,
            "tickSize": 4,
            "domain": True,
            "tickColor": "#8a8f98",
            "domainColor": "#8a8f98",
        },
        "text": {"fontSize": look.text},
        # The chart as a whole has a text alternative. A role and a label on each of a thousand marks, and the numbers
        # of the axes one by one, would be noise for a screen reader, and would take the browser a fifth of a second.
        "aria": False,
        "mark": {"aria": False},
        "view": {"stroke": None},
    }
    # Streamlit's own would show the raw columns of a mark that names no tooltip.
    spec["config"]["mark"]["tooltip"] = None
    if look.stroke != 1.0:
        _thicken(spec, look.stroke)
    if look.grows_from:
        _let_type_grow(spec, look.growth)
    if signals:
        spec["params"] = spec.get("params", []) + signals
    return spec


def _drop_data(node: Any) -> None:
    """Remove, in place, the empty data that Altair adds to a chart without data; named data stay."""
    if isinstance(node, list):
        for child in node:
            _drop_data(child)
    elif isinstance(node, dict):
        node.pop("datasets", None)
        if node.get("data") == {"name": "empty"}:
            del node["data"]
        for child in node.values():
            _drop_data(child)


def _thicken(node: Any, factor: float) -> None:
    """Multiply line widths and mark sizes by ``factor``, in place; type sizes do not change."""
    if isinstance(node, list):
        for child in node:
            _thicken(child, factor)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("strokeWidth", "size") and isinstance(value, int | float):
                node[key] = value * factor
            elif key != "config":
                _thicken(value, factor)


def _let_type_grow(node: Any, factor: str) -> None:
    """Make type and its distances grow by ``factor``, a Vega expression, in place.

    An expression that itself reads the chart's size stays as it is.
    """
    if isinstance(node, list):
        for child in node:
            _let_type_grow(child, factor)
    elif isinstance(node, dict):
        for key, value in node.items():
            if (key.endswith("ontSize") or key in DISTANCES) and isinstance(value, int | float):
                node[key] = {"expr": f"{value} * {factor}"}
            elif key in DISTANCES and not re.search("width|height", value["expr"]):
                node[key] = {"expr": f"({value['expr']}) * {factor}"}
            else:
                _let_type_grow(value, factor)


def table(**columns: ArrayLike) -> pa.Table:
    """An Arrow table from columns of one length; a single value fills its column, and NaN becomes null.

    Serializing it takes microseconds; a DataFrame would take a millisecond.
    """
    arrays = {name: _as_float64(np.asarray(values)) for name, values in columns.items()}
    rows = next((values.size for values in arrays.values() if values.ndim), 1)
    return pa.table(
        {
            name: pa.array(values if values.ndim else np.broadcast_to(values, rows), from_pandas=True)
            for name, values in arrays.items()
        }
    )


def to_bytes(part: pa.Table) -> bytes:
    """A table as the bytes that are sent to the browser, for a cache: a rerun need not serialize it again."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, part.schema) as stream:
        stream.write_table(part)
    return bytes(sink.getvalue().to_pybytes())


def all_to_bytes(tables: Tables) -> Tables:
    """All tables of a chart as bytes, for a cache."""
    return {name: to_bytes(part) if isinstance(part, pa.Table) else part for name, part in tables.items()}


def from_bytes(part: pa.Table | bytes) -> pa.Table:
    """The table from the bytes that :func:`to_bytes` returned."""
    return part if isinstance(part, pa.Table) else pa.ipc.open_stream(part).read_all()


def stack(*tables: pa.Table) -> pa.Table:
    """One table with the rows of all ``tables`` and the union of their columns; missing values are null."""
    return pa.concat_tables(tables, promote_options="default")


def _as_float64(values: np.ndarray) -> np.ndarray:
    """Numbers as float64, so that a column has one type in all stacked tables; other values unchanged."""
    return values.astype(np.float64) if values.dtype.kind in "iuf" else values


Layered: TypeAlias = alt.LayerChart | alt.FacetChart
"""The declared return type of ``alt.layer``."""
