"""What a teacher of a lesson reads: the lesson's page of docs/teaching, in a dialog whose links open the states."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from pages._kit import course
from pages._kit.course import Lesson

FOLDER: Final = course.ROOT / "docs" / "teaching"
WORKSHOP: Final = "workshop"

_ASKED: Final = "_guide_asked_for"
_LINK: Final = re.compile(r"\[([^\]]+)\]\((/[^)\s]*)\)")
_OTHER_PAGE: Final = re.compile(r"\[([^\]]+)\]\([\w-]+\.md\)")
_STEP: Final = re.compile(r"(\d+)\. " + _LINK.pattern + r"\.?\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """A link that opens a state: its words, its lesson, and the keys of the address."""

    label: str
    lesson: Lesson
    query: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """A part of a page, in Markdown: a heading, a paragraph, a list, a table, or one step of a numbered list."""

    text: str

    @property
    def links(self) -> list[Link]:
        """Its links to states of the course."""
        return [_read(label, address) for label, address in _LINK.findall(self.text)]


def _read(label: str, address: str) -> Link:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Link(label, course.lesson(parts.path.removeprefix("/")), query)


def name_of(lesson: Lesson) -> str:
    """The name of a lesson's page in ``FOLDER``, without its ending."""
    return lesson.slug or "overview"


@cache
def blocks(name: str) -> tuple[Block, ...]:
    """The parts of a page after its title; each step of a numbered list is a part of its own."""
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    _, _, body = text.partition("\n")
    return tuple(Block(part.strip()) for part in re.split(r"\n\s*\n|\n(?=\d+\. )", body) if part.strip())


def offer() -> None:
    """Draw the button that opens the guide."""
    st.button("Teach this lesson", key="teach", icon=":material/school:", type="tertiary", on_click=_ask)


def _ask() -> None:
    st.session_state[_ASKED] = True
    st.session_state["save"] = False  # the menu would stand over the dialog


def draw(lesson: Lesson) -> None:
    """Draw the guide of a lesson if it was asked for."""
    if st.session_state.pop(_ASKED, False):
        _guide(lesson)


@st.dialog("Teach this lesson", width="medium", icon=":material/school:")
def _guide(lesson: Lesson) -> None:
    _draw(name_of(lesson))
    box = st.expander("A workshop of 45, 90 or 180 minutes", key="teach_workshop", on_change="rerun")
    if box.open:
        with box:
            _draw(WORKSHOP)


def _draw(name: str) -> None:
    """Draw a page. A link in Markdown would open a new tab, with a session of its own; a page link stays in this."""
    for place, block in enumerate(blocks(name)):
        step = _STEP.fullmatch(block.text)
        if step:
            number, label, _, rest = step.groups()
            _draw_links(f"{name}_{place}", {f"{number}. {label}": block.links[0]})
            st.markdown(_plain(rest))
        else:
            st.markdown(_plain(block.text))
            if block.links:
                _draw_links(f"{name}_{place}", {link.label: link for link in block.links})


def _plain(text: str) -> str:
    """The text with the words of its links alone."""
    return _OTHER_PAGE.sub(r"\1", _LINK.sub(r"\1", text))


def _draw_links(key: str, links: Mapping[str, Link]) -> None:
    """Draw links that the browser opens in place: ``asking.js`` finds them by the beginning of the container's key."""
    with st.container(key=f"show_it_{key}", horizontal=True, gap="small"):
        for label, link in links.items():
            st.page_link(
                course.page_of(link.lesson), label=label, icon=":material/visibility:", query_params=dict(link.query)
            )
