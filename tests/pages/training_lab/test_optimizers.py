"""What lesson 9 says and shows of its optimizers and priors, as the fields move."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.points import shape_split
from core.training.lab.config import OPTIMIZERS, Optimizer, TrainingConfig
from core.training.lab.run import Run
from pages._kit.prose import BADGES
from pages.training_lab.charts import parts
from pages.training_lab.fields import STORIES
from tests.pages.training_lab.test_page import lesson


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
