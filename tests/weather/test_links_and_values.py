"""A sample of `make bad-weather`: generated links and numbers at their limits, over the websocket of a real server."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench import client as bench_client
from bench.client import Client
from bench.weather.links import LESSONS, Link, Visitor, links
from bench.weather.widgets import faults, limits
from tests.support.harness import Server

SLUGS = [item.slug for item in LESSONS]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_client, "TIMEOUT", 60.0)


@pytest.mark.timeout(300)
def test_generated_links_show_the_defaults_or_their_values(server: Server) -> None:
    visitor = Visitor(server.url)

    @settings(
        max_examples=50,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(links())
    def try_one(link: Link) -> None:
        assert visitor.wrong(link) == []

    try_one()


def test_a_link_that_shows_neither_is_noticed(server: Server) -> None:
    visitor = Visitor(server.url)
    # These values can be used, so the defaults do not show, and a link that claims otherwise must be reported.
    wrong = visitor.wrong(Link("likelihood", "heads=3&tails=1", hopeless=True))
    assert any("MLE" in text for text in wrong)
    assert "heads stays in the address" in wrong


@pytest.mark.timeout(300)
@pytest.mark.parametrize("slug", SLUGS)
def test_values_at_their_limits_give_figures_that_are_numbers(server: Server, slug: str) -> None:
    assert [text for texts in limits(server.url, slug) for text in texts] == []


def test_the_limits_of_sliders_and_of_number_fields_are_tried(server: Server) -> None:
    # Each number is tried at both ends, alone and together with the others: four tries.
    tried = {slug: len(list(limits(server.url, slug))) for slug in ("likelihood", "bayesian-inference")}
    assert all(number >= 4 for number in tried.values()), tried


def test_flips_of_one_side_cause_no_error(server: Server) -> None:
    # The fragment writes its note outside itself. Streamlit refuses that where the note is the first element.
    with Client(server.url, "log-likelihood") as client:
        client.open()
        assert faults(client.move("tails", 0)) == []
        run = client.move("heads", 0)
    assert run.metrics["Standard error"] == "none"


def test_no_flips_on_a_projector_cause_no_error(server: Server) -> None:
    with Client(server.url, "likelihood", "present=1&heads=0") as client:
        client.open()
        run = client.move("tails", 0)
    assert run.metrics["MLE θ̂"] == "every θ"


def test_a_forged_selection_changes_no_figure(server: Server) -> None:
    with Client(server.url, "likelihood") as client:
        before = client.open().metrics
        chart = client.widgets["likelihood"]
        for point in ("x", None, float("nan"), float("inf"), [1], {"theta": 1}):
            text = json.dumps({"selection": {"drag": [{"theta": point}]}})
            after = client.force(chart, WidgetState(id=chart.id, string_value=text), keep=False).metrics
            assert all(before[label] == value for label, value in after.items())


def test_a_forged_edit_resets_the_table(server: Server) -> None:
    with Client(server.url, "detective") as client:
        before = client.open().metrics
        table = client.widgets["case_0"]
        edits = {"edited_rows": {"999": {"fingerprints": 0.1}}}
        client.force(table, WidgetState(id=table.id, string_value=json.dumps(edits)), keep=False)
        assert "case_1" in client.widgets
        assert client.move("base_rates", False).metrics.items() <= before.items()
