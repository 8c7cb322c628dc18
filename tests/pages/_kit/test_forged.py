"""What no browser sends is read as if it had not been sent, and Streamlit still reads where we look."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state import session_state
from streamlit.runtime.state.common import WidgetMetadata

from pages._kit import forged

NAME = "$$ID-0123456789abcdef-theta"


def _read(sent: WidgetState, kind: str = "double_value") -> object:
    forged.refuse()
    states = session_state.WStates()
    states.set_widget_metadata(
        WidgetMetadata(
            id=NAME,
            deserializer=lambda value: 7 if value is None else int(value),
            serializer=lambda value: value,
            value_type=kind,
        )
    )
    states.set_widget_from_proto(sent)
    assert states[NAME] == states[NAME]
    return states[NAME]


def test_the_pinned_streamlit_still_reads_there() -> None:
    assert all(hasattr(session_state, name) for name in forged.SHAPE)
    names = session_state.WStates.__getitem__
    assert "deserializer" in getattr(names, "__wrapped__", names).__code__.co_names


def test_what_a_browser_sends_is_read() -> None:
    assert _read(WidgetState(id=NAME, double_value=3.0)) == 3
    # A browser answers a field of whole numbers so, though the field announces the other kind.
    assert _read(WidgetState(id=NAME, int_value=3)) == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_cannot_be_read_is_the_default(value: float) -> None:
    assert _read(WidgetState(id=NAME, double_value=value)) == 7


def test_what_is_of_another_type_is_the_default() -> None:
    assert _read(WidgetState(id=NAME, string_value="3")) == 7
    assert _read(WidgetState(id=NAME, bool_value=True)) == 7


def test_an_emptied_field_is_what_streamlit_makes_of_it() -> None:
    assert _read(WidgetState(id=NAME)) == 7


def test_an_unknown_widget_is_still_no_widget() -> None:
    forged.refuse()
    with pytest.raises(KeyError):
        session_state.WStates()["nobody"]


@pytest.mark.parametrize("name", ["", "nobody", "theta", "\n$$ID-0123456789abcdef-theta"])
def test_a_name_that_no_widget_has_is_not_kept(name: str) -> None:
    forged.refuse()
    state = session_state.SessionState()
    state.set_widgets_from_proto(WidgetStates(widgets=[WidgetState(id=name, double_value=1.0)]))
    assert state.filtered_state == {}
    assert name not in state
