"""The smallest page that moves: what Streamlit itself costs for a rerun and a repaint."""

import streamlit as st

theta = st.slider("theta", 0.0, 1.0, 0.5, 0.001, key="theta")
st.write(f"{theta:.3f}")
