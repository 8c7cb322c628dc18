"""The scene "others": the errors of every way to estimate, its fields, words and chart; other scenes without it."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.belief import batting
from core.belief.batting import POOLINGS
from core.data.batters import BATTERS
from pages._kit.charts.base import Tables, from_bytes
from pages.regularization.charts import others as chart
from tests.support.app import figure, number, open_lesson, run_example

OWN = np.array([batter.hits for batter in BATTERS]) / 45
SEASON = np.array([batter.season_average for batter in BATTERS])
ALONE, POOLED, SHRUNKEN = LABELS = ("Error, each alone", "Error, pooled", "Error, shrunken")


def lesson(**query: str) -> AppTest:
    app = open_lesson("7_regularization.py", **{"scene": "others", **query})
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def helped(app: AppTest, label: str) -> str:
    return next(str(metric.delta) for metric in app.metric if metric.label == label)


def mixture_error(share: float) -> float:
    return float(np.mean(((1 - share) * OWN + share * OWN.mean() - SEASON) ** 2))


def test_the_errors_are_the_mean_squares_against_the_season() -> None:
    app = lesson()
    expected = [mixture_error(share) for share in (0.0, 1.0, 0.94632)]
    assert [number(figure(app, label)) for label in LABELS] == pytest.approx(expected, abs=5e-6)
    assert (helped(app, POOLED), helped(app, SHRUNKEN)) == ("3.1 times less", "3.3 times less")
    assert (figure(app, "Prior’s σ"), helped(app, "Prior’s σ")) == ("0.016", "strength 793")


@pytest.mark.parametrize("pooling", POOLINGS)
def test_every_way_has_its_figure_and_its_script(pooling: str) -> None:
    app = lesson(pooling=pooling, share="30")
    found = run_example(app)
    assert figure(app, SHRUNKEN) == f"{found['shrunken']:.5f}"
    assert (figure(app, ALONE), figure(app, POOLED)) == (f"{found['alone']:.5f}", f"{found['pooled']:.5f}")
    farther = int((np.abs(np.asarray(found["estimate"]) - SEASON) > np.abs(OWN - SEASON) + 1e-9).sum())
    assert f"For {farther} of 18 batters" in words(app)
    assert (farther == 0) == (pooling == "alone")


def test_moving_the_slider_takes_the_share_by_hand() -> None:
    app = lesson(pooling="hierarchical")
    before = figure(app, SHRUNKEN)
    app.slider(key="share").set_value(20).run()
    assert app.session_state["pooling"] == "hand"
    assert number(figure(app, SHRUNKEN)) == pytest.approx(mixture_error(0.2), abs=5e-6) != number(before)
    for share, label, sigma in ((0, ALONE, "none"), (100, POOLED, "0.000")):
        app.slider(key="share").set_value(share).run()
        assert (figure(app, SHRUNKEN), figure(app, "Prior’s σ")) == (figure(app, label), sigma)
        assert not app.exception
    assert helped(app, "Prior’s σ") == "no spread"


@pytest.mark.parametrize(
    "query",
    [
        {"pooling": "everything"}, {"pooling": "x" * 5000}, {"share": "nan"}, {"share": "-1"}, {"share": "1e9"},
        {"pooling": "hand", "share": "101"},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_link_shows_the_default(query: dict[str, str]) -> None:
    app = lesson(**query)
    default = 0.5 if query.get("pooling") == "hand" else batting.fitted().share
    assert number(figure(app, SHRUNKEN)) == pytest.approx(mixture_error(default), abs=5e-6)
    assert app.slider(key="share").value == 50


def test_a_link_with_the_scenes_own_keys_alone_opens_it() -> None:
    app = open_lesson("7_regularization.py", pooling="alone")
    assert figure(app, SHRUNKEN) == figure(app, ALONE)


def test_little_shrinkage_is_not_called_none_and_none_is_not_called_better() -> None:
    little, none = lesson(pooling="hand", share="1"), lesson(pooling="alone")
    assert figure(little, SHRUNKEN) != figure(little, ALONE) and helped(little, SHRUNKEN) == "nearly the same"
    assert "Better on average" in words(little)
    assert helped(none, SHRUNKEN) == "the same" and "Better on average" not in words(none)


def test_the_page_says_what_it_may_not_hide() -> None:
    app = lesson()
    for said in (
        "The data are used twice", "empirical Bayes", "takes a share of 95 %; best would have been 81 %",
        "ends at a share of 80 %", "from 57 % to 100 %", "all as one loses 0.014 nats", "of 70 to 586 times at bat",
        "Efron, B. & Morris, C. (1975)", "leaves out how uncertain the prior is", "James & Stein 1961",
    ):  # fmt: skip
        assert said in words(app), said


def column(tables: Tables, name: str, field: str) -> list[object]:
    return list(from_bytes(tables[name])[field].to_pylist())


def test_the_lines_lead_from_each_ones_own_average_to_the_estimate() -> None:
    for pooling in POOLINGS:
        found = batting.answer(pooling, 0.5)
        tables = chart.rows(found)
        assert column(tables, "batter", "own") == pytest.approx(list(OWN))
        assert column(tables, "batter", "estimate") == pytest.approx(list(found.estimates))
        assert column(tables, "batter", "season") == list(SEASON)
        assert column(tables, "batter", "name") == [batter.name for batter in BATTERS]
        low, high = chart.AVERAGES
        for field in ("own", "estimate", "season"):
            assert all(low < value < high for value in column(tables, "batter", field))
        (share,), (error,) = column(tables, "now", "share"), column(tables, "now", "value")
        assert (share, error) == pytest.approx((100 * found.share, 1000 * found.error))
        assert column(tables, "prior", "drawn") == [pooling != "alone"]


def test_a_new_share_sends_only_the_tables_that_move_and_the_names_cross_no_curve() -> None:
    before, after = (chart.rows(batting.answer("hand", share)) for share in (0.2, 0.4))
    assert {name for name in before if before[name] is not after[name]} == {"batter", "prior", "now"}
    for name in ("error", "evidence"):
        heights = [value for value in column(before, name, "value") if value is not None]
        assert min(heights) >= 0 and max(heights) <= chart.TOP < min(chart.LEVELS.values())
    levels = dict(zip(column(before, "best", "share"), column(before, "best", "level"), strict=True))
    assert sorted(levels, key=levels.__getitem__) == sorted(levels)


@pytest.mark.parametrize("scene", ["fit", "kind", "paths", "choice", "size"])
def test_another_scene_computes_and_sends_nothing_of_it(scene: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("computed while another scene is on the stage")

    for name in ("answer", "fitted", "averaged", "errors", "evidence_lost", "best_share"):
        monkeypatch.setattr(batting, name, forbidden)
    app = open_lesson("7_regularization.py", unfold=(), scene=scene)
    assert not app.exception
    sent = json.dumps([str(element.proto) for element in app.main])
    assert "batter" not in sent and "Clemente" not in sent and "figures_others" not in sent
