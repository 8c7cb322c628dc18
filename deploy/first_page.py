"""The first HTML of a page: Streamlit's, with the lesson's question in sight until the client has drawn it.

A first visit loads more than a megabyte of scripts before Streamlit draws anything, half a minute on a slow line.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Final

import streamlit as st

from pages._kit.course import TOTAL, Lesson

INDEX: Final = Path(st.__file__).parent / "static" / "index.html"
"""Streamlit's page, the same for every address."""
COMING: Final = Template(Path(__file__).with_name("first_page.html").read_text(encoding="utf-8"))
ROOM_COMING: Final = Path(__file__).with_name("first_room.html").read_text(encoding="utf-8")
TITLE: Final = "Learning = Inference"
ROOM_TITLE: Final = "The room"

_NO_SCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_TITLE: Final = re.compile(r"<title>.*?</title>")
_STYLES: Final = re.compile(r"<link rel=\"stylesheet\"[^>]*>")
_ADDRESS: Final = re.compile(r"(?<=href=\")[^\"]*(?=\")")
_ICON_FONT: Final = re.compile(r"@font-face\s*{[^}]*Material Symbols[^}]*}")


def first_page(html: str, lesson: Lesson) -> str:
    """Return Streamlit's page ``html`` with the name and the question of ``lesson``.

    Streamlit's style sheets move to the end: a browser paints nothing below one before it has arrived.
    """
    name = f"{lesson.number} of {TOTAL} · {lesson.name}" if lesson.number else TITLE
    coming = COMING.substitute(name=escape(name), question=escape(lesson.question))
    return _page(html, TITLE, coming, "\n".join(_STYLES.findall(html)))


def first_page_of_room(html: str, static: Path = INDEX.parent) -> str:
    """Return Streamlit's page ``html`` for the participants of a room.

    Streamlit's client loads its font of icons at its start. It is 0.4 MB, a third of a first visit, and the room's page
    has no icon. So Streamlit's styles, beside ``static``, stand in the page, and the font in a style sheet that
    ``pages/_kit/connection.js`` turns on where the browser goes on to a lesson.
    """
    styles = []
    for link in _STYLES.findall(html):
        found = _ADDRESS.search(link)
        file = static / (found.group() if found else "")
        # An address in a style sheet is relative to the sheet.
        folder = file.parent.relative_to(static).as_posix()
        text = re.sub(r"url\((?!data:)([\"']?)(?:\./)?", rf"url(\1./{folder}/", file.read_text(encoding="utf-8"))
        icons = "".join(_ICON_FONT.findall(text))
        styles.append(f'<style>{_ICON_FONT.sub("", text)}</style>\n<style id="icons" media="not all">{icons}</style>')
    return _page(html, ROOM_TITLE, ROOM_COMING, "\n".join(styles))


def _page(html: str, title: str, coming: str, styles: str) -> str:
    html = _STYLES.sub("", html).replace("</body>", f"{styles}\n</body>")
    html = _TITLE.sub(f"<title>{title}</title>", html)
    return _NO_SCRIPT.sub(lambda _: coming, html, count=1)
