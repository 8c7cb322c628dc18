"""What lesson 2 says, at the settings of its controls where a sentence could be false."""

import pytest

from core.likelihood import coverage
from tests.pages.likelihood.test_own_data import paste
from tests.pages.likelihood.test_page import likelihood, note_of, words
from tests.support.app import figure


@pytest.mark.parametrize(("heads", "tails"), [("0", "0"), ("7", "3"), ("700000", "300000")])
def test_how_to_read_and_the_insight_hold_for_any_number_of_flips(heads: str, tails: str) -> None:
    said = words(likelihood(heads=heads, tails=tails))
    # Of many flips not every bar is drawn; without flips the area is 1.
    assert "over all numbers of heads, the probabilities sum to 1" in said
    assert "over all data it sums to 1, over all θ it need not" in said
    assert "(for measurements, their density)" in said


def test_the_help_of_the_area_allows_an_area_of_one() -> None:
    app = likelihood(heads="0", tails="0")
    area = next(metric for metric in app.metric if metric.label == "Area under L(θ)")
    assert "need not be 1" in area.help


def test_training_looks_for_the_lowest_point_of_a_loss() -> None:
    said = words(likelihood())
    assert "Training looks for its lowest point" in said
    assert "looks for its peak" not in said


def test_the_fine_print_says_where_the_interval_fails() -> None:
    assert f"{100 * coverage.lowest_coverage(10):.1f} % of the time" in words(likelihood())


def test_the_isolines_are_intervals_with_many_readings_only() -> None:
    app = likelihood(data="newcomb")
    app.button_group(key="view").set_value("surface").run()
    assert "with many readings, 0.5 spans about one standard error to each side" in words(app)


def test_the_area_of_one_count_of_events_is_one_and_the_note_allows_it() -> None:
    app = paste(likelihood(heads="7"), "counts of events", "3")
    assert figure(app, "Area under L(θ)") == "1.000"
    assert note_of(app, "Area under L(θ)") == "need not be 1"


@pytest.mark.parametrize("view", ["known", "surface"])
def test_the_note_on_the_area_of_readings_is_true_at_any_area(view: str) -> None:
    app = likelihood(data="newcomb")
    app.button_group(key="view").set_value(view).run()
    assert "need not be 1" in note_of(app, "Area under L(θ)")


def test_the_curve_of_the_rate_rises_towards_the_mean_of_events() -> None:
    """Of 0, 0, 0, 0 and 100 the best rate is 20, where hardly a bar meets a dot."""
    app = paste(likelihood(heads="7"), "counts of events", "0 0 0 0 100")
    assert figure(app, "MLE θ̂") == "20.000"
    assert "rises towards the mean of the dots" in words(app)
    assert "agree best" not in words(app)


def test_a_window_says_that_a_theta_off_it_has_no_ring() -> None:
    app = likelihood(heads="5067", tails="4933", theta="0.9")
    assert "lies off this window" in words(app)
    assert "For a θ off this window there is no ring" in words(app)
    app.button_group(key="window").set_value("whole axis").run()
    assert "off this window" not in words(app)


def test_the_fine_print_says_that_without_flips_there_is_no_mle() -> None:
    app = likelihood(heads="0", tails="0")
    assert figure(app, "MLE θ̂") == "every θ"
    assert "at 0 and at 1 too; without flips there is none" in words(app)


def test_the_surface_is_read_by_the_strength_of_its_color() -> None:
    """In the dark theme a higher density is lighter."""
    app = likelihood(data="newcomb")
    app.button_group(key="view").set_value("surface").run()
    assert "The stronger the color, the higher the density" in words(app)
    assert "darker" not in words(app)


def test_before_there_are_data_no_example_is_offered() -> None:
    app = likelihood(data="yours")
    assert not app.code
    assert "it runs as it stands" not in words(app)
    assert "it runs as it stands" in words(likelihood())
