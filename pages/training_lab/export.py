"""The run as files: CSV, JSON, and a plain torch program that repeats it."""

import streamlit as st

from core.training.lab.export import csv_text, json_text
from core.training.lab.ledger import MOST_ROWS
from core.training.lab.run import Run
from pages._kit.saving import on_page
from pages._kit.saving.on_page import Example
from pages.training_lab.notebook import PROGRAM


def exports(run: Run) -> None:
    """Draw three download buttons; each file is made when its button is pressed."""
    with st.container(key="lab_exports", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Take the run with you**")
        for label, name, mime, make in (
            ("CSV", "training-run.csv", "text/csv", lambda: csv_text(run)),
            ("JSON", "training-run.json", "application/json", lambda: json_text(run)),
            ("Plain torch", "training_run.py", "text/x-python", lambda: program(run)),
        ):
            st.download_button(
                label, make, name, mime, key=f"export_{label}", on_click="ignore", icon=":material/download:"
            )
        st.caption(
            "The records, all settings, and a program of torch and NumPy alone that ends in the same figures. "
            + kept(run)
        )
    on_page.now().examples["program"] = Example(
        "The run as a program of torch and NumPy alone: it trains the network anew and ends in the same figures.",
        lambda: program(run),
        PROGRAM,
    )


def kept(run: Run) -> str:
    """Which steps the files hold."""
    often = "after each step" if run.stride == 1 else f"after every {run.stride} steps"
    return (
        f"A record is kept at the start, {often} while the run plays, at its end, and at the end of each press; beyond "
        f"{MOST_ROWS:,} records every second one is dropped."
    )


def program(run: Run) -> str:
    """The run as a program of torch and NumPy alone."""
    from core.training.lab.script import script

    return script(run.config, run.split, run.changes, run.step)
