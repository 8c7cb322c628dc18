"""A Streamlit client without a browser: it speaks the app's websocket and its protobuf messages.

It sends what the browser would send when a widget moves (the widgets moved so far, the query string, the
page, the hashes of the cached messages) and times the run from there to ``script_finished``.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import parse_qs, urlencode

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

USER_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.*)$", re.DOTALL)
# The browser forgets a cached message after this many runs without it (global.maxCachedMessageAge).
CACHED_RUNS = 2
QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)  # Linux only
TIMEOUT = 30.0


@dataclass(frozen=True)
class Widget:
    """A widget as the server announced it."""

    id: str
    kind: str
    label: str
    query_key: str
    fragment: str
    proto: Message


@dataclass
class Run:
    """One script run, as the client saw it."""

    seconds: float = 0.0
    messages: int = 0
    sent_bytes: int = 0
    metrics: dict[str, str] = field(default_factory=dict)


def _user_key(element_id: str) -> str:
    found = USER_KEY.match(element_id)
    return found.group(1) if found and found.group(1) != "None" else ""


def _option(widget: Widget, value: object) -> str:
    """Return the wire form of an option: its text, as the server listed it."""
    options = [getattr(option, "content", option) for option in widget.proto.options]
    if str(value) not in options:
        raise ValueError(f"{widget.label!r} has no option {value!r}; it has {options}")
    return str(value)


def widget_state(widget: Widget, value: object) -> WidgetState:
    """``value`` as this kind of widget sends it."""
    state = WidgetState(id=widget.id)
    match widget.kind:
        case "slider":
            state.double_array_value.data[:] = value if isinstance(value, list | tuple) else [value]
        case "number_input":
            state.double_value = value
        case "checkbox":
            state.bool_value = bool(value)
        case "button":
            state.trigger_value = True
        case "button_group":
            state.string_array_value.data.append(_option(widget, value))
        case "radio" | "selectbox":
            state.string_value = _option(widget, value)
        case "text_input" | "text_area":
            state.string_value = str(value)
        case _:
            raise ValueError(f"cannot move a {widget.kind}")
    return state


class Client:
    """One visitor: a session of its own on the server at ``base_url``, on the page ``slug``."""

    def __init__(self, base_url: str, slug: str = "", query: str = "") -> None:
        self._socket = connect(
            base_url.replace("http://", "ws://", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            compression=None,
            proxy=None,
        )
        self.widgets: dict[str, Widget] = {}
        self._states: dict[str, WidgetState] = {}
        self._query = {key: values[-1] for key, values in parse_qs(query).items()}
        self._slug = slug
        self._page_hash = ""
        self._cache: dict[str, tuple[ForwardMsg, int]] = {}
        self._runs = 0
        self._clock = ""

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def open(self) -> Run:
        """Run the page for the first time, as when a browser opens the address."""
        return self._rerun([])

    def move(self, name: str, value: object = True) -> Run:
        """Set the widget with this key (or, failing that, this label) to ``value`` and wait for the run."""
        widget = self.widget(name)
        state = widget_state(widget, value)
        if widget.kind == "button":
            return self._rerun([*self._states.values(), state], widget.fragment)
        self._states[widget.id] = state
        if widget.query_key:
            self._query[widget.query_key] = str(value)
        return self._rerun(list(self._states.values()), widget.fragment)

    def tick(self) -> Run:
        """Ask once for the fragment that the page wants to see rerun by the clock, as the browser's timer does."""
        if not self._clock:
            raise RuntimeError(f"nothing on {self._slug or '/'} reruns by the clock now")
        return self._rerun(list(self._states.values()), self._clock, auto=True)

    @property
    def ticking(self) -> bool:
        """Whether the page wants to be asked by the clock."""
        return bool(self._clock)

    def widget(self, name: str) -> Widget:
        """Find the widget with this key or label, as last announced."""
        if name in self.widgets:
            return self.widgets[name]
        for widget in self.widgets.values():
            if widget.label == name:
                return widget
        raise KeyError(f"no widget {name!r} on {self._slug or '/'}; there are {sorted(self.widgets)}")

    def _rerun(self, states: list[WidgetState], fragment: str = "", *, auto: bool = False) -> Run:
        message = BackMsg()
        if not fragment:
            self._clock = ""  # a run of the whole page says anew what reruns by the clock
        request = message.rerun_script
        request.query_string = urlencode(self._query)
        request.widget_states.widgets.extend(states)
        request.fragment_id = fragment
        request.is_auto_rerun = auto
        request.cached_message_hashes.extend(self._cache)
        if self._page_hash:
            request.page_script_hash = self._page_hash
        else:
            request.page_name = self._slug
        data = message.SerializeToString()
        run = Run(sent_bytes=len(data))
        start = time.perf_counter()
        self._socket.send(data)
        for answer in self._answers():
            run.messages += 1
            self._take(answer, run)
        run.seconds = time.perf_counter() - start
        self._runs += 1
        self._cache = {
            key: (kept, last) for key, (kept, last) in self._cache.items() if self._runs - last <= CACHED_RUNS
        }
        return run

    def _answers(self) -> Iterator[ForwardMsg]:
        """Messages of the next run, and of those that it starts itself, until it has finished."""
        deadline = time.monotonic() + TIMEOUT
        begun = False
        while True:
            data = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()), decode=False)
            self._acknowledge()
            message = ForwardMsg.FromString(data)
            begun = begun or message.WhichOneof("type") == "new_session"
            if not begun:  # a straggler of the run before
                continue
            yield message
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the script does not compile")
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    def _acknowledge(self) -> None:
        """Send the TCP acknowledgement now.

        Streamlit 1.67 leaves Nagle's algorithm on, so that a run's second message waits for the
        acknowledgement of its first, which Linux may hold back for 40 ms: on any page the same wait, and no
        work of the server's.
        """
        if QUICKACK is not None:
            self._socket.socket.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)

    def _take(self, message: ForwardMsg, run: Run) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._cache[message.ref_hash][0]
            kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._cache[message.hash] = (message, self._runs)
        match kind:
            case "new_session":
                self._page_hash = message.new_session.page_script_hash
            case "stop_auto_rerun":
                self._clock = ""
            case "auto_rerun":
                self._clock = message.auto_rerun.fragment_id
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                query = parse_qs(message.page_info_changed.query_string)
                self._query = {key: values[-1] for key, values in query.items()}
            case "page_not_found":
                raise RuntimeError(f"there is no page {self._slug!r}")
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._take_element(message, run)

    def _take_element(self, message: ForwardMsg, run: Run) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        proto = getattr(element, kind) if kind else None
        if kind == "exception":
            raise RuntimeError(f"the page shows an exception: {proto.type}: {proto.message}")
        if kind == "metric":
            run.metrics[proto.label] = proto.body
        element_id = getattr(proto, "id", "")
        label = getattr(proto, "label", "")
        if element_id:
            self.widgets[_user_key(element_id) or label or element_id] = Widget(
                id=element_id,
                kind=kind,
                label=label,
                query_key=getattr(proto, "query_param_key", ""),
                fragment=message.delta.fragment_id,
                proto=proto,
            )
