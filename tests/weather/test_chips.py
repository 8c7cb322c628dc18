"""Presses on the chart of chips of lesson 5: several at once, with an outdated prior, after a restart, forged."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.client import Client
from bench.protocol import Run, Widget
from core.belief.chips import CHIPS, START
from tests.support.harness import Server

LINK = ("bayesian-inference", "prior_by=chips&a=10&b=10")
ADD, TAKE = 1, -1
LEFT = CHIPS - START


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server.url, *LINK) as client:
        assert left(client.open()) == LEFT
        yield client


def left(run: Run) -> int:
    """Number of chips that the caption says are left."""
    (number,) = {int(found) for text in run.texts for found in re.findall(r"\*\*(\d+) of \d+ left", text)}
    return number


def press(client: Client, *changes: int, first: int = 0) -> Run:
    """Send all presses since the chart was built, each on the first bin."""
    chart = client.widgets["chips_chart"]
    return client.force(chart, selection(chart, changes, first))


def selection(chart: Widget, changes: tuple[int, ...], first: int = 0) -> WidgetState:
    points = [{"bin": 0, "change": change, "at": first + i} for i, change in enumerate(changes)]
    return WidgetState(id=chart.id, string_value=json.dumps({"selection": {"chip": points}}))


def test_presses_that_come_together_all_count(client: Client) -> None:
    assert left(press(client, ADD, ADD, ADD, TAKE)) == LEFT - 2


def test_a_press_counts_once(client: Client) -> None:
    assert left(press(client, ADD)) == LEFT - 1
    assert left(press(client, ADD, ADD)) == LEFT - 2
    assert left(press(client, ADD, ADD, TAKE)) == LEFT - 1
    # A chart that has left the page begins anew.
    assert left(press(client, ADD, first=100)) == LEFT - 2


def test_many_presses_take_no_more_chips_than_there_are_and_count_once(client: Client) -> None:
    many = [ADD] * 300
    assert left(press(client, *many)) == 0
    assert left(press(client, *many, TAKE)) == 1


def test_a_press_before_the_browser_has_heard_of_the_prior_keeps_the_chips(client: Client) -> None:
    # From now on the client sends this a and b with each press.
    client.move("a", 10.0)
    client.move("b", 10.0)
    posteriors = [press(client, *[ADD] * n).metrics["Posterior"] for n in range(1, 5)]
    assert left(press(client, *[ADD] * 5)) == LEFT - 5
    assert len(set(posteriors)) == 4
    assert left(client.move("a", 12.0)) == LEFT, "another prior has its own chips"


def test_a_server_that_was_started_again_does_not_count_old_presses_again(client: Client, server: Server) -> None:
    press(client, ADD, ADD)
    query = client.visit.query_string
    chart = replace(client.widgets["chips_chart"], fragment="")
    with Client(server.url, "bayesian-inference", query) as other:
        placed = left(other.force(chart, selection(chart, (ADD, ADD))))
        assert left(press(other, ADD, ADD, ADD)) == placed - 1


@pytest.mark.parametrize("points", [5, ["x", None], [{"bin": 0}], [{"bin": 1e9, "change": 1, "at": 1}],
    [{"bin": 10**400, "change": 1, "at": 1}], [{"bin": 0, "change": 1, "at": [1]}]])  # fmt: skip
def test_forged_presses_change_nothing(client: Client, points: object) -> None:
    chart = client.widgets["chips_chart"]
    text = json.dumps({"selection": {"chip": points}})
    run = client.force(chart, WidgetState(id=chart.id, string_value=text))
    assert left(run) == LEFT
    assert run.refused == []
