"""The trajectory scene without a browser: figures, presets and steps."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.numbers import decimal, nats
from core.sampling.walk import COUNTS, DRAWS, summary, walk
from pages._kit.stepper import MOST_STOPS
from tests.support.app import figure, open_lesson


def opened(**query: str) -> AppTest:
    app = open_lesson("8_big-picture.py", scene="hmc", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def at_the_end(app: AppTest) -> AppTest:
    app.select_slider(key="draws").set_value(DRAWS).run()
    return app


def test_it_opens_at_the_end_of_the_first_trajectory() -> None:
    app = opened()
    assert "Trajectory 1: accepted" in words(app)
    assert figure(app, "R-hat") == "none yet" and figure(app, "Effective sample size") == "none yet"
    assert figure(app, "Acceptance") == f"{walk(0.1, 10).acceptance[:, 0].mean():.3f}"
    assert figure(app, "Energy error") == nats(walk(0.1, 10).error[0, -1])


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
        assert app.select_slider(key="draws").value == DRAWS, "the draws stay, to compare"
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
    app.select_slider(key="leapfrog").set_value(step)
    app.select_slider(key="length").set_value(count).run()
    whole = summary(walk(step, count), DRAWS)
    sentence = next(text.value for text in app.markdown if "effective sample size" in text.value)
    assert sentence.startswith(f"**{says}**")
    assert f"R-hat {decimal(whole.rhat)}, effective sample size {whole.ess:,.0f}" in sentence
    assert (says == "It moves on.") == (whole.rhat <= 1.01 and whole.ess >= 400)


def test_next_and_back_stop_at_begin_middle_and_end_of_a_trajectory() -> None:
    app = opened()
    for says in ("A kick in a random direction", "Leapfrog step 5 of 10", "Trajectory 2: ", "Trajectory 5: "):
        app.button(key="next").click().run()
        assert says in words(app)
    for _ in range(2):
        app.button(key="back").click().run()
    assert "Trajectory 2.** Leapfrog step 5 of 10" in words(app)
    assert figure(app, "Energy error") == f"{walk(0.1, 10).error[1, 5]:.3f} nats"
    for _ in range(2):
        app.button(key="back").click().run()
    assert "Trajectory 1: accepted" in words(app)
    for _ in range(3):
        app.button(key="back").click().run()
    assert "Nothing is drawn yet" in words(app) and figure(app, "Acceptance") == "none yet"


@pytest.mark.parametrize("length", [*COUNTS[:3], COUNTS[-1]])  # middles that fall on an end, and one that does not
def test_there_are_at_most_twelve_stops_and_the_last_is_the_last_draw(length: int) -> None:
    app = opened(length=str(length), draws="0")
    for _ in range(MOST_STOPS - 1):
        if f"Trajectory {DRAWS}: " not in words(app):
            app.button(key="next").click().run()
    assert f"Trajectory {DRAWS}: " in words(app)


def test_a_link_shows_any_step_of_any_trajectory() -> None:
    query = {"leapfrog": "0.15", "length": "12", "draws": "60", "point": "4"}
    app = opened(**query)
    assert "Trajectory 60.** Leapfrog step 4 of 12" in words(app)
    assert figure(app, "Acceptance") == f"{walk(0.15, 12).acceptance[:, :59].mean():.3f}"
    assert app.query_params == {"scene": "hmc", **query}
    app.button(key="back").click().run()
    assert "Trajectory 20: " in words(app)


@pytest.mark.parametrize("value", ["-1", "99", "nan", "x" * 5000, "end of it"])
def test_hostile_values_show_the_end_of_the_first_trajectory(value: str) -> None:
    app = opened(**dict.fromkeys(("leapfrog", "length", "draws", "point"), value))
    assert "Trajectory 1: accepted" in words(app)
    assert app.query_params == {"scene": "hmc"}


def test_fewer_leapfrog_steps_leave_the_trajectory_at_its_end_and_play_can_be_paused() -> None:
    app = opened()
    app.button(key="next").click().run()
    app.select_slider(key="length").set_value(2).run()
    assert "Trajectory 2: " in words(app)
    app.select_slider(key="draws").set_value(50).run()
    assert "Trajectory 50: " in words(app)
    app.button(key="next").click().run()
    assert "Trajectory 60: " in words(app)
    app.button(key="play").click().run()
    assert app.button(key="play").label == "Pause"
    app.button(key="play").click().run()
    assert app.button(key="play").label == "Play"
    app.button(key="play").click().run()
    assert app.button(key="play").label == "Play", "a press that is delivered twice pauses"
    at_the_end(app)
    app.button(key="next").click().run()
    assert f"Trajectory {DRAWS}: " in words(app) and app.session_state["_lesson_to_open"][0] == "training-lab"
