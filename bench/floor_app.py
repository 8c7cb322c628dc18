"""The smallest possible lesson: a slider, a small chart and four figures in a fragment, with no computation.

Its cost is Streamlit's own for the elements that every lesson has, so no lesson can cost less.
"""

import altair as alt
import numpy as np
import pyarrow as pa
import streamlit as st

X = np.linspace(0, 1, 51)


@st.cache_resource
def spec() -> dict[str, object]:
    """Spec of a line chart, converted once."""
    chart = alt.Chart(alt.NamedData("rows")).mark_line().encode(x="x:Q", y="y:Q").to_dict()
    return {"mark": chart["mark"], "encoding": chart["encoding"], "height": 400}


@st.fragment
def follow() -> None:
    """Rerun by each move of the slider."""
    theta = st.slider("theta", 0.0, 1.0, 0.5, 0.001, key="theta", bind="query-params")
    st.vega_lite_chart(pa.table({"x": X, "y": X**theta}), spec(), key="chart", alt="A line.")
    with st.container(horizontal=True, key="figures"):
        for name in ("one", "two", "three", "four"):
            st.metric(name, f"{theta:.3f}")


follow()
