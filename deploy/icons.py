"""Make Streamlit's icon font as small as what is used of it: ``python -m deploy.icons``.

The font, Material Symbols Rounded (Apache License 2.0), holds 4,300 icons in 375 kB, a sixth of a packed first visit.
What is written to deploy/static, under the font's own name, holds each icon whose name occurs in Streamlit's client
or in the course. The proxy serves it in the font's place; after an update of Streamlit the font has another name, and
is served whole until this is run again. Needs fonttools and brotli (requirements-dev.txt).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import streamlit as st

from deploy.settings import ROOT

STATIC: Final = Path(st.__file__).parent / "static" / "static"
TARGET: Final = Path(__file__).parent / "static" / "media"
NAME: Final = re.compile(r"[`'\"/:]([a-z0-9_]{2,60})[`'\":]")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789_ "
LIGATURE: Final = 4  # the type of a substitution of several letters by one glyph


def font() -> Path:
    """Find the icon font of the installed Streamlit."""
    (found,) = (STATIC / "media").glob("MaterialSymbols-Rounded.*.woff2")
    return found


def words(files: Iterable[Path]) -> set[str]:
    """Every text in ``files`` that stands in quotes or colons and could be an icon's name."""
    return {word for file in files for word in NAME.findall(file.read_text(encoding="utf-8"))}


def ligatures(opened: Any) -> dict[str, str]:
    """Icons of a font: from the name that a page writes to the glyph that is drawn."""
    letters = {glyph: chr(code) for code, glyph in opened.getBestCmap().items()}
    found = {}
    for lookup in opened["GSUB"].table.LookupList.Lookup:
        tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
        for table in (table for table in tables if table.LookupType == LIGATURE):
            for first, several in table.ligatures.items():
                for one in several:
                    glyphs = [first, *one.Component]
                    if all(glyph in letters for glyph in glyphs):
                        found["".join(letters[glyph] for glyph in glyphs)] = one.LigGlyph
    return found


def used() -> set[str]:
    """Words of Streamlit's client, of Streamlit, and of the course, icons' names among them."""
    scripts = [*STATIC.glob("js/*.js"), *Path(st.__file__).parent.glob("elements/**/*.py")]
    course = [ROOT / "streamlit_app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("core/**/*.py")]
    return words([*scripts, *course])


def main() -> None:
    """Write the font."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    opened = TTFont(font())
    icons = ligatures(opened)
    kept = used() & icons.keys()
    # Without closure: the letters that spell the names would bring every icon back.
    cutter = subset.Subsetter(subset.Options(layout_features=["*"], layout_closure=False, glyph_names=False))
    cutter.populate(glyphs=[icons[name] for name in kept], unicodes=[ord(letter) for letter in LETTERS])
    cutter.subset(opened)
    opened.flavor = "woff2"
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("MaterialSymbols-Rounded.*.woff2"):
        old.unlink()
    opened.save(TARGET / font().name)
    sys.stdout.write(f"{len(kept)} of {len(icons)} icons, {(TARGET / font().name).stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
