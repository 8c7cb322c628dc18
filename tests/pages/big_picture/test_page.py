"""The page without a browser: stored answers at once, other settings in portions, skipping, links, the script."""

import sys
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import cached
from core.answers.calibration import mean_of
from core.answers.run import finish
from core.answers.stored import agreement
from core.answers.task import ANGLES, DEFAULT, FAR_NODE, METHODS, N_POINTS, WITHOUT_PRIOR, Settings
from core.numbers import decimal, nats, with_error
from pages._kit.charts.base import from_bytes
from pages.big_picture.fields import SLOW
from tests.support.app import figure, open_lesson, run_example

HELD_OUT = ("MLE", "MAP", "HMC")
THREE = ("MLE", "Deep ensemble", "Laplace")


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("8_big-picture.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def rows(app: AppTest) -> dict[str, list[str]]:
    table = next(element.value for element in app.markdown if "Brier" in element.value)
    cells = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in table.split("\n")[2:]]
    return {row[0]: row[1:] for row in cells}


@pytest.mark.parametrize("n", [40, 320])
def test_the_stored_answers_are_shown_at_once(n: int) -> None:
    app, table = lesson(n_points=str(n)), lesson(scene="table", n_points=str(n))
    at = N_POINTS.index(n)
    for shown in (app, table):
        for method in HELD_OUT:
            assert figure(shown, f"Held-out NLL, {method}") == nats(agreement()[method][at].nll)
        assert float(figure(shown, "R-hat, HMC")) < 1.02
    for method, cells in rows(table).items():
        assert cells[1:4] == [decimal(value) for value in agreement()[method][at][1:]]
        assert all(cells)
    assert "nan" not in words(app).lower().split() + words(table).lower().split()
    assert "σ = 1.58" in words(app) and f"a weight decay of {0.4 / n:.3g}" in words(app)


def test_the_default_settings_do_not_import_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)  # an import of torch now fails
    for name in [name for name in sys.modules if name.startswith("core.training")]:
        monkeypatch.delitem(sys.modules, name)
    lesson()


def test_other_settings_are_computed_in_portions_and_may_be_skipped() -> None:
    settings = Settings("blobs", 20, 0.1, 7)
    app = lesson(data="blobs", n_points="20", wd="0.1", seed="7")
    assert {figure(app, f"Held-out NLL, {method}") for method in HELD_OUT} == {"computing"}
    assert not cached.answer_run(settings, "MLE").share, "the page computes nothing before it is drawn"
    for method in ("MLE", "MAP", "Laplace"):
        finish(cached.answer_run(settings, method))
    app.button_group(key="slow").set_value(["Deep ensemble"]).run()
    assert not app.exception
    assert figure(app, "Held-out NLL, MAP").endswith(" nats")
    assert figure(app, "Held-out NLL, HMC") == figure(app, "R-hat, HMC") == "skipped"
    assert "Two of the three blobs" in words(app)
    query = {"data": "blobs", "n_points": "20", "wd": "0.1", "seed": "7", "slow": "Deep ensemble"}
    found = rows(lesson(scene="table", **query))
    assert found["MC dropout"][0] == "skipped" and found["Deep ensemble"][0] == "computing"
    for scene in ("calibration", "far"):
        notes = {metric.label: (metric.value, metric.delta) for metric in lesson(scene=scene, **query).metric}
        assert list(notes) == list(METHODS)
        assert notes["HMC"] == ("…", "skipped") and notes["Deep ensemble"] == ("…", "computing")
        assert float(notes["MAP"][0]) >= 0


def table_of(app: AppTest, name: str) -> dict[str, list[Any]]:
    """A table of the page's chart."""
    (chart,) = app.get("vega_lite_chart")
    (found,) = (part.data.data for part in chart.proto.datasets if part.name == name)
    columns: dict[str, list[Any]] = from_bytes(found).to_pydict()
    return columns


@pytest.mark.parametrize(("scene", "name"), [("maps", "cell"), ("calibration", "bin"), ("far", "line")])
def test_a_change_dims_the_pictures_that_depend_on_it_and_leaves_the_others(scene: str, name: str) -> None:
    app = lesson(scene=scene)
    assert not any(table_of(app, name)["dimmed"])
    app.select_slider(key="wd").set_value(0.05).run()
    drawn = table_of(app, name)
    assert set(drawn["m"]) == set(range(len(METHODS))), "the pictures before are still there"
    dimmed = {METHODS[int(m)] for m, faint in zip(drawn["m"], drawn["dimmed"], strict=True) if faint}
    assert dimmed == set(METHODS) - set(WITHOUT_PRIOR)
    if scene == "maps":
        node = table_of(app, "node")
        read = {method for m, method in enumerate(METHODS) if node[f"p{m}"][0] is not None}
        assert read == set(WITHOUT_PRIOR), "no values are read from a map that is dimmed"
        assert figure(app, "Held-out NLL, MLE") == nats(agreement()["MLE"][N_POINTS.index(40)].nll)
        assert figure(app, "Held-out NLL, MAP") == "computing"
    app.select_slider(key="wd").set_value(DEFAULT.wd).run()
    assert not any(table_of(app, name)["dimmed"])


@pytest.mark.parametrize(("scene", "name"), [("maps", "cell"), ("calibration", "bin"), ("far", "line")])
def test_switching_a_method_off_takes_it_away(scene: str, name: str) -> None:
    app = lesson(scene=scene, slow=["MC dropout", "Deep ensemble"])
    assert set(table_of(app, name)["m"]) == set(range(len(METHODS))) - {METHODS.index("HMC")}
    app.button_group(key="slow").set_value(["MC dropout", "Deep ensemble", "HMC"]).run()
    assert METHODS.index("HMC") in table_of(app, name)["m"]
    app.button_group(key="slow").set_value([]).run()
    assert {METHODS[int(m)] for m in set(table_of(app, name)["m"])} == {"MLE", "MAP", "Laplace"}
    if scene == "maps":
        assert figure(app, "Held-out NLL, HMC") == figure(app, "R-hat, HMC") == "skipped"
    else:
        assert {metric.label for metric in app.metric if metric.delta == "skipped"} == set(SLOW)


def test_switching_a_method_off_takes_its_row_away() -> None:
    found = rows(lesson(scene="table", slow=["HMC"]))
    assert found["HMC"][1] and [found[method][0] for method in SLOW] == ["skipped", "skipped", found["HMC"][0]]


def test_there_are_too_few_penguins_for_the_last_stop() -> None:
    app = lesson(data="penguins", n_points="320")
    assert app.select_slider(key="n_points").value == DEFAULT.n_points
    assert "Adelie against Chinstrap" in words(app)


def test_values_of_other_lessons_become_the_default() -> None:
    app = lesson(data="coin", n_points="500", wd="0.001", seed="3")
    assert (app.selectbox(key="data").value, app.select_slider(key="n_points").value) == ("moons", 40)
    assert (app.select_slider(key="wd").value, app.number_input(key="seed").value) == (0.01, 3)


def test_the_script_ends_in_the_values_at_the_ring() -> None:
    found = run_example(lesson())
    shown = [cached.answer_run(DEFAULT, method).results.map[FAR_NODE, FAR_NODE] for method in THREE]
    assert found["p"] == pytest.approx(shown, abs=1e-9)
    assert found["h"][2] > 0.5 > 0.1 > found["h"][0]


def test_the_ray_turns_with_its_slider_and_by_link() -> None:
    app = lesson(scene="far")
    for angle in (45, 180):
        app.select_slider(key="angle").set_value(angle).run()
        for method in METHODS:
            row = cached.answer_run(DEFAULT, method).results.confidence[ANGLES.index(angle)]
            assert figure(app, method) == decimal(float(row[-1]))
    by_link = lesson(angle="180")
    assert by_link.query_params["scene"] == "far", "the angle belongs to this scene alone"
    assert [metric.value for metric in by_link.metric] == [metric.value for metric in app.metric]


def test_the_calibration_scene_shows_each_methods_error() -> None:
    app = lesson(scene="calibration", n_points="80")
    for method in METHODS:
        assert figure(app, method) == decimal(agreement()[method][N_POINTS.index(80)].calibration_error)


@pytest.mark.parametrize("n", N_POINTS)
def test_the_size_scene_has_one_field_and_the_scores_at_its_n(n: int) -> None:
    app = lesson(scene="size", n_points=str(n))
    assert [field.key for field in app.select_slider] == ["n_points"] and not app.selectbox
    found = {method: row[N_POINTS.index(n)].nll for method, row in agreement().items()}
    for method in HELD_OUT:
        assert figure(app, f"Held-out NLL, {method}") == nats(found[method])
    assert figure(app, "Best to worst of six") == nats(max(found.values()) - min(found.values()))


@pytest.mark.parametrize("scene", ["maps", "table", "calibration", "far"])
def test_a_scene_with_answers_keeps_room_for_the_bar_and_its_values_in_the_address(scene: str) -> None:
    query = {"data": "circles", "n_points": "20", "wd": "0.05", "seed": "9", "slow": "HMC"}
    app = lesson(scene=scene, **query)
    for key, value in query.items():
        assert app.query_params[key] == value
    assert not lesson(scene=scene).get("progress")


def test_the_projector_shows_the_maps_and_their_figures_only() -> None:
    app = lesson(present="1")
    assert {metric.label for metric in app.metric} == {
        *(f"Held-out NLL, {method}" for method in HELD_OUT),
        "R-hat, HMC",
    }
    assert not app.expander and not any("import" in block.value for block in app.code)


def test_every_method_is_in_the_summary() -> None:
    text = words(lesson(scene="table"))
    assert all(method.lower() in text.lower() for method in METHODS)


@pytest.mark.parametrize("n", [40, 80, 320])
def test_the_tables_and_the_insight_give_the_standard_errors_of_this_n(n: int) -> None:
    app = lesson(scene="table", n_points=str(n))
    losses = {method: cached.answer_run(replace(DEFAULT, n_points=n), method).results.losses for method in METHODS}
    said = {method: with_error(*mean_of(losses[method])) for method in METHODS}
    assert {method: cells[0] for method, cells in rows(app).items()} == said
    summary = next(text.value for text in app.markdown if "**loses**" in text.value)
    insight = next(text.value for text in app.markdown if "Learning is inference" in text.value)
    for method in HELD_OUT:
        assert float(said[method].split(" ±")[0]) == pytest.approx(agreement()[method][N_POINTS.index(n)].nll, rel=0.01)
        assert f" {said[method]} nats |" in summary and f"{method} {said[method]}" in insight
    difference = with_error(*mean_of(losses["HMC"] - losses["MAP"]), signed=True)
    assert f"HMC − MAP, point by point: {difference} nats" in words(app)
    if n == 80:
        assert difference == "+0.0084 ± 0.0030", "here the average predicts worse than its peak"
    assert "nothing, if prior and model are right" in summary
    assert "hardly differ" not in insight


def test_a_figure_that_is_not_computed_is_not_in_the_insight() -> None:
    app = lesson(scene="table", data="circles", n_points="20", seed="9")
    assert "Held-out NLL here" not in words(app) and "HMC − MAP" not in words(app)


def test_the_last_of_the_six_is_named_for_each_n() -> None:
    found = agreement()
    last = [max(METHODS, key=lambda method: found[method][at].nll) for at in range(len(N_POINTS))]
    assert len(set(last)) > 1, "no method is last everywhere"
    sentence = next(
        text.value for text in lesson(scene="size").markdown if "Between the best and the worst" in text.value
    )
    for method in set(last):
        numbers = ", ".join(str(n) for n, one in zip(N_POINTS, last, strict=True) if one == method)
        assert f"{method} (N = {numbers})" in sentence


def test_the_fine_print_cites_the_bound_on_confidence_and_names_a_constant_model() -> None:
    text = words(lesson())
    claim = next(part for part in text.split("\n\n") if "linearized Laplace the spread" in part)
    assert "(Kristiadi, Hein & Hennig 2020)" in claim
    assert "- Kristiadi, Hein & Hennig 2020, Being Bayesian" in text
    assert "a model that always predicts the base rate has almost none" in text
