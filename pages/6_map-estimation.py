"""Lesson 6, MAP estimation: the order of the page."""

import streamlit as st

from pages._kit import stage
from pages.map_estimation import coin, logit, race, weights, words


def under_the_chart(here: stage.Stage) -> coin.Below:
    """Everything below the curves, in reading order; return the places of the parts that the coin moves."""
    words.ideas()
    words.question()
    plane = st.container()
    racing = race.scene(here.look)
    reparametrized = logit.scene()
    coin_script, converter_script = words.scripts()
    words.closing()
    stage.neighbor_links(here)
    with plane:
        weights.scene(here.look, converter_script, walk=not racing)
    return coin.Below(reparametrized, coin_script)


here = stage.open_lesson("map-estimation")
with here.hero:
    coin.names(here.look)
coin.scene(here, None if here.presenting else under_the_chart(here))
