"""What is on the page now, for the files that a learner takes along: charts, figures, words, worked examples, address.

A file is made when its button is pressed, in a thread without a session. So the menu that offers it holds this object,
which the page fills as it is drawn; a fragment that is drawn again replaces its part.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pyarrow as pa
import streamlit as st

from pages._kit import session
from pages._kit.charts.base import Spec, Tables, from_bytes

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_KEY: Final = "_on_page"


class Drawn(NamedTuple):
    """A chart on the stage: its spec, and its tables by name; a single table has no name."""

    spec: Spec
    tables: Tables

    def standalone(self, *, width: int, height: int) -> Spec:
        """The spec for outside of the course: with its schema, its size in px, and its data in it."""
        datasets = {name: _rows(part) for name, part in self.tables.items()}
        alone = {"data": {"values": datasets.pop("")}} if "" in datasets else {}
        return {"$schema": SCHEMA, **self.spec, "width": width, "height": height, "datasets": datasets, **alone}


def _rows(part: pa.Table | bytes) -> list[dict[str, Any]]:
    """The rows of a table; NaN and infinity, which JSON cannot write, are null."""

    def cell(value: Any) -> Any:
        return None if isinstance(value, float) and not math.isfinite(value) else value

    return [{key: cell(value) for key, value in row.items()} for row in from_bytes(part).to_pylist()]


class InNotebook(NamedTuple):
    """What a notebook adds to a worked example.

    Attributes
    ----------
    chart : str
        Code that draws a chart of the example's variables with Altair; empty for none.
    figures : mapping
        The example's results: expressions of its variables, by label. A figure of the page has the page's label.
    """

    chart: str
    figures: Mapping[str, str]


class Example(NamedTuple):
    """A worked example: what it does, its script, and what a notebook adds to it."""

    note: str
    script: Callable[[], str]
    notebook: InNotebook


@dataclass
class OnPage:
    """What is on the page.

    Attributes
    ----------
    charts : dict
        The charts on the stage, by key.
    figures : dict
        The figures of each row, by its key: pairs of label and value.
    words : dict
        The lesson's words in Markdown, by heading.
    examples : dict
        The worked examples, by key.
    base : str
        The address of the page without its query string; empty where no browser has told it.
    query : dict
        The state in the address.
    """

    charts: dict[str, Drawn] = field(default_factory=dict)
    figures: dict[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)
    base: str = ""
    query: dict[str, str] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget the page before. The object stays: a menu may hold it."""
        for part in (self.charts, self.figures, self.words, self.examples):
            part.clear()

    def first_chart(self) -> Drawn | None:
        """The first chart on the stage, if there is one; of a copy, as the page may be drawn meanwhile."""
        return next(iter(list(self.charts.values())), None)

    def note_address(self) -> None:
        """Remember the address as it is now."""
        self.base, self.query = str(st.context.url or ""), dict(st.query_params.to_dict())


def now() -> OnPage:
    """What is on the page now."""
    return session.kept(_KEY, OnPage)
