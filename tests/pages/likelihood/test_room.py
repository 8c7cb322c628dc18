"""The room's pictures in lesson 2: the likelihood of its tosses, and its guesses of the peak."""

import json

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from core.likelihood.counts import Counts
from core.likelihood.coverage import DROP_95
from pages._kit.charts.base import PAGE, from_bytes
from pages._kit.room.activities.activity import Shown
from pages._kit.room.store.records import Answers, Round
from pages.likelihood import room
from pages.likelihood.charts import room_peak, room_toss
from tests.support.app import figure
from tests.support.played import PlayedRoom, labels

COUNTS = [Counts(7, 3), Counts(30, 0), Counts(0, 30), Counts(612, 388), Counts(6125, 3875), Counts(1, 9999)]


def _finite(tables) -> None:
    for part in tables.values():
        for column in from_bytes(part).columns:
            assert not column.null_count
            assert not pa.types.is_floating(column.type) or np.isfinite(column.to_numpy()).all()


@pytest.mark.parametrize("counts", COUNTS)
def test_the_curve_is_the_likelihood_of_all_flips_and_thin_ones_are_wider(counts: Counts) -> None:
    tables = room_toss.rows(counts, DROP_95, 0.6)
    _finite(tables)
    curve = from_bytes(tables["all"]).to_pydict()
    log_pmf = stats.binom.logpmf(counts.heads, counts.n, curve["theta"])
    best = stats.binom.logpmf(counts.heads, counts.n, counts.heads / counts.n)
    np.testing.assert_allclose(curve["y"], np.exp(log_pmf - best), rtol=1e-6, atol=1e-12)
    fewer = from_bytes(tables["fewer"]).to_pydict()
    assert set(fewer["flips"]) == {flips for flips in room_toss.FEWER if flips < counts.n}
    for flips in set(fewer["flips"]):
        heights = np.array(fewer["y"])[np.array(fewer["flips"]) == flips]
        assert (heights >= np.array(curve["y"]) - 1e-12).all()
    assert max(curve["y"]) == 1.0


def test_nothing_of_the_coin_is_drawn_before_it_is_known() -> None:
    assert from_bytes(room_toss.rows(Counts(7, 3), DROP_95, None)["truth"]).num_rows == 0
    known = from_bytes(room_toss.rows(Counts(7, 3), DROP_95, 0.65)["truth"]).to_pydict()
    assert known == {"theta": [0.65], "label": ["the coin: θ = 0.65"]}


def test_the_specs_are_constant_and_hold_no_data() -> None:
    for chart in (room_toss, room_peak):
        before = json.dumps(chart.spec(PAGE))
        room_toss.rows(Counts(70, 30), DROP_95, 0.5)
        room_peak.rows(Counts(70, 30), [([0.1], 0.1)])
        assert json.dumps(chart.spec(PAGE)) == before
        assert '"values"' not in before.replace('"values": [0, 0.5, 1]', "")


def test_the_figures_of_the_tosses() -> None:
    found = {figure.label: figure for figure in room.toss_figures(Counts(612, 388), None)}
    assert found["Flips"].value == "1,000"
    assert found["Room's MLE θ̂"].value == "0.612"
    assert float(found["Standard error"].value) == pytest.approx(np.sqrt(0.612 * 0.388 / 1000), abs=5e-5)
    assert "the coin: 0.6, off by 0.012" in room.toss_figures(Counts(612, 388), 0.6)[1].note
    assert room.toss_figures(Counts(30, 0), None)[2].value == "none"


@pytest.mark.parametrize("people", [3, 30, 1000])
def test_a_dot_for_each_guess_within_its_row(people: int) -> None:
    rng = np.random.default_rng(people)
    now, before = ([float(x) for x in np.round(rng.beta(7, 4, people), 2)] for _ in range(2))
    tables = room_peak.rows(Counts(7, 3), [(now, float(np.median(now))), (before, float(np.median(before)))])
    _finite(tables)
    for name, guesses, foot in (("now", now, room_peak.FEET[0]), ("before", before, room_peak.FEET[1])):
        dots = from_bytes(tables[name]).to_pydict()
        assert sorted(dots["theta"]) == sorted(guesses)
        assert min(dots["low"]) > foot
        assert max(dots["high"]) < foot + room_peak.TALL
        assert len(set(zip(dots["theta"], dots["low"], strict=True))) == people
    assert from_bytes(tables["move"]).num_rows == 2


def test_extremes_are_drawn() -> None:
    for counts in (Counts(1_000_000, 0), Counts(0, 3), Counts(500_000, 500_000)):
        tables = room_peak.rows(counts, [([0.0, 0.0, 1.0], 0.0)])
        _finite(tables)
        assert from_bytes(tables["before"]).num_rows == from_bytes(tables["move"]).num_rows == 0


def _shown(*takes: list[float]) -> Shown:
    of = [
        Answers(
            Round(k, 1, k, "peak", {"heads": 7, "tails": 3}, "revealed"), {i: {"theta": g} for i, g in enumerate(t)}
        )
        for k, t in enumerate(takes, 1)
    ]
    return Shown(of, lambda _: [])


def test_the_figures_of_the_guesses_and_the_take_before() -> None:
    takes = room.last_takes(_shown([0.1, 0.2, 0.3], [0.5, 0.5], [0.6, 0.72, 0.9]))
    assert takes == [[0.6, 0.72, 0.9], [0.1, 0.2, 0.3]], "a take of two people shows nothing"
    found = {figure.label: (figure.value, figure.note) for figure in room.guess_figures(Counts(7, 3), takes)}
    assert found == {
        "Room's median": ("0.720", "before: 0.200, off by 0.500"),
        "MLE θ̂": ("0.700", "7 / 10"),
        "Off by": ("0.020", "median person: 0.100"),
    }
    assert room.guess_figures(Counts(7, 3), takes[:1])[0].note == "3 guesses"
    says = room.guess_reading(Counts(7, 3), takes)
    assert says.columns["Now"] == ["0.600", "0.660", "0.720", "0.810", "0.900"]


def test_the_stage_shows_tosses_as_they_come_and_the_coin_after_the_reveal() -> None:
    played = PlayedRoom(4)
    played.ask("toss", {"coin": "phone", "theta": 0.6125})
    played.answer([{"heads": heads} for heads in (6, 7, 5)])
    app = played.stage("2_likelihood.py")
    assert (figure(app, "Flips"), figure(app, "Room's MLE θ̂")) == ("30", "0.600")
    assert "0.6125" not in str(app.main), "the coin is not known before the reveal"
    played.set_state("revealed")
    assert "the coin: 0.6125" in str([metric.delta for metric in played.stage("2_likelihood.py").metric])


def test_the_stage_shows_guesses_once_they_are_revealed() -> None:
    played = PlayedRoom(3)
    played.ask("peak", {"heads": 7, "tails": 3})
    played.answer([{"theta": theta} for theta in (0.5, 0.66, 0.9)])
    assert not labels(played.stage("2_likelihood.py"))
    played.set_state("revealed")
    app = played.stage("2_likelihood.py")
    assert [figure(app, label) for label in ("Room's median", "MLE θ̂", "Off by")] == ["0.660", "0.700", "0.040"]
    assert not app.exception
