"""The place of a presenter in the course: an address that names a lesson and its state."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from pages._kit import course, way
from pages._kit.room.store.records import Moment

MOST: Final = 2000
"""The most characters of an address that others follow."""
_MOST_KEYS: Final = 60


@lru_cache(maxsize=1000)
def read(text: str) -> str | None:
    """The address of a lesson, with the keys that the lesson knows; None for one that is no lesson's or too long.

    Values are left as they are: the fields judge them, as they do with a link.
    """
    if len(text) > MOST or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        given = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_MOST_KEYS)
    except ValueError:
        return None
    here = next((item for item in course.LESSONS if f"/{item.slug}" == parts.path), None)
    if here is None or parts.scheme or parts.netloc:
        return None
    known = {*here.keys, *course.SHARED}
    scenes = {scene.slug for scene in here.scenes[1:]}
    kept = [
        (key, value)
        for key, value in given
        if (key in known and _is_usable(key, value)) or (key == way.SCENE and value in scenes)
    ]
    return f"/{here.slug}" + (f"?{urlencode(kept)}" if kept else "")


def of(moment: Moment | None) -> str:
    """The presenter's address as a room holds it; empty if there is none, or if it is no lesson's."""
    return (read(moment.address) or "") if moment and moment.address else ""


def _is_usable(key: str, value: str) -> bool:
    return key not in course.WHOLE_NUMBERS or re.fullmatch(course.WHOLE_NUMBER, value) is not None
