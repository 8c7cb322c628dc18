"""The smallest page with a chart, to measure Streamlit's own time from launch to first chart."""

import streamlit as st

st.vega_lite_chart(
    {"x": [0, 1, 2], "y": [0, 1, 4]},
    {
        "mark": "line",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    },
    key="chart",
)
