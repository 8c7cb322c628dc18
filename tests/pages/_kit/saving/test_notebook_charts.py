"""The charts of the notebooks at odd settings: each runs on its example's variables, and draws what JSON can write."""

import json
from dataclasses import replace

import pytest

from core.belief.batting import POOLINGS, Pooling
from core.belief.beta import Beta
from core.belief.penalty import Prior
from core.data.horse_kicks import HORSE_KICKS
from core.likelihood import gaussian
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.detective import DEFAULT_CASE
from core.regularization.problem import problem
from core.regularization.strength import KINDS, Kind
from pages._kit.saving.on_page import InNotebook
from pages.bayesian_inference import example as bayes
from pages.bayesian_inference import fair_words
from pages.bayesian_inference import notebook as of_bayes
from pages.big_picture import example as big
from pages.big_picture import notebook as of_big
from pages.detective import example as detective
from pages.detective import notebook as of_detective
from pages.likelihood import example as likelihood
from pages.likelihood import notebook as of_likelihood
from pages.log_likelihood import example as logs
from pages.log_likelihood import notebook as of_logs
from pages.map_estimation import example as map_example
from pages.map_estimation import notebook as of_map
from pages.regularization import example as regularization
from pages.regularization import notebook as of_regularization
from pages.training_is_mle import example as training
from pages.training_is_mle import notebook as of_training
from pages.training_is_mle.climb import RATES
from tests.support.example import run_quietly

pytestmark = pytest.mark.sweep

COUNTS = [Counts(h, t) for h, t in ((0, 0), (0, 5), (5, 0), (7, 3), (MAX_COUNT, 0), (1, MAX_COUNT))]
PRIORS = [Beta(0.5, 0.5), Beta(1000, 0.5)]


def rows_of(notebook: InNotebook, *scripts: str) -> int:
    """Run the scripts, the chart and the expressions of the figures; return how many rows the chart draws."""
    shown = "\n".join(f"print({value})" for value in notebook.figures.values())
    found = run_quietly(*scripts, notebook.chart, shown)
    spec = json.loads(json.dumps(found["chart"].to_dict(validate=False), allow_nan=False))
    assert spec["encoding"]["x"]["title"] and spec["encoding"]["y"]["title"]
    return len(spec["data"]["values"])


@pytest.mark.parametrize("counts", COUNTS, ids=str)
def test_the_charts_of_a_coin_run_on_any_flips(counts: Counts) -> None:
    for size in (3, 11, None):
        assert rows_of(of_detective.of_coins(counts, size), detective.coins_code(counts, size)) >= 3
    for theta in (0.0, 0.4):
        script = likelihood.flips(counts, theta)
        if 0 < theta < 1:  # at the ends a script may take log 0, as the page says
            assert rows_of(of_likelihood.of_flips(script), script) == 500
        assert rows_of(of_training.COIN_KL, training.coin_kl_code(counts, theta, 5)) >= 1
    assert rows_of(of_logs.of_script(counts), logs.script(counts, 0.4, 10, 0.5)) >= 500
    for rate in (RATES[0], RATES[-1]):
        assert rows_of(of_training.of_climb("gradient"), training.gradient_code(counts, float(rate), 3)) == 21
    assert rows_of(of_training.of_climb("newton"), training.newton_code(counts, 40)) == 41


@pytest.mark.parametrize("prior", PRIORS, ids=str)
@pytest.mark.parametrize("counts", COUNTS[::2], ids=str)
def test_the_charts_of_a_belief_run_on_any_prior(counts: Counts, prior: Beta) -> None:
    assert rows_of(of_bayes.UPDATE, bayes.script(prior, counts, 0.95)) > 500
    assert rows_of(of_bayes.FAIR, fair_words.factor_script(prior, counts)) == 300
    assert rows_of(of_map.COIN, map_example.coin_script(counts, prior)) > 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_chart_of_a_fit_shows_truth_fit_and_examples(kind: Kind) -> None:
    scripts = regularization.examples(problem(9, 12, 3)), regularization.fit(kind, 0.5)
    found = run_quietly(*scripts, of_regularization.FIT.chart)
    dots, curves = (found[name].to_dict(validate=False)["data"]["values"] for name in ("dots", "chart"))
    assert (len(dots), len(curves)) == (12, 802)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_the_chart_of_the_batters_has_two_points_for_each(pooling: Pooling) -> None:
    assert rows_of(of_regularization.BATTERS, regularization.batters(pooling, 0.5)) == 36


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
def test_the_chart_of_the_converter_has_both_penalties(prior: Prior) -> None:
    for sigma in (0.01, 100.0):
        assert rows_of(of_map.CONVERTER, map_example.converter_script(prior, sigma, 500)) == 122


def test_the_charts_of_the_case_leave_out_who_is_ruled_out() -> None:
    out = replace(DEFAULT_CASE, table=tuple((0.0, *row[1:]) for row in DEFAULT_CASE.table))
    on = [True] * len(out.clues)
    some = detective.case_code(DEFAULT_CASE, on, with_rates=True, winners=1)
    assert rows_of(of_detective.of_case(decided=True), some) == len(out.suspects)
    assert rows_of(of_detective.of_case(decided=False), detective.case_code(out, on, with_rates=False, winners=0)) == 0
    for left, case in ((True, DEFAULT_CASE), (False, out)):
        script = detective.thousand_code(case, on, with_rates=True, left=left)
        assert rows_of(of_detective.of_thousand(left=left), script) == len(out.suspects)


def test_the_charts_of_other_data_run() -> None:
    assert rows_of(of_likelihood.EVENTS, likelihood.events(HORSE_KICKS, 0.7)) == 2 * len(HORSE_KICKS.values)
    for readings, mu, sigma in (([1.0, 2.0, 4.0], 9.0, 0.1), ([1e6, 1e6 + 1], 1e6, 3.0)):
        script = likelihood.readings(gaussian.moments(readings), mu, sigma)
        assert rows_of(of_likelihood.READINGS, script) == 800
    assert rows_of(of_training.LIGHT_KL, training.gaussian_kl_code(0.0, 10.0, 50)) > 20
    assert rows_of(of_bayes.COVERAGE, bayes.coverage_script(10, 0.3, 0.95, Beta(1, 1))) == 4
    for logits in ([1.0, -2.0], [-800.0, 900.0]):
        assert rows_of(of_big.FAR, big.script([3.0, 3.0], logits[0], logits, (logits[1], 4.0))) == 6


def test_the_charts_of_words_show_a_dozen() -> None:
    words = [f"word{place}" for place in range(30)]
    script = training.word_kl_code("a", words, [1.0] * 30, 40, 20)
    assert rows_of(of_training.of_word_kl(words), script) == 2 * of_training.SHOWN
