"""Figures: the numbers that a lesson answers for, in a row of equal width."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True)
class Figure:
    """A number that the lesson answers for.

    Attributes
    ----------
    label, value : str
        The figure's name in the course's public interface, and its text.
    note : str
        A short reading under the value; may be empty.
    help : str
        What it means, behind the question mark.
    """

    label: str
    value: str
    note: str = ""
    help: str | None = None


def figures(*items: Figure, key: str = "figures") -> list[DeltaGenerator]:
    """A row of figures of equal width; two a row on a phone.

    Returns
    -------
    list of DeltaGenerator
        Their places, in which :func:`again` shows new values while the page still runs.
    """
    # One container, no columns: each column would be a message more at every move.
    with st.container(key=key, horizontal=True, gap="small"):
        return [_show(item) for item in items]


def again(where: list[DeltaGenerator], before: Sequence[Figure], now: Sequence[Figure]) -> None:
    """Show figures in the places of earlier ones, where they have changed."""
    for place, old, new in zip(where, before, now, strict=True):
        if new != old:
            with place:
                _show(new)


def _show(item: Figure) -> DeltaGenerator:
    return st.metric(
        item.label,
        item.value,
        delta=item.note or None,
        delta_color="off",
        delta_arrow="off",
        help=item.help,
    )
