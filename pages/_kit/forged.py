"""Widget values that no browser sends, turned into defaults before a page reads them.

The browser holds a field to its type; a forged message need not. Streamlit reads such a value where no page could
catch what that raises: it calls ``int`` on NaN, looks for a selection in the number 3, hands a text field a list. Its
one place of reading is wrapped, so that what cannot be read is as good as never sent. Where a Streamlit has another
shape than the pinned one, nothing is wrapped; a test holds the pinned one to its shape.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from streamlit.runtime.state import session_state

Read = Callable[[Any, str], Any]

NUMBERS = {"int_value", "double_value"}
"""A field of whole numbers is announced as the second, and a browser answers with the first."""
SHAPE = ("WStates", "Serialized", "Value")


@cache
def refuse() -> None:
    """Wrap the reading of what browsers send, once a process."""
    if all(hasattr(session_state, name) for name in SHAPE):
        session_state.WStates.__getitem__ = readable(session_state.WStates.__getitem__)  # type: ignore[method-assign]


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
