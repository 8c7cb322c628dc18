"""Learning = Inference: page configuration and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from pages._kit import course, memory, stage

st.set_page_config(
    page_title="Learning = Inference",
    page_icon=str(Path(__file__).parent / "pages" / "_kit" / "favicon.svg"),
    layout="wide",
    initial_sidebar_state=270,
)
page = course.navigation()
if not stage.enter():
    course.side_bar()
memory.freeze_imports()
page.run()
