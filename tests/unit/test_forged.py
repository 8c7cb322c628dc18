"""What no browser sends is read as if it had not been sent, and Streamlit still reads where we look."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import session_state
from streamlit.runtime.state.common import WidgetMetadata

from pages._kit import forged


def _read(sent: WidgetState, kind: str = "double_value") -> object:
    forged.refuse()
    states = session_state.WStates()
    states.set_widget_metadata(
        WidgetMetadata(
            id="w",
            deserializer=lambda value: 7 if value is None else int(value),
            serializer=lambda value: value,
            value_type=kind,
        )
    )
    states.set_widget_from_proto(sent)
    assert states["w"] == states["w"]
    return states["w"]


def test_the_pinned_streamlit_still_reads_there() -> None:
    assert all(hasattr(session_state, name) for name in forged.SHAPE)
    names = session_state.WStates.__getitem__
    assert "deserializer" in getattr(names, "__wrapped__", names).__code__.co_names


def test_what_a_browser_sends_is_read() -> None:
    assert _read(WidgetState(id="w", double_value=3.0)) == 3
    # A browser answers a field of whole numbers so, though the field announces the other kind.
    assert _read(WidgetState(id="w", int_value=3)) == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_cannot_be_read_is_the_default(value: float) -> None:
    assert _read(WidgetState(id="w", double_value=value)) == 7


def test_what_is_of_another_type_is_the_default() -> None:
    assert _read(WidgetState(id="w", string_value="3")) == 7
    assert _read(WidgetState(id="w", bool_value=True)) == 7


def test_an_emptied_field_is_what_streamlit_makes_of_it() -> None:
    assert _read(WidgetState(id="w")) == 7


def test_an_unknown_widget_is_still_no_widget() -> None:
    forged.refuse()
    with pytest.raises(KeyError):
        session_state.WStates()["nobody"]
