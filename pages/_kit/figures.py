"""Figures: a lesson's key numbers, each with its label, in one row of equal widths."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit.saving import on_page


@dataclass(frozen=True)
class Figure:
    """One key number of a lesson.

    Attributes
    ----------
    label, value : str
        The figure's name, which is part of the course's public interface, and the number as text.
    note : str
        A short remark under the value; may be empty.
    help : str, optional
        What the number means, shown behind a question mark.
    """

    label: str
    value: str
    note: str = ""
    help: str | None = None


def figures(*items: Figure, key: str = "figures") -> list[DeltaGenerator]:
    """Show figures in a row of equal widths; on a phone, two in a row.

    Returns
    -------
    list of DeltaGenerator
        One placeholder for each figure; pass them to :func:`again` to show new values during the same run.
    """
    on_page.now().figures[key] = [(item.label, item.value) for item in items]
    # One horizontal container instead of columns: each column would cost one more message at every rerun.
    with st.container(key=key, horizontal=True, gap="small"):
        return [_show(item) for item in items]


def update(where: list[DeltaGenerator], before: Sequence[Figure], now: Sequence[Figure]) -> None:
    """Show new figures in the placeholders of earlier ones; those that did not change are not sent."""
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
