"""The learner's own data: pasted, or a column of a CSV file.

They stay in the session and are not part of a link. Coin flips are the exception: their two counts are all that the
likelihood needs, so they become the shared heads and tails.
"""

from typing import Any, Final, NamedTuple

import streamlit as st

from core.data.own.cells import MAX_BYTES, MAX_VALUES, DataProblem
from core.data.own.csv_table import Table, parse_csv
from pages._kit import controls, session
from pages.likelihood.families import COIN, FAMILIES
from pages.likelihood.family import Family, Given

BY_NAME: Final[dict[str, Family[Any]]] = {family.name: family for family in FAMILIES}
OWN: Final = "_own_data"
PROBLEM: Final = "_own_problem"


class Own(NamedTuple):
    """The learner's data, and the name of their family."""

    family: str
    data: Any


def current() -> Own | None:
    """Return the learner's data, None before there are any."""
    own: Own | None = session.value_of(OWN, None)
    return own


def panel() -> None:
    """Draw the fields to paste or upload data, and a sentence about what was wrong with them."""
    with st.expander("Your own data", icon=":material/upload_file:"):
        name = st.selectbox("They are", list(BY_NAME), key="own_kind", persist_state="session")
        allowed = BY_NAME[name].allowed
        st.text_area(
            "Paste them", key="own_text", height=90, max_chars=MAX_BYTES, placeholder=allowed, persist_state="session"
        )
        uploaded = st.file_uploader("Or a CSV file, 1 MB at most", type=["csv", "txt", "tsv"], max_upload_size=1)
        table = _table(uploaded.getvalue()) if uploaded else None
        if isinstance(table, Table):
            st.selectbox("Column", table.names, key="own_column")
        st.button("Use these data", on_click=_use, args=(table,), disabled=isinstance(table, str))
        st.caption(f"Allowed: {allowed}; at most {MAX_VALUES:,} values. They stay in your session.")
        problem = table if isinstance(table, str) else session.value_of(PROBLEM, None)
        if problem:
            st.error(problem, icon=":material/error:")


def _table(content: bytes) -> Table | str:
    """Return the file as a table, or a sentence about what is wrong with it."""
    try:
        return parse_csv(content)
    except DataProblem as problem:
        return str(problem)


def _use(table: Table | None) -> None:
    # The fields' values at the press: they may be newer than those at the rerun that drew the button.
    family = BY_NAME[session.value_of("own_kind", None) or COIN.name]
    given = Given(session.value_of("own_text", None) or "", table, session.value_of("own_column", None))
    session.set_value(PROBLEM, None)
    try:
        data = family.read(given)
    except DataProblem as problem:
        session.set_value(PROBLEM, str(problem))
        return
    if family is COIN:
        controls.set_counts(data)
        session.set_value("data", "coin")
    else:
        session.set_value(OWN, Own(family.name, data))
        session.set_value("data", "yours")
        controls.reset_charts()
