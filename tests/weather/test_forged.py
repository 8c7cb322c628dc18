"""Forged widget values, sent to the deployed server: no other session changes, and the log holds one line each."""

from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench import client as bench_client
from bench.client import Client
from bench.stand import Stand, single
from bench.weather.forge import dropped, forgeries, wrong_types
from bench.weather.links import LESSONS
from bench.weather.widgets import exceptions, forged, log_faults

EVERY = 60


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    environment = (("COURSE_REHEARSE", "none"), ("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "5"))
    with single(tmp_path_factory.mktemp("forged"), environment=environment) as stand:
        yield stand


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_client, "TIMEOUT", 60.0)


@pytest.mark.timeout(300)
def test_forged_values_reach_no_other_session_and_log_one_line_each(deployed: Stand) -> None:
    found = {item.slug: forged(deployed.url, item.slug, every=EVERY) for item in LESSONS}
    assert [text for one in found.values() for text in one.wrong] == []
    assert all(one.tried > 0 for one in found.values())
    raised = sum(one.raised for one in found.values())
    assert raised > 0, "no forged value raised: nothing was tried"
    assert log_faults(deployed.replicas[0].log, raised) == []
    assert log_faults(deployed.replicas[0].log, raised + 1) != []
    assert deployed.replicas[0].runs


def test_a_value_that_raises_is_noticed_and_one_that_is_dropped_is_not(deployed: Stand) -> None:
    raised = {}
    with Client(deployed.url, "likelihood") as client:
        client.open()
        theta = client.widgets["theta"]
    for name, state in (*dropped(theta), ("json", dict(wrong_types(theta))["json"])):
        with Client(deployed.url, "likelihood", strict=False) as forger:
            forger.open()
            raised[name] = bool(exceptions(forger.force(theta, state, keep=False)))
    assert [name for name, did in raised.items() if did] == ["json"]


def test_every_type_of_value_is_among_the_forged(deployed: Stand) -> None:
    with Client(deployed.url, "likelihood") as client:
        client.open()
        own = [state for widget in client.widgets.values() for _, state in forgeries(widget)]
        others = {state.WhichOneof("value") for _, state in wrong_types(client.widgets["theta"])}
    assert {"double_array_value", "double_value", "string_value"} <= {state.WhichOneof("value") for state in own}
    left_out = {"int_array_value", "arrow_value", "file_uploader_state_value", "string_trigger_value"}
    left_out |= {"chat_input_value", "json_trigger_value"}
    fields = {field.name for field in WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields}
    assert others == (fields - left_out) | {None}
