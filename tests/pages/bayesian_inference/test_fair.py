"""The fair-coin scene of lesson 5 without a browser: figures, sentences, chart, extremes, links, worked example."""

import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import beta, binom, binomtest
from streamlit.testing.v1 import AppTest

from core.belief.bayes_factor import compare
from core.belief.beta import Beta
from core.data.coins import BARTOS, KERRICH, LARGE_SAMPLE
from core.likelihood.counts import MAX_COUNT, Counts
from core.numbers import from_log
from pages._kit.charts.base import PAGE, PROJECTOR, Tables, from_bytes
from pages._kit.charts.windows import WHOLE
from pages.bayesian_inference import fair, fair_words
from pages.bayesian_inference.charts import fair as chart
from tests.support.app import NARROW_SPACE, ROOT, figure, log10, number, open_lesson, run_example
from tests.support.example import assert_plain, run_quietly

FLAT, DEFAULT, FEW = Beta(1, 1), Beta(10, 10), Counts(7, 3)
PRIORS = (DEFAULT, FLAT, Beta(0.5, 0.5), Beta(1000, 0.5), Beta(1000, 1000))
COUNTS = (
    FEW, Counts(0, 0), Counts(5, 5), Counts(0, 5), KERRICH.counts, LARGE_SAMPLE.counts, BARTOS.counts,
    Counts(MAX_COUNT, 0), Counts(MAX_COUNT, MAX_COUNT), Counts(1, MAX_COUNT),
)  # fmt: skip
FIGURES = {"Bayes factor", "P(fair | data)", "p-value of fair", "Evidence of fair"}


def scene(counts: Counts = FEW, prior: Beta = DEFAULT, **query: str) -> AppTest:
    app = open_lesson(
        "5_bayesian-inference.py", scene="fair", heads=str(counts.heads), tails=str(counts.tails), a=f"{prior.a:g}",
        b=f"{prior.b:g}", **query,
    )  # fmt: skip
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    said = " ".join(element.value for element in [*app.markdown, *app.caption])
    return said.replace(NARROW_SPACE, " ")


def test_the_figures_of_ten_flips() -> None:
    app = scene()
    assert {metric.label for metric in app.metric} == FIGURES
    theta = np.linspace(0, 1, 100_001)
    relative = binom.pmf(7, 10, theta) / binom.pmf(7, 10, 0.5)
    factor = float(np.trapezoid(relative * beta.pdf(theta, 10, 10), theta))
    assert number(figure(app, "Bayes factor")) == pytest.approx(factor, rel=5e-3)
    assert number(figure(app, "P(fair | data)")) == pytest.approx(1 / (1 + factor), abs=5e-4)
    assert number(figure(app, "p-value of fair")) == pytest.approx(binomtest(7, 10).pvalue, rel=5e-3)
    assert number(figure(app, "Evidence of fair")) == pytest.approx(-10 * math.log(2), abs=5e-4)
    assert "1.07 to 1 for the alternative." in words(app)


def test_a_large_sample_that_a_test_rejects_and_the_factor_favors() -> None:
    app = scene(prior=FLAT)
    app.button(key="preset_large").click().run()
    assert [figure(app, label) for label in ("Bayes factor", "P(fair | data)", "p-value of fair")] == [
        "0.0328", "0.968", "0.0401",
    ]  # fmt: skip
    assert "30.5 to 1 for fair." in words(app) and "Lindley’s paradox" in words(app)
    app.button(key="preset_kerrich").click().run()
    assert figure(app, "Bayes factor") == "0.0308" and "Lindley’s paradox" not in words(app)
    app.button(key="preset_bartos").click().run()
    assert log10(figure(app, "Bayes factor")) == pytest.approx(15.385, abs=2e-3)
    assert log10(figure(app, "p-value of fair")) == pytest.approx(math.log10(7.65e-20), abs=2e-3)
    assert "to 1 for the alternative" in words(app)


def test_a_prior_that_bets_on_other_thetas_is_not_lindleys_paradox() -> None:
    app = scene(Counts(61, 39), Beta(2, 200))
    assert number(figure(app, "p-value of fair")) < 0.05 and number(figure(app, "P(fair | data)")) > 0.5
    assert "Its prior bets on other θ." in words(app)
    assert "Lindley’s paradox" not in words(app) and "spreads its bets" not in words(app)


def test_the_p_value_is_about_a_number_of_heads() -> None:
    """Under a fair coin all sequences of as many flips are equally probable."""
    assert "the probability of a number of heads at most as probable as this one *if the coin is fair*" in words(
        scene()
    )


def test_the_width_of_the_prior_changes_the_answer() -> None:
    app = scene(LARGE_SAMPLE.counts, FLAT)
    found = []
    for name in ("wide", "medium", "narrow"):
        app.button(key=f"prior_{name}").click().run()
        found.append(number(figure(app, "Bayes factor")))
    assert found == sorted(found) and found[-1] > 10 * found[0]
    assert (app.number_input(key="a").value, app.number_input(key="b").value) == (100, 100)


@pytest.mark.parametrize("prior", PRIORS, ids=str)
@pytest.mark.parametrize("counts", COUNTS, ids=str)
def test_the_ends_of_the_fields_give_a_right_answer(counts: Counts, prior: Beta) -> None:
    found = compare(prior, counts)
    said = fair.sentence(counts, found)
    assert not re.search(r"\bnan\b|\binf\b|∞|None", said)
    if counts.n:
        assert (" for fair." in said) == (found.log_factor < 0 and not said.startswith("**1 to 1:"))
    chances = [fair.chance(found.log_p_fair, found.log_p_other), fair.chance(found.log_p_other, found.log_p_fair)]
    for text, log_p in zip(chances, (found.log_p_fair, found.log_p_other), strict=True):
        assert number(text) == pytest.approx(math.exp(log_p), rel=5e-3, abs=1e-300)
        assert text not in ("1.00", "0"), "no probability is rounded to certainty"


@pytest.mark.parametrize(
    "query",
    [
        {"counts": Counts(0, 0)}, {"counts": Counts(MAX_COUNT, 0), "prior": Beta(0.5, 1000)},
        {"counts": Counts(MAX_COUNT, MAX_COUNT), "prior": Beta(1000, 0.5)},
    ],
    ids=["none", "all heads", "two million"],
)  # fmt: skip
def test_extremes_show_no_nan(query: dict[str, object]) -> None:
    app = scene(**query)  # type: ignore[arg-type]
    text = " ".join([*(str(metric.value) for metric in app.metric), words(app)])
    assert not {"nan", "inf", "-0.000", "−0.000", "∞"} & set(text.lower().split())
    if query["counts"] == Counts(0, 0):
        assert figure(app, "Bayes factor") == "1.00" and figure(app, "P(fair | data)") == "0.500"
        assert "No flips yet." in words(app)


def test_a_forged_link_gives_the_defaults() -> None:
    forged = open_lesson(
        "5_bayesian-inference.py", scene="fair", heads="nan", tails="-1", a="0.49", b="1e99", window="x"
    )
    assert not forged.exception and figure(forged, "Bayes factor") == figure(scene(), "Bayes factor")


def test_the_scene_is_the_lessons_last_and_needs_its_name_in_the_address() -> None:
    assert "Bayes factor" not in {m.label for m in open_lesson("5_bayesian-inference.py", heads="9", a="2").metric}


def of(tables: Tables, name: str) -> dict[str, np.ndarray]:
    part = from_bytes(tables[name])
    return {column: np.asarray(part[column].to_pylist()) for column in part.column_names}


def drawn(counts: Counts, prior: Beta, *, zoom: bool = False) -> Tables:
    return chart.rows(prior, counts, chart.frame(counts, compare(prior, counts), zoom=zoom))


def test_the_spec_is_constant_and_reads_the_tables_that_are_sent() -> None:
    text = json.dumps(chart.spec(PAGE))
    assert '"datasets"' not in text and chart.spec(PAGE) is chart.spec(PAGE)
    assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(drawn(LARGE_SAMPLE.counts, FLAT))
    assert chart.spec(PROJECTOR)["height"] > chart.spec(PAGE)["height"]


@pytest.mark.parametrize("prior", PRIORS, ids=str)
@pytest.mark.parametrize("counts", COUNTS, ids=str)
def test_the_chart_stays_inside_its_axes(counts: Counts, prior: Beta) -> None:
    for zoom in {False, chart.is_narrow(counts)}:
        tables = drawn(counts, prior, zoom=zoom)
        ends = of(tables, "frame")
        assert all(low < high for low, high in ends.values())
        for name in ("likelihood", "prior", "better", "fair", "average", "best", "word", "factor", "now"):
            for column, values in of(tables, name).items():
                if column in ends and values.size:
                    finite = values[values != None].astype(float)  # noqa: E711 - a gap in a line
                    low, high = ends[column]
                    slack = 1e-9 * (high - low)
                    assert ((finite >= low - slack) & (finite <= high + slack)).all(), (name, column)
        lower, upper = ends["theta"]
        assert lower <= 0.5 <= upper, "the fair coin is in the picture"


@pytest.mark.parametrize("counts", [FEW, KERRICH.counts, LARGE_SAMPLE.counts], ids=str)
def test_the_green_rule_is_the_average_of_the_orange_curve_over_the_prior(counts: Counts) -> None:
    tables = drawn(counts, FLAT, zoom=chart.is_narrow(counts))
    curve = of(tables, "likelihood")
    keep = curve["decades"] != None  # noqa: E711 - a gap in a line
    theta, height = curve["theta"][keep], 10 ** curve["decades"][keep].astype(float)
    # Under Beta(1, 1) the average is the area. What is cut off below is less than a hundredth of it.
    assert np.trapezoid(height, theta) == pytest.approx(10 ** of(tables, "average")["decades"][0], rel=0.02)
    assert of(tables, "now")["decades"][0] == of(tables, "average")["decades"][0], "one height in both panels"


def test_the_curve_of_widths_goes_through_the_prior_now() -> None:
    for prior in PRIORS:
        widths, factors = chart.factor_by_width(prior, LARGE_SAMPLE.counts)
        at = int(np.searchsorted(widths, prior.sd))
        assert widths[at] == prior.sd
        assert factors[at] * chart.DECADE == pytest.approx(compare(prior, LARGE_SAMPLE.counts).log_factor, abs=1e-6)
    widths, factors = chart.factor_by_width(FLAT, LARGE_SAMPLE.counts)
    top = int(np.argmax(factors))
    assert (np.diff(factors[top:]) < 0).all(), "wider and wider, the factor falls"


def test_names_stand_apart() -> None:
    for counts in COUNTS[1:]:
        for prior in PRIORS:
            tables = drawn(counts, prior)
            low, high = of(tables, "frame")["decades"]
            word = of(tables, "word")
            # In px of a panel of 290, the lowest that a projector has; a name is 20 px high there.
            down = {
                str(role): 290 * (high - at) / (high - low) + dy
                for role, at, dy in zip(word["role"], word["decades"], word["dy"], strict=True)
            }
            names = [down[role] for role in ("average", "fair", "prior")]
            apart = min(abs(one - other) for i, one in enumerate(names) for other in names[:i])
            assert apart > 17, (counts, prior, down)
            if "best" in down and counts.heads == MAX_COUNT != counts.tails:
                assert down["average"] - down["best"] > 17


def test_weak_evidence_looks_weak() -> None:
    frame = chart.frame(FEW, compare(DEFAULT, FEW), zoom=False)
    assert frame.window == WHOLE and frame.decades == (-chart.AT_LEAST, chart.AT_LEAST)


@pytest.mark.parametrize("counts", COUNTS, ids=str)
def test_the_worked_example_reaches_the_figures(counts: Counts) -> None:
    for prior in (DEFAULT, Beta(0.5, 1000)):
        code = fair_words.factor_script(prior, counts)
        assert_plain(code)
        found, expected = run_quietly(code), compare(prior, counts)
        assert found["log_factor"] == pytest.approx(expected.log_factor, rel=1e-12, abs=1e-9)
        assert found["p_fair"] == pytest.approx(math.exp(expected.log_p_fair), rel=1e-8, abs=1e-300)
        assert found["p_value"] == pytest.approx(math.exp(expected.log_p_value), rel=1e-8, abs=1e-300)


def test_the_scene_offers_its_own_example() -> None:
    app = scene(LARGE_SAMPLE.counts, FLAT)
    found = run_example(app)
    assert from_log(float(found["log_factor"]), 3) == figure(app, "Bayes factor")  # type: ignore[arg-type]


def test_the_fine_print_has_badges_and_numbers_from_core() -> None:
    said = words(scene())
    assert "0.0328: 30.5 to 1 for fair" in said and "2.43 × 10¹⁵" in said and "7.7 × 10⁻²⁰" in said
    assert f"report a factor of {fair_words.HIERARCHICAL:,}" in said
    assert "holds for exactly these two, at equal prior odds" in said and "No prior states “no opinion”" in said
    assert {claim.badge for claim in fair_words.claims()} == {"exact", "approximate", "heuristic"}


@pytest.mark.sweep
def test_the_scene_does_not_import_scipy_stats() -> None:
    script = (
        "import sys; from pages.bayesian_inference import fair_reading, fair_words; "
        "from pages.bayesian_inference.charts import fair; fair_words.claims(); "
        "print([name for name in ('torch', 'scipy.stats', 'mpmath') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
