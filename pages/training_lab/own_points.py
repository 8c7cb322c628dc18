"""The learner's own points from a CSV file, two columns of numbers and one of labels, kept in the session."""

from dataclasses import dataclass

import streamlit as st

from core.data.own.cells import DataProblem
from core.data.own.csv_table import Table
from core.data.own.points import MAX_ROWS, choose, numeric_columns, read_table, table_points
from core.data.points import Points
from pages._kit import session
from pages.training_lab import runs


@dataclass(frozen=True)
class Own:
    """The learner's points, and the number of their file: another file begins another run."""

    points: Points
    number: int


@dataclass
class Upload:
    """The points that the session keeps, and the sentence about an unusable file."""

    own: Own | None = None
    problem: str | None = None


def _upload() -> Upload:
    return session.kept("_own_points", Upload)


def current() -> Own | None:
    """The learner's points, if a file was given."""
    return _upload().own


def panel() -> None:
    """Draw the fields for the file and its columns, and the reason if the file cannot be used."""
    uploaded = st.file_uploader(
        "Your own CSV: two columns of numbers and a label", type=["csv", "txt", "tsv"], max_upload_size=1
    )
    if uploaded is None:
        _upload().problem = None
    table = _table(uploaded.getvalue()) if uploaded else None
    if table is not None:
        columns = choose(table)
        numbers = numeric_columns(table)
        for name, options, key in (
            ("Across", numbers, "x"),
            ("Up", numbers, "y"),
            ("Label", table.names, "label"),
        ):
            session.drop_unless_in(f"own_{key}", options)
            st.selectbox(name, options, options.index(getattr(columns, key)), key=f"own_{key}")
    st.button("Train on it", on_click=_use, args=(table,), disabled=table is None)
    st.caption(f"At most 1 MB and {MAX_ROWS:,} rows; 2 or 3 different labels. They stay in your session.")
    problem = _upload().problem
    if problem:
        st.error(problem, icon=":material/error:")


def _table(content: bytes) -> Table | None:
    try:
        table = read_table(content)
        choose(table)
    except DataProblem as problem:
        _upload().problem = str(problem)
        return None
    return table


def _use(table: Table) -> None:
    upload = _upload()
    upload.problem = None
    chosen = [session.value_of(f"own_{key}", None) for key in ("x", "y", "label")]
    if not set(chosen) <= set(table.names):  # pressed while the file was read: the fields still hold other columns
        chosen = []
    try:
        points = table_points(table, *chosen)
    except DataProblem as problem:
        upload.problem = str(problem)
    else:
        upload.own = Own(points, upload.own.number + 1 if upload.own else 1)
        session.set_value("data", "yours")
        runs.start_anew(play=False)
