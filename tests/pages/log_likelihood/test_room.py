"""The room's tosses in lesson 3: thin lines that add up to the thick one, at any number of phones."""

import json

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import xlog1py, xlogy

from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, from_bytes
from pages.log_likelihood import room
from pages.log_likelihood.charts import room as chart
from tests.support.app import figure
from tests.support.played import PlayedRoom


def _phones(n: int, theta: float) -> list[Counts]:
    heads = np.random.default_rng(n).binomial(10, theta, n)
    return [Counts(int(h), 10 - int(h)) for h in heads]


ROOMS = [
    _phones(3, 0.5), _phones(100, 0.6), _phones(1000, 0.95), [Counts(10, 0)] * 3, [Counts(0, 10)] * 1000,
    [Counts(5, 5)], [Counts(10, 0), *[Counts(0, 10)] * 99],
]  # fmt: skip


@pytest.mark.parametrize("each", ROOMS, ids=lambda each: f"{len(each)}")
def test_the_lines_add_up_to_the_sum(each: list[Counts]) -> None:
    tables = {name: from_bytes(part).to_pydict() for name, part in chart.rows(each).items()}
    heads = {h: [one.heads for one in each].count(h) for h in set(tables["each"]["heads"])}
    assert sum(heads.values()) == len(each)
    total = np.array([len(each) * 10, sum(one.heads for one in each)])
    best = total[1] / total[0]
    thetas = np.array(tables["sum"]["theta"])
    inner = thetas[(thetas > 0) & (thetas < 1)]

    def alone(h: float) -> np.ndarray:
        return xlogy(h, inner) + xlog1py(10 - h, -inner) - xlogy(h, best) - xlog1py(10 - h, -best)

    added = sum(people * alone(h) for h, people in heads.items())
    sums = np.array(tables["sum"]["y"], dtype=np.float64)[(thetas > 0) & (thetas < 1)]  # NaN below the frame
    inside = sums > chart.LOW  # the ends are cut between two points of the grid
    np.testing.assert_allclose(sums[inside], added[inside], rtol=1e-6, atol=1e-6)
    assert np.nanmax(np.array(tables["sum"]["y"], dtype=np.float64)) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("each", ROOMS, ids=lambda each: f"{len(each)}")
def test_every_line_is_inside_the_frame_which_is_not_taller_than_it_must_be(each: list[Counts]) -> None:
    tables = {name: from_bytes(part) for name, part in chart.rows(each, 0.6).items()}
    for part in tables.values():
        for column in part.columns:
            assert not pa.types.is_floating(column.type) or np.isfinite(column.drop_null().to_numpy()).all()
    low, high = tables["frame"].to_pydict()["y"]
    assert low == chart.LOW
    assert chart.STEPS <= high <= -chart.LOW
    for name in ("each", "sum", "name"):
        heights = tables[name]["y"].drop_null().to_numpy()
        assert heights.min() >= low - 1e-9
        assert heights.max() <= high + 1e-9
    assert tables["each"]["opacity"].to_numpy().max() == pytest.approx(0.9)


def test_a_hundred_phones_are_at_most_eleven_lines_on_a_constant_spec() -> None:
    before = json.dumps(chart.spec(PAGE))
    lines = from_bytes(chart.rows(_phones(1000, 0.5))["each"]).to_pydict()
    assert len(set(lines["heads"])) <= 11
    assert json.dumps(chart.spec(PAGE)) == before
    assert '"values"' not in before
    assert from_bytes(chart.rows(_phones(3, 0.5))["truth"]).num_rows == 0


def test_the_figures_and_the_reading() -> None:
    together = Counts(612, 388)
    found = {figure.label: figure.value for figure in room.toss_figures(together, None)}
    top = xlogy(612, 0.612) + xlogy(388, 0.388)
    assert found["Flips"] == "1,000"
    assert found["Room's MLE θ̂"] == "0.612"
    assert found["ℓ(θ̂)"] == f"−{-top:.1f} nats"
    assert room.toss_figures(Counts(30, 0), None)[3].value == "none"
    says = room.reading([Counts(7, 3), Counts(5, 5), Counts(7, 3)], Counts(19, 11))
    assert says.columns["Heads"] == ["5", "7", "all"]
    assert says.columns["Phones"] == ["1", "2", "3"]
    assert says.sentences[0].startswith("2 different lines stand for 3 times 10 tosses")
    assert room.reading([Counts(7, 3)] * 3, Counts(21, 9)).sentences[0].startswith("One line stands for 3 times 10")


def test_the_stage_adds_up_the_takes_of_a_series() -> None:
    played = PlayedRoom(3)
    for take in range(2):
        played.ask("toss", {"coin": "pocket"}, again=take > 0)
        played.answer([{"heads": heads} for heads in (10, 10, 10)])
    app = played.stage("3_log-likelihood.py")
    assert (figure(app, "Flips"), figure(app, "ℓ(θ̂)")) == ("60", "0.0 nats")
    assert figure(app, "Standard error") == "none"
    assert not app.exception
