"""Learning = Inference: page configuration and navigation, nothing else."""

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
presenting = stage.enter()
arriving = stage.arriving(page.url_path)
if arriving and not presenting:
    course.side_bar()
memory.freeze_imports()
page.run()
if not arriving and not presenting:
    # It stands there already: what the learner has changed on the page comes first.
    course.side_bar()
