"""The room's pictures in lesson 5: its priors and their mixture, what the tosses make of them, and the tosses alone."""

import json
import random

import numpy as np
import pytest
from scipy import stats

from core.belief.beta import Beta
from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, Tables, from_bytes
from pages._kit.room import tosses
from pages.bayesian_inference.charts import room as chart
from tests.support.app import figure, number
from tests.support.played import PlayedRoom

PAGE_FILE = "5_bayesian-inference.py"
FEW = (Beta(5, 5), Beta(0.5, 1.5), Beta(180, 20))
RNG = random.Random(3)
THOUSAND = tuple(
    Beta(max(0.5, mean * strength), max(0.5, (1 - mean) * strength))
    for mean, strength in ((RNG.randint(1, 99) / 100, RNG.choice((2, 5, 20, 200))) for _ in range(1000))
)
SEEN = (Counts(0, 0), Counts(1, 0), Counts(0, 30), Counts(153, 247), Counts(10_000, 0), Counts(6125, 3875))


def of(tables: Tables, name: str) -> dict[str, np.ndarray]:
    part = from_bytes(tables[name])
    return {column: np.array(part[column].to_pylist(), dtype=np.float64) for column in part.column_names}


@pytest.mark.parametrize("seen", SEEN, ids=str)
@pytest.mark.parametrize("priors", [FEW, (Beta(0.5, 0.5),) * 3, THOUSAND], ids=["few", "arcsine", "thousand"])
def test_all_rows_stay_in_the_frame(priors: tuple[Beta, ...], seen: Counts) -> None:
    tables = chart.rows(priors, seen, seen, (0.2, 0.7))
    top = of(tables, "frame")["y"].max()
    for name in ("priors", "posteriors", "prior", "posterior", "last", "band", "mean", "mle"):
        part = of(tables, name)
        assert not np.isinf(part["y"]).any(), name
        y = part["y"][np.isfinite(part["y"])]
        assert ((y >= 0) & (y <= top)).all(), name
        assert ((part["theta"] >= 0) & (part["theta"] <= 1)).all(), name
    assert len(set(of(tables, "priors")["who"])) <= chart.MOST_LINES
    assert sum(len(part) for part in tables.values() if isinstance(part, bytes)) < 700_000


@pytest.mark.parametrize("seen", [Counts(3, 17), Counts(153, 247)], ids=str)
def test_the_thick_lines_are_the_mixture_and_its_exact_posterior(seen: Counts) -> None:
    tables = chart.rows(FEW, seen, seen, (0.3, 0.5))
    for name, weights, parts in (
        ("prior", np.ones(3) / 3, [(each.a, each.b) for each in FEW]),
        ("posterior", _weights(seen), [(each.a + seen.heads, each.b + seen.tails) for each in FEW]),
    ):
        line = of(tables, name)
        kept = np.isfinite(line["y"]) & (line["y"] < of(tables, "frame")["y"].max())
        theta = line["theta"][kept]
        exact = sum(w * stats.beta.pdf(theta, *part) for w, part in zip(weights, parts, strict=True))
        np.testing.assert_allclose(line["y"][kept], exact, rtol=1e-8, atol=1e-10)


def _weights(seen: Counts) -> np.ndarray:
    """Weights of the posterior, by scipy's beta-binomial."""
    found = np.array([stats.betabinom.pmf(seen.heads, seen.n, each.a, each.b) for each in FEW])
    return np.asarray(found / found.sum())


def test_more_different_priors_than_lines_are_thinned_evenly() -> None:
    some = chart.spread(THOUSAND)
    assert len(some) == chart.MOST_LINES and set(some) <= set(THOUSAND)
    assert some[0].mean == min(each.mean for each in THOUSAND) and some[-1].mean == max(e.mean for e in THOUSAND)
    assert chart.spread(FEW * 100) == sorted(FEW, key=lambda each: each.mean)


def test_the_last_to_arrive_is_the_one_that_is_farthest_off_after_all_tosses() -> None:
    seen, total = Counts(2, 3), Counts(153, 247)
    line = of(chart.rows(FEW, seen, total, (0.3, 0.5)), "last")
    kept = np.isfinite(line["y"]) & (line["y"] > 0.01) & (line["y"] < 4.9)
    # Beta(180, 20): sure of heads, and wrong.
    np.testing.assert_allclose(line["y"][kept], stats.beta.pdf(line["theta"][kept], 182, 23), rtol=1e-8)
    assert kept.any()
    for none in (chart.rows(FEW, Counts(0, 0), total, (0.3, 0.5)), chart.rows(FEW[:1] * 3, seen, total, (0.3, 0.5))):
        assert not of(none, "last")["y"].size and not from_bytes(none["last_name"]).num_rows


def test_thin_lines_leave_the_frame_on_the_density() -> None:
    tables = chart.rows(FEW, Counts(2, 3), Counts(153, 247), (0.3, 0.5))
    top = of(tables, "frame")["y"].max()
    lines = of(tables, "priors")
    for place, belief in enumerate(chart.spread(FEW)):
        ends = (lines["who"] == place) & (lines["y"] == top)
        exact = stats.beta.pdf(lines["theta"][ends], belief.a, belief.b)
        np.testing.assert_allclose(exact, top, rtol=0.15)
    assert (lines["y"] == top).any()


def test_the_priors_are_paler_beside_posteriors() -> None:
    for seen in SEEN:
        assert set(of(chart.rows(FEW, seen, seen, (0.2, 0.7)), "priors")["pale"]) == {bool(seen.n)}


def test_the_spec_is_constant_and_holds_no_data() -> None:
    before = json.dumps(chart.spec(PAGE))
    assert '"datasets"' not in before and '"values"' not in before
    assert chart.spec(PAGE) is chart.spec(PAGE)


PRIORS = [{"mean": 0.5, "strength": 10}, {"mean": 0.25, "strength": 2}, {"mean": 0.9, "strength": 200}]


@pytest.fixture(scope="module")
def played() -> PlayedRoom:
    room = PlayedRoom(3)
    room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": each} for each in (4, 3, 1)])
    room.set_state("revealed")
    room.ask("prior", {})
    room.answer(PRIORS)
    room.set_state("revealed")
    return room


def test_the_priors_meet_the_rooms_tosses(played: PlayedRoom) -> None:
    app = played.stage(PAGE_FILE)
    assert not app.exception
    assert number(figure(app, "Tosses used")) == 0
    prior_mean = number(figure(app, "Room's prior mean"))
    assert prior_mean == number(figure(app, "Room's posterior mean")) == pytest.approx((0.5 + 0.25 + 0.9) / 3, abs=5e-4)
    assert figure(app, "Last to arrive") == "–", "before all tosses are seen nobody has arrived"
    app.session_state[tosses.STEP] = (played.now().id, 99)
    app.run()
    assert number(figure(app, "Tosses used")) == 30
    # By brute force, from the answers.
    theta = (np.arange(200_000) + 0.5) / 200_000
    joint = (
        theta**8 * (1 - theta) ** 22 * sum(stats.beta.pdf(theta, *shape) for shape in ((5, 5), (0.5, 1.5), (180, 20)))
    )
    density = joint / joint.sum()
    assert number(figure(app, "Room's posterior mean")) == pytest.approx(density @ theta, abs=5.1e-4)
    cumulative = np.cumsum(density)
    low, high = (theta[np.searchsorted(cumulative, q)] for q in (0.025, 0.975))
    assert figure(app, "Interval") == f"{low:.3f} to {high:.3f}"
    last = next(metric for metric in app.metric if metric.label == "Last to arrive")
    assert (last.value, last.delta) == ("mean 0.90", f"200 flips; still {(0.9 - 8 / 30) * 200 / 230:.3f} off")


def test_the_steps_go_through_the_tosses(played: PlayedRoom) -> None:
    app = played.stage(PAGE_FILE)
    seen = [number(figure(app, "Tosses used"))]
    for _ in range(3):
        app.button(key="next").click().run()
        seen.append(number(figure(app, "Tosses used")))
    app.button(key="back").click().run()
    seen.append(number(figure(app, "Tosses used")))
    assert seen == [0, 1, 2, 5, 2]


def test_without_tosses_the_lessons_own_are_used_and_said_so() -> None:
    room = PlayedRoom(3)
    room.ask("prior", {})
    room.answer(PRIORS)
    room.set_state("revealed")
    app = room.stage(PAGE_FILE, heads="70", tails="30")
    app.session_state[tosses.STEP] = (room.now().id, 99)
    app.run()
    assert number(figure(app, "Tosses used")) == 100
    assert any("the heads and tails of the lesson" in caption.value for caption in app.caption)
    none = room.stage(PAGE_FILE, heads="0", tails="0")
    assert not none.exception
    assert (figure(none, "Tosses used"), figure(none, "Last to arrive")) == ("0", "none")


def test_opinions_wait_until_they_are_revealed() -> None:
    room = PlayedRoom(4)
    room.ask("prior", {})
    room.answer(PRIORS)
    app = room.stage(PAGE_FILE)
    assert not app.exception and not app.metric and not app.get("arrow_vega_lite_chart")
    room.set_state("revealed")
    assert room.stage(PAGE_FILE).metric


@pytest.mark.parametrize("heads", [(4, 3, 1), (10, 10, 10), (0, 0, 0)])
def test_the_tosses_update_the_lessons_prior(heads: tuple[int, ...]) -> None:
    room = PlayedRoom(3)
    room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": each} for each in heads])
    app = room.stage(PAGE_FILE, a="2", b="5")
    assert not app.exception
    total = sum(heads)
    assert number(figure(app, "Room's MLE θ̂")) == pytest.approx(total / 30, abs=5e-4)
    assert number(figure(app, "Room's posterior mean")) == pytest.approx((2 + total) / 37, abs=5e-4)
    low, high = stats.beta.ppf((0.025, 0.975), 2 + total, 35 - total)
    found = [float(end) for end in figure(app, "Credible interval").split(" to ")]
    assert found == pytest.approx([low, high], abs=6e-4)


def test_a_take_that_fewer_than_three_tossed_is_not_among_the_tosses() -> None:
    room = PlayedRoom(3)
    for take, heads in enumerate(((9, 9), (4, 3, 1))):
        room.ask("toss", {"coin": "pocket"}, again=take > 0)
        room.answer([{"heads": each} for each in heads])
    app = room.stage(PAGE_FILE)
    assert not app.exception
    assert (figure(app, "Flips"), number(figure(app, "Room's MLE θ̂"))) == ("30", pytest.approx(8 / 30, abs=5e-4))
