"""Lesson 3: products of probabilities become sums of logs."""

from functools import partial

import streamlit as st

from pages._kit import stage
from pages.log_likelihood import losses, underflow, words
from pages.log_likelihood.sum import Below, follow_coin, write_example

here = stage.open_lesson("log-likelihood")
if here.presenting:
    follow_coin(here, None)
else:
    # First the layout, in reading order; then the fragments, which fill the places that depend on controls.
    factors = underflow.places()
    product, tosses = st.container(), st.container()
    words.idea()
    table = losses.open_place()
    words.question()
    example = words.example().empty()
    words.closing()
    stage.neighbor_links(here)
    follow_coin(here, Below(product, tosses, table, example))
    underflow.scene(factors, partial(write_example, example))
