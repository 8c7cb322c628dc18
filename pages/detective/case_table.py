"""Lesson 1's editable table: P(clue | suspect), and the base rates when they count."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import pyarrow as pa
import streamlit as st

from core.likelihood.detective import DEFAULT_CASE, CaseFile
from pages._kit import session

RATE: Final = "base rate"
EDITION: Final = "_case_edition"
"""How often the table was reset: its key changes with this number, and a new key is a fresh table."""


def edit_case(with_rates: bool) -> CaseFile:
    """Draw the table and return the learner's case file.

    A cell that is no probability counts as the original value, and a sentence says so.
    """
    columns = dict(zip(DEFAULT_CASE.clues, zip(*DEFAULT_CASE.table, strict=True), strict=True))
    columns[RATE] = DEFAULT_CASE.base_rates
    _drop_forged_edits(columns)
    number = st.column_config.NumberColumn(min_value=0, max_value=1, step=0.001, required=True)
    edited = st.data_editor(
        pa.table({"suspect": DEFAULT_CASE.suspects, **columns}),
        hide_index=True,
        key=_key(),
        alt="Probability of each clue given each suspect",
        disabled=["suspect"],
        column_order=["suspect", *DEFAULT_CASE.clues, *([RATE] if with_rates else [])],
        column_config=dict.fromkeys(columns, number),
    ).to_pydict()
    good: dict[str, Sequence[float]] = {}
    refused = False
    for name, original in columns.items():
        usable = [isinstance(x, int | float) and 0 <= x <= 1 for x in edited[name]]
        good[name] = [float(x) if ok else y for x, ok, y in zip(edited[name], usable, original, strict=True)]
        refused |= not all(usable)
    if not any(good[RATE]):
        good[RATE], refused = columns[RATE], True
    if refused:
        st.caption(
            "An empty cell, a number outside 0 to 1, and base rates that are all 0 cannot be used: "
            "the original value stands in."
        )
    table = tuple(zip(*(good[clue] for clue in DEFAULT_CASE.clues), strict=True))
    return replace(DEFAULT_CASE, table=table, base_rates=tuple(good[RATE]))


def _key() -> str:
    return f"case_{session.value_of(EDITION, 0)}"


def _drop_forged_edits(columns: Collection[str]) -> None:
    """Reset the table if its edits are not edits of this table: Streamlit would raise on them."""
    edits = session.value_of(_key(), {})
    rows = edits.get("edited_rows", {})
    usable = not edits.get("added_rows") and not edits.get("deleted_rows")
    for row, changed in rows.items():
        usable &= row in range(len(DEFAULT_CASE.suspects)) and isinstance(changed, dict)
        usable = usable and all(name in columns and _is_number(value) for name, value in changed.items())
    if not usable:
        restore_case()


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def restore_case() -> None:
    """Give the table a new key, which shows the original case file."""
    session.set_value(EDITION, session.value_of(EDITION, 0) + 1)
