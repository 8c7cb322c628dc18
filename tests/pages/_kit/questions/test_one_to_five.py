"""The questions of lessons 1 to 5: the right option follows the numbers behind it, and agrees with other oracles."""

import math
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from core.belief.beta import Beta
from core.data import corpus as course_text
from core.data.corpus import SENTENCES
from core.data.horse_kicks import HORSE_KICKS
from core.likelihood.counts import Counts
from core.likelihood.detective import DEFAULT_CASE
from pages._kit import course, questions
from pages._kit.questions import bayesian_inference
from pages._kit.questions.question import Asked

LESSONS = ("detective", "likelihood", "log-likelihood", "training-is-mle", "bayesian-inference")
OTHER_TABLE = ((0.25, 0.90, 0.10), (0.90, 0.30, 0.05), (0.01, 0.60, 0.70))
FEW_HEADS = course_text.text().replace("The coin landed on heads.", "") + " The coin landed on heads."
ONE_WAY = "The coin landed on heads. A cat slept."

# A question, other numbers behind it, and the option that they make right.
CHANGED: list[tuple[str, dict[str, Any], str]] = [
    ("detective.broken-window", {"base_rates": (0.2, 0.2, 0.6)}, "The burglar, 0.93"),
    ("detective.broken-window", {"window": (0.1, 0.9, 0.2)}, "The lodger, 0.89"),
    ("detective.ratio-of-guilt", {"base_rates": (0.2, 0.5, 0.3)}, "The burglar, 5.60 to 1"),
    ("detective.telling-clue", {"table": OTHER_TABLE}, "The fingerprints"),
    ("detective.finer-line-up", {"counts": Counts(13, 7)}, "It rises"),
    ("detective.not-looked-for", {"looked": True}, "It goes up"),
    ("likelihood.more-flips", {"tails_times": Fraction(20)}, "It moves towards 0.5"),
    (
        "likelihood.more-flips",
        {"counts": Counts(700, 300), "heads_times": Fraction(1, 10), "tails_times": Fraction(1, 10)},
        "It stays and gets wider",
    ),
    ("likelihood.what-it-says", {"in_any_order": True}, "Of 7 heads in any order, if θ = 0.7"),
    ("likelihood.area", {"more_heads": -1}, "It grows"),
    ("likelihood.same-share", {"times": 2}, "0.649"),
    ("likelihood.never-heads", {"flips": 15}, "0.463"),
    ("likelihood.horse-kicks", {"frequencies": (10, 20, 10, 5, 5)}, "1.50"),
    ("likelihood.above-or-below", {"theta": 0.3}, "Fewer than 3 heads"),
    ("likelihood.above-or-below", {"theta": 0.5}, "Both alike"),
    ("log-likelihood.long-product", {"n": 1000}, "9.33 × 10⁻³⁰² and −693.1 nats"),
    ("log-likelihood.factor-to-step", {"theta": 0.6}, "−6.325 nats"),
    ("log-likelihood.twice-the-flips", {"times": 4}, "It halves"),
    ("log-likelihood.twice-the-flips", {"times": 9}, "It shrinks, to less than half"),
    ("log-likelihood.who-costs-more", {"counts": Counts(3, 7)}, "The heads"),
    ("log-likelihood.who-costs-more", {"counts": Counts(6, 6)}, "Both the same"),
    ("log-likelihood.per-flip", {"many": Counts(60, 40)}, "The 10 flips"),
    ("log-likelihood.per-flip", {"many": Counts(90, 10)}, "The 100 flips"),
    ("log-likelihood.known-sigma", {"sigma": 4.0}, "0.12 nats"),
    ("training-is-mle.coin-landed", {"text": FEW_HEADS}, "0.750, as counted"),
    ("training-is-mle.next-step", {"counts": Counts(3, 7)}, "To a larger θ"),
    ("training-is-mle.next-step", {"rate": 1}, "To a larger θ"),
    ("training-is-mle.planted", {"copies": 3}, "0.739, less than before"),
    ("training-is-mle.floor", {"text": ONE_WAY}, "Near 0.14 nats"),
    ("training-is-mle.floor", {"text": "The coin landed on heads."}, "Near 0 nats"),
    ("training-is-mle.large-rate", {"rate": 5}, "It gets there in fewer steps"),
    ("training-is-mle.all-heads", {"flips": Counts(7, 3)}, "At θ̂ = 0.7, within 0.001"),
    ("training-is-mle.left-to-gain", {"theta": 0.6}, "0.022 nats of it, the KL"),
    ("training-is-mle.left-to-gain", {"flips": Counts(9, 1)}, "0.368 nats of it, the KL"),
    ("bayesian-inference.how-wide", {"counts": Counts(10, 0)}, "Between the two"),
    ("bayesian-inference.how-wide", {"counts": Counts(0, 1), "prior": Beta(20, 0.5)}, "Between the two"),
    ("bayesian-inference.next-flip", {"flips": Counts(5, 1)}, "0.75"),
    ("bayesian-inference.closed-mind", {"flips": Counts(7, 3)}, "0.430"),
    ("bayesian-inference.how-far-apart", {"flips": Counts(7, 3)}, "0.117"),
    ("bayesian-inference.whose-order", {"second": "TTTHHHHHHT"}, "Ann’s"),
    ("bayesian-inference.whose-order", {"second": "TTHHHHHHHH"}, "Ben’s"),
    (
        "bayesian-inference.what-is-promised",
        {"kind": "clopper-pearson"},
        "At any θ, at least 95 % of such intervals hold θ",
    ),
    ("bayesian-inference.is-it-fair", {"flips": Counts(50_450, 49_550)}, "0.815"),
    ("bayesian-inference.is-it-fair", {"prior": Beta(1000, 1000)}, "0.474"),
]  # fmt: skip


def _right(asked: Asked) -> str:
    return asked.options[asked.right].text


def _default(name: str) -> str:
    return _right(questions.every()[name][1].asked()).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("name", "numbers", "text"), CHANGED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_right_option_follows_the_numbers_behind(name: str, numbers: dict[str, Any], text: str) -> None:
    asked = questions.every()[name][1].ask(**numbers)
    assert _right(asked).replace("\u202f", " ") == text
    assert text != _default(name)
    for place, option in enumerate(asked.options):
        assert place == asked.right or option.misconception is not None, option.text
    assert len({option.text for option in asked.options}) == len(asked.options)


def test_each_question_of_lessons_1_to_5_has_numbers_that_change_its_answer() -> None:
    asked = {question.name for slug in LESSONS for question in questions.of_lesson(course.lesson(slug))}
    assert {name for name, _, _ in CHANGED} == asked


# Oracles: exact fractions, scipy's distributions, and plain Python.


def test_lesson_1_by_exact_fractions() -> None:
    table = [[Fraction(str(p)) for p in row] for row in DEFAULT_CASE.table]
    rates = [Fraction(str(p)) for p in DEFAULT_CASE.base_rates]
    broken = [rate * row[2] for rate, row in zip(rates, table, strict=True)]
    best = max(range(3), key=lambda suspect: broken[suspect])
    assert (
        _default("detective.broken-window") == f"{DEFAULT_CASE.suspects[best]}, {float(broken[best] / sum(broken)):.2f}"
    )
    gardener, burglar = (rates[suspect] * math.prod(table[suspect]) for suspect in (0, 2))
    assert gardener > burglar
    assert _default("detective.ratio-of-guilt") == f"The gardener, {float(gardener / burglar):.2f} to 1"
    ratios = [max(a / b, b / a) for a, b in zip(table[0], table[2], strict=True)]
    assert ratios.index(max(ratios)) == 2
    assert _default("detective.telling-clue") == "The broken window"
    line_ups = [[Fraction(k, coins - 1) for k in range(coins)] for coins in (11, 101)]
    few, many = (max(line_up, key=lambda theta: theta**7 * (1 - theta) ** 3) for line_up in line_ups)
    assert few == many, "the best of all coins is in both line-ups"
    assert _default("detective.finer-line-up") == "It stays the same"
    # A clue that nobody looked for is no factor; one that was looked for and not found is a factor of 1 - P.
    assert _default("detective.not-looked-for") == "It stays as it is"
    prints, none_found = [row[1] for row in table], [row[1] * (1 - row[0]) for row in table]
    before, after = (float(one[0] / sum(one)) for one in (prints, none_found))
    assert after > before
    ask = questions.every()["detective.not-looked-for"][1].ask
    assert f"still {before:.3f}" in ask().why and f"becomes {after:.3f}" in ask(looked=True).why


def test_lesson_2_by_scipy_and_quadrature() -> None:
    assert pytest.approx(0.00222, abs=5e-6) == 0.7**7 * 0.3**3
    assert stats.binom.pmf(7, 10, 0.7) == pytest.approx(0.267, abs=5e-4)
    assert _default("likelihood.what-it-says") == "Of the flips in one given order, if θ = 0.7"
    seven, eight = (integrate.quad(lambda x, h=h: x**h * (1 - x) ** 3, 0, 1)[0] for h in (7, 8))
    assert eight < seven < 1
    assert _default("likelihood.area") == "It shrinks"
    ratio = (0.6**7 * 0.4**3) / (0.7**7 * 0.3**3)
    assert _default("likelihood.same-share") == f"{ratio**10:.3f}"
    assert _default("likelihood.never-heads") == f"{stats.binom.pmf(0, 10, 0.05):.3f}"
    deaths = np.repeat(HORSE_KICKS.values, HORSE_KICKS.frequencies)
    assert _default("likelihood.horse-kicks") == f"{deaths.mean():.2f}"
    heads = stats.binom(10, 0.7)
    assert heads.sf(7) > heads.cdf(6)
    assert _default("likelihood.above-or-below") == "More than 7 heads"
    assert stats.beta(71, 31).std() < stats.beta(8, 4).std()
    assert _default("likelihood.more-flips") == "It stays and gets narrower"


def test_lesson_3_by_plain_python_and_scipy() -> None:
    product = 1.0
    for _ in range(2000):
        product *= 0.5
    assert product == 0.0
    assert _default("log-likelihood.long-product") == f"0 and −{-math.fsum([math.log(0.5)] * 2000):,.1f} nats"
    assert _default("log-likelihood.factor-to-step") == f"−{-(10 * math.log(0.5)):.3f} nats"
    errors = [stats.binom(n, 0.7).std() / n for n in (10, 20)]
    assert errors[0] / 2 < errors[1] < errors[0]
    assert _default("log-likelihood.twice-the-flips") == "It shrinks, to more than half"
    assert -3 * math.log(0.3) > -7 * math.log(0.7)
    assert _default("log-likelihood.who-costs-more") == "The tails"
    assert _default("log-likelihood.per-flip") == "Both alike"
    cost = stats.norm.logpdf(0, scale=2) - stats.norm.logpdf(2, scale=2)
    assert _default("log-likelihood.known-sigma") == f"{cost:.2f} nats"


def test_lesson_4_by_counting_and_by_plain_steps() -> None:
    following: Counter[tuple[tuple[str, ...], str]] = Counter()
    for times, sentence in SENTENCES:
        words = [*sentence.lower().rstrip(".").split(), "(end)"]
        for place, word in enumerate(words):
            following[tuple(words[max(0, place - 5) : place]), word] += times
    contexts: Counter[tuple[str, ...]] = Counter()
    for (context, _), times in following.items():
        contexts[context] += times
    coin, france = (tuple(text.split()) for text in ("the coin landed on", "the capital of france is"))
    share = following[coin, "heads"] / contexts[coin]
    assert _default("training-is-mle.coin-landed") == f"{share:.3f}, as counted"
    planted = following[france, "paris"] / (contexts[france] + 40)
    assert _default("training-is-mle.planted") == f"{planted:.3f}, less than before"
    entropy = -math.fsum(n * math.log(n / contexts[context]) for (context, _), n in following.items())
    assert _default("training-is-mle.floor") == f"Near {entropy / contexts.total():.2f} nats"
    assert _thetas(0.7, rate=10, steps=1)[-1] > 0.7
    assert _default("training-is-mle.next-step") == "To a smaller θ"
    jumps = _thetas(0.7, rate=20, steps=400)
    # It ends in a cycle of three, none of them near the top.
    assert all(abs(theta - 0.7) > 0.2 for theta in jumps[2:])
    assert all(0 < theta < 1 for theta in jumps)
    assert _default("training-is-mle.large-rate") == "It jumps to and fro, and never settles"
    up = _thetas(1.0, rate=1, steps=40)
    assert up[-1] < 0.999
    assert up == sorted(up)
    assert _default("training-is-mle.all-heads") == "On its way to θ̂ = 1"
    assert _default("training-is-mle.left-to-gain") == f"{stats.entropy([0.7, 0.3], [0.5, 0.5]):.3f} nats of it, the KL"


def _thetas(share: float, *, rate: float, steps: int) -> list[float]:
    """The values of theta of gradient ascent on the logit, from one half."""
    logit, thetas = 0.0, [0.5]
    for _ in range(steps):
        logit += rate * (share - thetas[-1])
        thetas.append(1 / (1 + math.exp(-logit)))
    return thetas


def test_lesson_5_by_scipy() -> None:
    assert stats.beta(17, 13).std() < min(stats.beta(10, 10).std(), stats.beta(8, 4).std())
    assert _default("bayesian-inference.how-wide") == "Narrower than both"
    assert _default("bayesian-inference.next-flip") == f"{stats.beta(4, 1).mean():g}"
    shape = stats.beta(701, 301)
    mean = shape.expect(ub=0.5, points=[0.5]) / shape.cdf(0.5)
    assert _default("bayesian-inference.closed-mind") == f"{mean:.3f}"
    apart = stats.beta(710, 310).mean() - stats.beta(702, 308).mean()
    assert _default("bayesian-inference.how-far-apart") == f"{apart:.3g}"
    assert _default("bayesian-inference.whose-order") == "They are equal"
    flat = math.exp(stats.betabinom.logpmf(50_325, 100_000, 1, 1) - stats.binom.logpmf(50_325, 100_000, 0.5))
    assert _default("bayesian-inference.is-it-fair") == f"{1 / (1 + flat):.3f}"
    asked = questions.every()["bayesian-inference.is-it-fair"][1].asked()
    assert asked.options[0].text == f"{stats.binomtest(50_325, 100_000, 0.5).pvalue:.3f}"


@pytest.mark.parametrize("kind", ["credible", "clopper-pearson"])
def test_what_an_interval_promises_by_scipy(kind: str) -> None:
    """The posterior's share inside, the coverage, and the share of new sets of flips inside: one of them is 95 %."""
    heads = np.arange(11)
    if kind == "credible":
        lower, upper = stats.beta(10 + heads, 20 - heads).ppf([[0.025], [0.975]])
    else:
        made = [stats.binomtest(int(h), 10).proportion_ci(0.95, "exact") for h in heads]
        lower, upper = np.array([(item.low, item.high) for item in made]).T
    covered = [
        stats.binom(10, theta).pmf(heads)[(lower <= theta) & (theta <= upper)].sum()
        for theta in bayesian_inference.SOME_THETA
    ]
    inside = stats.beta(17, 13).cdf(upper[7]) - stats.beta(17, 13).cdf(lower[7])
    new_flips = stats.betabinom(10, 17, 13).pmf(heads)[(lower[7] <= heads / 10) & (heads / 10 <= upper[7])].sum()
    promise = bayesian_inference.what_is_promised(kind)  # type: ignore[arg-type]
    assert (min(covered) >= 0.95) == (promise.right == 0)
    assert bool(np.isclose(inside, 0.95)) == (promise.right == 1)
    assert abs(new_flips - 0.95) > 0.01
    assert f"{100 * min(covered):.1f} %" in promise.why
    assert f"{100 * inside:.1f} %" in promise.why
