"""Lesson 5's flip by flip without a browser: the walk by buttons and slider, other flips, and a link."""

from core.belief.beta_bernoulli import TEN_FLIPS_IN_ORDER
from tests.pages.bayesian_inference.test_page import DEFAULT, labels, lesson, note, words
from tests.support.app import figure


def test_flip_by_flip_the_posterior_becomes_the_prior() -> None:
    app = lesson(scene="flips", **DEFAULT)
    assert labels(app) == {"Flips seen", "Posterior", "P(next is heads)"}
    assert figure(app, "Flips seen") == "10" and "Flip 10" in words(app)
    assert (figure(app, "Posterior"), note(app, "Posterior")) == ("Beta(17, 13)", "from Beta(16, 13)")
    assert figure(app, "P(next is heads)") == "0.567"
    app.slider(key="flips_step").set_value(0).run()
    assert "Before any flip" in words(app)
    assert (figure(app, "Posterior"), note(app, "Posterior")) == ("Beta(10, 10)", "the prior")
    for step, side in enumerate(TEN_FLIPS_IN_ORDER[:3], start=1):
        app.button(key="next").click().run()
        assert app.slider(key="flips_step").value == step
        assert f"Flip {step}: :orange[**{'heads' if side == 'H' else 'tails'}**]" in words(app)
    assert (figure(app, "Posterior"), note(app, "Posterior")) == ("Beta(12, 11)", "from Beta(11, 11)")
    app.button(key="back").click().run()
    assert figure(app, "Posterior") == "Beta(11, 11)"
    app.number_input(key="b").set_value(20.0).run()
    assert figure(app, "Posterior") == "Beta(11, 21)", "the walk follows the prior"


def test_with_other_flips_the_walk_stays_at_its_step_and_at_its_end() -> None:
    app = lesson(scene="flips", **DEFAULT)
    app.button(key="preset_thousand").click().run()
    assert figure(app, "Posterior") == "Beta(710, 310)" and "more flips" in words(app)
    app.slider(key="flips_step").set_value(3).run()
    app.number_input(key="heads").set_value(9).run()
    assert figure(app, "Flips seen") == "3"
    app.number_input(key="heads").set_value(2).run()
    app.number_input(key="tails").set_value(0).run()
    assert figure(app, "Flips seen") == "2", "there is no third flip"
    app.number_input(key="heads").set_value(0).run()
    assert "Give the coin some" in words(app) and figure(app, "Posterior") == "Beta(10, 10)"


def test_a_link_opens_the_walk_at_its_step() -> None:
    app = lesson(flips_step="4", heads="5", tails="5")
    assert figure(app, "Flips seen") == "4", "the key belongs to one scene alone"
    for forged in ("11", "-1", "inf", "x" * 5000):
        assert figure(lesson(scene="flips", flips_step=forged, heads="5", tails="5"), "Flips seen") == "10"
