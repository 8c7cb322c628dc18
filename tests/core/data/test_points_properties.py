"""Splits of any points, and any CSV file of points."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.data.own.cells import DataProblem
from core.data.own.points import FEWEST_ROWS, read_points
from core.data.points import SHAPES, Points, is_constant, make_shape, shape_split, split, split_rows

few = settings(max_examples=25)
seeds = st.integers(0, 2**32)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Points, int, int]:
    """Points of 2 or 3 classes, none of them empty, with a number of training rows and a seed."""
    k = draw(st.integers(2, 3))
    rest = draw(st.lists(st.integers(0, k - 1), min_size=1, max_size=40))
    y = np.array([*range(k), *rest])
    x = draw(arrays(np.float64, (len(y), 2), elements=st.floats(-1e12, 1e12)))
    n_train = draw(st.integers(k, len(y) - 1))
    return Points(x, y, ("u", "v"), ("a", "b", "c")[:k]), n_train, draw(seeds)


@few
@given(problems())
def test_every_row_is_in_one_part_and_classes_are_split_in_proportion(problem: tuple[Points, int, int]) -> None:
    points, n_train, seed = problem
    rows = split_rows(points.y, n_train, points.n_classes, seed)
    assert len(rows.train) == n_train
    assert sorted([*rows.train, *rows.held_out]) == list(range(points.n))
    train, all_rows = (np.bincount(y, minlength=points.n_classes) for y in (points.y[rows.train], points.y))
    assert train.min() >= 1
    # Rounding, and the guaranteed row of each class, change the numbers by less than the number of classes.
    assert np.all(np.abs(train - n_train * all_rows / points.n) < points.n_classes)


@few
@given(problems())
def test_the_training_part_has_mean_0_and_sd_1(problem: tuple[Points, int, int]) -> None:
    points, n_train, seed = problem
    parts = split(points, n_train, seed)
    assert np.all(np.isfinite(parts.train.x))
    assert np.all(np.isfinite(parts.held_out.x))
    rows = split_rows(points.y, n_train, points.n_classes, seed)
    for j in range(2):
        raw, z = points.x[rows.train, j], parts.train.x[:, j]
        if is_constant(raw):
            assert parts.scale[j] == 1
            continue
        # The mean rounds to a few ulp of the largest value, divided by the standard deviation.
        error = 1e-14 * np.abs(raw).max() / parts.scale[j] + 1e-12
        assert abs(z.mean()) <= error
        assert abs(z.std() - 1) <= error


@few
@given(problems(), st.floats(-1e6, 1e6))
def test_held_out_values_change_nothing_in_training(problem: tuple[Points, int, int], value: float) -> None:
    points, n_train, seed = problem
    rows = split_rows(points.y, n_train, points.n_classes, seed)
    x = points.x.copy()
    x[rows.held_out] = value
    before, after = split(points, n_train, seed), split(Points(x, points.y, *_names(points)), n_train, seed)
    np.testing.assert_array_equal(before.train.x, after.train.x)
    np.testing.assert_array_equal(before.mean, after.mean)
    np.testing.assert_array_equal(
        after.held_out.x, np.tile((value - before.mean) / before.scale, (len(x) - n_train, 1))
    )


def _names(points: Points) -> tuple[tuple[str, str], tuple[str, ...]]:
    return points.features, points.classes


@few
@given(st.sampled_from(SHAPES), st.integers(6, 200), st.floats(0, 1), seeds)
def test_a_shape_splits_the_same_way_every_time(name: str, n_train: int, noise: float, seed: int) -> None:
    one, two = (shape_split(name, n_train, noise, seed) for _ in range(2))
    np.testing.assert_array_equal(one.train.x, two.train.x)
    np.testing.assert_array_equal(one.held_out.x, two.held_out.x)
    for part in (one.train, one.held_out):
        counts = np.bincount(part.y, minlength=part.n_classes)
        assert counts.max() - counts.min() <= 2  # all points are balanced to within one, and so is their split
    whole = make_shape(name, one.train.n + one.held_out.n, noise, seed).x
    back = one.raw(np.concatenate([one.train.x, one.held_out.x]))
    np.testing.assert_allclose(np.sort(back, axis=0), np.sort(whole, axis=0), rtol=0, atol=1e-12)


near_csv = st.lists(
    st.lists(st.sampled_from(["1", "2.5", "-3", "1e13", "1,5", "", "nan", "a", "b", '"', "é", "x"]), max_size=4),
    max_size=16,
)


@few
@given(near_csv, st.sampled_from([",", ";", "\t"]), st.booleans())
def test_any_file_gives_points_or_one_error_sentence(rows: list[list[str]], separator: str, header: bool) -> None:
    lines = [separator.join(row) for row in rows]
    content = "\n".join([separator.join(["x", "y", "label"]), *lines] if header else lines)
    try:
        points = read_points(content.encode())
    except DataProblem as problem:
        text = str(problem)
        assert text[0].isupper()
        assert text.endswith(".")
        assert text.isprintable()
        assert len(text) < 200
    else:
        assert points.n >= FEWEST_ROWS


cell = st.floats(-1e12, 1e12)


@few
@given(st.lists(st.tuples(cell, cell), min_size=12, max_size=30), st.sampled_from([",", ";", "\t"]))
def test_a_written_file_is_read_back(rows: list[tuple[float, float]], separator: str) -> None:
    rows = [*rows, (0, 0), (1, 1)]  # makes sure that the features vary
    lines = [separator.join([repr(float(a)), repr(float(b)), f"k{i % 3}"]) for i, (a, b) in enumerate(rows)]
    points = read_points("\n".join([separator.join(["x", "y", "kind"]), *lines]).encode())
    np.testing.assert_array_equal(points.x, rows)
    assert points.classes == ("k0", "k1", "k2")
    np.testing.assert_array_equal(points.y, np.arange(len(rows)) % 3)
