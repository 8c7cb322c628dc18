"""The smallest lesson: a slider, a small chart and four figures in a fragment, with nothing to work out.

What Streamlit alone asks for the parts that every lesson has. No lesson can come below it.
"""

import altair as alt
import numpy as np
import pyarrow as pa
import streamlit as st

X = np.linspace(0, 1, 51)


@st.cache_resource
def spec() -> dict[str, object]:
    """A line, converted once."""
    chart = alt.Chart(alt.NamedData("rows")).mark_line().encode(x="x:Q", y="y:Q").to_dict()
    return {"mark": chart["mark"], "encoding": chart["encoding"], "height": 400}


@st.fragment
def follow() -> None:
    """All that a move sends."""
    theta = st.slider("theta", 0.0, 1.0, 0.5, 0.001, key="theta", bind="query-params")
    st.vega_lite_chart(pa.table({"x": X, "y": X**theta}), spec(), key="chart", alt="A line.")
    with st.container(horizontal=True, key="figures"):
        for name in ("one", "two", "three", "four"):
            st.metric(name, f"{theta:.3f}")


follow()
