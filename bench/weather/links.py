"""Generated links with unusable values, and what each must show: the defaults, without an error."""

from __future__ import annotations

import string
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode

from hypothesis import strategies as st

from bench.client import Client
from bench.weather.widgets import faults
from pages._kit.course import LESSONS, Lesson, lesson

NEVER = (
    *("nan", "NaN", "inf", "-inf", "Infinity", "1e99", "-1e99", "1e999", "-1", "-0.001", "9" * 400, "x" * 5000),
    *("nobody", "None", "null", "undefined", "[object Object]", "{}", "[]", "()", "\x00", "\ufeff", "🪙", "7,3", "7;3"),
    *("' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "${7*7}", "{{7*7}}", "%00", "0x10", "1e", "--1"),
)
"""Values that no key of any lesson has."""
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
WILD = st.one_of(
    WORDS,
    st.integers(-(10**12), 10**12).map(str),
    st.floats().map(repr),
    st.sampled_from(
        ("", "0", "1", "true", "True", "gaussian", "l2", "0.5", "007", "1_000", "٣", "²", "1e3", " 7 ", "+7")
    ),
)
NAMES = st.text(string.ascii_lowercase + "_[]", min_size=1, max_size=12)


@dataclass(frozen=True)
class Link:
    """An address.

    Attributes
    ----------
    slug, query : str
        The lesson, and what follows its question mark, letter by letter.
    hopeless : bool
        Whether none of its values can be used, so that the defaults must show.
    """

    slug: str
    query: str
    hopeless: bool


def _hopeless(item: Lesson) -> st.SearchStrategy[Link]:
    values = st.lists(st.sampled_from(NEVER), min_size=1, max_size=2)
    chosen = st.dictionaries(st.sampled_from(item.keys), values, min_size=1)
    more = st.dictionaries(NAMES.map(lambda name: f"un_{name}"), st.lists(WORDS, max_size=2), max_size=2)
    return st.tuples(chosen, more).map(lambda both: Link(item.slug, urlencode(both[0] | both[1], doseq=True), True))


def _wild(item: Lesson) -> st.SearchStrategy[Link]:
    values = st.lists(st.one_of(WILD, st.sampled_from(NEVER)), max_size=3)
    chosen = st.dictionaries(st.sampled_from(item.keys), values, min_size=1)
    return chosen.map(lambda query: Link(item.slug, urlencode(query, doseq=True), False))


def _raw(item: Lesson) -> st.SearchStrategy[Link]:
    part = st.one_of(
        WORDS,
        st.sampled_from(("&", "&&", "=", "==", ";", "#", "?", "%", "%zz", "%ff%fe", "+", "present=", "embed=true")),
        st.binary(max_size=20).map(lambda data: quote(data)),
        st.sampled_from(item.keys),
    )
    return st.lists(part, max_size=12).map(lambda parts: Link(item.slug, "".join(parts), False))


def links() -> st.SearchStrategy[Link]:
    """Addresses of all lessons: without a usable value, with arbitrary values, and with broken query strings."""
    return st.sampled_from(LESSONS).flatmap(lambda item: st.one_of(_hopeless(item), _wild(item), _raw(item)))


class Visitor:
    """Opens links on one server and reports what was wrong."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._defaults: dict[tuple[str, str], dict[str, str]] = {}

    def defaults(self, link: Link) -> dict[str, str]:
        """The figures of the scene that the link's keys open, with a key that no lesson knows in their place."""
        opened = lesson(link.slug).scene_of_keys(parse_qs(link.query, keep_blank_values=True)).slug
        place = link.slug, opened
        if place not in self._defaults:
            with Client(self._url, link.slug, f"scene={opened}&nothing=1") as client:
                self._defaults[place] = client.open().metrics
        return self._defaults[place]

    def wrong(self, link: Link) -> list[str]:
        """Open a link; an empty list if all is well."""
        expected = self.defaults(link)
        with Client(self._url, link.slug, link.query, strict=False) as client:
            run = client.open()
            address = parse_qs(client.visit.query_string, keep_blank_values=True)
        found = faults(run) + [text for text in run.refused if text.startswith("error")]
        if link.hopeless:
            shown = {label: run.metrics.get(label) for label in expected}
            found += [
                f"{label} = {shown[label]}, not {value}" for label, value in expected.items() if shown[label] != value
            ]
            sent = parse_qs(link.query, keep_blank_values=True)
            # Nobody reads the key of a field that this state of the page does not draw, such as a narrow peak's window.
            left = [key for key in address if set(address[key]) & set(sent.get(key, ())) and key in client.widgets]
            found += [f"{key} stays in the address" for key in left]
        return found
