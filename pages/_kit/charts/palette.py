"""Colors, lines and shapes of the charts, named by their meaning.

The values are names of Streamlit's theme colors. A chart with ``color=DATA`` is drawn in the shade of the light or the
dark theme (``.streamlit/config.toml``), so one constant spec serves both, and ``:orange[...]`` in prose has the same
color as the curve that it describes.
"""

from typing import Any, Final

DATA: Final = "orange"
"""The data: likelihood, log-likelihood, NLL, its gradient. Solid lines, 2 px."""

BELIEF: Final = "blue"
"""The belief before the data: prior, log-prior, penalty, weight decay. Dashed lines, 2 px."""

BOTH: Final = "green"
"""Data and belief together: posterior, log-joint, objective. Solid lines, 3 px."""

REST: Final = "gray"
"""Reference lines, data points, and everything that is not in focus."""

CLASSES: Final = ("violet", "yellow", "gray")
"""Classes and other groups; never one of the three colors above, which have a meaning."""

SHADES: Final = {
    "light": {DATA: "#D55E00", BELIEF: "#0072B2", BOTH: "#007A5A"},
    "dark": {DATA: "#F28E4B", BELIEF: "#56B4E9", BOTH: "#3DDBA8"},
}
"""The shade of each color in each theme, as in ``.streamlit/config.toml``; a test compares the two."""

CLASS_SHADES: Final = {
    "light": dict(zip(CLASSES, ("#7B5EA7", "#B8860B", "#6B6F76"), strict=True)),
    "dark": dict(zip(CLASSES, ("#B39DDB", "#E0B84C", "#A2A7B0"), strict=True)),
}
"""The shade of each class, as ``SHADES``."""

LABELS: Final = {"#D55E00": "#B34700", "#B8860B": "#8A6100", "#808495": "#63677A"}
"""Text that a chart writes in the first shade is drawn in the second, which has a contrast of 4.5 : 1 with the page.
Lines need 3 : 1 and keep the first. All are shades of the light theme: data, a class, the numbers of axes."""

BELIEF_DASH: Final = (6, 3)
LINE: Final = 2.0
STRONG: Final = 3.0

MLE_SHAPE: Final = "triangle-up"
MAP_SHAPE: Final = "diamond"
MEAN_SHAPE: Final = "circle"

HALO: Final[dict[str, Any]] = {
    "fill": "none",
    "stroke": "Canvas",
    "strokeWidth": 4,
    "strokeJoin": "round",
    "strokeOpacity": 0.8,
}
"""Mark properties of an outline in the page's background color, light or dark, for text that may cross a line."""
