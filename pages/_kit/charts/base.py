"""From an Altair chart to the constant spec that a lesson draws.

To author a chart and turn it into a dictionary takes Altair a tenth of a second and more; so each chart is built once
and kept, and a rerun sends data only. Channels are given as what they are (``alt.Text("label:N")``,
``alt.ColorValue(DATA)``): for a bare string or ``alt.value`` Altair looks through its whole schema, 7 ms each time.
"""

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
"""The named tables of one chart. The browser takes in anew only those whose bytes have changed."""


@dataclass(frozen=True)
class Look:
    """How large a chart speaks: on a page, or from a projector.

    Attributes
    ----------
    text, title : int
        Font sizes of marks and labels, and of axis titles, px.
    stroke : float
        Factor on every line width.
    stretch : float
        Factor on every chart height.
    """

    text: int
    title: int
    stroke: float
    stretch: float

    def height(self, pixels: int) -> int:
        """Chart height for a base height in px."""
        return round(pixels * self.stretch)


PAGE: Final = Look(text=13, title=14, stroke=1.0, stretch=1.0)
PROJECTOR: Final = Look(text=20, title=22, stroke=1.5, stretch=1.45)


_BUILDING: Final = RLock()


def built_once(maxsize: int) -> Callable[[Callable[P, Spec]], Callable[P, Spec]]:
    """Keep what a function builds, and let one thread at a time build.

    A room that comes to a fresh server asks for the same charts at once, and each visitor would build all of them. What
    Altair checks at every step, which takes as long as the building, is left to the tests: they call the function
    itself (``inspect.unwrap``).

    Parameters
    ----------
    maxsize : int
        How many specs are kept.
    """

    def decorate(build: Callable[P, Spec]) -> Callable[P, Spec]:
        kept = cast("Callable[P, Spec]", lru_cache(maxsize)(build))

        @wraps(build)
        def once(*args: P.args, **kwargs: P.kwargs) -> Spec:
            with _BUILDING, schemapi.debug_mode(False):
                return kept(*args, **kwargs)

        # The outer cache answers without waiting for a chart that is being built; the inner one answers who has waited.
        return cast("Callable[P, Spec]", lru_cache(maxsize)(once))

    return decorate


def finish(chart: alt.TopLevelMixin, look: Look, *, height: int, signals: list[Spec] | None = None) -> Spec:
    """Turn an Altair chart into a spec with the course's type sizes and line widths.

    Parameters
    ----------
    chart : altair chart
        Authored without data; its fields are columns of the table that is drawn with it.
    look : Look
        Page or projector.
    height : int
        Base height, px.
    signals : list of dict, optional
        Vega signals that live in the chart, as they stand in Vega (name, value, on).

    Returns
    -------
    dict
        A Vega-Lite spec without data. Treat it as read-only: it is shared by all sessions.
    """
    spec: Spec = chart.to_dict(validate=schemapi.DEBUG_MODE)
    _drop_data(spec)
    del spec["$schema"]
    spec["height"] = look.height(height)
    # A negative padding on the right would cut labels; a little room keeps the last tick whole on a phone.
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
        # The chart has a text alternative of its own. A role and a label on each of a thousand marks would be
        # noise to who listens, and a fifth of a second to who looks.
        "mark": {"aria": False},
        "view": {"stroke": None},
    }
    if look.stroke != 1.0:
        _thicken(spec, look.stroke)
    if signals:
        spec["params"] = spec.get("params", []) + signals
    return spec


def _drop_data(node: Any) -> None:
    """Remove the empty data that Altair gives to a chart without any; named data stay."""
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
    """Multiply line widths and areas of marks, in place; type has sizes of its own."""
    if isinstance(node, list):
        for child in node:
            _thicken(child, factor)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("strokeWidth", "size") and isinstance(value, int | float):
                node[key] = value * factor
            elif key != "config":
                _thicken(value, factor)


def table(**columns: ArrayLike) -> pa.Table:
    """Columns of one length as an Arrow table; single values are repeated, NaN becomes null.

    Arrow serializes in microseconds where a DataFrame takes a millisecond.
    """
    arrays = {name: _plain(np.asarray(values)) for name, values in columns.items()}
    rows = next((values.size for values in arrays.values() if values.ndim), 1)
    return pa.table(
        {
            name: pa.array(values if values.ndim else np.broadcast_to(values, rows), from_pandas=True)
            for name, values in arrays.items()
        }
    )


def sealed(part: pa.Table) -> bytes:
    """A table as the bytes that the browser gets: kept, it costs a rerun nothing."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, part.schema) as stream:
        stream.write_table(part)
    return bytes(sink.getvalue().to_pybytes())


def sealed_all(tables: Tables) -> Tables:
    """Every table of a chart as bytes, to be kept from one rerun to the next."""
    return {name: sealed(part) if isinstance(part, pa.Table) else part for name, part in tables.items()}


def unsealed(part: pa.Table | bytes) -> pa.Table:
    """The table again."""
    return part if isinstance(part, pa.Table) else pa.ipc.open_stream(part).read_all()


def stack(*tables: pa.Table) -> pa.Table:
    """One wide table from tables with different columns; what a table lacks is null."""
    return pa.concat_tables(tables, promote_options="default")


def _plain(values: np.ndarray) -> np.ndarray:
    """Numbers as float64, so that the columns of stacked tables have one type; the rest as it is."""
    return values.astype(np.float64) if values.dtype.kind in "iuf" else values


Layered: TypeAlias = alt.LayerChart | alt.FacetChart
"""What ``alt.layer`` is typed to return."""
