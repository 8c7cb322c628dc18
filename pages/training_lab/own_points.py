"""The learner's own points from a CSV file, two columns of numbers and one of labels, kept in the session."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import streamlit as st

from core.data.own.cells import DataProblem, quote
from core.data.own.csv_table import Table
from core.data.own.points import MAX_ROWS, Columns, choose, not_offered, read_table, table_points
from core.data.own.roles import feature_columns, label_columns
from core.data.points import Points
from pages._kit import session
from pages._kit.prose import escaped
from pages.training_lab import runs

FIELDS: Final = ("own_x", "own_y", "own_label")
MOST_NAMED: Final = 6


@dataclass(frozen=True)
class Own:
    """The learner's points, and the number of their file: another file begins another run."""

    points: Points
    number: int


class Offer(NamedTuple):
    """What a file offers: its columns for each field, those that are chosen at first, and what is said about it."""

    table: Table
    numbers: tuple[str, ...]
    labels: tuple[str, ...]
    first: Columns
    said: str


@dataclass
class Upload:
    """What the session keeps.

    Attributes
    ----------
    own : Own or None
        The points in force.
    file_id : str or None
        The file in the field, which is read once.
    offer : Offer or None
        What it offers, None if it cannot be used.
    problem : str or None
        Why the file cannot be used.
    refused : tuple or None
        The columns that were last refused, and why.
    """

    own: Own | None = None
    file_id: str | None = None
    offer: Offer | None = None
    problem: str | None = None
    refused: tuple[list[str | None], str] | None = None


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
    upload = _upload()
    if uploaded is None:
        upload.file_id, upload.offer, upload.problem, upload.refused = None, None, None, None
    elif uploaded.file_id != upload.file_id:
        _read(uploaded.getvalue(), upload)
        upload.file_id = uploaded.file_id
    offer = upload.offer
    if offer is not None:
        options = (offer.numbers, offer.numbers, offer.labels)
        for label, key, names, first in zip(("Across", "Up", "Label"), FIELDS, options, offer.first, strict=True):
            if session.value_of(key, None) not in names:
                session.set_value(key, first)
            st.selectbox(label, names, key=key)
        if offer.said:
            st.caption(escaped(offer.said))
    table = offer.table if offer is not None else None
    st.button("Train on it", on_click=_use, args=(table,), disabled=table is None)
    st.caption(f"At most 1 MB and {MAX_ROWS:,} rows; 2 or 3 different labels. They stay in your session.")
    problem = upload.problem
    if upload.refused is not None and upload.refused[0] == _chosen():
        problem = upload.refused[1]
    if problem:
        st.error(escaped(problem), icon=":material/error:")


def _chosen() -> list[str | None]:
    return [session.value_of(key, None) for key in FIELDS]


def _read(content: bytes, upload: Upload) -> None:
    """Read a new file; the fields keep the columns of the last file only if it offers them all.

    Otherwise they are set, not deleted: the browser would go on showing a deleted value that is one of the new options.
    """
    upload.offer, upload.problem, upload.refused = None, None, None
    try:
        table = read_table(content)
        said = " ".join(filter(None, (*table.notes, _reasons(table))))
        offer = Offer(table, feature_columns(table), label_columns(table), choose(table), said)
    except DataProblem as problem:
        upload.problem = str(problem)
        return
    upload.offer = offer
    if not all(name in names for name, names in zip(_chosen(), (offer.numbers, *offer[1:3]), strict=True)):
        for key, name in zip(FIELDS, offer.first, strict=True):
            session.set_value(key, name)


def _reasons(table: Table) -> str:
    """The sentence on the columns that are not offered, empty if all are."""
    reasons = [f"{quote(name)[1:-1]} ({reason})" for name, reason in not_offered(table).items()]
    if not reasons:
        return ""
    more = f" and {len(reasons) - MOST_NAMED} more" if len(reasons) > MOST_NAMED else ""
    return f"Not offered: {', '.join(reasons[:MOST_NAMED])}{more}."


def _use(table: Table) -> None:
    # The fields' values at the press: they may be newer than those at the rerun that drew the button.
    upload = _upload()
    upload.refused = None
    chosen = _chosen()
    if not set(chosen) <= set(table.names):  # pressed while the file was read: the fields still hold other columns
        chosen = []
    try:
        points = table_points(table, *chosen)
    except DataProblem as problem:
        upload.refused = chosen or _chosen(), str(problem)
    else:
        upload.own = Own(points, upload.own.number + 1 if upload.own else 1)
        session.set_value("data", "yours")
        runs.start_anew(play=False)
