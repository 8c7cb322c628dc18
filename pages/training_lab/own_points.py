"""The learner's own points: two columns of numbers and one of labels from a CSV file. They stay in the session."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.data.own.cells import DataProblem
from core.data.own.csv_table import Table
from core.data.own.points import MAX_ROWS, choose, numeric_columns, read_table, table_points
from core.data.points import Points
from pages._kit.choices import keep_only
from pages.training_lab import runs

OWN: Final = "_own_points"
PROBLEM: Final = "_own_points_problem"


@dataclass(frozen=True)
class Own:
    """The learner's points, and how many files came before: another file, another run."""

    points: Points
    number: int


def current() -> Own | None:
    """What the learner has given, if anything."""
    return st.session_state.get(OWN)


def panel() -> None:
    """A field for the learner's CSV, its columns, and a sentence about what was wrong with it."""
    uploaded = st.file_uploader(
        "Your own CSV: two columns of numbers and a label", type=["csv", "txt", "tsv"], max_upload_size=1
    )
    if uploaded is None:
        st.session_state[PROBLEM] = None
    table = _table(uploaded.getvalue()) if uploaded else None
    if table is not None:
        columns = choose(table)
        numbers = numeric_columns(table)
        for name, options, key in (
            ("Across", numbers, "x"),
            ("Up", numbers, "y"),
            ("Label", table.names, "label"),
        ):
            keep_only(f"own_{key}", options)
            st.selectbox(name, options, options.index(getattr(columns, key)), key=f"own_{key}")
    st.button("Train on it", on_click=_use, args=(table,), disabled=table is None)
    st.caption(f"At most 1 MB and {MAX_ROWS:,} rows; 2 or 3 different labels. They stay in your session.")
    problem = st.session_state.get(PROBLEM)
    if problem:
        st.error(problem, icon=":material/error:")


def _table(content: bytes) -> Table | None:
    try:
        table = read_table(content)
        choose(table)
    except DataProblem as problem:
        st.session_state[PROBLEM] = str(problem)
        return None
    return table


def _use(table: Table) -> None:
    st.session_state[PROBLEM] = None
    chosen = [st.session_state.get(f"own_{key}") for key in ("x", "y", "label")]
    if not set(chosen) <= set(table.names):  # pressed while this file was still being read: the choices are another's
        chosen = []
    try:
        points = table_points(table, *chosen)
    except DataProblem as problem:
        st.session_state[PROBLEM] = str(problem)
    else:
        held = current()
        st.session_state[OWN] = Own(points, held.number + 1 if held else 1)
        st.session_state["data"] = "yours"
        runs.start_anew(play=False)
