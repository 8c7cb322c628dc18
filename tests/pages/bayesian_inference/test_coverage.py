"""The coverage scene of lesson 5: figures against scipy, extremes, its chart, its sentences, and links to it."""

import json
import re

import numpy as np
import pytest
from scipy.special import xlog1py, xlogy
from scipy.stats import beta, binom, chi2, norm
from streamlit.testing.v1 import AppTest

from core.belief.beta import Beta
from core.belief.coverage import KINDS, Kind, coverages, repetitions
from core.likelihood.coverage import HUNDRED, MAX_HUNDREDS
from core.numbers import significant
from pages._kit.charts.base import PAGE, PROJECTOR, Tables, from_bytes
from pages._kit.reading import KEY
from pages.bayesian_inference.charts import coverage as chart
from tests.pages.bayesian_inference.test_page import words
from tests.support.app import FOLDED, figure, number, open_lesson, run_example

FAIR = Beta(10, 10)
LABELS = tuple(f"{kind} coverage" for kind in KINDS)


def scene(**query: str | list[str]) -> AppTest:
    app = open_lesson("5_bayesian-inference.py", unfold=(*FOLDED, KEY), scene="coverage", **query)
    assert not app.exception and not app.error
    return app


def scipys(n: int, theta: float, level: float, a: float, b: float) -> list[float]:
    """The four coverages in percent, by enumeration with scipy."""
    k = np.arange(n + 1)
    p, share, tail = binom.pmf(k, n, theta), k / n, (1 - level) / 2
    below = xlogy(k, share) + xlog1py(n - k, -share) - xlogy(k, theta) - xlog1py(n - k, -theta)
    low, high = beta(a + k, b + n - k).interval(level)
    return [
        100 * float(p @ inside)
        for inside in (
            np.abs(theta - share) <= norm.isf(tail) * np.sqrt(share * (1 - share) / n),
            2 * below <= chi2.ppf(level, 1),
            (binom.sf(k - 1, n, theta) >= tail) & (binom.cdf(k, n, theta) >= tail),
            (low <= theta) & (theta <= high),
        )
    ]


def shown(app: AppTest) -> list[str]:
    return [figure(app, label) for label in LABELS]


@pytest.mark.parametrize(
    ("n", "theta", "level", "a", "b"),
    [
        (10, 0.5, 0.95, 10, 10),
        (10, 0.05, 0.9, 2, 8),
        (1, 0.3, 0.5, 0.5, 0.5),
        (137, 0.999, 0.99, 1, 1),
        (1000, 0.001, 0.95, 1000, 0.5),
        (1000, 0.0, 0.8, 0.5, 1000),
        (3, 1.0, 0.95, 1000, 1000),
    ],
)
def test_the_figures_are_scipys(n: int, theta: float, level: float, a: float, b: float) -> None:
    app = scene(n_flips=f"{n}", theta=f"{theta}", level=f"{level}", a=f"{a}", b=f"{b}")
    assert shown(app) == [f"{each:.1f} %" for each in scipys(n, theta, level, a, b)]
    average = next(metric.delta for metric in app.metric if metric.label == "Credible coverage")
    assert average == f"on average {100 * level:.1f} %"
    everything = " ".join([*words(app).split(), *(str(metric.value) for metric in app.metric)])
    assert not re.search(r"\bnan\b|\binf\b|-0\.0|None", everything)
    found = run_example(app)
    ours = [100 * float(found[name]) for name in ("wald", "likelihood", "clopper_pearson", "credible")]
    assert [f"{each:.1f} %" for each in ours] == shown(app)


def test_the_defaults() -> None:
    app = scene()
    assert shown(app) == ["89.1 %", "89.1 %", "97.9 %", "100.0 %"]
    assert len(app.metric) == 4 and app.number_input(key="n_flips").value == 10


def test_every_control_moves_what_it_should() -> None:
    app = scene()
    before = shown(app)
    app.slider(key="theta").set_value(0.9).run()
    assert all(new != old for new, old in zip(shown(app), before, strict=True))
    app.number_input(key="n_flips").set_value(1000).run()
    app.slider(key="level").set_value(0.8).run()
    assert shown(app) == [f"{each:.1f} %" for each in scipys(1000, 0.9, 0.8, 10, 10)]
    app.number_input(key="b").set_value(0.5).run()
    assert shown(app) == [f"{each:.1f} %" for each in scipys(1000, 0.9, 0.8, 10, 0.5)]
    kept = shown(app)
    app.button_group(key="interval_drawn").set_value("Credible").run()
    app.button_group(key="theta_from").set_value("drawn").run()
    assert shown(app) == kept and "the Credible interval holds a θ drawn from Beta(10, 0.5) in" in words(app)
    assert not app.exception


def test_another_hundred_is_counted_with_the_ones_before() -> None:
    app = scene(interval_drawn="Likelihood", theta="0.3")
    ends = coverages(10, 0.95, Beta(10, 10)).ends["Likelihood"]

    def said(hundreds: int) -> str:
        held = repetitions(0.3, 10, hundreds).held_by(ends)
        more = f", and in {held.sum():,} of all {held.size:,} so far" if hundreds > 1 else ""
        return f"the Likelihood interval holds θ = 0.300 in {held[-1].sum()} of {HUNDRED} repetitions{more}."

    assert said(1) in words(app)
    app.button(key="another").click().run()
    assert said(2) in words(app) and app.number_input(key="hundred").value == 2
    app.number_input(key="hundred").set_value(MAX_HUNDREDS).run()
    assert said(MAX_HUNDREDS) in words(app)
    app.button(key="another").click().run()
    assert said(1) in words(app), "after the last hundred, the first"


@pytest.mark.parametrize(
    "forged",
    [
        {"n_flips": "0", "hundred": "21", "interval_drawn": "Wilson", "theta_from": "x" * 5000},
        {"n_flips": "1001", "hundred": "nan", "level": "1e99", "theta": "-1", "a": "0.4", "b": "inf"},
        {"n_flips": "inf", "hundred": "-1", "level": "nan", "theta": ["abc", "2"], "interval_drawn": ""},
    ],
    ids=["range", "numbers", "junk"],
)
def test_a_forged_link_gives_the_defaults(forged: dict[str, str | list[str]]) -> None:
    assert shown(scene(**forged)) == ["89.1 %", "89.1 %", "97.9 %", "100.0 %"]


def test_the_keys_of_the_scene_open_it() -> None:
    for query in ({"n_flips": "30"}, {"interval_drawn": "Credible", "theta": "0.3"}, {"hundred": "3"}):
        app = open_lesson("5_bayesian-inference.py", **query)
        assert {metric.label for metric in app.metric} == set(LABELS)
    assert "Posterior" in {metric.label for metric in open_lesson("5_bayesian-inference.py", level="0.9").metric}


@pytest.mark.parametrize("theta", ["0", "0.25", "1"])
@pytest.mark.parametrize("n", ["1", "10", "1000"])
def test_the_sentence_on_walds_width_is_computed(theta: str, n: str) -> None:
    said = words(scene(theta=theta, n_flips=n))
    chance = binom.pmf([0, int(n)], int(n), float(theta)).sum()
    assert f"all flips of a repetition fall on one side with probability {significant(chance, 3)}." in said
    assert ("the equal-tailed credible interval never holds θ" in said) == (theta in ("0", "1"))


def test_both_promises_are_made_at_the_level() -> None:
    said = words(scene(level="0.87"))
    assert "**confidence interval**" in said and "**credible interval**" in said
    assert "87 % of the intervals hold θ" in said and "exactly 87 % of the intervals" in said and "95 % of" not in said


def tables(
    kind: Kind = "Wald", theta: float = 0.5, n: int = 10, level: float = 0.95, prior: Beta = FAIR,
    *, hundreds: int = 1, drawn: bool = False,
) -> Tables:  # fmt: skip
    made = repetitions(prior if drawn else theta, n, hundreds)
    return chart.rows(kind, theta, level, prior, coverages(n, level, prior), made, from_prior=drawn)


def of(drawn: Tables, name: str) -> list[dict[str, object]]:
    return from_bytes(drawn[name]).to_pylist()


def test_the_spec_is_constant_and_holds_no_data() -> None:
    text = json.dumps(chart.spec(PAGE))
    assert '"values": [{' not in text and '"datasets"' not in text
    assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(tables())
    assert chart.spec(PROJECTOR)["height"] > chart.spec(PAGE)["height"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("theta", "n", "level", "prior"),
    [(0.5, 10, 0.95, Beta(10, 10)), (0.0, 1, 0.5, Beta(0.5, 0.5)), (1.0, 1000, 0.99, Beta(1000, 0.5)),
     (0.3, 1000, 0.95, Beta(1000, 1000)), (0.999, 2, 0.99, Beta(0.5, 1000))],
)  # fmt: skip
def test_the_rows_are_finite_and_true(kind: Kind, theta: float, n: int, level: float, prior: Beta) -> None:
    ends = coverages(n, level, prior).ends[kind]
    for drawn in (False, True):
        made = tables(kind, theta, n, level, prior, hundreds=2, drawn=drawn)
        for name, part in made.items():
            for column in from_bytes(part).column_names:
                values = from_bytes(part)[column].to_pylist()
                assert None not in values and not any(isinstance(v, float) and not np.isfinite(v) for v in values), name
        bars = of(made, "interval")
        assert len(bars) == HUNDRED and len(of(made, "own")) == (HUNDRED if drawn else 0)
        assert all(bar["here"] in ends.lower and bar["upper"] in ends.upper for bar in bars)
        assert [bar["here"] for bar in bars] == sorted(bar["here"] for bar in bars)
        truths = [row["here"] for row in of(made, "own")] if drawn else [theta] * HUNDRED
        for bar, truth in zip(bars, truths, strict=True):
            assert bar["holds"] == (bar["here"] <= truth + 1e-12 and truth - 1e-12 <= bar["upper"])
        said = str(of(made, "hits")[0]["short"])
        assert said == f"{sum(bool(bar['holds']) for bar in bars)} of {HUNDRED}"
        low, high = (row["here"] for row in of(made, "frame"))
        assert 0 <= low < high <= 1 and (drawn or low <= theta <= high)
        floor, top = (row["percent"] for row in of(made, "frame"))
        for row in [*of(made, "at"), *of(made, "average")]:
            assert floor <= row["percent"] <= 100 < top and (row["percent"] == floor or not row["below"])


def test_the_curves_are_exact_at_each_stop_of_the_slider() -> None:
    rows = of(tables(theta=0.3, n=50), "curve")
    for stop in (0, 130, 500, 997):
        assert rows[stop]["theta"] == pytest.approx(stop / 1000)
        ours = [rows[stop][f"k{place}"] for place in range(4)]
        assert ours == pytest.approx(scipys(50, stop / 1000, 0.95, 10, 10), abs=1e-4)


def test_the_axes_stay_while_hundreds_and_kinds_change() -> None:
    first = tables()["frame"]
    assert all(tables(kind, hundreds=hundreds)["frame"] == first for kind in KINDS for hundreds in (1, 5))


def test_on_average_the_credible_interval_stands_on_the_level() -> None:
    for level in (0.5, 0.95, 0.99):
        drawn = tables(level=level, prior=Beta(2, 8))
        row = next(row for row in of(drawn, "average") if str(row["long"]).startswith("Credible"))
        assert row["percent"] == pytest.approx(of(drawn, "level")[0]["percent"])
        assert number(str(row["short"]).removeprefix("Cred. ")) == 100 * level


def test_lesson_2_names_the_likelihood_interval_and_links_to_the_scene() -> None:
    app = open_lesson("2_likelihood.py", data="newcomb", view="surface")
    assert "1.92 the **likelihood interval** of 95 %" in words(app)
    assert "**likelihood interval** of 95 %" in words(open_lesson("2_likelihood.py"))
    links = [link for link in app.get("page_link") if "What 95 % promises: lesson 5" in link.proto.label]
    assert [link.proto.query_string for link in links] == ["scene=coverage"]
