"""The trajectory's chart: a constant spec, rows that are finite and within the plane, marks at the walk's values."""

import json
import math
import re
from itertools import pairwise

import numpy as np
import pytest

from core.logistic.posterior import grid, mode_fit
from core.sampling.walk import Moment, Walk, moments, walk
from pages._kit.charts.base import PAGE, PROJECTOR, Tables, from_bytes
from pages.big_picture.charts.hmc import spec
from pages.big_picture.charts.hmc_rows import BINS, rows, window

GOOD, BOLD = walk(0.1, 10), walk(0.5, 30)


def of(tables: Tables, name: str) -> list[dict[str, float]]:
    return from_bytes(tables[name]).to_pylist()


def pairs(tables: Tables, name: str) -> np.ndarray:
    return np.array([[row["w1"], row["w2"]] for row in of(tables, name)]).reshape(-1, 2)


@pytest.mark.parametrize("look", [PAGE, PROJECTOR])
def test_the_spec_is_constant_and_names_the_tables_it_gets(look) -> None:
    text = json.dumps(spec(look))
    assert spec(look) is spec(look) and '"values"' not in text and '"datasets"' not in text
    assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(rows(GOOD, Moment(1, 4)))


@pytest.mark.parametrize("run", [GOOD, BOLD], ids=["good", "bold"])
def test_every_moment_is_finite_and_no_mark_leaves_the_plane(run: Walk) -> None:
    for moment in moments(run.n_steps)[::3]:
        tables = rows(run, moment)
        for name, part in tables.items():
            for column in from_bytes(part).column_names:
                values = [value for value in from_bytes(part)[column].to_pylist() if isinstance(value, float)]
                assert all(map(math.isfinite, values)), (name, column)
        for name in ("draw", "way", "way_point", "begin", "head", "end"):
            found = pairs(tables, name)
            assert np.all((found >= window()[:, 0] - 1e-9) & (found <= window()[:, 1] + 1e-9)), name
        for row in [*of(tables, "way"), *of(tables, "head")]:
            assert window()[0, 0] - 1e-9 <= row["a1"] <= window()[0, 1] + 1e-9
            assert window()[1, 0] - 1e-9 <= row["a2"] <= window()[1, 1] + 1e-9


def test_a_way_is_drawn_from_point_to_point_with_its_momentum_at_the_head() -> None:
    tables = rows(GOOD, Moment(2, 4))
    way = GOOD.path[1, :5]
    np.testing.assert_allclose(pairs(tables, "way"), way[:-1], atol=1e-12)
    np.testing.assert_allclose([[row["a1"], row["a2"]] for row in of(tables, "way")], way[1:], atol=1e-12)
    np.testing.assert_allclose(pairs(tables, "begin"), way[:1])
    (arrow,) = of(tables, "head")
    along = np.array([arrow["a1"] - arrow["w1"], arrow["a2"] - arrow["w2"]])
    cosine = along @ GOOD.momentum[1, 4] / np.linalg.norm(along) / np.linalg.norm(GOOD.momentum[1, 4])
    assert cosine == pytest.approx(1.0, abs=1e-9)
    assert not of(tables, "end") and len(of(tables, "draw")) == 4


def test_a_piece_that_leaves_the_plane_is_cut_on_its_line() -> None:
    pieces = of(rows(BOLD, Moment(1, 30)), "way")
    points = BOLD.path[0]
    assert pieces
    for row in pieces:
        begin, end = np.array([row["w1"], row["w2"]]), np.array([row["a1"], row["a2"]])
        # On the line through two of the trajectory's successive points.
        away = [
            abs(np.linalg.det(np.array([b - a, at - a]))) / np.linalg.norm(b - a)
            for at in (begin, end)
            for a, b in pairwise(points)
        ]
        assert min(away[: len(points) - 1]) < 1e-6 and min(away[len(points) - 1 :]) < 1e-6


def test_the_end_of_a_trajectory_shows_its_verdict() -> None:
    for which in (1, 2, *(int(at) + 1 for at in np.flatnonzero(~GOOD.accepted[0])[:2])):
        (end,) = of(rows(GOOD, Moment(which, 10)), "end")
        assert end["taken"] == GOOD.accepted[0, which - 1]
        assert end["label"] == ("accepted" if end["taken"] else "rejected")
        assert not of(rows(GOOD, Moment(which, 10)), "head")
    assert not of(rows(GOOD, Moment(0, 10)), "end") and not of(rows(GOOD, Moment(0, 10)), "draw")


@pytest.mark.parametrize("place", [0, 1])
def test_the_bars_are_a_density_and_agree_with_the_exact_one(place: int) -> None:
    tables = rows(GOOD, moments(10)[-1])
    weight, height = f"w{place + 1}", f"d{place + 1}"
    bars = of(tables, f"bars{place + 1}")
    draws = GOOD.position[:, 1:, place]
    inside = np.mean((draws >= window()[place, 0]) & (draws <= window()[place, 1]))
    assert sum(bar[height] * (bar["end"] - bar[weight]) for bar in bars) == pytest.approx(inside)
    exact = of(tables, f"exact{place + 1}")
    nodes, line = np.array([row[weight] for row in exact]), np.array([row[height] for row in exact])
    np.testing.assert_allclose(line, np.interp(nodes, (grid().w1, grid().w2)[place], grid().marginal(place)))
    off = [abs(bar[height] - np.interp((bar["end"] + bar[weight]) / 2, nodes, line)) for bar in bars]
    # A bar's height has the standard error sqrt(f / (n width)) at most, if each draw counts as an independent one.
    width = (window()[place, 1] - window()[place, 0]) / BINS
    assert max(off) < 4 * math.sqrt(line.max() / (draws.size * width))


def test_a_leapfrog_step_changes_only_the_trajectory() -> None:
    before, after = rows(GOOD, Moment(2, 3)), rows(GOOD, Moment(2, 4))
    assert {name for name in before if before[name] != after[name]} == {"way", "way_point", "head"}


def test_the_window_is_around_the_top() -> None:
    assert np.all((window()[:, 0] < mode_fit().weights) & (mode_fit().weights < window()[:, 1]))
