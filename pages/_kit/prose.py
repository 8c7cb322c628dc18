"""The blocks of text under the chart: idea, worked example, two worlds, fine print."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import way
from pages._kit.saving import on_page
from pages._kit.saving.on_page import Example, InNotebook

Badge = Literal["exact", "approximate", "heuristic"]
BADGES: Final[dict[Badge, str]] = {
    "exact": ":violet-badge[exact]",
    "approximate": ":yellow-badge[approximate]",
    "heuristic": ":gray-badge[heuristic]",
}


@dataclass(frozen=True)
class Claim:
    """One statement of the fine print, and whether it is exact, approximate or a heuristic."""

    badge: Badge
    text: str


def badged(claim: Claim) -> str:
    """The claim's text with its badge in front."""
    return f"{BADGES[claim.badge]} {claim.text}"


def escaped(text: str) -> str:
    """``text`` as it stands, where Streamlit expects Markdown: names in it come from the learner's file."""
    return re.sub(r"[\\`*_\[\]$:~<>|#&]", r"\\\g<0>", text)


def low(name: str) -> str:
    """A name as it stands inside a sentence: its first letter is small."""
    return name[:1].lower() + name[1:]


def idea(analogy: str, insight: str) -> None:
    """Show the analogy and the key insight side by side."""
    on_page.now().words |= {"The analogy": analogy, "Key insight": insight}
    left, right = st.columns(2, gap="large")
    with left:
        st.header("The analogy", anchor=False)
        st.markdown(analogy)
    with right:
        st.header("Key insight", anchor=False)
        st.markdown(insight)


def folded(label: str, *, icon: str, key: str) -> DeltaGenerator | None:
    """A place that is drawn and sent once it is opened; None until then. On paper it is open, under its heading."""
    if way.on_paper():
        st.header(label, anchor=False)
        return st.container()
    box = st.expander(label, icon=icon, key=key, on_change="rerun")
    return box if box.open else None


def worked_example(
    note: str, script: Callable[[], str], *, key: str = "worked_example", notebook: InNotebook | None = None
) -> None:
    """Offer a complete script that computes this page's current numbers. It is written and sent once it is opened.

    Parameters
    ----------
    note : str
        What the script does.
    script : callable
        Returns the script.
    key : str
        Unique on the page.
    notebook : InNotebook, optional
        What the lesson's notebook adds to it.
    """
    on_page.now().examples[key] = Example(note, script, notebook or InNotebook("", {}))
    box = folded("Worked example", icon=":material/code:", key=key)
    if box:
        with box:
            st.caption(note)
            st.code(script(), language="python", wrap_lines=True)


def worlds(real: str, ai: str) -> None:
    """Show the same idea outside and inside machine learning."""
    on_page.now().words |= {"In the real world": real, "In AI": ai}
    left, right = st.columns(2, gap="large")
    left.markdown(f"**In the real world.** {real}")
    right.markdown(f"**In AI.** {ai}")


@st.fragment
def fine_print(claims: list[Claim], references: list[str]) -> None:
    """Offer the badged claims and the references. They are sent once they are opened."""
    on_page.now().words |= {
        "Fine print": "\n\n".join(f"**[{claim.badge}]** {claim.text}" for claim in claims),
        "Read on": "\n".join(f"- {item}" for item in references),
    }
    box = folded("Fine print and references", icon=":material/gavel:", key="fine_print")
    if box:
        with box:
            st.markdown("\n\n".join(badged(claim) for claim in claims))
            st.markdown("**Read on**\n\n" + "\n".join(f"- {item}" for item in references))
