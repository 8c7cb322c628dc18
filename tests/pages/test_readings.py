"""Under each chart, "Read the chart" says in sentences and in rows what the chart shows."""

import re
from typing import Any, NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from core.answers.task import METHODS
from pages._kit import course
from pages._kit.reading import KEY, MOST_ROWS, telling
from tests.support.app import NARROW_SPACE, figure, open_lesson

LABEL = "Read the chart"
SCENES = [f"{lesson.slug}/{scene.slug}" for lesson in course.LESSONS for scene in lesson.scenes]


class Case(NamedTuple):
    """A scene's control moved: the address before and after, and the figures that the reading names."""

    before: dict[str, str]
    after: dict[str, str]
    figures: tuple[str, ...]


CASES = {
    "/chain": Case({"step": "1"}, {"step": "6"}, ()),
    "detective/case": Case({"base_rates": "false"}, {"base_rates": "true"}, ("Posterior probability", "Margin")),
    "detective/thousand": Case(
        {"base_rates": "false"}, {"base_rates": "true"}, ("Left under the clues", "Posterior probability")
    ),
    "detective/line-up": Case({"suspects": "3"}, {"suspects": "11"}, ("MLE θ̂", "Best candidate", "L(best) / L(θ̂)")),
    "likelihood/curve": Case({"theta": "0.5", "paint": "1"}, {"theta": "0.6", "paint": "1"}, ("L(θ) / L(θ̂)", "MLE θ̂")),
    "log-likelihood/sum": Case({"theta": "0.5"}, {"theta": "0.6"}, ("ℓ(θ)", "Score", "Standard error")),
    "log-likelihood/underflow": Case({"n": "100"}, {"n": "2000"}, ("Product (float64)", "Sum of logs")),
    "training-is-mle/climb": Case({"ascent_step": "3"}, {"ascent_step": "9", "lr": "3"}, ("θ now",)),
    "training-is-mle/next-word": Case(
        {"lm_steps": "20"}, {"lm_steps": "2000"}, ("Count MLE", "Cross-entropy", "Entropy floor")
    ),
    "training-is-mle/slow-motion": Case(
        {"slow_frame": "1"}, {"slow_frame": "4", "gradient_step": "5"}, ("NLL of this batch", "NLL after the step")
    ),
    "training-is-mle/kl": Case(
        {"kl_steps": "0", "nearest": "newcomb"},
        {"kl_steps": "13", "theta": "0.2"},
        ("Cross-entropy", "Entropy floor", "KL"),
    ),
    "bayesian-inference/update": Case(
        {"level": "0.9"},
        {"level": "0.5", "a": "2"},
        ("Posterior", "Credible interval", "MLE θ̂", "MAP θ̂", "Posterior mean"),
    ),
    "bayesian-inference/flips": Case({"flips_step": "0"}, {"flips_step": "4"}, ("Posterior", "P(next is heads)")),
    "bayesian-inference/coverage": Case(
        {"theta": "0.5"},
        {"theta": "0.9", "n_flips": "30", "interval_drawn": "Credible", "hundred": "3"},
        ("Wald coverage", "Likelihood coverage", "Clopper-Pearson coverage", "Credible coverage"),
    ),
    "map-estimation/coin": Case({"a": "10"}, {"a": "2"}, ("MLE θ̂", "MAP θ̂", "Given up at the MAP")),
    "map-estimation/weights": Case({"sigma": "1"}, {"sigma": "0.1", "prior": "laplace"}, ("MLE ŵ", "MAP ŵ")),
    "map-estimation/converter": Case(
        {"n_examples": "50"}, {"n_examples": "700"}, ("λ (summed NLL)", "λ (mean NLL)", "weight_decay")
    ),
    "map-estimation/race": Case(
        {"race_step": "18"}, {"race_decay": "1.0"}, ("SGD + wd to the MAP", "Adam + L2 to the MAP", "AdamW to the MAP")
    ),
    "map-estimation/logit": Case(
        {"heads": "7"}, {"heads": "9"}, ("Peak, over θ", "Peak, over logit θ", "Mass, over θ", "Mass, over logit θ")
    ),
    "regularization/fit": Case(
        {"strength": "0.2"}, {"strength": "0.7", "kind": "l1"}, ("Train NLL", "Held-out NLL", "‖w‖₂", "Exact zeros")
    ),
    "regularization/kind": Case({"strength": "0.2"}, {"strength": "0.7"}, ("Prior σ_w",)),
    "regularization/paths": Case({"degree": "12"}, {"degree": "5"}, ()),
    "regularization/choice": Case({"seed": "0"}, {"seed": "1"}, ("Cross-validation", "Evidence", "Held-out")),
    "regularization/size": Case({"seed": "0"}, {"seed": "1"}, ("Slope, σ_w = 2", "Slope, truth ruled out")),
    "regularization/others": Case(
        {"pooling": "hierarchical"},
        {"pooling": "hand", "share": "30"},
        ("Error, each alone", "Error, pooled", "Error, shrunken"),
    ),
    "big-picture/maps": Case({"n_points": "40"}, {"n_points": "80"}, ("Held-out NLL, MLE",)),
    "big-picture/calibration": Case({"n_points": "40"}, {"n_points": "80"}, ()),
    "big-picture/far": Case({"angle": "0"}, {"angle": "90"}, METHODS),
    "big-picture/size": Case({"n_points": "40"}, {"n_points": "80"}, ("Best to worst of six",)),
    "big-picture/hmc": Case({"draws": "3"}, {"draws": "200"}, ("Acceptance",)),
    "training-lab/lab": Case(
        {"wd": "0.001"}, {"seed": "3"}, ("NLL", "Penalty", "Objective", "Accuracy", "Held-out NLL")
    ),
    "bayesian-inference/fair": Case(
        {"a": "10"}, {"a": "1", "heads": "9"}, ("Bayes factor", "p-value of fair", "Evidence of fair")
    ),
    "bayesian-inference/families": Case({"rate_mean": "1"}, {"family": "Light"}, ()),
}
"""By lesson and scene."""

STILL = {"bayesian-inference/priors": ("Apart after 10", "Apart after 350,757", "Closed mind’s mean")}
"""The scenes without a control, and the figures that their reading names."""

EXTREMES = (
    "/chain?step=8",
    "detective/case?clues=",
    "detective/case?clues=&base_rates=true",
    "detective/thousand?clues=",
    "detective/thousand?clues=footprints&base_rates=true",
    "detective/line-up?heads=0&tails=0",
    "detective/line-up?heads=5&tails=5&suspects=11",
    "detective/line-up?heads=1000000&tails=0&suspects=101",
    "detective/line-up?heads=1&tails=2&suspects=continuum",
    "likelihood/curve?heads=0&tails=0",
    "likelihood/curve?heads=10&tails=0&theta=0&paint=1",
    "likelihood/curve?heads=0&tails=1000000&theta=1",
    "likelihood/curve?heads=178079&tails=172678&theta=0.508",
    "likelihood/curve?data=horse-kicks&rate=0.2",
    "likelihood/curve?data=newcomb&view=fitted",
    "likelihood/curve?data=newcomb&view=surface",
    "log-likelihood/sum?heads=0&tails=0",
    "log-likelihood/sum?heads=10&tails=0&theta=0",
    "log-likelihood/sum?heads=0&tails=1000000&theta=1",
    "log-likelihood/underflow?n=0&p=0",
    "log-likelihood/underflow?n=1000000&p=1",
    "log-likelihood/underflow?n=5000&p=0.6",
    "log-likelihood/underflow?n=10&p=0.9999",
    "training-is-mle/climb?heads=0&tails=0&ascent_step=5",
    "training-is-mle/climb?heads=10&tails=0&ascent_step=40",
    "training-is-mle/climb?heads=5&tails=5&ascent_step=2",
    "training-is-mle/next-word?lm_steps=0&logits=embedding",
    "training-is-mle/slow-motion?slow_frame=5&gradient_step=20",
    "training-is-mle/kl?heads=0&tails=0&kl_steps=3",
    "training-is-mle/kl?heads=1000000&tails=0&theta=0",
    "training-is-mle/kl?heads=1000000&tails=1000000&theta=1&kl_steps=2000",
    "training-is-mle/kl?nearest=next-word&kl_steps=2000&planted=true",
    "training-is-mle/kl?nearest=newcomb&kl_mu=50&kl_sigma=5",
    "bayesian-inference/update?heads=0&tails=0&a=1&b=1",
    "bayesian-inference/fair?heads=0&tails=0",
    "bayesian-inference/fair?heads=5&tails=5&a=0.5&b=0.5",
    "bayesian-inference/fair?heads=1000000&tails=0&a=0.5&b=1000",
    "bayesian-inference/fair?heads=178079&tails=172678&a=1&b=1",
    "bayesian-inference/update?heads=1&tails=0&a=0.5&b=0.5&interval_kind=highest-density",
    "bayesian-inference/update?heads=178079&tails=172678",
    "bayesian-inference/flips?heads=0&tails=0",
    "bayesian-inference/flips?heads=10&tails=0",
    "bayesian-inference/flips?heads=178079&tails=172678",
    "bayesian-inference/families?rate_mean=0.1&rate_worth=1",
    "bayesian-inference/families?family=Light&light_mean=34&light_sd=10",
    "bayesian-inference/coverage?theta=0&n_flips=1&level=0.5&a=0.5&b=0.5",
    "bayesian-inference/coverage?theta=1&n_flips=1000&a=1000&b=1000&theta_from=drawn&hundred=20",
    "map-estimation/coin?heads=0&tails=0&a=1&b=1",
    "map-estimation/coin?heads=1&tails=0&a=0.5&b=0.5",
    "map-estimation/coin?heads=178079&tails=172678",
    "map-estimation/weights?prior=laplace&sigma=0.001&intercept=true",
    "map-estimation/weights?sigma=1000",
    "map-estimation/converter?prior=laplace&n_examples=1",
    "map-estimation/race?race_step=0&race_batch=16",
    "map-estimation/logit?heads=0&tails=0&a=0.5&b=0.5",
    "map-estimation/logit?heads=1000000&tails=0&a=1000&b=1000",
    "regularization/others?pooling=alone",
    "regularization/others?pooling=one",
    "regularization/others?pooling=hand&share=0",
    "regularization/others?pooling=hand&share=100",
    "regularization/fit?strength=0&degree=1&n_points=8",
    "regularization/fit?strength=1&kind=early-stopping",
    "regularization/kind?strength=0&n_points=8",
    "regularization/kind?kind=l1&strength=1",
    "regularization/kind?kind=dropout&strength=0&degree=1",
    "regularization/kind?kind=dropout&strength=1",
    "regularization/kind?kind=augmentation&strength=0",
    "regularization/kind?kind=augmentation&strength=1&degree=1",
    "regularization/kind?kind=early-stopping&strength=0",
    "regularization/kind?kind=early-stopping&strength=1&n_points=8",
    "regularization/paths?degree=1",
    "regularization/paths?n_points=8&seed=3",
    "regularization/choice?kind=l1&degree=1",
    "big-picture/maps?seed=5",
    "big-picture/calibration?seed=5",
    "big-picture/far?seed=5",
    "big-picture/hmc?draws=0",
    "big-picture/hmc?leapfrog=0.35&draws=60",
    "training-lab/lab?prior=none",
    "training-lab/lab?optimizer=adamw&data=penguins",
)


def opened(place: str, *, unfold: tuple[str, ...] = (KEY,), **query: str) -> AppTest:
    slug, scene = place.split("/")
    app = open_lesson(course.lesson(slug).file.removeprefix("pages/"), unfold=unfold, scene=scene, **query)
    assert not app.exception
    return app


def sentences(app: AppTest) -> str:
    return " ".join(str(part.value) for part in _box(app).markdown).replace(NARROW_SPACE, " ")


def _box(app: AppTest) -> Any:
    (box,) = (box for box in app.expander if box.label == LABEL)
    return box


def tables(app: AppTest) -> list[list[list[str]]]:
    """The cells of each table, the headings first, without the backslashes of Markdown."""
    frames = [table.value for table in _box(app).table]
    return [
        [list(frame.columns), *([re.sub(r"\\(.)", r"\1", cell) for cell in row] for row in frame.to_numpy().tolist())]
        for frame in frames
    ]


def _plain(text: str) -> str:
    """The text with one kind of space: a figure keeps its power of ten on one line."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def everything(app: AppTest) -> str:
    cells = [cell for table in tables(app) for row in table for cell in row]
    return " ".join([sentences(app), *filter(None, cells)]).replace(NARROW_SPACE, " ")


@pytest.mark.parametrize("place", SCENES)
def test_a_scene_with_a_chart_offers_to_read_it(place: str) -> None:
    app = opened(place, unfold=())
    found = [box for box in app.expander if box.label == LABEL]
    assert len(found) == bool(app.get("vega_lite_chart"))
    assert not any(box.table or box.markdown for box in found), "a closed reading is not computed"


@pytest.mark.parametrize("place", CASES)
def test_a_reading_follows_the_controls_and_agrees_with_the_figures(place: str) -> None:
    case = CASES[place]
    before, after = opened(place, **case.before), opened(place, **case.after)
    assert sentences(before) != sentences(after) and tables(before) != tables(after)
    for app in (before, after):
        expect_short_and_whole(app)
        assert [label for label in case.figures if _plain(figure(app, label)) not in _plain(everything(app))] == []


@pytest.mark.parametrize("place", STILL)
def test_a_reading_without_controls_agrees_with_the_figures(place: str) -> None:
    app = opened(place)
    expect_short_and_whole(app)
    assert [label for label in STILL[place] if _plain(figure(app, label)) not in _plain(sentences(app))] == []


@pytest.mark.sweep
@pytest.mark.parametrize("link", EXTREMES)
def test_a_reading_is_short_and_whole_at_the_ends(link: str) -> None:
    place, _, query = link.partition("?")
    expect_short_and_whole(opened(place, **dict(pair.split("=") for pair in query.split("&") if pair)))


def expect_short_and_whole(app: AppTest) -> None:
    assert len(_box(app).markdown) == len(_box(app).table) >= 1
    for said, (headings, *rows) in zip(_box(app).markdown, tables(app), strict=True):
        assert 1 <= len(re.findall(r"[.!?](?= |$)", said.value)) <= 5
        assert 1 <= len(rows) <= MOST_ROWS
        assert all(headings) and len(headings) <= 6, "a phone has no room for more"
    assert not re.search(r"\bnan\b|\binf\b|None|-0\.0+\b|  ", everything(app)), everything(app)


@pytest.mark.parametrize("place", ["/chain", "log-likelihood/sum", "training-lab/lab"])
def test_a_projector_offers_no_reading(place: str) -> None:
    assert LABEL not in [box.label for box in opened(place, present="1").expander]


def test_while_the_curve_is_hidden_its_reading_keeps_the_peak_secret() -> None:
    app = open_lesson("2_likelihood.py", unfold=(KEY,))
    assert figure(app, "MLE θ̂") == "hidden"
    assert "0.7" not in sentences(app) and "θ̂" not in everything(app)


def test_a_run_is_read_at_the_step_that_it_has_reached() -> None:
    app = opened("training-lab/lab")
    app.button(key="run_ten").click().run()
    assert "At step 10 of" in sentences(app) and "nothing pulls" not in sentences(app)
    assert figure(app, "NLL") in sentences(app)


def test_telling_points_are_in_order_and_named_once() -> None:
    found = telling((0.0, 1.0), {"low": 0.0, "also low": 0.0, "off": 2.0, "missing": None, "middle": 0.51}, 5)
    assert [point.name for point in found] == ["low, also low", "", "middle", "", ""]
    assert [point.x for point in found] == [0.0, 0.25, 0.51, 0.75, 1.0]
