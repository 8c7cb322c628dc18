"""Which websocket messages reach the app, what is taken out of them, and how fast they may come."""

import asyncio
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from deploy import frames
from deploy.frames import MessageFilter, RateLimit, is_usable, read
from tests.support.app import open_lesson

ID = "$$ID-0123456789abcdef-theta"


def _rerun(*states: WidgetState) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "heads=7"
    message.rerun_script.widget_states.widgets.extend(states)
    return message.SerializeToString()


def _numbers(*values: float) -> WidgetState:
    state = WidgetState(id=ID)
    state.double_array_value.data[:] = values
    return state


def _through(*sent: Message) -> tuple[list[Message], list[Message]]:
    """What the app receives of these messages, and what the client receives from the app."""
    coming, received, answers = [*sent, {"type": "websocket.disconnect", "code": 1000}], [], []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            received.append(await receive())
            if received[-1]["type"] == "websocket.disconnect":
                await send({"type": "websocket.send", "bytes": b"one more"})
                return

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        answers.append(message)

    asyncio.run(MessageFilter(app)({"type": "websocket"}, receive, send))
    return received, answers


def _frame(data: bytes | str) -> Message:
    return {"type": "websocket.receive", "bytes" if isinstance(data, bytes) else "text": data}


def test_a_rerun_passes_as_it_is() -> None:
    states = [WidgetState(id=ID, double_value=0.5), _numbers(0.1, 0.9), WidgetState(id=ID, string_value="nan")]
    data = _rerun(*states, WidgetState(id=ID))
    received, _ = _through(_frame(data), _frame(_rerun()))
    assert [message.get("bytes") for message in received] == [data, _rerun(), None]


@pytest.mark.parametrize(
    "state",
    [
        *(WidgetState(id=ID, double_value=value) for value in (nan, inf, -inf)),
        *(_numbers(0.5, value) for value in (nan, inf, -inf)),
        *(WidgetState(id=name, double_value=0.5) for name in ("", "nobody", "theta", f"\n{ID}", "$$ID", ID[1:])),
    ],
    ids=lambda state: f"{state.id!r}-{state.WhichOneof('value')}",
)
def test_an_unusable_value_is_taken_out_and_the_rest_of_the_message_passes(state: WidgetState) -> None:
    others = [WidgetState(id=f"{ID}-{side}", double_value=0.5) for side in ("before", "after")]
    (received, _), answers = _through(_frame(_rerun(others[0], state, others[1])))
    assert received["bytes"] == _rerun(*others)
    assert [message["type"] for message in answers] == ["websocket.send"]


def test_no_other_kind_of_value_holds_a_number_that_is_not_finite() -> None:
    # A later version of Streamlit may bring such a kind, which is_usable must then check.
    def holds_floats(message: object) -> bool:
        return any(
            field.cpp_type in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT)
            or (field.message_type is not None and holds_floats(field.message_type))
            for field in message.fields
        )

    kinds = WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields
    floats = {
        kind.name
        for kind in kinds
        if kind.cpp_type in (kind.CPPTYPE_DOUBLE, kind.CPPTYPE_FLOAT)
        or (kind.message_type is not None and holds_floats(kind.message_type))
    }
    assert floats == {"double_value", "double_array_value"}


@pytest.mark.parametrize("file", ["2_likelihood.py", "1_detective.py", "9_training-lab.py"])
def test_every_widget_id_of_a_lesson_is_usable(file: str) -> None:
    app: AppTest = open_lesson(file)
    ids = [one.id for kind in ("slider", "number_input", "button", "selectbox", "radio") for one in app.get(kind)]
    assert ids
    assert all(is_usable(WidgetState(id=one, double_value=0.5)) for one in ids), ids


@pytest.mark.parametrize("kind", ["clear_cache", "set_run_on_save", "debug_shutdown_runtime"])
def test_a_kind_of_message_that_no_page_sends_is_dropped(kind: str) -> None:
    received, _ = _through(_frame(BackMsg(**{kind: True}).SerializeToString()), _frame(_rerun()))
    assert [message.get("bytes") for message in received] == [_rerun(), None]


@pytest.mark.parametrize("data", ["{}", b"", b"\xff\xff\xff", _rerun()[:-3]])
def test_a_message_that_is_not_protobuf_closes_the_connection_once(data: bytes | str) -> None:
    received, answers = _through(_frame(data), _frame(_rerun()))
    assert [message["type"] for message in received] == ["websocket.disconnect"]
    assert answers == [{"type": "websocket.close", "code": frames.UNSUPPORTED}]


def test_an_answer_to_a_client_that_has_left_raises_nothing() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.send", "bytes": b"too late"})

    async def receive() -> Message:
        return {"type": "websocket.disconnect", "code": 1006}

    async def send(message: Message) -> None:
        raise ConnectionResetError

    asyncio.run(MessageFilter(app)({"type": "websocket"}, receive, send))


def test_every_kind_of_message_is_either_accepted_or_left_out() -> None:
    # A later version of Streamlit may bring a new kind, which belongs into one of these two sets.
    left_out = {"clear_cache", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime"}
    assert set(BackMsg.DESCRIPTOR.fields_by_name) == frames.ACCEPTED | left_out
    message = read(_rerun())
    assert message is not None
    assert message.WhichOneof("type") == "rerun_script"
    assert read(None) is None


@settings(max_examples=50)
@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=200))
def test_no_client_is_faster_than_the_rate_limit(gaps: list[float]) -> None:
    limit, now, let_through = RateLimit(rate=15, burst=30), 0.0, []
    for gap in gaps:
        now += gap
        # The next message is read only after this one has passed.
        now += limit.wait(now)
        let_through.append(now)
    lasted = let_through[-1] - let_through[0]
    assert len(gaps) <= 30 + 15 * lasted + 1


def test_a_page_that_plays_never_waits() -> None:
    limit = RateLimit()
    assert [limit.wait(0.1 * tick) for tick in range(600)] == [0.0] * 600
