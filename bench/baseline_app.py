"""The smallest interactive page, to measure Streamlit's own cost of a rerun and a repaint."""

import streamlit as st

# Bound to the address, as the lessons' sliders are.
theta = st.slider("theta", 0.0, 1.0, 0.5, 0.001, key="theta", bind="query-params")
st.write(f"{theta:.3f}")
