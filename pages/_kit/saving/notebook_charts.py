"""Code that draws a chart of a worked example's variables with Altair, for the notebook of a lesson.

It needs Altair and NumPy alone: rows are plain dictionaries, so that no pandas is asked for. Colors mean what they mean
in the course.
"""

import json
from collections.abc import Mapping
from typing import Final, Literal

from pages._kit.charts.palette import CLASS_SHADES, REST, SHADES

SHADE: Final = SHADES["light"] | CLASS_SHADES["light"]
"""The shade of each color in the light theme; a notebook's charts stand on white."""

Curves = Mapping[str, tuple[str, str]]
"""The expression and the color (one of the palette's names) of each curve, by its name."""

AROUND_THE_TOP: Final = """\
# The thetas around the top of Beta({a}, {b}), where the curve is not negligible.
A, B = {a}, {b}
middle, width = A / (A + B), np.sqrt(A * B / (A + B + 1)) / (A + B)
grid = np.linspace(max(middle - 8 * width, 0), min(middle + 8 * width, 1), 502)[1:-1]"""


def coin_grid(a: str, b: str) -> str:
    """Code that defines ``grid``, the thetas that matter under a Beta(``a``, ``b``), both expressions."""
    return AROUND_THE_TOP.format(a=a, b=b)


COIN_LOG_LIKELIHOOD: Final = (
    coin_grid("1 + heads", "1 + tails") + "\nlog_l = heads * np.log(grid) + tails * np.log1p(-grid)"
)
"""Code that defines ``grid``, the thetas that matter after the flips, and ``log_l``, their log-likelihood."""


def lines(
    x: str,
    curves: Curves,
    axes: tuple[str, str],
    *,
    before: str = "",
    points: tuple[str, str] | None = None,
    log: bool = False,
    mark: Literal["line", "point"] = "line",
    lowest: float | None = None,
) -> str:
    """Code of a line chart.

    Parameters
    ----------
    x : str
        The expression of the horizontal axis, an array.
    curves : mapping
        The curves over it.
    axes : tuple of str
        The titles of both axes, with their units.
    before : str
        Code that comes first.
    points : tuple of str, optional
        The names of points to draw behind the curves.
    log : bool
        Whether both axes are logarithmic.
    mark : {"line", "point"}
        How the curves are drawn.
    lowest : float, optional
        Rows below it are left out.
    """
    scale = '.scale(type="log")' if log else ""
    keep = "np.isfinite(y)" + (f" and y > {lowest:g}" if lowest is not None else "")
    behind = ""
    if points:
        behind = f"""
seen = [{{"x": x, "y": y}} for x, y in zip({points[0]}.tolist(), {points[1]}.tolist())]
dots = alt.Chart(alt.Data(values=seen)).mark_circle(color="{SHADE[REST]}").encode(x="x:Q", y="y:Q")"""
    return f"""{_head(before)}curves = {_values(curves)}
colors = {_colors(curves)}
rows = [
    {{"x": x, "y": y, "curve": name}}
    for name, values in curves.items()
    for x, y in zip({_array(x)}.tolist(), values.tolist())
    if {keep}
]{behind}
chart = alt.Chart(alt.Data(values=rows)).mark_{mark}().encode(
    x=alt.X("x:Q").title({_quoted(axes[0])}){scale or ".scale(zero=False)"},
    y=alt.Y("y:Q").title({_quoted(axes[1])}){scale},
    color=alt.Color("curve:N").title(None).scale(domain=list(colors), range=list(colors.values())),
)
{"(dots + chart)" if points else "chart"}.properties(width=560, height=320)"""


def bars(names: str, curves: Curves, axes: tuple[str, str], *, before: str = "") -> str:
    """Code of a bar chart: a group of bars for each of ``names``, an expression; the rest as in :func:`lines`."""
    return f"""{_head(before)}heights = {_values(curves)}
colors = {_colors(curves)}
rows = [
    {{"name": name, "y": y, "what": what}}
    for what, values in heights.items()
    for name, y in zip({names}, np.asarray(values, dtype=float).tolist())
    if np.isfinite(y)
]
chart = alt.Chart(alt.Data(values=rows)).mark_bar().encode(
    x=alt.X("name:N").title({_quoted(axes[0])}).sort(None),
    xOffset=alt.XOffset("what:N").sort(None),
    y=alt.Y("y:Q").title({_quoted(axes[1])}),
    color=alt.Color("what:N").title(None).scale(domain=list(colors), range=list(colors.values())),
)
chart.properties(width=560, height=320)"""


def _head(before: str) -> str:
    return "import altair as alt\n\n" + (f"{before}\n" if before else "")


def _array(expression: str) -> str:
    """The expression, in parentheses if it would otherwise end too early before a dot."""
    return f"({expression})" if " " in expression else expression


def _values(curves: Curves) -> str:
    inside = "".join(f"    {_quoted(name)}: {value},\n" for name, (value, _) in curves.items())
    return "{\n" + inside + "}"


def _colors(curves: Curves) -> str:
    return "{" + ", ".join(f"{_quoted(name)}: {_quoted(SHADE[color])}" for name, (_, color) in curves.items()) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
