"""The ways to set lesson 5's prior without a browser: by a and b, by mean and strength, by chips."""

import pytest

from core.belief import chips
from core.belief.beta import Beta
from tests.pages.bayesian_inference.test_page import DEFAULT, lesson, show, words
from tests.support.app import figure


def test_nothing_stands_below_the_fields_that_a_way_to_set_the_prior_brings() -> None:
    for scene in ("update", "flips"):
        app = lesson(scene=scene, **DEFAULT)
        for way in ("a and b", "mean", "chips"):
            app.button_group(key="prior_by").set_value(way).run()
            drawn = [field.key for field in app.main if getattr(field, "key", None)]
            below = drawn[drawn.index("prior_by") :]
            assert not {"heads", "tails", "preset_ten", "level", "interval_kind"} & set(below), way


def test_a_prior_by_mean_and_strength() -> None:
    app = lesson(a="2", b="8")
    app.button_group(key="prior_by").set_value("mean").run()
    assert (app.slider(key="prior_mean").value, app.number_input(key="prior_strength").value) == (0.2, 10)
    app.slider(key="prior_mean").set_value(0.3).run()
    assert (app.number_input(key="a").value, app.number_input(key="b").value) == (3, 7)
    app.number_input(key="prior_strength").set_value(100.0).run()
    show(app, posterior="Beta(37, 73)")
    app.button_group(key="prior_by").set_value("a and b").run()
    app.number_input(key="a").set_value(70.0).run()
    app.button_group(key="prior_by").set_value("mean").run()
    assert app.slider(key="prior_mean").value == 0.5
    app.slider(key="prior_mean").set_value(0.01).run()
    assert app.number_input(key="a").value == 1.4
    app.number_input(key="prior_strength").set_value(2.0).run()
    assert app.number_input(key="a").value == 0.5, "cut to the range of the field"


@pytest.mark.parametrize("way", ["mean", "chips"])
@pytest.mark.parametrize("scene", ["update", "flips"])
def test_a_link_keeps_the_prior_that_other_fields_set(scene: str, way: str) -> None:
    app = lesson(scene=scene, prior_by=way, a="2", b="8", theta="0.3")
    assert figure(app, "Posterior") == "Beta(9, 11)"
    assert (app.number_input(key="a").value, app.number_input(key="b").value) == (2, 8), "drawn, for the address"
    if way == "mean":
        assert (app.slider(key="prior_mean").value, app.number_input(key="prior_strength").value) == (0.2, 10)


def test_a_prior_by_chips() -> None:
    app = lesson(**DEFAULT)
    app.button_group(key="prior_by").set_value("chips").run()
    show(app, posterior="Beta(17, 13)")
    assert f"{chips.CHIPS - chips.START} of {chips.CHIPS} left" in words(app)
    # There is room in both directions.
    assert not app.button(key="chip_add").disabled
    app.selectbox(key="chip_bin").set_value(4).run()
    app.button(key="chip_take").click().run()
    app.selectbox(key="chip_bin").set_value(9).run()
    app.button(key="chip_add").click().run()
    placed = list(chips.spread(Beta(10, 10)))
    placed[4], placed[9] = placed[4] - 1, placed[9] + 1
    fitted = chips.within_range(chips.fit(placed))
    assert (app.number_input(key="a").value, app.number_input(key="b").value) == (fitted.a, fitted.b)
    show(app, posterior=str(Beta(fitted.a + 7, fitted.b + 3)))
