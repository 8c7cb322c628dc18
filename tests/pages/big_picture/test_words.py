"""Lesson 8's sentences at the ends of the fields: many points, answers that are skipped, and numbers out of core."""

import numpy as np
from streamlit.testing.v1 import AppTest

from core import cached
from core.answers.methods import STEPS
from core.answers.run import finish
from core.answers.task import DATA, DEFAULT, DISTANCES, FAR, PROBES, Settings, ladder, task
from pages.big_picture.charts import far
from pages.big_picture.charts.maps_rows import MOST_POINTS, tables
from tests.support.app import open_lesson


def lesson(**query: str) -> AppTest:
    app = open_lesson("8_big-picture.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def test_the_dashed_box_is_far_from_every_training_point_of_every_data_set() -> None:
    for data in DATA:
        for n in ladder(data):
            x = task(Settings(data, n, 0.01, n)).train.x
            assert ((x < FAR[0]) | (x > FAR[1])).any(axis=1).all()


def test_the_maps_say_how_many_points_they_draw() -> None:
    train = task(Settings(n_points=320)).train
    drawn = {row["u"] for row in tables({}, {}, train)["point"].to_pylist()}
    assert len(drawn) == MOST_POINTS < train.n
    app = lesson(n_points="320")
    assert f"At most {MOST_POINTS} training points are drawn" in words(app)
    assert "reads every map" in words(app) and "all twelve maps" not in words(app), "a map may be skipped"


def test_nothing_is_said_of_answers_that_are_not_there() -> None:
    missing = {"data": "spirals", "n_points": "20", "seed": "4321"}
    assert "." not in [caption.value for caption in lesson(scene="table", **missing).caption]
    assert {metric.value for metric in lesson(scene="far", **missing).metric} == {"…"}
    assert f"read at the end, {DISTANCES[-1]:,.0f} standard deviations" in words(lesson(scene="far"))


def test_weights_need_not_agree_and_each_approximation_has_its_own_price() -> None:
    hmc = cached.answer_run(DEFAULT, "HMC").results.answer
    assert hmc.health.weight_rhat < 1.02, "nothing has changed places here"
    text = words(lesson(scene="table"))
    assert "need not be near 1: hidden units may change places" in text
    cheap = cached.answer_run(Settings("blobs", 20, 0.1, 7), "HMC")
    finish(cheap)
    ensemble = cached.answer_run(DEFAULT, "Deep ensemble").results.answer
    assert ensemble.gradients > 0.8 * cheap.results.answer.gradients, "where HMC is easy, the ensemble costs as much"
    assert "at its own price" in text and "fraction of the price" not in text
    assert "mostly keeps one net, as MLE and MAP do" in text, "AdamW’s net is neither"
    assert "Between one net and the posterior" in text, "the ensemble is trained without a prior"
    assert f"the end of {STEPS:,} steps" in text


def test_a_trajectory_may_come_back_to_where_it_began() -> None:
    assert "ends somewhere else" not in words(lesson(scene="hmc"))
    assert "the draws of all four chains within the frame" in words(lesson(scene="hmc"))


def test_the_help_of_r_hat_counts_the_places() -> None:
    shown = next(metric.proto.help for metric in lesson().metric if metric.label == "R-hat, HMC")
    assert f"log-odds at {PROBES + 1} places" in shown


def test_the_edge_along_the_ray_is_that_of_the_training_points() -> None:
    split = task(DEFAULT)
    inner, outer = (float(np.hypot(*part.x.T).max()) for part in (split.train, split.held_out))
    assert outer > inner, "held-out points lie beyond the edge"
    assert far.tables({}, inner)["edge"].to_pylist() == [{"d": inner, "label": "beyond all training points"}]
