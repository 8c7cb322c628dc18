"""Learning = Inference: page configuration and navigation, nothing else."""

import gc
from pathlib import Path

import streamlit as st

from pages._kit import course, stage

st.set_page_config(
    page_title="Learning = Inference",
    page_icon=str(Path(__file__).parent / "pages" / "_kit" / "favicon.svg"),
    layout="wide",
    initial_sidebar_state=230,
)
page = course.navigation()
presenting = stage.enter()
if not gc.get_freeze_count():
    # What the imports allocated stays for good: the collector need not walk it again.
    gc.collect()
    gc.freeze()
page.run()
if not presenting:
    course.side_bar()  # after the page: its links carry what the page has read from the address
