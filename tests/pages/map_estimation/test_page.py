"""The page without a browser: figures, modes at the ends, the converter both ways, exact zeros, scripts, links."""

import sys

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.cached import map_race
from core.likelihood.counts import Counts
from core.logistic.race import FRAMES
from pages._kit.prose import BADGES
from pages.map_estimation.race import DECAYS
from tests.support.app import figure, open_lesson, run_example

SEED = {"heads": "7", "tails": "3", "a": "10", "b": "10"}
CONVERTER = ("λ (summed NLL)", "λ (mean NLL)", "weight_decay")


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("6_map-estimation.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def shown(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


def test_the_figures_of_ten_flips() -> None:
    app = lesson(sigma="1", n_examples="500", **SEED)
    assert figure(app, "MLE θ̂") == "0.700"
    assert figure(app, "MAP θ̂") == "0.571"
    assert figure(app, "Posterior mean") == "0.567"
    assert [figure(app, label) for label in CONVERTER] == ["0.5", "0.001", "0.002"]
    assert "asks for 0.002 with 500 examples and 0.001 with 1,000" in words(app)
    assert "both weights, not the intercept" in words(app)


def test_much_data_outgrow_the_prior() -> None:
    app = lesson(**{**SEED, "heads": "700", "tails": "300"})
    assert (figure(app, "MLE θ̂"), figure(app, "MAP θ̂")) == ("0.700", "0.696")


@pytest.mark.parametrize(
    ("query", "expected", "place"),
    [
        ({"heads": "0", "tails": "0", "a": "0.5", "b": "0.5"}, "0 and 1", "both ends"),
        ({"heads": "0", "tails": "0", "a": "1", "b": "1"}, "every θ", "everywhere"),
        ({"heads": "0", "tails": "4", "a": "0.5", "b": "2"}, "0.000", "θ = 0"),
        ({"heads": "1000000", "tails": "0", "a": "1000", "b": "1"}, "1.000", "θ = 1"),
    ],
)
def test_without_a_mode_inside_the_page_says_where_it_is(query: dict[str, str], expected: str, place: str) -> None:
    app = lesson(**query)
    assert figure(app, "MAP θ̂") == expected
    assert place in words(app)
    assert "nan" not in f"{shown(app)} {words(app)}".lower().split()


def test_a_weight_decay_sets_sigma_and_sigma_sets_the_rest() -> None:
    app = lesson()
    assert app.selectbox(key="way_in").value == "weight_decay"
    app.number_input(key="way_value").set_value(0.01).run()
    assert app.number_input(key="sigma").value == pytest.approx(1 / np.sqrt(0.01 * 500))
    assert figure(app, "weight_decay") == "0.01"
    app.number_input(key="n_examples").set_value(1000).run()
    assert figure(app, "weight_decay") == "0.005"
    app.select_slider(key="sigma_stop").set_value(2.0).run()
    assert app.number_input(key="sigma").value == 2.0
    app.number_input(key="way_value").set_value(0.0).run()
    assert app.number_input(key="sigma").value == 1000.0
    assert not app.exception


def test_a_laplace_prior_reaches_exact_zeros_and_a_gaussian_does_not() -> None:
    app = lesson(prior="laplace", sigma="0.1")
    assert figure(app, "Exact zeros") == "1 of 2"
    assert figure(app, "MAP ŵ").endswith(", 0.000)")
    assert figure(app, "weight_decay") == "none"
    assert figure(app, "λ (summed NLL)") == f"{np.sqrt(2) / 0.1:.4g}"
    app.button_group(key="prior").set_value("gaussian").run()
    assert figure(app, "Exact zeros") == "0 of 2"
    app.checkbox(key="with_intercept").check().run()
    assert "both weights and the intercept" in words(app)


def test_the_stepper_narrows_the_prior() -> None:
    app = lesson(sigma="1")
    app.button(key="sigma_next").click().run()
    assert app.number_input(key="sigma").value == 0.7
    app.button(key="sigma_back").click().run()
    app.button(key="sigma_back").click().run()
    assert app.number_input(key="sigma").value == 1.5


def test_the_peak_moves_with_the_parametrization_and_the_mass_does_not() -> None:
    app = lesson(**SEED)
    assert (figure(app, "Peak, over θ"), figure(app, "Peak, over logit θ")) == ("0.571", "0.567")
    after = posterior(Beta(10, 10), Counts(7, 3))
    assert figure(app, "Mass, over θ") == f"{float(after.cdf(0.6) - after.cdf(0.5)):.4f}"
    assert figure(app, "Mass, over logit θ") == figure(app, "Mass, over θ")
    app.button(key="try_single").click().run()
    assert (figure(app, "Peak, over θ"), figure(app, "Peak, over logit θ")) == ("0.750", "0.625")


def test_the_race_opens_by_hand_and_ends_on_its_stars() -> None:
    app = lesson()
    assert "to the MLE" not in words(app)
    app.session_state["race"] = True
    app.run()
    assert not app.exception
    table = next(element.value for element in app.markdown if "to the MLE" in element.value)
    rows = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:4]] for line in table.split("\n")}
    for name, (mle, map_) in list(rows.items())[2:]:
        near = mle if "AdamW" in name else map_
        assert near.startswith("**") and float(near.strip("*")) < 1e-4
        assert float((map_ if "AdamW" in name else mle).strip("*")) > 0.5
    assert "no MAP estimator" in words(app)
    app.button(key="race_back").click().run()
    assert f"Frame {len(FRAMES) - 1} / {len(FRAMES)}" in words(app)
    assert not [button for button in app.button if button.key == "sigma_next"]  # one stepper has the keys


def test_where_adamw_ends_is_proved_with_the_full_batch_and_seen_with_mini_batches() -> None:
    app = lesson()
    said = next(part for element in app.markdown for part in element.value.split("\n\n") if "KKT point" in part)
    assert said.startswith(BADGES["approximate"])
    assert all(part in said for part in ("where AdamW converges", "convex loss", "is an observation"))
    app.session_state["race"] = True
    app.run()
    assert "AdamW, if it converges" in words(app) and "an observation, not a theorem" not in words(app)
    app.button_group(key="race_batch").set_value("16 at a time").run()
    for decay in DECAYS:
        app.button_group(key="race_decay").set_value(decay).run()
        assert not app.exception
        assert "between the two" in words(app) and "an observation, not a theorem" in words(app)
        run = map_race(decay, 16, 0)
        end, mle, map_ = (np.linalg.norm(w[:2]) for w in (run.race.parameters["AdamW"][-1], *run.stars[:2]))
        assert map_ < end < mle


def test_torch_is_not_imported_while_the_race_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)  # an import of torch now fails
    monkeypatch.delitem(sys.modules, "core.training.race", raising=False)
    lesson(**SEED)


@pytest.mark.parametrize(
    "query",
    [
        {"sigma": "nan", "n_examples": "inf", "prior": "none"},
        {"sigma": "-1", "n_examples": "1e9", "prior": "<script>", "a": "0", "b": "nan"},
        {"sigma": "x" * 5000, "n_examples": "x" * 5000, "prior": "x" * 5000, "a": "x" * 5000, "heads": "x" * 5000},
        {"sigma": ["abc", "-4"], "n_examples": ["2", "nan"], "b": ["0", "x"]},
    ],
    ids=str,
)
def test_a_forged_link_gives_the_defaults(query: dict[str, str | list[str]]) -> None:
    default = {"MLE θ̂": "0.700", "MAP θ̂": "0.571", "MAP ŵ": "(1.186, -0.496)", "weight_decay": "0.002"}
    found = shown(lesson(**query))
    assert {label: found[label] for label in default} == default


@pytest.mark.parametrize(
    "query",
    [
        {**SEED, "sigma": "0.447", "n_examples": "500"},
        {"heads": "0", "tails": "0", "a": "0.5", "b": "0.5", "sigma": "0.001", "n_examples": "1000000"},
        {"heads": "178079", "tails": "172678", "a": "1000", "b": "0.5", "sigma": "1000", "prior": "laplace"},
    ],
)
def test_the_scripts_reach_the_figures(query: dict[str, str]) -> None:
    app = lesson(**query)
    found = run_example(app)
    after = posterior(Beta(float(query["a"]), float(query["b"])), Counts(int(query["heads"]), int(query["tails"])))
    assert found["posterior_mean"] == pytest.approx(after.mean)
    assert found["map_estimate"] == (pytest.approx(after.mode.at[0]) if len(after.mode.at) == 1 else None)
    mle = figure(app, "MLE θ̂")
    assert (mle == "every θ") if found["mle"] is None else float(mle) == pytest.approx(found["mle"], abs=1e-4)
    if found["map_estimate"] is not None:
        assert found["on_grid"] == pytest.approx(found["map_estimate"], abs=2e-5)
    for label, name in zip(CONVERTER, ("lambda_sum", "lambda_mean", "weight_decay"), strict=True):
        assert figure(app, label) == ("none" if found[name] is None else f"{found[name]:.4g}")
    assert found["sigma_again"] == pytest.approx(float(query["sigma"]))


def test_the_projector_shows_the_curves_and_their_figures_only() -> None:
    app = lesson(present="1", **SEED)
    assert set(shown(app)) == {"MLE θ̂", "MAP θ̂", "Posterior mean", "Given up at the MAP"}
    assert not app.expander and not any("import" in block.value for block in app.code)
