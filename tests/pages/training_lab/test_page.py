"""The page without a browser: figures that add up, stories, links, pinned runs, and the worked example."""

import json
import math
from textwrap import fill
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.points import shape_split
from core.training.lab.config import OPTIMIZERS, Optimizer, TrainingConfig
from core.training.lab.run import Run
from pages._kit.charts.base import from_bytes
from pages._kit.prose import BADGES
from pages._kit.sharing.loop import FrameLoop
from pages.training_lab.charts import parts
from pages.training_lab.fields import STORIES
from pages.training_lab.lab import COMING, CURVE_ALT, PINNED
from tests.support.app import figure, number, open_lesson, run_example

ADD_UP = ("NLL", "Penalty", "Objective")


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("9_training-lab.py", **query)
    assert not app.exception and not app.error
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception and not app.error
    return app


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


def assert_adds_up(app: AppTest) -> None:
    nll, penalty, objective = (figure(app, label) for label in ADD_UP)
    places = len(objective.split(".")[1])
    assert f"{number(nll) + number(penalty):,.{places}f}" == objective


def test_a_fresh_page_is_at_step_0_and_takes_steps() -> None:
    app = lesson(wd="0.01")
    assert figure(app, "Step") == "0"
    assert figure(app, "Prior σ") == "0.447", "1 / sqrt(0.01 * 500)"
    assert_adds_up(app)
    press(app, "run_step")
    assert figure(app, "Step") == "1"
    first = figure(app, "NLL")
    press(app, "run_ten")
    assert figure(app, "Step") == "11"
    assert number(figure(app, "NLL")) < number(first)
    assert_adds_up(app)
    assert number(figure(app, "Ledger residual")) < 1e-6
    press(app, "run_reset")
    assert figure(app, "Step") == "0"


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
@pytest.mark.parametrize("prior", ["gaussian", "laplace, biases too", "none"])
def test_the_figures_add_up_for_every_optimizer_and_prior(optimizer: str, prior: str) -> None:
    app = press(lesson(optimizer=optimizer, prior=prior, wd="0.05", n_points="50", hidden="4"), "run_ten")
    assert_adds_up(app)
    assert number(figure(app, "Ledger residual")) < 1e-6
    assert (number(figure(app, "Penalty")) == 0) == (prior == "none")
    expected = {"gaussian": 1 / math.sqrt(0.05 * 50), "laplace, biases too": math.sqrt(2) / (0.05 * 50)}.get(prior)
    shown = figure(app, "Prior σ")
    assert shown == "∞" if expected is None else number(shown) == pytest.approx(expected, rel=5e-3)


def test_without_weight_decay_the_prior_is_flat() -> None:
    app = press(lesson(wd="0"), "run_ten")
    assert figure(app, "Prior σ") == "∞"
    assert number(figure(app, "Penalty")) == 0
    assert figure(app, "Objective") == figure(app, "NLL")


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


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_each_story_sets_its_fields_and_shows_its_point(story) -> None:
    app = press(lesson(), f"story_{story.name}")
    assert story.point in " ".join(caption.value for caption in app.caption)
    for key, value in story.settings.items():
        assert app.session_state[key] == value
    assert not app.warning or story.name == "Explodes"
    assert app.button(key="play").label == ("Play" if app.warning else "Pause"), "a diverged run has stopped"


def test_play_trains_before_the_first_tick() -> None:
    app = press(lesson(), "play")
    assert int(figure(app, "Step").replace(",", "")) > 0
    assert app.button(key="play").label == "Pause"


def test_penguins_are_separated_by_a_sensible_border() -> None:
    app = lesson(data="penguins", hidden="none", lr="0.1", steps="100")
    for _ in range(10):
        press(app, "run_ten")
    assert figure(app, "Step") == "100"
    assert number(figure(app, "Accuracy")) > 93
    assert number(figure(app, "Held-out NLL")) < 0.25
    assert "342 of 344 Palmer penguins" in " ".join(caption.value for caption in app.caption)


@pytest.mark.parametrize(
    "query",
    [
        {"lr": "-1", "wd": "nan"},
        {"lr": "inf", "steps": "1e9"},
        {"seed": "inf"},
        {"seed": "-3", "n_points": "7" * 400},
        {"hidden": "999-999", "data": "yours"},
        {"optimizer": ["sgd", "adam"], "prior": "x" * 5000},
        {"batch": "0", "activation": "", "noise": "2", "unknown": "1"},
    ],
    ids=str,
)
def test_a_hostile_link_shows_the_default_run(query: dict[str, str | list[str]]) -> None:
    app = lesson(**query)
    assert figure(app, "Step") == "0"
    assert figure(app, "Prior σ") == "1.41"


def test_the_worked_example_ends_in_the_pages_figures() -> None:
    for prior in ("gaussian", "laplace", "none"):
        app = press(lesson(prior=prior, n_points="50", wd="0.02"), "run_ten")
        found = run_example(app)
        assert found["penalty"] == pytest.approx(number(figure(app, "Penalty")), abs=5.1e-5)
        assert found["objective"] == pytest.approx(number(figure(app, "Objective")), abs=1.01e-4)
        sigma = found["prior_sigma"]
        assert isinstance(sigma, float)
        shown = figure(app, "Prior σ")
        assert shown == "∞" if math.isinf(sigma) else number(shown) == pytest.approx(sigma, rel=5e-3)


def pressed_while_another_file_is_read() -> None:
    import streamlit as st

    from core.data.own.points import read_table
    from pages.training_lab import own_points

    rows = "".join(f"{i},{i * i},{'ab'[i % 2]}\n" for i in range(20))
    st.session_state.update(own_x="x", own_y="y", own_label="label")
    own_points._use(read_table(f"width,height,side\n{rows}".encode()))
    assert own_points._upload().problem is None
    st.text(" ".join(own_points.current().points.features))


def test_a_file_is_used_though_the_fields_still_hold_another_files_columns() -> None:
    """If the button is pressed while a file is read, the fields still hold columns that the file does not have."""
    app = AppTest.from_function(pressed_while_another_file_is_read).run()
    assert not app.exception
    assert app.text[0].value == "width height"


def pressed_twice() -> None:
    import streamlit as st

    from pages.training_lab import runs

    runs.set_playing(True)
    runs.set_playing(False)
    runs.set_playing(False)
    st.write("plays" if runs.playing() else "rests")


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def claim(app: AppTest, begins: str) -> str:
    """The paragraph of the fine print that holds these words, with its badge."""
    found = [part for element in app.markdown for part in element.value.split("\n\n") if begins in part]
    assert len(found) == 1
    return str(found[0])


def test_the_help_of_prior_sigma_is_that_of_the_chosen_prior() -> None:
    app = lesson(wd="0.01", n_points="50")
    for prior, formula in (
        ("gaussian", "1 / √(wd N)"), ("laplace, biases too", "√2 / (wd N)"), ("laplace", "√2 / (wd N)"),
        ("none", "There is no prior"),
    ):  # fmt: skip
        app.selectbox(key="prior").set_value(prior).run()
        shown = next(metric.proto.help for metric in app.metric if metric.label == "Prior σ")
        assert shown.startswith(formula)
    decay = app.select_slider(key="wd").proto.help
    assert all(part in decay for part in ("wd × w, the gradient of wd/2 × Σ w²", "wd × sign(w)", "does nothing"))


def test_adamw_misses_the_objective_only_where_it_decays() -> None:
    app, remark = lesson(optimizer="adamw", wd="0.01", n_points="50"), "**not** what it minimizes"
    assert remark in captions(app)
    app.selectbox(key="prior").set_value("none").run()
    assert remark not in captions(app)
    app.selectbox(key="prior").set_value("laplace").run()
    assert remark in captions(app)
    app.select_slider(key="wd").set_value(0.0).run()
    assert remark not in captions(app)


def test_the_line_below_the_pulls_speaks_of_the_chosen_optimizer() -> None:
    app, only = lesson(n_points="50"), "only the sum is a step"
    for optimizer, said in (
        ("sgd", "SGD's is lr times the sum of both"), ("adam", only), ("adamw", "Blue: the decoupled decay"),
    ):  # fmt: skip
        app.selectbox(key="optimizer").set_value(optimizer).run()
        assert said in captions(app)
        assert (only in captions(app)) == (optimizer == "adam")
        assert ("the gradient of the penalty" in captions(app)) == (optimizer != "adamw")
        assert "moved the weights in a step" not in captions(app)
        words = " ".join(element.value for element in app.markdown)
        assert "with AdamW's it is not" in words
        assert "wishes shrink" not in words and "Training with weight decay is MAP" not in words


def test_the_fine_print_says_where_adamw_is_proved_to_end_and_what_is_seen() -> None:
    said = claim(lesson(), "AdamW is no MAP estimator")
    assert BADGES["approximate"] in said
    assert all(part in said for part in ("where AdamW converges", "KKT point", "convex loss", "is an observation"))
    assert "one *predictor*" in claim(lesson(), "has many minima")
    assert "by a fraction of lr, whatever wd is" in claim(lesson(), "weights tremble")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_chart_shows_the_gradients_and_the_applied_step(optimizer: Optimizer) -> None:
    lr, wd = 0.05, 0.2
    config = TrainingConfig(hidden=(4,), optimizer=optimizer, lr=lr, wd=wd, penalize_biases=True, steps=100)
    run = Run(config, shape_split("moons", 40, 0.35, 3))
    run.take(99)
    before = run.trainer.weights()
    run.take(1)
    moved, words = run.trainer.weights() - before, parts.DECOUPLED if optimizer == "adamw" else parts.WORDS
    tables = parts.tables(run.history, config.steps, words=words)
    last = {name: column[-1] for name, column in tables["run"].to_pydict().items()}
    decay = wd * np.linalg.norm(before) * (lr if optimizer == "adamw" else 1)
    assert 10 ** last["decay"] == pytest.approx(decay)
    assert 10 ** last["taken"] == pytest.approx(np.linalg.norm(moved))
    if optimizer == "sgd":
        assert 10 ** last["likelihood"] == pytest.approx(np.linalg.norm(moved / lr + wd * before))
    named = {text.replace("\n", " ") for text in tables["label"].to_pydict()["text"]}
    assert named == {*words, "applied step"}


def test_the_stories_of_adam_and_adamw_end_as_they_say() -> None:
    ends = {}
    for story in STORIES[-2:]:
        chosen = story.settings
        config = TrainingConfig(
            hidden=(8, 8), activation=chosen["activation"], optimizer=chosen["optimizer"], lr=chosen["lr"],
            wd=chosen["wd"], steps=chosen["steps"], seed=chosen["seed"],
        )  # fmt: skip
        run = Run(config, shape_split(chosen["data"], chosen["n_points"], chosen["noise"], chosen["seed"]))
        run.take(config.steps)
        ends[config.optimizer] = (run.record, float(np.abs(run.penalized()).sum()))
    assert "end larger" in STORIES[-1].point and ends["adamw"][1] > ends["adam"][1]
    adam = ends["adam"][0]
    assert "no slope" in STORIES[-2].point
    assert adam.likelihood_norm == pytest.approx(adam.decay_norm, rel=1e-3)
    assert adam.angle == pytest.approx(180, abs=0.1)


def test_a_pause_that_is_delivered_twice_is_a_pause() -> None:
    assert AppTest.from_function(pressed_twice).run().markdown[0].value == "rests"
