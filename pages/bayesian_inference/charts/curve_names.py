"""Positions for the names of prior, likelihood and posterior: at a top or on a flank, away from one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.belief.intervals import Region
from pages.bayesian_inference.charts.densities import Density, heights


class Name(NamedTuple):
    """A row of the table of names: position, text, alignment, and offset in px."""

    role: str
    theta: float
    y: float
    label: str
    align: str
    dx: float
    dy: float
    lift: float = 0.0
    """The number of lines that the label is raised, so that two lines end where one line would."""


def at_top(
    role: str, density: Density, at: list[float], text: str, window: tuple[float, float], top: float,
    *, side: int, room: float, beside: float,
) -> Name:  # fmt: skip
    """The name of a curve at its top; at its median if the top is an end, at ``beside`` without a single top."""
    lower, upper = window
    width = upper - lower
    lift = float(text.count("|"))
    if len(at) != 1:
        theta = lower + beside * width
        # A curve with two tops is low in the middle; a curve without a top is flat.
        y = 0.86 * top if at else min(float(heights(density, np.array([theta]))[0]), 0.9 * top)
        return Name(role, theta, y, text, "center", 0.0, -5.0, lift)
    theta = at[0]
    if theta in (0.0, 1.0):
        side = 1 if theta == 0 else -1
        theta = min(max(float(density.ppf(0.5)), lower), upper)
    elif (theta - lower) / width < room:
        side = 1
    elif (theta - lower) / width > 1 - room:
        side = -1
    y = min(float(heights(density, np.array([theta]))[0]), 0.88 * top)
    return Name(role, theta, y, text, "left" if side > 0 else "right", 9.0 * side, 1.0, lift)


def at_mean(mean: float, text: str, region: Region, window: tuple[float, float], room: float) -> Name:
    """The name of the mean over its circle, or beside the shaded region if that is too narrow."""
    pieces, width = region.pieces, window[1] - window[0]
    if len(pieces) == 1 and pieces[0].upper - pieces[0].lower < 0.6 * room * width:
        return Name("mean", min(window[1], pieces[0].upper), 0.0, text, "left", 6.0, -4.0)
    return Name("mean", mean, 0.0, text, "center", 0.0, -9.0)


def of_prior(prior: Density, name: str, after: float, window: tuple[float, float], top: float, room: float) -> Name:
    """The name of the prior on its flank away from the posterior mean ``after``, or in a corner if it does not fit."""
    lower, upper = window
    width = upper - lower
    # ``room`` is meant for about 16 characters, the longer line of a label at a top.
    room *= len(name) / 16
    left = prior.mean <= after
    flank = float(prior.ppf(0.2 if left else 0.8))
    at = (flank - lower) / width
    if (at > room if left else at < 1 - room) and 0 <= at <= 1:
        height = float(heights(prior, np.array([flank]))[0])
        side, dy = ("right", 0.0) if left else ("left", 0.0)
    else:
        left = at < 0.5
        flank = lower + 0.012 * width if left else upper - 0.012 * width
        beside = np.linspace(0.012, room, 40) * width
        height = float(heights(prior, lower + beside if left else upper - beside).max())
        side, dy = ("left" if left else "right"), -6.0
    arrow = ("◀ " if at < 0 else "", " ▶" if at > 1 else "")
    words, dx = f"{arrow[0]}{name}{arrow[1]}", -8.0 if side == "right" else 8.0
    return Name("prior", flank, min(height, 0.88 * top), words, side, dx, dy)
