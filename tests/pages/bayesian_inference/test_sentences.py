"""The sentences of lesson 5 that depend on a control: each test moves the control and reads the sentence."""

import math

import numpy as np
import pytest
from scipy.special import expit, logit
from streamlit.testing.v1 import AppTest

from core.belief import chips
from core.belief.beta import Beta
from core.belief.beta_bernoulli import in_order, posterior
from core.belief.chips import BINS, CHIPS, START
from core.belief.convergence import OPINIONS
from core.belief.intervals import equal_tailed, highest_density
from core.data import newcomb
from core.likelihood import gaussian
from core.likelihood.counts import Counts
from pages._kit.charts.base import from_bytes
from pages.bayesian_inference import flips
from pages.bayesian_inference import prior_shape as prior_fields
from pages.bayesian_inference.charts import prior_shape
from pages.bayesian_inference.charts import priors as priors_chart
from tests.support.app import figure, open_lesson


def lesson(heads: int = 7, tails: int = 3, a: float = 10, b: float = 10, scene: str = "update") -> AppTest:
    app = open_lesson(
        "5_bayesian-inference.py", scene=scene, heads=f"{heads}", tails=f"{tails}", a=f"{a:g}", b=f"{b:g}"
    )
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def help_of(app: AppTest, label: str) -> str:
    return next(metric.help for metric in app.metric if metric.label == label)


def test_a_prior_without_a_top_says_nothing_of_the_map() -> None:
    app = lesson(a=0.5, b=0.5)
    assert figure(app, "MAP θ̂") == f"{6.5 / 9:.3f}", "the posterior has a single MAP"
    assert "**Prior Beta(0.5, 0.5).**" in words(app) and "lowest between: no single mode" in words(app)
    assert "no single MAP" not in words(app)


def test_a_prior_is_worth_a_minus_1_in_an_inner_mode_only() -> None:
    app = lesson(heads=0, tails=5, a=0.5, b=3)
    formula = (0 + 0.5 - 1) / (5 + 0.5 + 3 - 2)
    assert formula < 0 and figure(app, "MAP θ̂") == "0.000"
    assert "in an inner *mode* (MAP) like a − 1 and b − 1" in words(app)
    app.button_group(key="prior_by").set_value("mean").run()
    assert app.number_input(key="prior_strength").help.endswith(
        "In the MAP it counts as a + b − 2, if the top is inside."
    )


def test_a_small_a_does_not_pull_the_map_towards_heads() -> None:
    app = lesson(a=0.5, b=1)
    assert float(figure(app, "MAP θ̂")) < float(figure(app, "MLE θ̂"))
    assert (app.number_input(key="a").help, app.number_input(key="b").help) == (
        "Larger: more heads expected.", "Larger: more tails expected.",
    )  # fmt: skip
    before = float(figure(app, "Posterior mean"))
    app.number_input(key="a").set_value(1.0).run()
    assert float(figure(app, "Posterior mean")) > before


def test_the_formulas_name_the_beta_that_they_belong_to() -> None:
    app = lesson(heads=0, tails=0, a=3, b=2)
    assert "For a Beta(a, b) it is (a − 1) / (a + b − 2)" in help_of(app, "MAP θ̂")
    assert figure(app, "MLE θ̂") == "every θ"
    assert "Once there are flips, it is a weighted average of the prior’s mean and the MLE" in help_of(
        app, "Posterior mean"
    )


def test_the_shortest_region_may_be_two_pieces() -> None:
    app = lesson(heads=0, tails=0, a=0.5, b=0.5)
    app.button_group(key="interval_kind").set_value("highest-density").run()
    assert figure(app, "Credible interval").count(" to ") == 2
    assert "in two pieces if the density is highest at both ends" in help_of(app, "Credible interval")


@pytest.mark.parametrize(("belief", "moves"), [(Beta(17, 13), True), (Beta(10, 10), False)], ids=str)
def test_the_highest_density_interval_may_change_over_the_logit(belief: Beta, moves: bool) -> None:
    interval = highest_density(belief, 0.95).pieces[0]

    def log_ratio_over_logit(lower: float, upper: float) -> float:
        return belief.log_ratio(lower, upper) + math.log(lower * (1 - lower)) - math.log(upper * (1 - upper))

    # Over the logit it would be the same interval if its ends were equally dense there too.
    assert (abs(log_ratio_over_logit(*interval)) > 1e-3) == moves
    ends = np.array(equal_tailed(belief, 0.95))
    assert expit(logit(ends)) == pytest.approx(ends)
    assert "highest-density interval may change when θ is replaced by its logit" in words(lesson())


def test_without_flips_there_is_no_walk_to_read() -> None:
    app = lesson(heads=0, tails=0, scene="flips")
    assert "blue times orange is green" not in words(app) and "the order is" not in words(app).lower()
    app.number_input(key="heads").set_value(3).run()
    assert flips.READ in words(app) and flips.order_note(Counts(3, 0)) in words(app)
    app.number_input(key="heads").set_value(0).run()
    assert flips.READ not in words(app)


def test_step_0_has_the_prior_alone_and_its_mean_in_three_digits() -> None:
    app = lesson(heads=1, tails=1, a=0.5, b=1000, scene="flips")
    app.slider(key="flips_step").set_value(0).run()
    assert figure(app, "P(next is heads)") == "0.000500"
    assert "at step 0 there is blue alone" in words(app)


def test_the_last_batch_may_be_smaller() -> None:
    sizes = [batch.heads + batch.tails for batch in in_order(Counts(26, 25))]
    assert sizes[-1] < sizes[-2]
    note = flips.order_note(Counts(26, 25))
    assert "growing batches, and the rest in a last one" in note and "ever larger" not in note


def test_a_press_does_what_the_caption_says() -> None:
    app = lesson()
    app.button_group(key="prior_by").set_value("chips").run()
    for left in range(CHIPS - START, -1, -1):
        assert f"**{left} of {CHIPS} left.**" in words(app)
        both = "Press above a stack to add a chip, on it to take one."
        assert (both in words(app)) == (left > 0)
        assert app.button(key="chip_add").disabled == (left == 0)
        if left:
            app.button(key="chip_add").click().run()
    assert "Press on a stack to take a chip. A press above a stack adds none until then." in words(app)
    none = prior_fields.press_caption((0,) * BINS, Beta(10, 10))
    assert none.startswith("Press to add a chip. ") and "Without chips the prior stays as it was" in none


def test_the_caption_says_where_the_prior_stops_following_the_chips() -> None:
    ends = (10, *[0] * (BINS - 2), 10)
    assert chips.within_range(chips.fit(ends)) == Beta(0.5, 0.5)
    assert "They ask for Beta(0.11, 0.11); a and b are at least 0.5." in prior_fields.press_caption(
        ends, Beta(0.5, 0.5)
    )
    # Chips that stand for a prior which other fields have set.
    for belief in (Beta(0.5, 0.5), Beta(0.5, 1000), Beta(1000, 1000), Beta(10, 10)):
        assert "They ask for" not in prior_fields.press_caption(chips.spread(belief), belief)


def test_the_tool_tip_offers_no_chip_that_is_not_left() -> None:
    full, one_left = (CHIPS, *[0] * 9), (CHIPS - 1, *[0] * 9)
    for placed, says in ((full, "add a chip, once one is taken"), (one_left, "add a chip")):
        told = from_bytes(prior_shape.rows(placed, Beta(2, 2))["place"])["what"].to_pylist()
        assert set(told) == {says, "take a chip"}


def test_only_numbers_after_a_plus_minus_are_standard_deviations() -> None:
    said = words(lesson(scene="priors"))
    assert "Numbers: the mean and, after ±, the standard deviation" in said
    cells = from_bytes(priors_chart.rows()["words1"])["long"].to_pylist()
    assert sum("±" in cell for cell in cells) == len(OPINIONS) == len(cells) - 1, "the closed mind has its mean alone"


@pytest.mark.parametrize("sd", [0.5, 10.0])
def test_what_the_outliers_and_a_known_sigma_do(sd: float) -> None:
    app = lesson(scene="families")
    app.button_group(key="family").set_value("Light").run()
    app.slider(key="light_sd").set_value(sd).run()
    assert "The two outliers are no Gaussian’s: they widen σ." in words(app)
    assert "surer than one that has to learn σ too" in words(app)
    readings = newcomb.readings()
    without = readings[~np.isin(readings, newcomb.OUTLIERS)]
    assert gaussian.mle(gaussian.moments(readings)).sigma > 2 * gaussian.mle(gaussian.moments(without)).sigma


def test_one_corps_year_is_one() -> None:
    app = lesson(scene="families")
    app.slider(key="rate_worth").set_value(1).run()
    assert "deaths in 1 corps-year had been seen" in words(app)


def test_the_claims_hold_at_every_setting() -> None:
    app = lesson()
    said = words(app)
    assert "one that rules out the truth always does" in said
    assert "In the first scene the orange curve is the likelihood divided by its area" in said
    assert "A prior that is 0 there never yields" in said
    assert "The credible interval is the equal-tailed one" in said
    # "Inner": for a and b below 1 the formula gives the lowest point.
    lowest = posterior(Beta(0.5, 0.5), Counts(0, 0))
    middle = (lowest.a - 1) / (lowest.a + lowest.b - 2)
    assert lowest.logpdf(middle) < lowest.logpdf(0.1)
    assert "(a − 1) / (a + b − 2) is the mode only if a and b are both above 1" in said
