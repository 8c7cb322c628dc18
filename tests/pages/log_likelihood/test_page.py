"""Lesson 3 without a browser: figures, the eight losses, forged addresses, and the worked example."""

import subprocess
import sys

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.coins import BARTOS
from core.likelihood import coin, underflow
from core.likelihood.counts import Counts
from core.losses.cards import CARDS
from tests.support.app import ROOT, figure, number, open_lesson, run_example

DEFAULT = {"heads": "7", "tails": "3", "theta": "0.5"}
TORCH = {"scipy −Σ log p", "torch loss", "Dropped constant", "Difference"}


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("3_log-likelihood.py", **query)
    assert not app.exception and not app.error
    return app


def labels(app: AppTest) -> set[str]:
    return {metric.label for metric in app.metric}


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def test_the_figures_of_the_default_address() -> None:
    app = lesson(**DEFAULT)
    assert figure(app, "ℓ(θ)") == "−6.931 nats"
    assert figure(app, "Score") == "8.000"
    assert figure(app, "Fisher information") == "47.62"
    assert figure(app, "Standard error") == "0.145"


def test_the_figures_of_the_underflow() -> None:
    app = lesson(n="1075", p="0.5")
    assert figure(app, "Product (float64)") == "0"
    assert figure(app, "Sum of logs") == "−745.1 nats"
    assert figure(app, "Underflows at n") == "25 / 150 / 1075"


def test_the_factors_are_named_as_probabilities() -> None:
    assert "p is the probability that a model gives one observation" in words(lesson(scene="underflow"))


def test_the_scene_starts_where_float64_just_underflows() -> None:
    app = lesson(scene="underflow")
    assert app.number_input(key="n").value == underflow.zero_from(0.5, "float64")
    assert figure(app, "Product (float64)") == "0"
    app.number_input(key="n").set_value(1074).run()
    assert number(figure(app, "Product (float64)")) > 0
    assert "With 1,075 factors it will not" in words(app)


@pytest.mark.parametrize("name", CARDS)
def test_scipy_and_torch_agree_on_every_loss(name: str) -> None:
    app = lesson(loss=name)
    assert app.button_group(key="loss").value == name
    assert number(figure(app, "Difference")) < 1e-9
    assert figure(app, "scipy −Σ log p").endswith(" nats")
    assert figure(app, "Dropped constant").endswith(" nats")
    assert np.isfinite(number(figure(app, "torch loss")))


@pytest.mark.parametrize(("name", "dropped"), [("gaussian-nll", "0.9189 nats"), ("cross-entropy", "0 nats")])
def test_the_dropped_constant(name: str, dropped: str) -> None:
    assert figure(lesson(loss=name), "Dropped constant") == dropped


def test_the_coins_loss_is_minus_its_log_likelihood_and_follows_theta() -> None:
    app = lesson(loss="binary cross-entropy", **DEFAULT)
    assert number(figure(app, "scipy −Σ log p")) == -number(figure(lesson(**DEFAULT), "ℓ(θ)"))
    app.slider(key="theta").set_value(0.7).run()
    assert number(figure(app, "scipy −Σ log p")) == 6.109


@pytest.mark.parametrize(("theta", "scipy"), [("0", "∞ nats"), ("1", "∞ nats")])
def test_at_the_edge_torch_has_no_answer(theta: str, scipy: str) -> None:
    app = lesson(loss="binary cross-entropy", theta=theta)
    assert figure(app, "scipy −Σ log p") == scipy
    assert figure(app, "torch loss") == "no answer"


def test_the_losses_are_on_the_stage_only_when_asked() -> None:
    curve, losses = lesson(**DEFAULT), lesson(loss="mse", **DEFAULT)
    assert not labels(curve) & TORCH and labels(losses) == TORCH
    assert "hinge: Σ exp(−loss)" in words(losses) and "hinge: Σ exp(−loss)" not in words(curve)


def test_torch_is_not_imported_while_another_scene_is_on_the_stage() -> None:
    script = (
        "import sys; from tests.support.app import open_lesson; "
        "app = open_lesson('3_log-likelihood.py', heads='178079', tails='172678'); "
        "assert not app.exception; print([name for name in ('torch', 'scipy.stats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "query",
    [
        {"n": "-1"},
        {"n": "1e9"},
        {"n": "1000001", "p": "2"},
        {"p": "nan"},
        {"p": "-inf"},
        {"theta": "inf"},
        {"n": "x" * 5000, "p": "x" * 5000, "theta": "x" * 5000, "heads": "x" * 5000},
        {"n": ["abc", "-4"], "p": ["2", "nan"]},
    ],
    ids=lambda query: ",".join(query),
)
def test_a_forged_link_gives_the_defaults(query: dict[str, str | list[str]]) -> None:
    # The keys choose the scene, but a malformed whole number leaves the address before.
    scene = "underflow" if "p" in query else "sum"
    forged, default = lesson(**query), lesson(scene=scene)
    assert {m.label: m.value for m in forged.metric} == {m.label: m.value for m in default.metric}


@pytest.mark.parametrize("value", ["foo", "", "<script>", "x" * 5000])
def test_an_unknown_loss_selects_the_first_one(value: str) -> None:
    app, first = lesson(loss=value), lesson(loss=next(iter(CARDS)))
    assert {m.label: m.value for m in app.metric} == {m.label: m.value for m in first.metric}


@pytest.mark.parametrize("theta", ["0", "0.5", "1"])
@pytest.mark.parametrize(
    ("heads", "tails"),
    [("0", "0"), ("1", "0"), ("0", "10"), ("1000000", "0"), ("0", "1000000"), ("1000000", "1000000"), ("1", "1000000")],
)
def test_extremes_show_no_nan(heads: str, tails: str, theta: str) -> None:
    app = lesson(heads=heads, tails=tails, theta=theta)
    text = " ".join([*(str(metric.value) for metric in app.metric), words(app)])
    assert "nan" not in text.lower().replace("finance", "").split()
    assert "-0.000" not in text
    if heads == "0" or tails == "0":
        assert figure(app, "Standard error") == "none"


def test_without_flips_every_theta_explains_the_data_equally_well() -> None:
    app = lesson(heads="0", tails="0")
    assert "every θ explains the data equally well" in words(app)
    assert "equally likely" not in words(app)
    assert figure(app, "ℓ(θ)") == "0.000 nats"
    assert figure(app, "Fisher information") == "0"


def test_at_an_edge_the_parabola_has_no_top() -> None:
    app = lesson(heads="10", tails="0")
    assert "no top inside the axis" in words(app)
    assert figure(app, "Fisher information") == "∞"


@pytest.mark.parametrize(
    ("n", "p", "product", "total"),
    [
        ("0", "0.5", "1.000", "0 nats"),
        ("10", "0", "0", "−∞ nats"),
        ("10", "1", "1.000", "0 nats"),
        ("5000", "0.6", "4.941 × 10⁻³²⁴", "−2,554.1 nats"),
        ("1000000", "0.5", "0", "−693,147.2 nats"),
        ("1", "0.999", "0.9990", "−0.001001 nats"),
    ],
)
def test_products_and_sums(n: str, p: str, product: str, total: str) -> None:
    app = lesson(n=n, p=p)
    assert figure(app, "Product (float64)") == product
    assert figure(app, "Sum of logs") == total


def test_a_stuck_product_is_named() -> None:
    assert "float64 gets stuck at" in words(lesson(n="5000", p="0.6"))
    assert "gets stuck" not in words(lesson(n="5000", p="0.5"))


@pytest.mark.parametrize("p", ["0", "0.5", "0.9", "1"])
def test_no_factors_give_an_empty_product(p: str) -> None:
    app = lesson(n="0", p=p)
    assert figure(app, "Product (float64)") == "1.000"
    assert "an empty product is 1, and an empty sum is 0" in words(app)
    assert "truly 0" not in words(app)


@pytest.mark.parametrize(("p", "says"), [("0", "a factor is 0"), ("0.5", "an ordinary number")])
def test_an_infinite_sum_is_no_ordinary_number(p: str, says: str) -> None:
    app = lesson(n="10", p=p)
    assert next(metric.delta for metric in app.metric if metric.label == "Sum of logs") == says


def test_factors_of_one_never_underflow() -> None:
    assert figure(lesson(p="1"), "Underflows at n") == "never / never / never"


def test_the_stepper_walks_from_underflow_to_underflow() -> None:
    app = lesson(n="100")
    for expected in (150, 500, 1000, 1075, 5000):
        app.button(key="next").click().run()
        assert app.number_input(key="n").value == expected
    app.button(key="back").click().run()
    assert app.number_input(key="n").value == 1075


def test_the_product_of_the_real_tosses_underflows_and_their_sum_of_logs_does_not() -> None:
    app = lesson(scene="underflow")
    app.button(key="try_bartos").click().run()
    assert app.number_input(key="heads").value == BARTOS.counts.heads
    for theta in ("0.001", "0.999", "0.5"):
        counts = {"heads": str(BARTOS.counts.heads), "tails": str(BARTOS.counts.tails)}
        app = lesson(scene="underflow", theta=theta, **counts)
        assert "For every θ between 0 and 1 each of these products ends at 0" in words(app)
        assert words(app).count("| 0 from flip") == len(underflow.FORMATS)
    assert "0 from flip 1,075 on" in words(app)


@pytest.mark.parametrize(
    ("heads", "tails", "theta", "n", "p"),
    [
        ("7", "3", "0.5", "1075", "0.5"),
        ("178079", "172678", "0.508", "5000", "0.6"),
        ("0", "4", "0", "0", "0"),
        ("4", "0", "0", "3", "0"),
        ("0", "0", "1", "10", "0.001"),
        ("0", "9", "1", "1000000", "0.999"),
    ],
)
def test_the_worked_example_reaches_the_figures(heads: str, tails: str, theta: str, n: str, p: str) -> None:
    app = lesson(scene="underflow", heads=heads, tails=tails, theta=theta, n=n, p=p)
    with np.errstate():
        found = run_example(app)
    counts = Counts(int(heads), int(tails))
    assert found["product"] == underflow.product(float(p), int(n))
    assert found["sum_of_logs"] == pytest.approx(underflow.sum_of_logs(float(p), int(n)))
    assert found["log_likelihood"] == pytest.approx(float(coin.log_likelihood(float(theta), counts)))
    assert found["score"] == pytest.approx(float(coin.score(float(theta), counts)))
    shown = figure(lesson(heads=heads, tails=tails, theta=theta), "Score")
    assert number(shown) == pytest.approx(found["score"], abs=5e-4)
    if counts.heads and counts.tails:
        assert found["standard_error"] == pytest.approx(coin.standard_error(counts))
        assert found["fisher_information"] == pytest.approx(float(coin.fisher_information(found["mle"], counts)))
    else:
        assert found["standard_error"] is None


def test_the_projector_shows_the_curve_and_its_figures_only() -> None:
    app = lesson(present="1", **DEFAULT)
    assert labels(app) == {"ℓ(θ)", "Score", "Fisher information", "Standard error"}
    assert not app.expander and not any("import" in block.value for block in app.code)


def test_a_projector_shows_one_chart() -> None:
    assert len(lesson(present="1").get("vega_lite_chart")) == 1
