"""Lesson 4's three charts: constant specs without data, finite rows inside their axes, and only what moves is sent."""

import json
import math
import re

import numpy as np
import pytest

from core.data import corpus as course_text
from core.language import counted as language
from core.language import softmax_step
from core.language.counted import STOPS
from core.likelihood.ascent import STEPS
from core.likelihood.counts import MAX_COUNT, Counts
from core.losses import nearest
from pages._kit.charts.base import PAGE, PROJECTOR, Look, Tables, from_bytes
from pages.training_is_mle.charts import climb, kl, next_word
from pages.training_is_mle.charts import slow_motion as slow

SEVEN_THREE = Counts(7, 3)
FLIPS = (
    *(SEVEN_THREE, Counts(0, 0), Counts(1, 0), Counts(0, 10), Counts(178_079, 172_678)),
    *(Counts(MAX_COUNT, 0), Counts(1, MAX_COUNT), Counts(MAX_COUNT, MAX_COUNT)),
)
CORPUS = language.count(course_text.text(), language.LONGEST)
PARIS = language.following(CORPUS, "the capital of france is")
LOSSES = np.linspace(3.9, 0.5, len(STOPS))


def words_rows(at: int, follows: language.Following = PARIS, vocabulary: int = len(CORPUS.words)) -> Tables:
    p = np.full(len(follows.words), 0.9 / len(follows.words))
    return next_word.rows(follows, p, LOSSES, 0.4, at, vocabulary - len(follows.words))


def slow_rows(frame: int, follows: language.Following = PARIS, vocabulary: int = len(CORPUS.words)) -> Tables:
    share = np.zeros(vocabulary)
    share[: follows.counts.size] = follows.counts / follows.counts.sum()
    step = softmax_step.softmax_step(np.zeros(vocabulary), share)
    return slow.rows(step, slow.lines(follows.words, vocabulary), frame)


def assert_finite(tables: Tables) -> None:
    for part in tables.values():
        for column in from_bytes(part).itercolumns():
            assert all(math.isfinite(value) for value in column.to_pylist() if isinstance(value, float))


def moved(before: Tables, after: Tables) -> set[str]:
    return {name for name in before if not from_bytes(before[name]).equals(from_bytes(after[name]))}


@pytest.mark.parametrize("look", [PAGE, PROJECTOR])
@pytest.mark.parametrize(
    ("chart", "tables"),
    [(climb, climb.rows(SEVEN_THREE, 1.0, "newton", 2)), (next_word, words_rows(3)), (slow, slow_rows(2))],
    ids=["ascent", "next word", "slow motion"],
)
def test_specs_are_constant_and_name_every_table(chart, tables: Tables, look: Look) -> None:
    text = json.dumps(chart.spec(look))
    assert '"values": [{' not in text and '"datasets"' not in text
    assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(tables)
    assert chart.spec(look) is chart.spec(look)


@pytest.mark.parametrize("counts", FLIPS, ids=str)
@pytest.mark.parametrize("rate", [0.1, 20.0])
def test_rows_of_the_ascent_stay_inside_the_axes(counts: Counts, rate: float) -> None:
    drawn = climb.frame(counts, rate)
    assert drawn.left < 0 < drawn.right and drawn.low < drawn.high
    for method in climb.METHODS:
        for step in (0, 1, STEPS):
            tables = climb.rows(counts, rate, method, step)
            assert_finite(tables)
            for name, part in tables.items():
                for row in from_bytes(part).to_pylist():
                    if row.get("logit") is not None:
                        assert drawn.left <= row["logit"] <= drawn.right, name
                        assert drawn.low - 1e-9 <= row["y"] <= drawn.high, name
                    if row.get("gap") is not None:
                        assert climb.FLOOR <= row["gap"] <= 1, name


def test_a_path_is_drawn_as_far_as_it_has_been_walked_and_a_step_sends_only_what_is_new() -> None:
    before, after = (climb.rows(SEVEN_THREE, 1.0, "gradient", step) for step in (4, 5))
    assert moved(before, after) == {"taken", "name", "now", "tangent", "parabola", "landing"}
    for tables, step in ((climb.rows(SEVEN_THREE, 1.0, "gradient", 0), 0), (after, 5)):
        points = [row for part in tables.values() for row in from_bytes(part).to_pylist() if row.get("method")]
        walked = [row for row in points if "label" not in row]
        assert {row["method"] for row in walked} == {"gradient", "newton"}
        assert len(walked) == 2 * (step + 1) and max(row["step"] for row in walked) == step


@pytest.mark.parametrize("counts", FLIPS, ids=str)
@pytest.mark.parametrize("rate", [0.1, 5.0, 20.0])
def test_the_methods_names_are_beside_their_latest_steps_and_not_on_each_other(counts: Counts, rate: float) -> None:
    for step in range(STEPS + 1):
        tables = climb.rows(counts, rate, "gradient", step)
        names = {row["method"]: row for row in from_bytes(tables["name"]).to_pylist()}
        latest = [row for row in from_bytes(tables["taken"]).to_pylist() if row["step"] == step]
        assert {row["method"]: row["gap"] for row in latest} == {key: row["gap"] for key, row in names.items()}
        # In pixels, on a phone, whose panel is about 280 high.
        high = [280 / 17 * (climb.FLOOR - row["gap"]) + row["dy"] for row in names.values()]
        assert abs(high[0] - high[1]) >= 15 and max(high) <= 0


def test_the_parabola_s_top_stands_over_the_next_step() -> None:
    for method, place in (("gradient", 0.2), ("newton", 0.8)):
        landing = from_bytes(climb.rows(SEVEN_THREE, 1.0, method, 0)["landing"]).to_pylist()[0]
        assert landing["logit"] == pytest.approx(place)
        path = from_bytes(climb.rows(SEVEN_THREE, 1.0, method, 1)["taken"]).to_pylist()
        after = next(row for row in path if row["method"] == method and row["step"] == 1)
        assert (after["logit"], after["y"]) == pytest.approx((landing["logit"], landing["foot"]))


def test_a_step_of_training_sends_the_trained_bars_and_the_point() -> None:
    tables = words_rows(4)
    assert_finite(tables)
    assert moved(tables, words_rows(5)) == {"loss_taken", "loss_now"}
    assert from_bytes(tables["counted"])["p"].to_pylist() == pytest.approx([17 / 20, 2 / 20, 1 / 20, 0.0])
    assert from_bytes(tables["trained"])["p"].to_pylist() == pytest.approx([0.3, 0.3, 0.3, 0.1])
    assert len(from_bytes(tables["loss_taken"])) == 5


def kl_rows(case: str, at: int) -> Tables:
    if case == "readings":
        run = nearest.gaussian_run(0.0, 10.0)
        return kl.reading_rows(float(run.mu[at]), float(run.sigma[at]), run.pieces, at)
    flips = nearest.coin_run(SEVEN_THREE, 0.5)
    return kl.coin_rows(SEVEN_THREE, float(flips.logit[at]), flips.pieces, at)


@pytest.mark.parametrize("look", [PAGE, PROJECTOR])
@pytest.mark.parametrize("left", ["rows", "readings"])
def test_the_specs_of_the_pieces_are_constant_and_name_every_table(left: kl.Left, look: Look) -> None:
    text = json.dumps(kl.spec(left, look))
    assert '"values": [{' not in text and '"datasets"' not in text
    assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(kl_rows(left, 3))
    assert kl.spec(left, look) is kl.spec(left, look)


@pytest.mark.parametrize("left", ["rows", "readings"])
def test_a_step_sends_the_model_and_its_pieces_and_no_axis_changes(left: kl.Left) -> None:
    before, after = kl_rows(left, 4), kl_rows(left, 5)
    assert moved(before, after) == {"trained" if left == "rows" else "gaussian", "taken", "now"}


@pytest.mark.parametrize("counts", FLIPS, ids=str)
@pytest.mark.parametrize("theta", [0.0, 0.001, 0.5, 1.0])
def test_both_pieces_stay_inside_the_axis_and_stand_on_each_other(counts: Counts, theta: float) -> None:
    run = nearest.coin_run(counts, theta)
    for at in (0, 6, 11):
        tables = kl.coin_rows(counts, float(run.logit[at]), run.pieces, at)
        assert_finite(tables)
        if not counts.n:
            drawn = {name for name, part in tables.items() if len(from_bytes(part))}
            assert drawn == {"frame", "slots", "counted", "trained"}
            continue
        top = max(from_bytes(tables["frame"])["nats"].to_pylist())
        (now,), (floor,) = (from_bytes(tables[name]).to_pylist() for name in ("now", "entropy"))
        assert now["floor"] == floor["nats"] == run.pieces.entropy
        assert 0 <= floor["nats"] <= now["nats"] + 1e-15 and now["nats"] <= top
        assert (now["nats"] == top) == now["infinite"] == np.isinf(run.pieces.cross_entropy[at])


def test_many_words_share_the_last_row_and_long_ones_are_cut() -> None:
    corpus = language.count(". ".join("a" + "b" * i for i in range(30)), 1)
    follows = language.following(corpus, language.START)
    counted = from_bytes(words_rows(0, follows, len(corpus.words))["counted"]).to_pylist()
    assert len(counted) == next_word.MOST + 1
    assert sum(row["p"] for row in counted) == pytest.approx(1)
    assert next_word.short("x" * 99) == "x" * 15 + "…"
    single = language.count("a", 1)
    assert len(from_bytes(words_rows(0, language.following(single, "a"), 2)["counted"])) == 2


def test_a_frame_lights_its_column_and_leaves_the_rest_faint() -> None:
    tables = slow_rows(4)
    assert_finite(tables)
    rows = len(PARIS.words) + 1
    shades = from_bytes(tables["now"])["shade"].to_pylist()
    assert shades == [0.95] * 4 * rows + [0.3] * rows
    numbers = from_bytes(tables["number"])["label"].to_pylist()
    assert numbers[3 * rows] == "−0.829"  # p − y of paris: 1/47 − 17/20
    assert moved(tables, slow_rows(5)) == {"lit", "before", "now", "number"}
    assert slow.lines(("a", "(end)"), 2).names == ("a", "(end)")
