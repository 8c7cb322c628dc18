"""What leaves a room as a file: answers without participants, in no order of theirs, from three on."""

import json

from pages._kit.room import export, lead
from pages._kit.room.activities.activity import FEWEST
from pages._kit.room.store.records import Answers, Round


def _take(take: int, of: dict[int, int], series: int = 1) -> Answers:
    answers = {participant: {"heads": heads} for participant, heads in of.items()}
    return Answers(Round(10 * series + take, series, take, "toss", {"coin": "pocket"}, "closed"), answers)


def _heads(row: list[dict[str, int] | None]) -> list[int | None]:
    return [each and each["heads"] for each in row]


def test_the_rounds_of_a_series_are_paired_in_one_row_without_the_participant() -> None:
    first, second = {1000 + i: i for i in range(8)}, {1000 + i: i + 1 for i in range(2, 8)}
    one, other = export.series([_take(1, first), _take(2, second), _take(1, dict(first), series=2)])
    assert sorted(map(_heads, one["rows"]), key=str) == sorted(
        [[i, i + 1 if i >= 2 else None] for i in range(8)], key=str
    )
    assert [round_["answered"] for round_ in one["rounds"]] == [8, 6]
    assert len(other["rows"]) == 8
    assert "100" not in json.dumps([one, other])


def test_the_rows_come_in_another_order_each_time() -> None:
    takes = [_take(1, {i: i % 11 for i in range(200)})]
    assert export.series(takes)[0]["rows"] != export.series(takes)[0]["rows"]


def test_the_salt_of_a_coin_stays_here() -> None:
    take = _take(1, {i: i for i in range(5)})
    take.round.setting["salt"] = "beef"  # type: ignore[index]
    assert export.series([take])[0]["rounds"][0]["setting"] == {"coin": "pocket"}


def test_fewer_than_three_answers_are_left_out() -> None:
    few = {i: i for i in range(FEWEST - 1)}
    assert export.series([_take(1, few)])[0]["rows"] == []
    many = {i: i for i in range(10)}
    assert {_heads(row)[1] for row in export.series([_take(1, many), _take(2, few)])[0]["rows"]} == {None}


def test_a_chart_gets_the_answers_in_an_order_that_tells_nothing_and_stays() -> None:
    joined = {i: i % 11 for i in range(40)}
    (drawn,) = lead.without_order([_take(1, joined)], salt="a")
    assert [each["heads"] for each in drawn.of.values()] != list(joined.values())
    assert not set(drawn.of) & set(joined)
    first, second = lead.without_order([_take(1, joined), _take(2, joined)], salt="a")
    assert list(first.of) == list(second.of) == list(drawn.of)
    (more,) = lead.without_order([_take(1, {**joined, 99: 3})], salt="a")
    assert [one for one in more.of if one in drawn.of] == list(drawn.of)
