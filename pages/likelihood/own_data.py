"""The learner's own data: pasted, or a column of a CSV file.

They stay in the session and are not part of a link. Coin flips are the exception: their two counts are all that the
likelihood needs, so they become the shared heads and tails.
"""

from contextlib import suppress
from typing import Any, Final, NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.data.own.cells import MAX_BYTES, MAX_VALUES, DataProblem
from core.data.own.csv_table import Table, left_out, parse_csv
from core.data.own.pasted import Comma, CommaProblem
from core.data.own.roles import features_by_preference
from pages._kit import controls, session
from pages._kit.prose import escaped
from pages.likelihood.families import COIN, FAMILIES
from pages.likelihood.family import Family, Given

BY_NAME: Final[dict[str, Family[Any]]] = {family.name: family for family in FAMILIES}
OWN: Final = "_own_data"
ANSWER: Final = "_own_answer"
FILE: Final = "_own_file"
COMMA: Final = "own_comma"
USE: Final = "Use these data"
SLIDERS: Final = ("own_mu", "own_mu2", "own_spread", "own_rate")
WAYS: Final[dict[Comma, str]] = {
    "decimal": "A decimal comma", "separator": "Between two numbers", "thousands": "Between thousands",
}  # fmt: skip


class Own(NamedTuple):
    """The learner's data, and the name of their family."""

    family: str
    data: Any


class File(NamedTuple):
    """A file as it was read, once: a table, or a sentence about what is wrong with it."""

    name: str
    table: Table | str


class Input(NamedTuple):
    """What the fields hold: the name of a family, and a file's name and column or, without a file, the text."""

    family: str
    file: str | None
    column: str | None
    text: str


class Answer(NamedTuple):
    """What came of an input, shown as long as the fields hold it."""

    to: Input
    done: str = ""
    note: str = ""
    problem: str = ""
    question: CommaProblem | None = None
    """What a comma is; asked until the text changes, so that an answer can be changed."""


def current() -> Own | None:
    """Return the learner's data, None before there are any."""
    own: Own | None = session.value_of(OWN, None)
    return own


def panel() -> None:
    """Draw the fields to paste or upload data, and a sentence about what was read or what was wrong."""
    # With its state in the session it stays open when other fields come above it.
    with st.expander("Your own data", icon=":material/upload_file:", key="own_data", on_change="rerun"):
        name = st.selectbox("They are", list(BY_NAME), key="own_kind", persist_state="session")
        allowed = BY_NAME[name].allowed
        pasted = st.container()
        uploaded = st.file_uploader("Or a CSV file, 1 MB at most", type=["csv", "txt", "tsv"], max_upload_size=1)
        file = _read_once(uploaded) if uploaded else None
        with pasted:
            if file is None:
                _pasted(allowed)
                _show_answer(None)
            else:
                _text("Paste them: off while a file is chosen, remove it to paste", allowed, disabled=True)
        if file is not None:
            _column(file, BY_NAME[name])
        st.caption(f"Allowed: {allowed}; at most {MAX_VALUES:,} values. They stay in your session.")


def _pasted(allowed: str) -> None:
    """Draw the field for pasted data and its button: in a form, where Ctrl+Enter in the field presses the button."""
    with st.form("own_form", border=False):
        _text("Paste, then Ctrl+Enter", allowed)
        st.form_submit_button(USE, on_click=_use, args=(None,))


def _text(label: str, allowed: str, *, disabled: bool = False) -> None:
    st.text_area(
        label, key="own_text", height=90, max_chars=MAX_BYTES, placeholder=allowed, persist_state="session",
        disabled=disabled,
    )  # fmt: skip


def _column(file: File, family: Family[Any]) -> None:
    """Draw the choice of a file's column, its button, and what came of it."""
    if isinstance(file.table, Table):
        if session.value_of("own_column", None) not in file.table.names:
            session.set_value("own_column", _first_column(family, file.table))
        st.selectbox("Column", file.table.names, key="own_column")
    st.button(USE, on_click=_use, args=(file,), disabled=isinstance(file.table, str))
    if isinstance(file.table, str):
        st.error(escaped(file.table), icon=":material/error:")
    else:
        _show_answer(file)


def _show_answer(file: File | None) -> None:
    """Show what came of the fields' values, if they were used; and ask what a comma is, where the text has two."""
    answer: Answer | None = session.value_of(ANSWER, None)
    if answer is None or answer.to != _input(file):
        return
    if answer.question:
        _ask(file, answer.question)
    if answer.problem:
        st.error(escaped(answer.problem), icon=":material/error:")
    if answer.done:
        st.success(answer.done, icon=":material/check:")
    if answer.note:
        st.info(escaped(answer.note), icon=":material/info:")


def _ask(file: File | None, question: CommaProblem) -> None:
    """Ask what a comma is, and read the text anew at the answer."""
    st.radio(
        str(question), list(question.choices), index=None, key=COMMA, on_change=_use, args=(file,),
        format_func=lambda way: f"{WAYS[way]}: {question.choices[way]}",
    )  # fmt: skip


def _read_once(uploaded: UploadedFile) -> File:
    """Return the file as the session keeps it, or read it if it is another one."""
    file: File | None = session.value_of(FILE, None)
    if file is None or file.name != uploaded.file_id:
        try:
            file = File(uploaded.file_id, parse_csv(uploaded.getvalue()))
        except DataProblem as problem:
            file = File(uploaded.file_id, str(problem))
        session.set_value(FILE, file)
    return file


def _first_column(family: Family[Any], table: Table) -> str:
    """Return the first column that gives data of the family; row numbers and ids are tried last."""
    order = list(dict.fromkeys([*features_by_preference(table), *table.names]))
    for name in order:
        with suppress(DataProblem):
            family.read(Given("", table, name))
            return name
    return order[0]


def _input(file: File | None) -> Input:
    """Return the fields' values now; in a callback they may be newer than those at the rerun that drew the button."""
    family = session.value_of("own_kind", None) or COIN.name
    if file:
        return Input(family, file.name, session.value_of("own_column", None), "")
    return Input(family, None, None, session.value_of("own_text", None) or "")


def _use(file: File | None) -> None:
    given = _input(file)
    before: Answer | None = session.value_of(ANSWER, None)
    question = before.question if before and before.to == given else None
    if question is None:
        session.drop_unless_in(COMMA, ())  # an answer about another text
    family = BY_NAME[given.family]
    table = file.table if file and isinstance(file.table, Table) else None
    try:
        data, note = family.read(Given(given.text, table, given.column, session.value_of(COMMA, None)))
    except CommaProblem as asked:
        session.set_value(ANSWER, Answer(given, question=asked))
        return
    except DataProblem as problem:
        session.set_value(ANSWER, Answer(given, problem=str(problem), question=question))
        return
    if table is not None and given.column is not None:
        note = " ".join(filter(None, (*table.notes, left_out(table, [given.column]), note)))
    size = family.size(data)
    done = f"Drawn: {size:,} {'value' if size == 1 else 'values'}."
    session.set_value(ANSWER, Answer(given, done, note, question=question))
    if family is COIN:
        controls.set_counts(data)
        session.set_value("data", "coin")
    else:
        session.set_value(OWN, Own(family.name, data))
        session.set_value("data", "yours")
        for key in SLIDERS:
            session.drop_unless_in(key, ())
        controls.reset_charts()
