"""The trajectory scene without a browser: figures, presets and steps."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.numbers import decimal
from core.sampling.walk import DRAWS, summary, walk
from tests.support.app import figure


def page() -> None:
    from pages._kit.charts.base import PAGE
    from pages.big_picture.hmc import scene

    scene(PAGE)


def opened() -> AppTest:
    app = AppTest.from_function(page, default_timeout=20).run()
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def at_the_end(app: AppTest) -> AppTest:
    app.select_slider(key="hmc_draw").set_value(DRAWS).run()
    return app


def test_it_opens_at_the_end_of_the_first_trajectory() -> None:
    app = opened()
    assert "Trajectory 1: accepted" in words(app)
    assert figure(app, "R-hat") == "none yet" and figure(app, "Effective sample size") == "none yet"
    assert figure(app, "Acceptance") == f"{walk(0.1, 10).acceptance[:, 0].mean():.3f}"
    assert figure(app, "Energy error") == f"{walk(0.1, 10).error[0, -1]:.3f} nats"


def test_a_preset_shows_its_run() -> None:
    app = at_the_end(opened())
    for preset, setting, says in (
        ("Timid", (0.01, 3), "A random walk."),
        ("Bold", (0.35, 10), "Unstable."),
        ("Circle", (0.15, 10), "Round and back."),
        ("Good", (0.1, 10), "It moves on."),
    ):
        app.button(key=f"hmc_{preset}").click().run()
        assert not app.exception
        assert app.select_slider(key="hmc_draw").value == DRAWS, "the draws stay, to compare"
        whole = summary(walk(*setting), DRAWS)
        assert figure(app, "Acceptance") == f"{whole.acceptance:.3f}"
        assert figure(app, "R-hat") == ("∞" if np.isinf(whole.rhat) else f"{whole.rhat:.3f}")
        assert figure(app, "Effective sample size") == f"{whole.ess:,.0f}"
        assert says in words(app)
        assert f"{whole.divergent:,} of 800 diverged" in [metric.delta for metric in app.metric]
        assert "nan" not in words(app).lower().split()


@pytest.mark.parametrize(
    ("step", "count", "says"),
    [
        (0.03, 16, "It moves on."), (0.1, 12, "It moves on."), (0.1, 20, "It moves on."), (0.25, 5, "Not mixed yet."),
        (0.15, 6, "Not mixed yet."), (0.03, 30, "Round and back."), (0.05, 30, "Round and back."),
        (0.005, 30, "A random walk."), (0.3, 1, "Unstable."), (0.5, 30, "Unstable."),
    ],
)  # fmt: skip
def test_the_verdict_is_that_of_the_runs_own_r_hat_and_effective_sample_size(
    step: float, count: int, says: str
) -> None:
    app = opened()
    app.select_slider(key="hmc_step").set_value(step)
    app.select_slider(key="hmc_count").set_value(count).run()
    whole = summary(walk(step, count), DRAWS)
    sentence = next(text.value for text in app.markdown if "effective sample size" in text.value)
    assert sentence.startswith(f"**{says}**")
    assert f"R-hat {decimal(whole.rhat)}, effective sample size {whole.ess:,.0f}" in sentence
    assert (says == "It moves on.") == (whole.rhat <= 1.01 and whole.ess >= 400)


def test_next_and_back_walk_point_by_point() -> None:
    app = opened()
    for point in range(3):
        app.button(key="hmc_next").click().run()
        expected = "A kick in a random direction" if point == 0 else f"Leapfrog step {point} of 10"
        assert "Trajectory 2." in words(app) and expected in words(app)
    assert figure(app, "Energy error") == f"{walk(0.1, 10).error[1, 2]:.3f} nats"
    for _ in range(3):
        app.button(key="hmc_back").click().run()
    assert "Trajectory 1: accepted" in words(app)
    for _ in range(12):
        app.button(key="hmc_back").click().run()
    assert "Nothing is drawn yet" in words(app) and figure(app, "Acceptance") == "none yet"


def test_fewer_leapfrog_steps_leave_the_trajectory_at_its_end_and_play_can_be_paused() -> None:
    app = opened()
    app.button(key="hmc_next").click().run()
    app.select_slider(key="hmc_count").set_value(2).run()
    assert "Trajectory 2: " in words(app)
    app.select_slider(key="hmc_draw").set_value(50).run()
    assert "Trajectory 50: " in words(app)
    app.button(key="hmc_next").click().run()
    assert "Trajectory 60: " in words(app)
    app.button(key="hmc_play").click().run()
    assert app.button(key="hmc_play").label == "Pause"
    app.button(key="hmc_play").click().run()
    assert app.button(key="hmc_play").label == "Play"
    app.button(key="hmc_play").click().run()
    assert app.button(key="hmc_play").label == "Play", "a press that is delivered twice pauses"
    at_the_end(app)
    app.button(key="hmc_next").click().run()
    assert f"Trajectory {DRAWS}: " in words(app)
