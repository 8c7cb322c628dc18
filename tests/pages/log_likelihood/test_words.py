"""What lesson 3 says, at the settings of its controls where a sentence could be false."""

import numpy as np
import pytest

from core.likelihood import coin, underflow
from core.likelihood.counts import Counts
from core.likelihood.coverage import lowest_coverage
from tests.pages.log_likelihood.test_page import lesson, words
from tests.support.app import figure


@pytest.mark.parametrize(
    ("heads", "tails", "step", "top"),
    [
        (7, 3, "each flip adds its log p", True),
        (60, 0, "each flip adds its log p", False),
        (61, 0, "all flips are one step", False),
        (700, 300, "heads and tails each add all their log p at once", True),
        (0, 0, "no flip, no step", False),
    ],
)
def test_how_to_read_names_the_marks_that_these_flips_have(heads: int, tails: int, step: str, top: bool) -> None:
    said = words(lesson(heads=str(heads), tails=str(tails)))
    assert f"Left, {step}" in said
    assert ("Dotted: the parabola at the top" in said) == top


def test_near_the_peak_the_right_panel_is_read_from_the_top() -> None:
    app = lesson(heads="5067", tails="4933")
    assert "Right, how far ℓ lies below its top" in words(app)
    app.button_group(key="window").set_value("whole axis").run()
    assert "Right, ℓ for every θ" in words(app)


@pytest.mark.parametrize(
    ("heads", "tails", "theta", "note"),
    [
        ("10", "0", "1", "the top is at this end"),
        ("10", "0", "0.5", "uphill is right"),
        ("0", "10", "0", "the top is at this end"),
        ("0", "10", "1", "uphill is left"),
        ("7", "3", "0", "uphill is right"),
        ("0", "0", "1", "flat"),
    ],
)
def test_nothing_is_uphill_of_a_top_at_the_end_of_the_axis(heads: str, tails: str, theta: str, note: str) -> None:
    app = lesson(heads=heads, tails=tails, theta=theta)
    assert next(metric.delta for metric in app.metric if metric.label == "Score") == note


def test_the_fine_print_holds_without_flips_and_with_many() -> None:
    said = words(lesson(heads="0", tails="0"))
    assert "Without flips both are 0." in said
    assert float(coin.observed_information(0.3, Counts(0, 0))) == float(coin.fisher_information(0.3, Counts(0, 0))) == 0
    assert "Up to 60 flips, each coin stands over its step" in said


@pytest.mark.parametrize(
    ("heads", "tails", "near", "safe"),
    [
        ("10", "0", "from 0.825 to 1.", "from 0.692 to 1."),
        ("0", "10", "from 0 to 0.175.", "from 0 to 0.308."),
        ("1", "0", "from 0.147 to 1.", "from 0.0250 to 1."),
        # An end near 1 keeps the digits that distinguish it from 1.
        ("1000000", "0", "from 0.99999808 to 1.", "from 0.99999631 to 1."),
    ],
)
def test_at_an_edge_the_interval_is_named_with_its_level_and_its_failure(
    heads: str, tails: str, near: str, safe: str
) -> None:
    said = words(lesson(heads=heads, tails=tails))
    assert f"of the top lie all θ {near} That is a 95 % interval for many flips and a θ inside the axis" in said
    assert f"at least 95 % of the time, goes {safe}" in said
    assert f"With 10 flips, the 1.92-nat interval holds some θ only {100 * lowest_coverage(10):.1f} %" in said


@pytest.mark.parametrize(("heads", "tails"), [(7, 3), (10, 0), (3, 9)])
def test_where_observed_and_expected_information_agree(heads: int, tails: int) -> None:
    app, counts = lesson(heads=str(heads), tails=str(tails)), Counts(heads, tails)
    assert "At an inner top a coin's observed information" in words(app)
    assert "elsewhere they differ, except at θ = 1/2" in words(app)
    shown = next(metric for metric in app.metric if metric.label == "Fisher information")
    assert "At an inner top it is minus the curvature" in shown.help
    theta = np.arange(1001) / 1000
    agree = np.isclose(coin.observed_information(theta, counts), coin.fisher_information(theta, counts), rtol=1e-9)
    # At the edge of one-sided flips they differ: 10 against infinity for 10 heads.
    inner = {heads / counts.n} if tails else set()
    assert set(theta[agree]) - {0.0, 1.0} == {0.5} | inner
    assert tails or not agree[-1]


def test_the_formats_that_round_ten_thousand_fair_flips_to_zero_are_named() -> None:
    said = words(lesson())
    assert "Float16, float32 and float64 all round that to 0" in said
    assert "No float holds that" not in said
    assert all((underflow.zero_from(0.5, name) or 10_001) <= 10_000 for name in underflow.FORMATS)


@pytest.mark.parametrize(
    ("p", "read"),
    [
        (0.0, "One factor of 0 makes every product 0"),
        (0.3, "which stops where it becomes 0."),
        (0.5, "which stops where it becomes 0."),
        (0.501, "which for p above 0.5 never becomes 0"),
        (0.9, "which for p above 0.5 never becomes 0"),
        (0.999, "which for p above 0.5 never becomes 0"),
        (1.0, "With factors of 1, none falls."),
    ],
)
def test_how_to_read_the_products_follows_the_factor(p: float, read: str) -> None:
    app = lesson(scene="underflow")
    app.slider(key="p").set_value(p).run()
    assert read in words(app)
    assert ("becomes 0" in words(app)) == (0 < p < 1)
    lost = [underflow.first_zero(p, name) is not None for name in underflow.FORMATS]
    assert lost == [p <= 0.5] * len(underflow.FORMATS)


@pytest.mark.parametrize("p", [0.046, 0.148, 0.3])
def test_the_note_names_the_factor_at_which_the_product_is_lost(p: float) -> None:
    lost = underflow.first_zero(p, "float64")
    assert lost is not None
    app = lesson(p=str(p), n=str(lost))
    assert figure(app, "Product (float64)") == "0"
    assert f"Float64 lost it at n = {lost}." in words(app)
    app.number_input(key="n").set_value(lost - 1).run()
    assert figure(app, "Product (float64)") != "0"
    assert f"With {lost} factors it will not" in words(app)


@pytest.mark.parametrize("n", ["100", "7000"])
def test_a_product_that_will_get_stuck_is_not_said_to_vanish(n: str) -> None:
    assert "With more factors it gets stuck above 0" in words(lesson(n=n, p="0.9"))
    assert "it will not" not in words(lesson(n=n, p="0.9"))
