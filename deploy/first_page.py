"""The first HTML of a lesson: Streamlit's page, with the lesson's question in sight until the client has drawn it.

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
TITLE: Final = "Learning = Inference"

_NO_SCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_TITLE: Final = re.compile(r"<title>.*?</title>")
_STYLES: Final = re.compile(r"<link rel=\"stylesheet\"[^>]*>")


def first_page(html: str, lesson: Lesson) -> str:
    """Return Streamlit's page ``html`` with the name and the question of ``lesson``.

    Streamlit's style sheets move to the end: a browser paints nothing below one before it has arrived.
    """
    name = f"{lesson.number} of {TOTAL} · {lesson.name}" if lesson.number else TITLE
    coming = COMING.substitute(name=escape(name), question=escape(lesson.question))
    styles = "\n".join(_STYLES.findall(html))
    html = _STYLES.sub("", html).replace("</body>", f"{styles}\n</body>")
    html = _TITLE.sub(f"<title>{TITLE}</title>", html)
    return _NO_SCRIPT.sub(lambda _: coming, html, count=1)
