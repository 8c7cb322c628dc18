"""Widget values that no browser sends, turned into defaults before a page reads them.

The browser holds a field to its type; a forged message need not. Streamlit reads such a value where no page could
catch what that raises: it calls ``int`` on NaN, looks for a selection in the number 3, hands a text field a list. Its
one place of reading is wrapped, so that what cannot be read is as good as never sent. And a value for a name that no
widget can have is not kept: Streamlit takes the name for a key of the session and finds nothing there. Where a
Streamlit has another shape than the pinned one, nothing is wrapped; a test holds the pinned one to its shape.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from streamlit.runtime.state import session_state

Read = Callable[[Any, str], Any]
Keep = Callable[[Any, Any], None]

NUMBERS = {"int_value", "double_value"}
"""A field of whole numbers is announced as the second, and a browser answers with the first."""
SHAPE = ("WStates", "Serialized", "Value", "is_element_id")


@cache
def refuse() -> None:
    """Wrap the reading of what browsers send, once a process."""
    if all(hasattr(session_state, name) for name in SHAPE):
        states = session_state.WStates
        states.__getitem__ = readable(states.__getitem__)  # type: ignore[method-assign]
        states.set_widget_from_proto = of_widgets(states.set_widget_from_proto)  # type: ignore[method-assign]


def of_widgets(keep: Keep) -> Keep:
    """``keep``, for values of names that widgets have."""

    @wraps(keep)
    def keeping(states: Any, sent: Any) -> None:
        if session_state.is_element_id(sent.id):
            keep(states, sent)

    return keeping


def readable(read: Read) -> Read:
    """``read``, with the widget's default in place of a value of another type, or of one that it cannot read."""

    @wraps(read)
    def reading(states: Any, key: str) -> Any:
        sent, widget = states.states.get(key), states.widget_metadata.get(key)
        if widget is None or not isinstance(sent, session_state.Serialized):
            return read(states, key)
        kind = sent.value.WhichOneof("value")
        # A field that was emptied has no kind, and leaves none behind.
        if kind is None or widget.value_type in (None, kind) or {kind, widget.value_type} <= NUMBERS:
            try:
                return read(states, key)
            except Exception:
                pass
        default = widget.deserializer(None)
        states.states[key] = session_state.Value(default)
        return default

    return reading
