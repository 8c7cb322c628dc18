"""The browser's side of Streamlit's protobuf protocol, without a socket.

A :class:`Visit` writes the message that a browser sends when a widget moves (the widgets moved so far, the query
string, the page, the hashes of the cached messages) and reads the answers. The caller sends and receives the messages,
and times a run.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

from google.protobuf.message import Message
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

USER_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.*)$", re.DOTALL)
# The browser forgets a cached message after this many runs without it (global.maxCachedMessageAge).
CACHED_RUNS = 2


@dataclass(frozen=True)
class Widget:
    """A widget as the server announced it."""

    id: str
    kind: str
    label: str
    query_key: str
    fragment: str
    proto: Message


class Said(NamedTuple):
    """A text of a page, and when it was received (``time.perf_counter``)."""

    at: float
    text: str


@dataclass
class Run:
    """One script run, as the client received it.

    Attributes
    ----------
    seconds : float
        Time from the request to the last message.
    messages, sent_bytes : int
        Number of messages received; size of the request.
    metrics : dict
        The figures, by label.
    heard : list
        The figures in the order received: time (``time.perf_counter``), label, text.
    texts : list of str
        Markdown and code received.
    refused : list of str
        Exception boxes and red alerts on the page.
    said : list of Said
        Text of every kind of element, in the order received.
    """

    seconds: float = 0.0
    messages: int = 0
    sent_bytes: int = 0
    metrics: dict[str, str] = field(default_factory=dict)
    heard: list[tuple[float, str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


def _user_key(element_id: str) -> str:
    found = USER_KEY.match(element_id)
    return found.group(1) if found and found.group(1) != "None" else ""


def options(widget: Widget) -> list[str]:
    """Options of a widget as they are sent: the texts that the server listed."""
    return [getattr(option, "content", option) for option in widget.proto.options]


def _option(widget: Widget, value: object) -> str:
    if str(value) not in options(widget):
        raise ValueError(f"{widget.label!r} has no option {value!r}; it has {options(widget)}")
    return str(value)


def widget_state(widget: Widget, value: object) -> WidgetState:
    """State of the widget with this value, as the browser sends it."""
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
        case "bidi_component":
            state.json_value = json.dumps(value)
        case _:
            raise ValueError(f"cannot move a {widget.kind}")
    return state


class Visit:
    """The visitor's side of a session on the page ``slug``.

    Attributes
    ----------
    widgets : dict
        All widgets announced since the last run of the whole page, by key or, failing that, label.
    run : Run
        The current run, or the last one.
    clocks : dict
        Ids of the fragments that the browser must rerun at intervals, each with its seconds.
    pages : int
        Number of runs of the whole page that have begun.
    addresses : dict
        The pages of the app: their hashes by address.
    query_string : str
        Query string of the current address, without the question mark.
    session : str
        Session id given by the server.
    """

    def __init__(self, slug: str = "", query: str = "") -> None:
        self.widgets: dict[str, Widget] = {}
        self.run = Run()
        self.clocks: dict[str, float] = {}
        self.pages = 0
        self.addresses: dict[str, str] = {}
        self.place = slug or "/"
        self._slug = slug
        self.query_string = query
        self.session = ""
        self._states: dict[str, WidgetState] = {}
        self._page_hash = ""
        self._cache: dict[str, tuple[ForwardMsg, int]] = {}
        self._announced: dict[str, Widget] = {}
        self._runs = 0
        self._begun = False

    def widget(self, name: str) -> Widget:
        """The widget with this key or label, as last announced."""
        if name in self.widgets:
            return self.widgets[name]
        for widget in self.widgets.values():
            if widget.label == name:
                return widget
        raise KeyError(f"no widget {name!r} on {self.place}; there are {sorted(self.widgets)}")

    def move(self, name: str, value: object = True) -> bytes:
        """Message that sets a widget to ``value``."""
        widget = self.widget(name)
        state = widget_state(widget, value)
        if widget.kind != "button" and widget.query_key:
            query = parse_qs(self.query_string, keep_blank_values=True)
            self.query_string = urlencode({**query, widget.query_key: [str(value)]}, doseq=True)
        return self.force(widget, state, keep=widget.kind != "button")

    def force(self, widget: Widget, state: WidgetState, *, keep: bool = True) -> bytes:
        """Message with ``state`` for a widget, even if no browser would send it; ``keep`` repeats it in later ones."""
        if keep:
            self._states[state.id] = state
        return self.request([*self._states.values(), *([] if keep else [state])], widget.fragment)

    @property
    def clock(self) -> str:
        """Id of a fragment that the browser must rerun at intervals; empty if there is none."""
        return next(reversed(self.clocks), "")

    def tick(self, fragment: str = "") -> bytes:
        """Message of the browser's timer, for a fragment that reruns at intervals."""
        if not self.clocks:
            raise RuntimeError(f"nothing on {self.place} reruns by the clock now")
        return self.request(list(self._states.values()), fragment or self.clock, auto=True)

    def again(self) -> bytes:
        """Message of a browser that has found the server again: the whole page, with its widgets as they are."""
        return self.request(list(self._states.values()))

    def go(self, slug: str, query: str) -> bytes:
        """Message of a browser that goes through its history to an address of the app."""
        self._page_hash, self.query_string = self.addresses[slug], query
        return self.request(list(self._states.values()), history=True)

    def request(
        self, states: list[WidgetState], fragment: str = "", *, auto: bool = False, history: bool = False
    ) -> bytes:
        """Message that asks for a run; it resets :attr:`run`."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query_string
        asked.widget_states.widgets.extend(states)
        asked.fragment_id = fragment
        asked.is_auto_rerun = auto
        asked.is_history_navigation = history
        asked.cached_message_hashes.extend(self._cache)
        if self._page_hash:
            asked.page_script_hash = self._page_hash
        else:
            asked.page_name = self._slug
        data = message.SerializeToString()
        self.run, self._begun = Run(sent_bytes=len(data)), False
        return data

    def take(self, data: bytes) -> bool:
        """Read one message; return whether it ends the run, including the runs that it started itself."""
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        self._begun = self._begun or kind == "new_session"
        if not self._begun:  # a late message of the previous run
            return False
        self.run.messages += 1
        if kind == "ref_hash":
            message = self._cache[message.ref_hash][0]
        if message.metadata.cacheable:
            self._cache[message.hash] = (message, self._runs)
        self._read(message)
        if kind != "script_finished" or message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise RuntimeError("the script does not compile")
        if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.widgets = self._announced  # the whole page ran, so widgets that were not announced are gone
        self._runs += 1
        self._cache = {key: kept for key, kept in self._cache.items() if self._runs - kept[1] <= CACHED_RUNS}
        return True

    def _read(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._page_hash = message.new_session.page_script_hash
                self._announced = {}
                if not message.metadata.run.fragment_ids:
                    self.clocks = {}  # a run of the whole page announces its timers again
                    self.pages += 1
                self.session = message.new_session.initialize.session_id or self.session
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    self.clocks.pop(fragment, None)
            case "auto_rerun":
                self.clocks[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
                pages = message.navigation.app_pages
                self.addresses = {page.url_pathname: page.page_script_hash for page in pages} or self.addresses
            case "page_info_changed":
                self.query_string = message.page_info_changed.query_string
            case "page_not_found":
                raise RuntimeError(f"there is no page {self._slug!r}")
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._read_element(message)

    def _read_element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        proto = getattr(element, kind) if kind else None
        if text := getattr(proto, "body", ""):
            self.run.said.append(Said(time.perf_counter(), str(text)))
        match kind:
            case "exception":
                self.run.refused.append(f"exception {proto.type}: {proto.message}")
            case "alert" if proto.format == Alert.ERROR:
                self.run.refused.append(f"error: {proto.body}")
            case "metric":
                self.run.metrics[proto.label] = proto.body
                self.run.heard.append((time.perf_counter(), proto.label, proto.body))
            case "markdown":
                self.run.texts.append(proto.body)
            case "code":
                self.run.texts.append(proto.code_text)
        element_id = getattr(proto, "id", "")
        label = getattr(proto, "label", "")
        if element_id:
            name = _user_key(element_id) or label or element_id
            self.widgets[name] = self._announced[name] = Widget(
                id=element_id,
                kind=kind,
                label=label,
                query_key=getattr(proto, "query_param_key", ""),
                fragment=message.delta.fragment_id,
                proto=proto,
            )
