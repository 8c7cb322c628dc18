"""The learner's own data: pasted, or a column of a CSV file.

They stay in the session: they are nobody else's, and are not part of a link. Coin flips are the exception: their
two counts are all that matters, so they become the shared heads and tails.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import streamlit as st

from core.data.own import values as own_data
from core.data.own.cells import MAX_VALUES, DataProblem
from core.data.own.csv_table import Table, column_cells, column_values, parse_csv
from core.likelihood.poisson import Tally
from pages._kit import controls

Kind = Literal["coin flips", "counts of events", "measurements"]
KINDS: Final[tuple[Kind, ...]] = ("coin flips", "counts of events", "measurements")
ALLOWED: Final[dict[Kind, str]] = {
    "coin flips": "0 and 1, H and T, or heads and tails",
    "counts of events": f"whole numbers from 0 to {own_data.MAX_EVENTS:,}",
    "measurements": "at least two different finite numbers",
}
OWN: Final = "_own_data"
PROBLEM: Final = "_own_problem"


@dataclass(frozen=True)
class Own:
    """The learner's events as a tally, or measurements as readings."""

    data: Tally | tuple[float, ...]


def current() -> Own | None:
    """What the learner has given, if anything."""
    return st.session_state.get(OWN)


def panel() -> None:
    """Fields to paste or upload data, and a sentence about what was wrong with them."""
    with st.expander("Your own data", icon=":material/upload_file:"):
        kind = st.selectbox("They are", KINDS, key="own_kind", persist_state="session")
        st.text_area(
            "Paste them", key="own_text", height=90, max_chars=own_data.MAX_BYTES, placeholder=ALLOWED[kind],
            persist_state="session",
        )  # fmt: skip
        uploaded = st.file_uploader("Or a CSV file, 1 MB at most", type=["csv", "txt", "tsv"], max_upload_size=1)
        table = _table(uploaded.getvalue()) if uploaded else None
        if isinstance(table, Table):
            st.selectbox("Column", table.names, key="own_column")
        st.button("Use these data", on_click=_use, args=(table,), disabled=isinstance(table, str))
        st.caption(f"Allowed: {ALLOWED[kind]}; at most {MAX_VALUES:,} values. They stay in your session.")
        problem = table if isinstance(table, str) else st.session_state.get(PROBLEM)
        if problem:
            st.error(problem, icon=":material/error:")


def _table(content: bytes) -> Table | str:
    try:
        return parse_csv(content)
    except DataProblem as problem:
        return str(problem)


def _use(table: Table | None) -> None:
    # The fields as they are at the press, which may be newer than the page that drew the button.
    kind: Kind = st.session_state.get("own_kind") or KINDS[0]
    column: str | None = st.session_state.get("own_column")
    st.session_state[PROBLEM] = None
    try:
        if kind == "coin flips":
            controls.take(_flips(table, column))
            st.session_state["data"] = "coin"
            return
        if table is not None and column is not None:
            values = column_values(table, column)
        else:
            values = own_data.parse_numbers(st.session_state.get("own_text") or "")
        if kind == "counts of events":
            own = Own(own_data.as_tally(values))
        else:
            own = Own(tuple(np.asarray(own_data.as_readings(values)).tolist()))
    except DataProblem as problem:
        st.session_state[PROBLEM] = str(problem)
    else:
        st.session_state[OWN] = own
        st.session_state["data"] = "yours"
        controls.moved()


def _flips(table: Table | None, column: str | None) -> controls.Counts:
    if table is not None and column is not None:
        return own_data.as_flips(column_cells(table, column))
    return own_data.as_flips(st.session_state.get("own_text") or "")
