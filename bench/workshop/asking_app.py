"""The smallest page that asks a room: a slider and a button in a fragment, and one that reads SQLite every two seconds.

Each answer is committed to the disk before the page says so, as in the course's room.
"""

import os
import sqlite3
import time
from pathlib import Path
from threading import Lock

import streamlit as st


@st.cache_resource
def database() -> tuple[sqlite3.Connection, Lock]:
    """A connection for all, and whose turn it is."""
    made = sqlite3.connect(
        Path(os.environ["COURSE_DATA"]) / "bare.sqlite3", check_same_thread=False, isolation_level=None
    )
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA synchronous=FULL")
    made.execute("CREATE TABLE IF NOT EXISTS answers (at REAL, heads INTEGER)")
    return made, Lock()


def send() -> None:
    """Keep an answer."""
    connection, turn = database()
    with turn:
        connection.execute("INSERT INTO answers VALUES (?, ?)", (time.time(), st.session_state["heads"]))
    st.session_state["counted"] = st.session_state["heads"]


@st.fragment
def ask() -> None:
    """Draw the question."""
    st.slider("Heads", 0, 10, 5, key="heads")
    st.button("Send", key="send", on_click=send)
    if "counted" in st.session_state:
        st.markdown(f"Counted: **{st.session_state['counted']} heads**")


@st.fragment(run_every=2.0)
def watch() -> None:
    """Read the number of answers."""
    connection, turn = database()
    with turn:
        connection.execute("SELECT count(*) FROM answers").fetchone()


ask()
watch()
