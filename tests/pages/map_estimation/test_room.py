"""The room's picture in lesson 6: log-priors, and each MAP on its way from its prior's mode to the MLE."""

import json

import numpy as np
import pytest
from scipy import optimize, stats

from core.belief.beta import Beta
from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, Tables, from_bytes
from pages._kit.room import tosses
from pages.map_estimation.charts import room as chart
from tests.support.app import figure, number
from tests.support.played import PlayedRoom

PAGE_FILE = "6_map-estimation.py"
PRIORS = (Beta(5, 5), Beta(30, 10), Beta(180, 20), Beta(0.5, 1.5), Beta(0.5, 0.5), Beta(1, 1))
SEEN = (Counts(0, 0), Counts(1, 0), Counts(0, 30), Counts(153, 247), Counts(10_000, 0))


def of(tables: Tables, name: str) -> dict[str, np.ndarray]:
    part = from_bytes(tables[name])
    return {column: np.array(part[column].to_pylist(), dtype=np.float64) for column in part.column_names}


@pytest.mark.parametrize("seen", SEEN, ids=str)
@pytest.mark.parametrize("priors", [PRIORS, (Beta(0.5, 0.5),) * 3, PRIORS * 160], ids=["six", "arcsine", "960"])
def test_all_rows_stay_in_the_frame(priors: tuple[Beta, ...], seen: Counts) -> None:
    tables = chart.rows(priors, seen)
    for name in ("priors", "likelihood"):
        nats = of(tables, name)["nats"]
        assert not np.isinf(nats).any()
        nats = nats[np.isfinite(nats)]
        assert ((nats >= -chart.SHOWN) & (nats <= chart.ROOM)).all()
    person = of(tables, "person")
    assert ((person["theta"] >= 0) & (person["theta"] <= 1) & (person["start"] >= 0) & (person["start"] <= 1)).all()
    low, high = of(tables, "strength_frame")["strength"]
    assert ((person["strength"] > low) | (person["strength"] == 1)).all() and (person["strength"] < high).all()
    assert len(set(of(tables, "priors")["who"])) <= chart.MOST_LINES


@pytest.mark.parametrize("prior", PRIORS[:3], ids=str)
def test_a_way_leads_from_the_priors_mode_to_the_top_of_the_sum(prior: Beta) -> None:
    way = chart.way_of(prior, Counts(8, 22))
    assert way

    def top(heads: int, tails: int) -> float:
        def loss(theta: float) -> float:
            return -float(stats.beta.logpdf(theta, prior.a, prior.b) + heads * np.log(theta) + tails * np.log1p(-theta))

        return float(optimize.minimize_scalar(loss, bounds=(1e-9, 1 - 1e-9), method="bounded").x)

    assert way == pytest.approx((top(0, 0), top(8, 22)), abs=2e-5)


def test_a_density_without_a_single_top_has_no_way() -> None:
    assert chart.way_of(Beta(0.5, 0.5), Counts(0, 0)) is None
    assert chart.way_of(Beta(1, 1), Counts(0, 0)) is None
    assert chart.way_of(Beta(1, 1), Counts(3, 1)) == (0.5, 0.75)
    assert chart.way_of(Beta(0.5, 1.5), Counts(0, 0)) == (0.0, 0.0)


def test_the_spec_is_constant_and_holds_no_data() -> None:
    text = json.dumps(chart.spec(PAGE))
    assert '"datasets"' not in text and chart.spec(PAGE) is chart.spec(PAGE)


def test_the_maps_run_together_as_the_tosses_come() -> None:
    room = PlayedRoom(4)
    room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": each} for each in (4, 3, 1)])
    room.set_state("revealed")
    priors = [(0.5, 10), (0.75, 40), (0.9, 200), (0.5, 2)]
    room.ask("prior", {})
    room.answer([{"mean": mean, "strength": strength} for mean, strength in priors])
    room.set_state("revealed")
    app = room.stage(PAGE_FILE)
    assert not app.exception
    assert figure(app, "Room's MLE θ̂") == "every θ"
    modes = [0.5, 29 / 38, 179 / 198]
    assert number(figure(app, "Median MAP")) == pytest.approx(np.median(modes), abs=5e-4)
    assert number(figure(app, "Widest gap")) == pytest.approx(max(modes) - min(modes), abs=5e-4)
    median = next(metric for metric in app.metric if metric.label == "Median MAP")
    assert median.delta == "1 without a single MAP"
    app.session_state[tosses.STEP] = (room.now().id, 99)
    app.run()
    tops = [12 / 38, 37 / 68, 187 / 228, 8 / 30]
    assert number(figure(app, "Room's MLE θ̂")) == pytest.approx(8 / 30, abs=5e-4)
    assert number(figure(app, "Median MAP")) == pytest.approx(np.median(tops), abs=5e-4)
    assert number(figure(app, "Widest gap")) == pytest.approx(max(tops) - min(tops), abs=5e-4)
