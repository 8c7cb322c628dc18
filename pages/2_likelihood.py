"""Lesson 2: the data stay fixed, the parameter varies."""

import streamlit as st

from pages._kit import stage
from pages.likelihood import evidence, own_data, words

here = stage.open_lesson("likelihood")
with here.controls:
    data = evidence.choose()
below = None
if not here.presenting:
    with st.container():
        below = words.under_the_chart()
    stage.neighbor_links(here)
evidence.show(here, data, below)
with here.controls:
    own_data.panel()
evidence.source_note(here, data)
