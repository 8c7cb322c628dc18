"""The classification task: nested data, a fixed prior, scores against scikit-learn, and runs that threads share."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from core.answers import calibration
from core.answers import task as big_picture
from core.answers.run import AnswerRun, finish
from core.answers.stored import stored_answer
from core.answers.task import (
    CELLS,
    DATA,
    DECAYS,
    DEFAULT,
    FAR_NODE,
    N_POINTS,
    NODES,
    Answer,
    Settings,
    far_points,
    ladder,
    log_probability,
    probability,
    probability_map,
    scores,
    task,
)
from core.belief.penalty import sigma_from_weight_decay
from pages.big_picture.example import far_script
from tests.support.example import run_quietly


@pytest.mark.parametrize("data", DATA)
def test_larger_training_sets_contain_the_smaller_ones(data: str) -> None:
    before: set[tuple[float, ...]] = set()
    for n in ladder(data):
        split = task(Settings(data, n, 0.01, 3))
        rows = {tuple(np.round(row, 9)) for row in split.raw(split.train.x)}
        assert before <= rows and split.train.n == n and split.train.n_classes == 2
        assert {0, 1} == set(split.train.y.tolist())
        assert split.held_out.n >= (50 if data == "penguins" else big_picture.HELD_OUT)
        before = rows


@pytest.mark.parametrize("wd", DECAYS)
def test_the_prior_does_not_depend_on_n(wd: float) -> None:
    for n in N_POINTS:
        now = Settings("moons", n, wd, 0)
        assert now.sigma == pytest.approx(sigma_from_weight_decay(now.weight_decay, n))
        assert now.sigma == Settings("moons", 20, wd, 0).sigma
        assert now.precision == pytest.approx(now.sigma**-2)


@pytest.mark.parametrize(
    "bad", [{"data": "coin"}, {"n_points": 50}, {"wd": 0.0}, {"seed": -1}, {"data": "penguins", "n_points": 320}]
)
def test_invalid_settings_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no such data|seed must lie"):
        replace(DEFAULT, **bad)


@pytest.mark.parametrize("method", ["MLE", "Laplace", "HMC"])
def test_scores_agree_with_scikit_learn(method: str) -> None:
    answer, held_out = stored_answer(DEFAULT, method), task(DEFAULT).held_out
    p, found = probability(answer, held_out.x), scores(answer, held_out)
    assert found.brier == pytest.approx(brier_score_loss(held_out.y, p), abs=1e-12)
    # scikit-learn clips probabilities near 0 and 1.
    assert found.nll == pytest.approx(log_loss(held_out.y, p), rel=1e-6 if method != "MLE" else 0.05)
    np.testing.assert_allclose(np.exp(log_probability(answer, held_out.x)).sum(axis=1), 1, atol=1e-9)


def test_log_probabilities_of_a_saturated_net_are_finite() -> None:
    sure = Answer("MLE", np.full((1, 33), 60.0), 0.0, 0)
    log_p = log_probability(sure, np.array([[5.0, 5.0]]))
    assert log_p[0, 1] == 0 and -np.inf < log_p[0, 0] < -1e4


def test_the_map_holds_the_probabilities_at_its_nodes() -> None:
    answer = stored_answer(DEFAULT, "MAP")
    shades = probability_map(answer)
    assert shades.shape == (CELLS, CELLS)
    assert shades[3, 40] == pytest.approx(probability(answer, np.array([[NODES[40], NODES[3]]]))[0])
    inside = far_points()
    assert [NODES[FAR_NODE]] * 2 in np.round(inside, 9).tolist() or NODES[FAR_NODE] in inside
    train = task(DEFAULT).train.x
    assert np.linalg.norm(inside[:, None] - train, axis=2).min() > 1, "the far region is far from all data"


def test_the_worked_example_agrees_with_the_map_in_the_far_region() -> None:
    answers = {method: stored_answer(DEFAULT, method) for method in ("MLE", "Deep ensemble", "Laplace")}
    found = run_quietly(far_script(answers["MLE"], answers["Deep ensemble"], answers["Laplace"]))
    p = np.array([probability_map(answer)[FAR_NODE, FAR_NODE] for answer in answers.values()])
    assert found["p"] == pytest.approx(p, abs=1e-9)
    assert found["h"] == pytest.approx(calibration.entropy(np.column_stack([p, 1 - p])), abs=1e-8)


def steady(settings: Settings) -> Iterator[float]:
    for step in range(40):
        yield step / 40
    return Answer("MLE", stored_answer(DEFAULT, "MLE").weights, 0.0, 41)


def test_a_run_advances_in_portions_to_its_end() -> None:
    run = AnswerRun(DEFAULT, "MLE", steady)
    shares = []
    while not run.finished:
        run.advance()
        shares.append(run.share)
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) == 41
    assert run.results.answer.seconds > 0
    with pytest.raises(ValueError, match="read-only"):
        run.results.map[0, 0] = 1
    run.advance()  # has no effect on a finished run
    assert run.share == 1


def test_two_threads_share_one_run() -> None:
    run = AnswerRun(DEFAULT, "MLE", steady)  # a generator that two threads enter at once would raise
    threads = [threading.Thread(target=finish, args=(run,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert run.finished
