"""The entry script: page configuration, navigation and keys. Every run of every lesson starts here."""

from pathlib import Path

import streamlit as st

from core import memory
from pages._kit import browser, course, stage, stepper, way
from pages._kit.forecasts import kept
from pages._kit.room import follower, roles

st.set_page_config(
    page_title="Learning = Inference",
    page_icon=str(Path(__file__).parent / "pages" / "_kit" / "favicon.svg"),
    layout="wide",
    initial_sidebar_state=270,
)
page = course.navigation()
stepper.take_waiting()
if course.is_lesson(page) and not way.on_paper():
    roles.take_host_link()
browser.listen(
    step=stepper.walk,
    play=stepper.toggle,
    open_lesson=way.lesson_to_open(),
    keep={
        kept.NAME: kept.for_browser(),
        roles.NAME: roles.for_browser(),
        follower.NAME: follower.for_browser(),
    },
)
stage.prepare_session()
memory.freeze_imports()
course.run(page)
stepper.go_on()
