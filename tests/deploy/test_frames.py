"""What a websocket may say: a visitor's messages, at a person's pace."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from deploy import frames
from deploy.frames import Frames, Pace, said


def _rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "heads=7"
    return message.SerializeToString()


def _through(*sent: Message) -> tuple[list[Message], list[Message]]:
    """What the app hears of these messages, and what the visitor hears of it."""
    coming, heard, answers = [*sent, {"type": "websocket.disconnect", "code": 1000}], [], []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            heard.append(await receive())
            if heard[-1]["type"] == "websocket.disconnect":
                await send({"type": "websocket.send", "bytes": b"one more"})
                return

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        answers.append(message)

    asyncio.run(Frames(app)({"type": "websocket"}, receive, send))
    return heard, answers


def _frame(data: bytes | str) -> Message:
    return {"type": "websocket.receive", "bytes" if isinstance(data, bytes) else "text": data}


def test_a_visitor_is_heard() -> None:
    heard, _ = _through(_frame(_rerun()), _frame(_rerun()))
    assert [message.get("bytes") for message in heard] == [_rerun(), _rerun(), None]


@pytest.mark.parametrize("kind", ["clear_cache", "set_run_on_save", "debug_shutdown_runtime"])
def test_what_is_not_a_visitors_to_say_is_passed_over(kind: str) -> None:
    heard, _ = _through(_frame(BackMsg(**{kind: True}).SerializeToString()), _frame(_rerun()))
    assert [message.get("bytes") for message in heard] == [_rerun(), None]


@pytest.mark.parametrize("data", ["{}", b"", b"\xff\xff\xff", _rerun()[:-3]])
def test_who_speaks_no_protobuf_is_hung_up_on_once(data: bytes | str) -> None:
    heard, answers = _through(_frame(data), _frame(_rerun()))
    assert [message["type"] for message in heard] == ["websocket.disconnect"]
    assert answers == [{"type": "websocket.close", "code": frames.UNSUPPORTED}]


def test_an_answer_to_nobody_is_no_exception() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.send", "bytes": b"too late"})

    async def receive() -> Message:
        return {"type": "websocket.disconnect", "code": 1006}

    async def send(message: Message) -> None:
        raise ConnectionResetError

    asyncio.run(Frames(app)({"type": "websocket"}, receive, send))


def test_every_kind_of_message_is_decided_on() -> None:
    # A new Streamlit may bring a new kind: look at it, then put it here or there.
    left_out = {"clear_cache", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime"}
    assert set(BackMsg.DESCRIPTOR.fields_by_name) == frames.HEARD | left_out
    assert said(_rerun()) == "rerun_script"
    assert said(None) == ""


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=200))
def test_no_pace_is_faster_than_the_bucket_lets_through(gaps: list[float]) -> None:
    pace, now, let_through = Pace(rate=15, burst=30), 0.0, []
    for gap in gaps:
        now += gap
        # The next message is only looked at when this one has been let through.
        now += pace.wait(now)
        let_through.append(now)
    lasted = let_through[-1] - let_through[0]
    assert len(gaps) <= 30 + 15 * lasted + 1


def test_a_page_that_plays_never_waits() -> None:
    pace = Pace()
    assert [pace.wait(0.1 * tick) for tick in range(600)] == [0.0] * 600
