"""The entry script: page configuration, navigation and side bar. Every run of every lesson starts here."""

from pathlib import Path

import streamlit as st

from core import memory
from pages._kit import course, stage

st.set_page_config(
    page_title="Learning = Inference",
    page_icon=str(Path(__file__).parent / "pages" / "_kit" / "favicon.svg"),
    layout="wide",
    initial_sidebar_state=270,
)
page = course.navigation()
presenting = stage.prepare_session()
first_run = stage.is_first_run(page.url_path)
if first_run and not presenting:
    course.side_bar()
memory.freeze_imports()
page.run()
if not first_run and not presenting:
    # On a rerun the browser already shows the side bar, so the page's own messages are sent before it.
    course.side_bar()
