"""Websocket frames that no browser sends: noise, halves of messages, messages that ask for nonsense."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import nan
from random import Random

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench.client import Client
from bench.protocol import Widget
from bench.weather.forge import forgeries, wrong_types

Frame = bytes | str
ANSWER = 0.1
"""Seconds that a frame is given to be answered, before the next one."""


def _noise(rng: Random, _valid: BackMsg, _widgets: list[Widget]) -> Frame:
    return rng.randbytes(rng.choice((0, 1, 10, 1000, 100_000)))


def _text(rng: Random, _valid: BackMsg, _widgets: list[Widget]) -> Frame:
    return rng.choice(("", "{}", '{"type": "rerun"}', "x" * 100_000, "\x00"))


def _half(rng: Random, valid: BackMsg, _widgets: list[Widget]) -> Frame:
    data = valid.SerializeToString()
    return data[: rng.randrange(len(data))]


def _flipped(rng: Random, valid: BackMsg, _widgets: list[Widget]) -> Frame:
    data = bytearray(valid.SerializeToString())
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def _forged(rng: Random, valid: BackMsg, widgets: list[Widget]) -> Frame:
    widget = rng.choice(widgets)
    _, state = rng.choice([*forgeries(widget), *wrong_types(widget)])
    valid.rerun_script.widget_states.widgets.append(state)
    valid.rerun_script.fragment_id = rng.choice(("", widget.fragment))
    return valid.SerializeToString()


def _unknown(rng: Random, valid: BackMsg, _widgets: list[Widget]) -> Frame:
    for number in range(rng.choice((1, 100, 5000))):
        name = rng.choice((f"$$ID-{rng.randbytes(16).hex()}-{number}", "", "$$ID-", f"nobody{number}", "x" * 1000))
        valid.rerun_script.widget_states.widgets.append(WidgetState(id=name, double_value=nan))
    return valid.SerializeToString()


def _huge(rng: Random, valid: BackMsg, widgets: list[Widget]) -> Frame:
    size = rng.choice((100_000, 1_500_000, 3_000_000))
    valid.rerun_script.widget_states.widgets.append(WidgetState(id=rng.choice(widgets).id, string_value="9" * size))
    return valid.SerializeToString()


def _lost(rng: Random, valid: BackMsg, _widgets: list[Widget]) -> Frame:
    asked = valid.rerun_script
    junk = rng.choice(("", "nobody", "../../etc/passwd", "x" * 100_000, "\x00", rng.randbytes(16).hex()))
    match rng.randrange(6):
        case 0:
            asked.page_script_hash = junk
        case 1:
            asked.page_script_hash, asked.page_name = "", junk
        case 2:
            asked.fragment_id = junk
        case 3:
            asked.cached_message_hashes.extend(rng.randbytes(16).hex() for _ in range(20_000))
        case 4:
            asked.query_string = junk * 5
        case _:
            asked.context_info.timezone, asked.context_info.locale = junk, junk
            asked.context_info.url, asked.context_info.timezone_offset = f"javascript:{junk}", 2**31 - 1
    return valid.SerializeToString()


def _other(rng: Random, _valid: BackMsg, _widgets: list[Widget]) -> Frame:
    message = BackMsg()
    kind = rng.choice([name for name in BackMsg.DESCRIPTOR.fields_by_name if name != "rerun_script"])
    match kind:
        case "file_urls_request":
            message.file_urls_request.file_names.extend(["../x", "", "x" * 10_000])
        case "backend_operation_request":
            message.backend_operation_request.deferred_file.file_id = "nobody"
        case _ if BackMsg.DESCRIPTOR.fields_by_name[kind].message_type is None:
            field = BackMsg.DESCRIPTOR.fields_by_name[kind]
            setattr(message, kind, "nobody" if field.cpp_type == field.CPPTYPE_STRING else True)
        case _:
            getattr(message, kind).SetInParent()
    return message.SerializeToString()


KINDS: dict[str, Callable[[Random, BackMsg, list[Widget]], Frame]] = {
    "noise": _noise,
    "text": _text,
    "half a message": _half,
    "flipped bits": _flipped,
    "a forged value": _forged,
    "unknown widgets": _unknown,
    "a huge value": _huge,
    "a page, fragment or hash that is none": _lost,
    "another message": _other,
}


class Forger:
    """One stranger, who comes back whenever the server hangs up."""

    def __init__(self, url: str, slugs: list[str], seed: int) -> None:
        self._url = url
        self._slugs = slugs
        self._rng = Random(seed)
        self._client: Client | None = None
        self.sent: dict[str, int] = dict.fromkeys(KINDS, 0)
        self.hung_up = 0

    def _come(self) -> Client:
        client = Client(self._url, self._rng.choice(self._slugs), strict=False)
        client.open()
        return client

    def send(self) -> None:
        """Send one frame, and hear the answers for a moment."""
        self._client = self._client or self._come()
        valid = BackMsg.FromString(self._client.visit.request([]))
        kind = self._rng.choice(list(KINDS))
        frame = KINDS[kind](self._rng, valid, list(self._client.widgets.values()))
        self.sent[kind] += 1
        try:
            self._client.send(frame)
            self._client.hear(ANSWER)
        except (ConnectionClosed, WebSocketException, OSError):
            self.hung_up += 1
            self.leave()

    def storm(self, frames: int, rate: float) -> None:
        """Send so many frames, at most ``rate`` a second."""
        for _ in range(frames):
            begun = time.monotonic()
            self.send()
            time.sleep(max(0.0, begun + 1 / rate - time.monotonic()))

    def leave(self) -> None:
        """Hang up."""
        if self._client:
            self._client.close()
        self._client = None
