"""Lesson 1's editable table: P(clue | suspect), and the base rates when they count.

The case file is computed from the table's edits in the session, so it is known before the table is drawn.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
import streamlit as st

from core.likelihood.detective import DEFAULT_CASE, CaseFile
from pages._kit import session

RATE: Final = "base rate"
LOW_ROW: Final = 28
"""Height of a row of a low table, px."""
_EDITION: Final = "_case_edition"
"""How often the table was reset: its key changes with this number, and a new key is a fresh table."""
_START: Final = "_case_start"
"""The numbers that the table began with. They must not change while it is drawn, or its edits are lost."""
_LAST: Final = "_case_last"
"""The learner's numbers, with which the table begins when its scene is opened again."""

Columns = Mapping[str, tuple[float, ...]]
ORIGINAL: Final[Columns] = {
    **dict(zip(DEFAULT_CASE.clues, zip(*DEFAULT_CASE.table, strict=True), strict=True)),
    RATE: DEFAULT_CASE.base_rates,
}


def case_now() -> tuple[CaseFile, bool]:
    """The learner's case file, and whether a number in the table was refused.

    A cell that is no probability counts as the original value, and so do base rates that are all 0.
    """
    if _key() not in st.session_state:
        session.set_value(_START, session.value_of(_LAST, ORIGINAL))
    edits = _edits()
    good: dict[str, tuple[float, ...]] = {}
    refused = False
    for name, start in _start().items():
        cells = [edits.get(row, {}).get(name, value) for row, value in enumerate(start)]
        usable = [isinstance(cell, int | float) and 0 <= cell <= 1 for cell in cells]
        good[name] = tuple(
            float(cell) if ok else value for cell, ok, value in zip(cells, usable, ORIGINAL[name], strict=True)
        )
        refused |= not all(usable)
    if not any(good[RATE]):
        good[RATE], refused = ORIGINAL[RATE], True
    session.set_value(_LAST, good)
    table = tuple(zip(*(good[clue] for clue in DEFAULT_CASE.clues), strict=True))
    return replace(DEFAULT_CASE, table=table, base_rates=good[RATE]), refused


def draw_table(with_rates: bool, *, low: bool) -> None:
    """Draw the table, with the base rates if they count; ``low`` saves height for the chart above it."""
    number = st.column_config.NumberColumn(min_value=0, max_value=1, step=0.001, required=True)
    st.data_editor(
        pa.table({"suspect": DEFAULT_CASE.suspects, **_start()}),
        hide_index=True,
        key=_key(),
        alt="Probability of each clue given each suspect",
        disabled=["suspect"],
        column_order=["suspect", *DEFAULT_CASE.clues, *([RATE] if with_rates else [])],
        column_config={"suspect": st.column_config.TextColumn("P(clue | suspect)"), **dict.fromkeys(ORIGINAL, number)},
        row_height=LOW_ROW if low else None,
    )


def offer_restore(case: CaseFile, *, refused: bool) -> None:
    """Draw the button that restores the original case file if ``case`` is another; say if a number was ``refused``."""
    if refused:
        st.caption(
            "An empty cell, a number outside 0 to 1, and base rates that are all 0 cannot be used: "
            "the original value stands in."
        )
    if refused or case != DEFAULT_CASE:
        st.button("Restore the case file", icon=":material/restart_alt:", key="restore", on_click=restore_case)


def restore_case() -> None:
    """Give the table a new key, which shows the original case file."""
    session.set_value(_EDITION, session.value_of(_EDITION, 0) + 1)
    session.set_value(_START, ORIGINAL)
    session.set_value(_LAST, ORIGINAL)


def _start() -> Columns:
    start: Columns = session.value_of(_START, ORIGINAL)
    return start


def _key() -> str:
    return f"case_{session.value_of(_EDITION, 0)}"


def _edits() -> dict[int, dict[str, Any]]:
    """The edited cells of each row. The table is reset if they are not edits of this table: Streamlit would raise."""
    edits = session.value_of(_key(), {})
    rows: dict[int, dict[str, Any]] = edits.get("edited_rows", {})
    usable = not edits.get("added_rows") and not edits.get("deleted_rows")
    for row, changed in rows.items():
        usable &= row in range(len(DEFAULT_CASE.suspects)) and isinstance(changed, dict)
        usable = usable and all(name in ORIGINAL and _is_number(value) for name, value in changed.items())
    if usable:
        return rows
    restore_case()
    return {}


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
