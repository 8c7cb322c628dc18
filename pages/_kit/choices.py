"""What a field may hold before it is drawn, and fields that a stepper moves."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def keep_only(key: str, options: Collection[Any]) -> None:
    """Forget the value of the field ``key`` unless it is one of its options; call it before the field is drawn.

    Two lessons may share a key with different options, as ``lr``: what the other one set is no value here, and the
    field begins with its default.
    """
    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]


def put(key: str, value: Any) -> None:
    """Set a field; only before it is drawn, as in a callback."""
    st.session_state[key] = value


def chosen(key: str, default: Any) -> Any:
    """What a field holds, or ``default`` before it was first drawn."""
    return st.session_state.get(key, default)


def kept(key: str, make: Callable[[], T]) -> T:
    """The object that the session keeps under ``key``; ``make`` builds it at the first call."""
    if key not in st.session_state:
        st.session_state[key] = make()
    found: T = st.session_state[key]
    return found
