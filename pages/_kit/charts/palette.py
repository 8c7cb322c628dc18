"""The colors of the course, by what they mean.

The names are Streamlit's theme colors: a chart that says ``color=DATA`` is drawn in the light or the dark
theme's own shade (``.streamlit/config.toml``), so one constant spec serves both themes, and ``:orange[...]`` in
prose is the same color as the curve it speaks of.
"""

from typing import Final

DATA: Final = "orange"
"""Data speak: likelihood, log-likelihood, NLL, its gradient. Solid, 2 px."""

BELIEF: Final = "blue"
"""Belief before: prior, log-prior, penalty, weight decay. Dashed, 2 px."""

BOTH: Final = "green"
"""Both: posterior, log-joint, objective. Solid, 3 px."""

REST: Final = "gray"
"""References, data points, what is not in focus."""

CLASSES: Final = ("violet", "yellow", "gray")
"""Classes and other groups: never one of the three colors that carry the course's sentence."""

SHADES: Final = {
    "light": {DATA: "#D55E00", BELIEF: "#0072B2", BOTH: "#007A5A"},
    "dark": {DATA: "#F28E4B", BELIEF: "#56B4E9", BOTH: "#3DDBA8"},
}
"""What the names stand for; `.streamlit/config.toml` says the same, and a test compares them."""

BELIEF_DASH: Final = (6, 3)
LINE: Final = 2.0
STRONG: Final = 3.0

MLE_SHAPE: Final = "triangle-up"
MAP_SHAPE: Final = "diamond"
MEAN_SHAPE: Final = "circle"
