"""The room's verdicts: shares, moves and figures are the votes counted, at any number of people."""

import itertools
import json

import numpy as np
import pytest

from core.forecasts import votes
from core.likelihood.detective import DEFAULT_CASE
from pages._kit.charts.base import PAGE
from pages._kit.room.activities.activity import Shown
from pages._kit.room.activities.detective import STAGES
from pages._kit.room.store.records import Answers, Round
from pages.detective import room
from pages.detective.charts import room as chart
from tests.support.app import figure
from tests.support.played import PlayedRoom, labels


def _take(knows: int, suspects: list[int | None]) -> Answers:
    now = Round(knows + 1, 1, knows + 1, "detective", {"knows": knows}, "revealed")
    return Answers(now, {who: {"suspect": each} for who, each in enumerate(suspects) if each is not None})


def _shown(*takes: list[int | None]) -> Shown:
    return Shown([_take(place, each) for place, each in enumerate(takes)], lambda _: [])


def _figures(shown: Shown) -> dict[str, tuple[str, str]]:
    return {figure.label: (figure.value, figure.note) for figure in room.verdict_figures(shown)}


def test_the_figures_are_the_rooms_choice_its_posterior_and_who_moved() -> None:
    before: list[int | None] = [1, 1, 1, 2, 0, None]
    after: list[int | None] = [2, 2, 1, 2, None, 2]
    found = _figures(_shown(before, after))
    assert found["Room's choice"] == ("The burglar", "80 % of 5")
    assert found["Moved"] == ("2 of 4", "people in both rounds")
    products = np.prod(DEFAULT_CASE.table, axis=1)
    assert float(found["Posterior probability"][0]) == pytest.approx(products[2] / products.sum(), abs=5e-4)
    rates = products * DEFAULT_CASE.base_rates
    last = _figures(_shown(before, after, [0] * 6))
    assert float(last["Posterior probability"][0]) == pytest.approx(rates[0] / rates.sum(), abs=5e-4)
    assert last["Moved"][0] == "5 of 5"


def test_a_first_take_has_no_moves_and_a_tie_no_posterior() -> None:
    found = _figures(_shown([0, 1, 0, 1]))
    assert found["Room's choice"][0] == "a tie of 2"
    assert found["Posterior probability"] == ("a tie", "no clues yet")
    assert found["Moved"][0] == "none"


def test_moves_of_fewer_than_three_people_are_not_drawn() -> None:
    first, second = _take(0, [0, 1, 2, None, None]), _take(1, [1, 1, None, 2, 2])
    assert room.moves_between(first, second) is None
    assert room.moves_between(first, None) is None


@pytest.mark.parametrize("people", [3, 40, 1000])
def test_bars_are_shares_and_bands_fill_the_bars_that_they_join(people: int) -> None:
    rng = np.random.default_rng(people)
    takes = [[int(x) for x in rng.integers(0, 3, people)] for _ in range(2)]
    pair = [_take(place, each) for place, each in enumerate(takes)]
    moved = room.moves_between(*pair)
    assert moved is not None
    columns = [*(room.column(place, take) for place, take in enumerate(pair)), None]
    tables = {name: part.to_pydict() for name, part in chart.rows(STAGES, columns, [moved, None]).items()}
    bars = list(zip(*(tables["bar"][key] for key in ("base", "top", "color")), strict=True))
    of_room = [(base - top) / chart.TALL for base, top, color in bars if color == "gray"]
    np.testing.assert_allclose(of_room, [*votes.shares(takes[0], 3), *votes.shares(takes[1], 3)])
    ends: dict[tuple[str, int], float] = {}
    for who, rows in itertools.groupby(
        zip(*(tables["band"][key] for key in ("who", "top", "bottom")), strict=True), lambda row: row[0]
    ):
        first, *_, last = rows
        _, i, j = who.split()
        for side, end, suspect in (("out", first, i), ("in", last, j)):
            key = (f"{side}", int(suspect))
            ends[key] = ends.get(key, 0.0) + (end[2] - end[1]) / chart.TALL
    for side, take in (("out", takes[0]), ("in", takes[1])):
        for suspect, share in enumerate(votes.shares(take, 3)):
            assert ends.get((side, suspect), 0.0) == pytest.approx(share)
    assert sum(map(int, tables["moved"]["label"])) == sum(a != b for a, b in zip(*takes, strict=True))


def test_later_takes_change_no_spec_and_the_case_file_stands_only_beside_its_take() -> None:
    first = json.dumps(chart.spec(PAGE))
    one = chart.rows(STAGES, [room.column(0, _take(0, [0, 0, 1])), None, None], [None, None])
    assert set(one["bar"].to_pydict()["color"]) == {"gray"}
    assert one["band"].num_rows == 0
    assert json.dumps(chart.spec(PAGE)) == first
    assert '"values"' not in first


def test_the_reading_names_every_take() -> None:
    pair = [_take(0, [0, 0, 1]), _take(1, [2, 2, 2])]
    columns = [*(room.column(place, take) for place, take in enumerate(pair)), None]
    found = room.reading(columns, [room.moves_between(*pair), None])
    assert found.sentences == [
        "Before the clues, the room suspects the gardener most: 67 %.",
        "With the clues, the room suspects the burglar most: 100 %.",
        "With the clues, 3 of 3 people changed their mind.",
    ]
    assert found.columns["With the clues: room"] == ["0 %", "0 %", "100 %"]


def test_the_stage_shows_the_verdicts_once_they_are_revealed() -> None:
    played = PlayedRoom(4)
    for take, votes_of_take in enumerate(([1, 1, 0, 2], [2, 2, 2, 2])):
        played.ask("detective", {"knows": take}, again=take > 0)
        played.answer([{"suspect": each} for each in votes_of_take])
        assert not labels(played.stage("1_detective.py"))
        played.set_state("revealed")
    app = played.stage("1_detective.py", present="1")
    assert (figure(app, "Room's choice"), figure(app, "Moved")) == ("The burglar", "3 of 4")
    assert not app.exception
