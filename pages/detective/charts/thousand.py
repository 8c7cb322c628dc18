"""Lesson 1's thousand cases: a block of dots for each suspect, and a bar of what the clues leave.

A block has a dot for each of its suspect's cases; those that show every clue that is on come first and are green, the
color of data and belief together. The bar gathers what is left, by exact numbers: a suspect's share of it is its
posterior probability. The browser makes and places the dots, as large as the chart's width and height allow.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import altair as alt
import numpy as np

from core.likelihood.natural_frequencies import THOUSAND, Frequencies, dots, log_count
from core.numbers import SMALLEST_DECIMAL, decimal, from_log, significant
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.labels import spread
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, MAP_SHAPE, REST
from pages.detective.charts.case import INK, type_size

HEIGHT: Final = 400
SMALLEST: Final = Fraction(1, 10**300)
"""Below this a number of cases is no float any more."""
NARROW: Final = "width < 480"
KINDS: Final = (
    ("left", BOTH, 1.0, 0.85),
    ("near", DATA, 0.6, 0.62),
    ("far", DATA, 0.3, 0.62),
    ("none", REST, 0.35, 0.5),
)
"""What a case shows: its name, its color, its opacity, and the width of its dot as a share of the distance of two."""
GAP: Final = 0.08
"""Least distance of two of the bar's labels, as a share of its height."""


def counted(count: Fraction, least: int = 1) -> str:
    """A number of cases: 28, 10.125, 333.33, 1.36 × 10⁻⁵.

    It has as many digits as it needs, at least ``least``, and at most five: the numbers of the original case are whole.
    """
    if 0 < count < SMALLEST:
        return from_log(log_count(count), 3)
    value, most = float(count), 3 if 0 < count < SMALLEST_DECIMAL else 5
    rounded = f"{value:.{most - 1}e}"
    enough = (digits for digits in range(least, most + 1) if float(f"{value:.{digits - 1}e}") == float(rounded))
    return significant(value, next(enough))


class _Place:
    """Vega expressions for distances, px."""

    def __init__(self, look: Look) -> None:
        self.size = type_size(look)
        self.bar = f"({NARROW} ? 22 : 2.2 * {self.size})"
        self.name = f"(1.7 * {self.size})"
        """Height of a block's name."""
        wide = f"(width - {self.bar} - ({NARROW} ? 3.6 : 10.6) * {self.size})"
        free = f"(height - 3 * {self.name})"
        # At a distance of p between two dots, a row takes (wide / p - 1) dots or more, and each block may leave a row
        # unfinished. So p is the solution of (1000 p / (wide - p) + 3) p = free.
        linear, square = f"(3 * {wide} + {free})", THOUSAND - 3
        root = f"sqrt({linear} * {linear} + {4 * square} * {free} * {wide})"
        self.apart = f"((({root}) - {linear}) / {2 * square})"
        self.in_row = f"max(1, floor({wide} / {self.apart}))"


def _cases(place: _Place) -> Layered:
    """The thousand dots, block under block, each block in rows from the left."""
    now, block = alt.NamedData(name="now"), alt.NamedData(name="block")
    shows = [f"shows_{name}" for name, *_ in KINDS]
    numbers = ["suspect", "start", "before1", "before2", "left", "near", "far"]
    case = (
        alt.Chart(alt.sequence(0, THOUSAND, as_="case"))
        .transform_calculate(one="1")
        .transform_lookup(
            lookup="one", from_=alt.LookupData(data=now, key="one", fields=["edge1", "edge2", *shows])
        )
        .transform_calculate(s="(datum.case >= datum.edge1 ? 1 : 0) + (datum.case >= datum.edge2 ? 1 : 0)")
        .transform_lookup(lookup="s", from_=alt.LookupData(data=block, key="s", fields=numbers))
        .transform_calculate(i="datum.case - datum.start", p=place.apart, row=place.in_row)
        .transform_calculate(
            px="(datum.i % datum.row + 0.5) * datum.p",
            py=f"(datum.s + 1) * {place.name} + datum.p * (0.5 + floor(datum.i / datum.row)"
            " + ceil(datum.before1 / datum.row) + ceil(datum.before2 / datum.row))",
            kind="datum.i < datum.left ? 'left' : datum.i < datum.near ? 'near' : datum.i < datum.far ? 'far' : 'none'",
        )
        .transform_calculate(shows="datum['shows_' + datum.kind]")
    )  # fmt: skip
    at: dict[str, Any] = {"x": alt.XValue(alt.ExprRef("datum.px")), "y": alt.YValue(alt.ExprRef("datum.py"))}
    tips = [alt.Tooltip("suspect:N", title="suspect"), alt.Tooltip("shows:N", title="shows")]
    layers = [
        alt.Chart()
        .transform_filter(f"datum.kind == '{name}'")
        .mark_point(shape="circle", filled=True, opacity=opacity, size=alt.ExprRef(f"pow({share} * datum.p, 2)"))
        .encode(**at, color=alt.ColorValue(color), tooltip=tips)
        for name, color, opacity, share in KINDS
    ]
    return alt.layer(*layers, data=case.data, transform=case.transform)


def _names(place: _Place) -> list[alt.Chart]:
    """Above each block its suspect, and how many of its cases are left; a leader has the diamond of the MAP."""
    rows_above = " + ".join(f"ceil(datum.before{k} / {place.in_row})" for k in (1, 2))
    y = alt.YValue(alt.ExprRef(f"(datum.s + 0.55) * {place.name} + ({rows_above}) * {place.apart}"))
    named = rows_of("block").transform_calculate(label=f"{NARROW} ? datum.short : datum.long")
    leader, other = named.transform_filter("datum.leads"), named.transform_filter("!datum.leads")
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": alt.ExprRef(place.size)}
    words: dict[str, Any] = {"y": y, "text": alt.Text("label:N"), "color": alt.ColorValue(INK)}
    beside = alt.XValue(alt.ExprRef(f"1.1 * {place.size}"))
    return [
        other.mark_text(**style).encode(x=alt.XValue(0), **words),
        leader.mark_text(**style, fontWeight=700).encode(x=beside, **words),
        leader.mark_point(
            shape=MAP_SHAPE, filled=True, opacity=1, size=alt.ExprRef(f"0.7 * pow({place.size}, 2)")
        ).encode(x=alt.XValue(alt.ExprRef(f"0.45 * {place.size}")), y=y, color=alt.ColorValue(BOTH)),
    ]  # fmt: skip


def _share(name: str) -> alt.Y:
    return alt.Y(
        f"{name}:Q",
        title="Share of what is left",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(orient="right", values=[0, 0.2, 0.4, 0.6, 0.8, 1], format="~g"),
    )


def _gathered(place: _Place) -> list[alt.Chart]:
    """What is left as one bar of height 1, from the top in the order of the blocks, and each suspect's share."""
    from_x, to_x = alt.XValue(alt.ExprRef(f"width - {place.bar}")), alt.X2Value(alt.ExprRef("width"))
    piece = rows_of("share")
    span: dict[str, Any] = {"x": from_x, "x2": to_x, "y": _share("top"), "y2": alt.Y2("bottom:Q")}
    frame = rows_of("now").mark_rect(filled=False, strokeWidth=1).encode(
        x=from_x, x2=to_x, y=alt.YValue(0), y2=alt.Y2Value(alt.ExprRef("height")), color=alt.ColorValue(REST)
    )  # fmt: skip
    tips = [alt.Tooltip("suspect:N", title="suspect"), alt.Tooltip("said:N", title="share of what is left")]
    green = alt.ColorValue(BOTH)
    beside = alt.XValue(alt.ExprRef(f"width - {place.bar} - 0.5 * {place.size}"))
    style: dict[str, Any] = {"align": "right", "baseline": "middle", "fontSize": alt.ExprRef(place.size)}
    named = piece.transform_calculate(label=f"{NARROW} ? datum.said : datum.suspect + ' ' + datum.said")
    words: dict[str, Any] = {"x": beside, "text": alt.Text("label:N"), "color": alt.ColorValue(INK)}
    nobody = rows_of("now").transform_calculate(label=f"{NARROW} ? datum.none : datum.nobody")
    return [
        frame,
        piece.transform_filter("datum.leads").mark_rect(opacity=0.85).encode(
            **span, color=green, tooltip=tips
        ),
        piece.transform_filter("!datum.leads").mark_rect(opacity=0.35).encode(**span, color=green, tooltip=tips),
        piece.mark_rect(filled=False, strokeWidth=1.5).encode(**span, color=green),
        named.transform_filter("!datum.leads").mark_text(**style).encode(**words, y=_share("label_y")),
        named.transform_filter("datum.leads").mark_text(**style, fontWeight=700).encode(**words, y=_share("label_y")),
        nobody.mark_text(**style).encode(**words, y=alt.YValue(alt.ExprRef("height / 2"))),
    ]  # fmt: skip


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    place = _Place(look)
    return finish(alt.layer(*_gathered(place), _cases(place), *_names(place)), look, height=HEIGHT)


def rows(found: Frequencies, suspects: Sequence[str], clues: Sequence[str]) -> Tables:
    """Return the chart's tables: ``block``, one row for each suspect, ``share``, and ``now``, a single row.

    Parameters
    ----------
    found : Frequencies
        The expected numbers of cases, of three suspects.
    suspects : sequence of str
        Their names.
    clues : sequence of str
        The clues that are on, at most three.
    """
    whole = dots(found)
    n, left = whole[0], whole[-1]
    # With three clues on, a case shows all of them, the first two, the first, or not even that.
    near = whole[-2] if len(clues) > 1 else left
    far = whole[-3] if len(clues) > 2 else near
    edges = list(itertools.accumulate(n))
    leads = [i in found.leaders for i in range(len(suspects))]
    said = [(counted(some), counted(most)) for some, most in zip(found.left, found.cases, strict=True)]
    return {
        "now": table(one=1, edge1=edges[0], edge2=edges[1], **_shows(clues), **_nobody(found)),
        "block": table(
            s=np.arange(len(suspects)), suspect=list(suspects), cases=n, start=[0, *edges[:-1]],
            before1=[0, n[0], n[0]], before2=[0, 0, n[1]], left=left, near=near, far=far, leads=leads,
            long=[f"{name}: {some} of {most} cases left" for name, (some, most) in zip(suspects, said, strict=True)],
            short=[f"{name}: {some} of {most}" for name, (some, most) in zip(suspects, said, strict=True)],
        ),
        "share": _shares(found, suspects, leads),
    }  # fmt: skip


def _nobody(found: Frequencies) -> dict[str, str]:
    return {"nobody": "", "none": ""} if found.leaders else {"nobody": "nobody is left", "none": "none"}


def _shows(clues: Sequence[str]) -> dict[str, str]:
    """What a dot of each kind shows, for its tooltip."""
    every = " and ".join([", ".join(clues[:-1]), clues[-1]] if len(clues) > 1 else clues)
    return {
        "shows_left": every or "no clue is on",
        "shows_near": f"{' and '.join(clues[:-1])}, not {clues[-1]}" if len(clues) > 1 else "",
        "shows_far": f"{clues[0]}, not {clues[1]}" if len(clues) > 2 else "",
        "shows_none": f"not {clues[0]}" if clues else "",
    }


def _shares(found: Frequencies, suspects: Sequence[str], leads: Sequence[bool]) -> Any:
    """The pieces of the bar; a suspect with no share has none."""
    shares = [float(share) for share in found.posterior or ()]
    bottoms = 1 - np.cumsum(shares)
    kept = [i for i, share in enumerate(shares) if share > 0]
    tops = [float(bottoms[i - 1]) if i else 1.0 for i in kept]
    ends = [max(0.0, float(bottoms[i])) for i in kept]
    middles = np.array([(top + end) / 2 for top, end in zip(tops, ends, strict=True)], dtype=np.float64)
    return table(
        suspect=np.array([suspects[i] for i in kept], dtype=str), top=np.array(tops), bottom=np.array(ends),
        label_y=spread(middles, GAP, GAP / 2, 1 - GAP / 2), leads=np.array([leads[i] for i in kept], dtype=bool),
        said=np.array([decimal(shares[i]) for i in kept], dtype=str),
    )  # fmt: skip
