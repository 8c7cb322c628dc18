"""Lesson 7's sentences at the ends of the fields: without a regularizer, one weight, few examples, every kind."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.regularization import augmentation, data_size, early_stopping, kinds
from core.regularization.coordinate_descent import GAP, MAX_SWEEPS, descend
from core.regularization.least_squares import least_squares
from core.regularization.problem import held_out_nll, problem
from core.regularization.strength import KINDS, Kind, setting
from pages.regularization.charts import l1_gap
from tests.support.app import figure, open_lesson


def lesson(**query: str) -> AppTest:
    app = open_lesson("7_regularization.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info, *app.header])


def helped(app: AppTest, label: str) -> str:
    return str(next(metric.proto.help for metric in app.metric if metric.label == label))


@pytest.mark.parametrize("kind", KINDS)
def test_at_strength_0_nothing_is_regularized(kind: Kind) -> None:
    app = lesson(kind=kind)
    assert "Regularized: the 12 weights" in words(app) and "nothing is regularized" not in words(app)
    app.slider(key="strength").set_value(0.0).run()
    assert "nothing is regularized" in words(app) and "Regularized: the" not in words(app)
    app.slider(key="n_points").set_value(4).run()
    assert ("without a band" in words(app)) == (kind == "l2")


def test_the_readings_hold_at_every_strength() -> None:
    assert "For λ > 0 the fit is its MAP" in words(lesson(strength="0"))
    assert "For λ > 0 the MAP of a Laplace prior" in words(lesson(kind="l1", strength="0"))
    assert "does not arrive" not in words(lesson(kind="early-stopping", strength="0"))
    assert "For λ > 0 the fit is its MAP" in words(lesson(scene="kind", strength="0"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_stop_of_the_slider_is_below_the_lowest_held_out_nll(kind: Kind) -> None:
    for degree, n, seed in ((1, 20, 0), (3, 4, 1), (8, 20, 2), (12, 80, 0)):
        here = problem(degree, n, seed)
        stops = [held_out_nll(kinds.fit(kind, here, round(0.01 * k, 2)), here) for k in range(101)]
        assert kinds.sweep(kind, here).held_out.min() == pytest.approx(min(stops), abs=1e-12)


def test_the_strongest_preset_is_not_called_too_strong_where_the_strongest_is_best() -> None:
    assert kinds.sweep("l2", problem(1, 4, 0)).best >= 0.9
    app = lesson(degree="1", n_points="4")
    assert [app.button(key=f"strength_{place}").label for place in range(3)] == ["None", "Best held-out", "Very strong"]


def test_noise_and_its_penalty_give_one_curve_for_a_line_and_without_noise() -> None:
    app = lesson(scene="kind", kind="augmentation")
    for degree, strength in ((12, 0.4), (2, 0.01), (1, 0.4), (1, 1.0), (12, 0.0)):
        app.slider(key="degree").set_value(degree)
        app.slider(key="strength").set_value(strength).run()
        here, noise = problem(degree, 20, 0), setting("augmentation", strength).value
        found = augmentation.answers(here, noise)
        apart = augmentation.distance(found.noisy, found.penalized) > 1e-9
        assert ("is not the noisy one" in words(app)) == apart == (figure(app, "Curves apart") != "0")
        assert ("the same curve, whatever the noise" in words(app)) == (degree == 1 and strength > 0)
        assert ("Without noise" in words(app)) == (strength == 0)


def test_reflected_copies_are_a_prior_that_holds_the_odd_weights_at_0() -> None:
    here, noise = problem(8, 20, 0), 0.2
    made, odd = augmentation.copies(here, noise), np.diag(np.where(np.arange(8) % 2 == 0, 1e7, 0.0))
    held = least_squares(made.features, made.y, made.weight, odd)
    assert augmentation.distance(held, augmentation.reflected(here, noise)) < 1e-8
    assert "a prior that holds every odd weight at 0" in words(lesson(scene="kind", kind="augmentation"))


def test_early_stopping_and_ridge_are_the_same_only_without_a_stop() -> None:
    app = lesson(scene="kind", kind="early-stopping")
    for strength in (0.0, 0.5, 1.0):
        app.slider(key="strength").set_value(strength).run()
        h, rate = early_stopping.directions(problem(12, 20, 0))
        steps = setting("early-stopping", strength).value
        match = early_stopping.simple_match(problem(12, 20, 0), steps)
        for kept in (
            early_stopping.kept_by_steps(h, rate, steps),
            early_stopping.kept_by_ridge(h, match.weight_decay),
        ):
            assert (np.diff(kept) <= 0).all(), "the flatter, the less"
        assert ("not the same" in words(app)) == (match.gap > 0)
        assert ("both keep all of the MLE" in words(app)) == (strength == 0)
        assert "let the steep directions through" not in words(app), "one step keeps little of any"
    assert "very small or very large" in words(app)


def test_without_dropout_all_masks_are_one() -> None:
    app, averages = lesson(scene="kind", kind="dropout"), "it is not: there their *geometric* mean is"
    assert averages in words(app)
    app.slider(key="strength").set_value(0.0).run()
    assert abs(float(figure(app, "Class: scaling − mean"))) < 1e-9
    assert averages not in words(app) and "it is too" in words(app)


def test_the_ways_to_choose_are_counted_for_the_kind_and_the_folds_for_the_examples() -> None:
    app = lesson(scene="choice", n_points="4")
    assert "Two ways to choose, for L2" in words(app)
    assert helped(app, "Cross-validation").startswith("4 folds"), "there are no five parts of four examples"
    assert helped(app, "Evidence").startswith("Closed form")
    app = lesson(scene="choice", kind="l1")
    assert "One way to choose, for L1" in words(app)
    assert helped(app, "Cross-validation").startswith("5 folds")
    assert "no closed form" in helped(app, "Evidence") and "Closed form" not in helped(app, "Evidence")


def test_without_a_prior_nothing_decides_what_the_examples_leave_open() -> None:
    app = lesson(scene="kind", n_points="4")
    assert "The prior decides the rest" in helped(app, "Effective weights")
    app.slider(key="strength").set_value(0.0).run()
    assert "Without a prior nothing decides the rest" in helped(app, "Effective weights")
    assert figure(app, "Held-out inside 95 %") == "none"
    assert "no more examples than weights no posterior" in words(app)


def test_a_descent_may_end_before_its_gap_is_tiny() -> None:
    last = descend(problem(7, 5, 4590), setting("l1", 0.13).value)[-1]
    assert last.gap > GAP
    app = lesson(scene="kind", kind="l1", degree="7", n_points="5", seed="4590", strength="0.13")
    assert figure(app, "Sweeps") == f"{MAX_SWEEPS:,}"
    assert f"or after {MAX_SWEEPS:,} sweeps" in words(app)
    assert "stops by its" not in words(app)
    label = l1_gap.rows(descend(problem(7, 5, 4590), setting("l1", 0.13).value), [1.0] * (MAX_SWEEPS + 1))["name"]
    assert "stops here" not in str(label.to_pydict())


def test_a_cut_prior_holds_the_map_at_its_edge_once_there_are_enough_examples() -> None:
    free = [data_size._truncated_map(item, data_size.WIDTHS[0])[1] > 0 for item in data_size.sums(3)]
    assert free == [True, *[False] * (len(free) - 1)], "for this seed not yet with the fewest examples"
    assert "with enough examples" in helped(lesson(scene="size", seed="3"), "Slope, truth ruled out")
