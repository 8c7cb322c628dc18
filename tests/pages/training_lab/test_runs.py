"""Lesson 9's runs without a browser: steps, pace, pause, what begins a new one, and a pinned one."""

import json
import math
from textwrap import fill
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages._kit.charts.base import from_bytes
from pages._kit.sharing.loop import FrameLoop
from pages.training_lab.lab import COMING, CURVE_ALT, PINNED
from tests.pages.training_lab.test_page import lesson, press
from tests.support.app import figure


def rows_of(app: AppTest, name: str) -> dict[str, list[Any]]:
    """A table of the chart of the curves."""
    chart = next(chart for chart in app.get("vega_lite_chart") if chart.proto.alt == CURVE_ALT)
    (found,) = (part.data.data for part in chart.proto.datasets if part.name == name)
    return from_bytes(found).to_pydict()


def note(app: AppTest) -> list[str]:
    """What the chart of the curves says."""
    return rows_of(app, "said")["wide"]


def remembered(app: AppTest) -> dict[str, Any]:
    """The data of the timeline."""
    (found,) = (part for part in app.get("bidi_component") if part.proto.component_name == "timeline")
    return dict(json.loads(found.proto.json))


def test_rates_change_the_run_and_other_settings_begin_a_new_one() -> None:
    app = press(lesson(n_points="50"), "run_ten")
    app.select_slider(key="wd").set_value(0.1).run()
    app.select_slider(key="lr").set_value(0.05).run()
    assert figure(app, "Step") == "10"
    press(app, "run_step")
    assert figure(app, "Step") == "11"
    assert figure(app, "Prior σ") == f"{1 / math.sqrt(0.1 * 50):.3f}"
    app.selectbox(key="steps").set_value(100).run()
    assert figure(app, "Step") == "11"
    app.selectbox(key="hidden").set_value("none").run()
    assert figure(app, "Step") == "0"
    assert figure(app, "Prior σ") == f"{1 / math.sqrt(0.1 * 50):.3f}"


def test_a_run_is_pinned_and_the_next_begins() -> None:
    app = lesson(n_points="50")
    assert app.button(key="pin").disabled, "there is nothing to pin at step 0"
    press(app, "run_ten")
    assert not app.button(key="pin").disabled and not note(app)
    before = {metric.label: metric.value for metric in app.metric}
    press(app, "pin")
    assert app.button(key="unpin").label.startswith("Unpin Adam + L2")
    assert {metric.label: metric.value for metric in app.metric} == before, "a pinned run stays on the stage"
    assert note(app) == [fill(PINNED, 34)] and rows_of(app, "pinned")["step"][-1] == 10
    press(app, "run_step")
    assert figure(app, "Step") == "1", "a step is another run's"
    assert not note(app) and rows_of(app, "pinned")["step"][-1] == 10
    press(app, "unpin")
    assert app.button(key="pin").label == "Pin this run"
    assert figure(app, "Step") == "1"


@pytest.mark.parametrize("key", ["wd", "lr"])
def test_a_pinned_run_stays_as_it_is(key: str) -> None:
    app = press(press(lesson(n_points="50"), "run_ten"), "pin")
    app.select_slider(key=key).set_value(0.05).run()
    assert figure(app, "Step") == "0", "a new rate is another run's"
    press(app, "run_ten")
    pinned, run = rows_of(app, "pinned"), rows_of(app, "run")
    assert pinned["step"] == run["step"] and pinned["objective"] != run["objective"]


def test_a_pinned_run_goes_on_once_it_is_unpinned() -> None:
    app = press(press(press(lesson(n_points="50"), "run_ten"), "pin"), "unpin")
    press(app, "run_step")
    assert figure(app, "Step") == "11"


def test_before_the_first_run_the_chart_says_what_will_come() -> None:
    app = lesson(n_points="50")
    assert note(app) == [fill(COMING, 34)]
    press(app, "run_step")
    assert not note(app)


@pytest.mark.parametrize(("pace", "seconds"), [(None, 10.0), ("30 s", 30.0), ("as fast as it can", None)])
@pytest.mark.parametrize("steps", [200, 1000, 20_000])
def test_a_run_lasts_as_long_as_its_pace_says(
    pace: str | None, seconds: float | None, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float | None] = []
    monkeypatch.setattr(FrameLoop, "play", lambda *_, per_second, **__: asked.append(per_second))
    app = lesson(n_points="50", steps=str(steps), **({} if pace is None else {"pace": pace}))
    press(app, "play")
    run, records = app.session_state["_lab"].held.run, 0
    while records * run.stride < run.config.steps:
        records += 1
    assert asked == [None if seconds is None else pytest.approx(records / seconds, rel=0.01)]


def test_the_tab_knows_when_a_run_is_under_way() -> None:
    app = lesson(n_points="50")
    fresh = remembered(app)
    assert not fresh["begun"] and fresh["steps"] == [0]
    press(app, "run_ten")
    begun = remembered(app)
    assert begun["begun"] and begun["steps"] == [0, 10] and begun["at"] == 10
    assert all(begun[key] == fresh[key] for key in ("token", "settings"))
    again = remembered(lesson(n_points="50"))
    assert again["token"] != begun["token"] and again["settings"] == begun["settings"], "another session, the same run"
    assert remembered(lesson(n_points="50", seed="1"))["settings"] != begun["settings"]
    app.select_slider(key="wd").set_value(0.05).run()
    assert remembered(app)["settings"] == remembered(lesson(n_points="50", wd="0.05"))["settings"] != begun["settings"]
    press(app, "run_reset")
    assert not remembered(app)["begun"]


def test_play_trains_before_the_first_tick() -> None:
    app = press(lesson(), "play")
    assert int(figure(app, "Step").replace(",", "")) > 0
    assert app.button(key="play").label == "Pause"


def pressed_twice() -> None:
    import streamlit as st

    from pages.training_lab import runs

    runs.set_playing(True)
    runs.set_playing(False)
    runs.set_playing(False)
    st.write("plays" if runs.playing() else "rests")


def test_a_pause_that_is_delivered_twice_is_a_pause() -> None:
    assert AppTest.from_function(pressed_twice).run().markdown[0].value == "rests"
