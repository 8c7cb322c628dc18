"""Lesson 1: a suspect is a parameter, a clue is data, and the suspect who explains the clues best is the MLE."""

import streamlit as st

from pages._kit import prose, stage
from pages.detective import words
from pages.detective.case import Places, the_case
from pages.detective.line_up import line_up_of_coins

here = stage.open_lesson("detective")
if here.presenting:
    the_case(here, Places(table=here.controls.container()))
else:
    table, bayes = st.columns([1.5, 1], gap="large")
    coins, below = st.container(), st.container()
    with below:
        words.idea()
        words.question()
        example = prose.worked_example("This page’s numbers, as they stand now: the case, then the coins. NumPy only.")
        case_example, coins_example = example.container(), example.container()
        words.closing()
        stage.neighbor_links(here)
    the_case(here, Places(table, bayes, case_example))
    with coins:
        line_up_of_coins(here.look, coins_example)
