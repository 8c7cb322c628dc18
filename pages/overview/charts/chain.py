"""The overview's chain: the eight scenes as small pictures in one chart, colored up to the step that is shown.

They stand in one row, on a phone in two rows of four; a press on a picture selects its step.
"""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pages._kit.charts.base import PAGE, PROJECTOR, Look, Spec, Tables, built_once, finish, stack, table, to_bytes
from pages.overview.charts.axes import REST
from pages.overview.charts.picture import ROLES, color, lines, shape
from pages.overview.charts.scenes import scene
from pages.overview.charts.steps import STEPS

CHAIN_HEIGHT: Final = {PAGE: 152, PROJECTOR: 96}
SMALL: Final = ("area", "bar", "line", "link", "point")
EVERY: Final = 3
"""A small picture draws every third point of a curve."""

NARROW: Final = "(width < 620)"
COLUMN: Final = f"({NARROW} ? (datum.step - 1) % 4 : datum.step - 1)"
CELL: Final = f"(width / ({NARROW} ? 4 : 8))"
TOP: Final = f"({NARROW} && datum.step > 4 ? height / 2 : 0)"
LABEL: Final = f"({NARROW} ? 0.085 : 0.09) * height"
DEEP: Final = f"({NARROW} ? 0.305 * height : 0.75 * height)"
FLOOR: Final = f"({TOP} + ({NARROW} ? 0.46 : 0.96) * height)"


def _links_of(kind: str) -> alt.Chart:
    """Return the chain's rows of one kind, each with the step that is shown."""
    shown = alt.LookupData(data=alt.NamedData(name="now"), key="all", fields=["now", "version"])
    rows = alt.Chart(alt.NamedData(name="links")).transform_filter(f"datum.kind == '{kind}'")
    return rows.transform_lookup(lookup="all", from_=shown)


def _across(field: str) -> str:
    return f"({COLUMN} + 0.07 + 0.86 * datum.{field}) * {CELL}"


def _inside(field: str) -> str:
    """The horizontal place inside a picture's frame, with a margin."""
    return f"({COLUMN} + 0.12 + 0.76 * datum.{field}) * {CELL}"


def _up(field: str) -> str:
    return f"{FLOOR} - {DEEP} * (0.07 + 0.84 * datum.{field})"


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=None)


def _lit(chart: alt.Chart) -> alt.Chart:
    """Add color and opacity: pictures after the step that is shown are gray and faint."""
    return chart.transform_calculate(
        shown=f"datum.step <= datum.now ? datum.role : '{REST}'",
        light="datum.step <= datum.now ? 1 : 0.45",
    )


def _placed(chart: alt.Chart) -> alt.Chart:
    return _lit(chart).transform_calculate(
        px=_inside("u"), px2=_inside("u2"), py=_up("v"), py2=_up("v2"), base=f"{FLOOR} - 0.07 * {DEEP}"
    )


def _light(field: str = "light") -> alt.Opacity:
    return alt.Opacity(f"{field}:Q", legend=None, scale=None)


def _cells() -> list[alt.Chart]:
    cell = _lit(_links_of("cell")).transform_calculate(
        left=_across("zero"), right=_across("one"), top=f"{FLOOR} - {DEEP}", bottom=FLOOR,
        fill="datum.step == datum.now ? 0.16 : datum.step < datum.now ? 0.07 : 0.05",
        edge="datum.step == datum.now ? 2.5 : 0.8",
    )  # fmt: skip
    box: dict[str, Any] = {"x": _x("left"), "x2": alt.X2("right:Q"), "y": _y("top"), "y2": alt.Y2("bottom:Q")}
    return [
        cell.mark_rect(cornerRadius=6).encode(**box, color=color("shown"), opacity=_light("fill")),
        cell.mark_rect(cornerRadius=6, filled=False, strokeWidth=alt.ExprRef("datum.edge")).encode(
            **box, color=color("shown"), opacity=_light()
        ),
    ]


def _small() -> list[alt.Chart]:
    where: dict[str, Any] = {"x": _x("px"), "y": _y("py")}
    ends: dict[str, Any] = {**where, "x2": alt.X2("px2:Q"), "y2": alt.Y2("py2:Q")}
    shown = color("shown")
    faint: dict[str, Any] = {"opacity": alt.Opacity("faint:Q", legend=None, scale=None)}
    bars = _placed(_links_of("bar")).transform_calculate(faint="datum.strength * datum.light")
    return [
        _placed(_links_of("area")).mark_area(opacity=0.15, line=False).encode(
            **where, y2=alt.Y2("base:Q"), color=shown, detail=[alt.Detail("series:N"), alt.Detail("step:N")]
        ),
        bars.mark_rect().encode(**ends, color=shown, **faint),
        _placed(_links_of("link")).mark_rule(strokeWidth=0.8).encode(**ends, color=shown, opacity=_light()),
        *(lines(_placed(_links_of("line")), role, "shown").encode(**where, opacity=_light()) for role in ROLES),
        _placed(_links_of("point")).mark_point(filled=True, size=22).encode(
            **where, color=shown, shape=shape(), opacity=_light()
        ),
    ]  # fmt: skip


def _words(look: Look) -> list[alt.Chart]:
    """The names above the pictures, and an arrow between neighbors."""
    cell = _lit(_links_of("cell")).transform_calculate(
        middle=_across("half"), top=f"{TOP} + {LABEL}", after=_across("next"), level=f"{FLOOR} - {DEEP} / 2",
    )  # fmt: skip
    name: dict[str, Any] = {"x": _x("middle"), "y": _y("top"), "text": alt.Text("text:N"), "color": color("shown")}
    small = alt.ExprRef(f"{NARROW} ? {look.text - 1.5} : {look.text}")
    arrow = cell.transform_filter(f"datum.step < 8 && !({NARROW} && datum.step == 4)")
    return [
        cell.transform_filter("datum.step != datum.now").mark_text(baseline="middle", fontSize=small).encode(**name),
        cell.transform_filter("datum.step == datum.now")
        .mark_text(baseline="middle", fontSize=small, fontWeight=700)
        .encode(**name),
        arrow.mark_text(text="›", fontSize=look.text + 5, baseline="middle", dy=-1).encode(
            x=_x("after"), y=_y("level"), color=color("shown")
        ),
    ]


def _buttons() -> alt.Chart:
    """One invisible area for each picture and its name: a press selects the step."""
    pick = alt.selection_point(name="pick", on="click", fields=["step", "version"], clear=False, toggle=False)
    cell = _links_of("cell").transform_calculate(left=_across("zero"), right=_across("one"), top=TOP, bottom=FLOOR)
    area = cell.mark_rect(opacity=0, cursor="pointer", tooltip=False)
    return area.encode(x=_x("left"), x2=alt.X2("right:Q"), y=_y("top"), y2=alt.Y2("bottom:Q")).add_params(pick)


@built_once(4)
def chain(look: Look = PAGE) -> Spec:
    """Return the chain's spec, constant for a look and the same for every step."""
    chart = alt.layer(*_cells(), *_small(), *_words(look), _buttons())
    return finish(chart.properties(view=alt.ViewConfig(stroke=None)), look, height=CHAIN_HEIGHT[look])


@lru_cache(maxsize=1)
def _links() -> pa.Table:
    """Return the rows that are the same for every step: eight cells, and the marks of the eight scenes, thinned."""
    parts = []
    for step, link in enumerate(STEPS, 1):
        rows = scene(step)
        rows = rows.filter(pc.is_in(rows["kind"], pa.array(SMALL)))
        smooth = pc.is_in(rows["kind"], pa.array(["area", "line"]))
        keep = np.arange(rows.num_rows) % EVERY == 0
        rows = rows.filter(pc.or_(pc.invert(smooth), pa.array(keep)))
        cell = table(kind="cell", role=link.role, text=link.name, zero=0.0, half=0.5, one=1.0, next=1.0 + 0.07 / 0.86)
        both = stack(cell, rows)
        both = both.append_column("step", pa.array(np.full(both.num_rows, float(step))))
        parts.append(both)
    return stack(*parts)


@lru_cache(maxsize=1)
def _links_sealed() -> bytes:
    rows = _links()
    return to_bytes(rows.append_column("all", pa.array(np.ones(rows.num_rows))))


def chain_rows(now: int, version: int = 0) -> Tables:
    """Return the chain's tables: the links, which never change, and the one row that depends on the step.

    Parameters
    ----------
    now : int
        The step that the overview shows, 1 to 8.
    version : int
        Raised whenever the step changes, so that a second press on the same picture counts as a new selection.

    Returns
    -------
    dict of str to pyarrow.Table or bytes
    """
    return {"links": _links_sealed(), "now": table(all=1.0, now=[float(now)], version=version)}
