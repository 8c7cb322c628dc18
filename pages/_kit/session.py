"""What a lesson keeps in the session: values of fields before they are drawn, and objects such as a training run."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def drop_unless_in(key: str, options: Collection[Any]) -> None:
    """Delete the value of the field ``key`` unless it is one of ``options``; call this before the field is drawn.

    Two lessons may use one key with different options, as they do with ``lr``. A value from the other lesson would be
    invalid here; without it, the field starts with its default.
    """
    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]


def set_value(key: str, value: Any) -> None:
    """Set a value. Streamlit allows it for a field only before the field is drawn, for example in a callback."""
    st.session_state[key] = value


def value_of(key: str, default: Any) -> Any:
    """The value under ``key``, or ``default`` if there is none: a field has none until it has been drawn."""
    return st.session_state.get(key, default)


def kept(key: str, make: Callable[[], T]) -> T:
    """The object that the session keeps under ``key``; ``make`` builds it at the first call."""
    if key not in st.session_state:
        st.session_state[key] = make()
    found: T = st.session_state[key]
    return found


def keep_in(key: str, options: Collection[Any], default: Any) -> None:
    """Set the field ``key`` to ``default`` unless it has one of the ``options``; call this before the field is drawn.

    Two lessons may use one key with different options, as they do with ``lr``. A value that is deleted here would stay
    in the browser, which knows a field by its key; one that is set is shown. A key that only the address has is left
    to the field.
    """
    if not _is_in_address_alone(key) and st.session_state.get(key) not in options:
        st.session_state[key] = default


def keep_in_range(key: str, low: float, high: float, default: float) -> None:
    """As :func:`keep_in`, for a field with the values ``low .. high``."""
    value = st.session_state.get(key)
    usable = isinstance(value, int | float) and low <= value <= high
    if not _is_in_address_alone(key) and not usable:
        st.session_state[key] = default


def _is_in_address_alone(key: str) -> bool:
    return key not in st.session_state and key in st.query_params
