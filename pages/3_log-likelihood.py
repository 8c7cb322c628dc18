"""Lesson 2: the data stay fixed, the parameter varies."""

import streamlit as st
from pages._kit import controls, stage

here = stage.open_lesson("log-likelihood")
with here.controls:
    counts = controls.coin()
    theta = controls.theta()
