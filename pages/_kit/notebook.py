"""The lesson as a Jupyter notebook: its words, its worked examples with the current numbers, the learner's forecasts.

It is written when its button is pressed, and runs where NumPy, SciPy and Altair are installed, and torch where an
example imports it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from core.forecasts.score import score
from core.numbers import decimal, nats
from pages._kit.charts.base import rows_of
from pages._kit.course import SHARED, TOTAL, Lesson, Scene
from pages._kit.forecasts.fields import cell, percent
from pages._kit.forecasts.record import Forecast
from pages._kit.shown import Example, Shown

PACKAGES: Final = {"numpy": "NumPy", "scipy": "SciPy", "altair": "Altair", "torch": "torch"}
"""The packages that a notebook may import, as pip and as people call them."""
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
WORDS: Final = ("The analogy", "Key insight")
WORLDS: Final = ("In the real world", "In AI")
CLOSING: Final = ("Fine print", "Read on")


def text(lesson: Lesson, scene: Scene, page: Shown, made: Sequence[Forecast]) -> str:
    """The notebook of a lesson as JSON, in the format of nbformat 4.5.

    Parameters
    ----------
    lesson, scene : Lesson, Scene
        What is open.
    page : Shown
        What is on the page.
    made : sequence of Forecast
        The learner's forecasts of this lesson.
    """
    import nbformat  # with jsonschema and traitlets, which only this file needs
    from nbformat import v4

    code = list(_code(page))
    cells = [v4.new_markdown_cell(_head(lesson, scene, page, "\n".join(code)))]
    cells += [v4.new_markdown_cell(part) for part in _words(page, *WORDS)]
    for part in code:
        cells.append(v4.new_markdown_cell(part) if part.startswith("## ") else v4.new_code_cell(part))
    cells += [v4.new_markdown_cell(part) for part in (*_worlds(page), *_forecasts(made), *_words(page, *CLOSING))]
    for place, one in enumerate(cells):
        one["id"] = f"cell-{place}"  # and not a random one: the same page is the same file
    whole = v4.new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(whole)
    return str(nbformat.writes(whole)) + "\n"


_METADATA: Final[dict[str, Any]] = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def address(lesson: Lesson, scene: Scene, page: Shown) -> str:
    """The address that opens the page as it is now."""
    known = {key: value for key, value in page.query.items() if key in (*lesson.keys, *SHARED)}
    if scene is not lesson.scenes[0]:
        known = {"scene": scene.slug, **known}
    return (page.base or f"/{lesson.slug}") + ("?" + urlencode(known) if known else "")


def _head(lesson: Lesson, scene: Scene, page: Shown, code: str) -> str:
    needed = [name for name in PACKAGES if re.search(rf"^(import|from) {name}\b", code, re.MULTILINE)]
    place = f"Lesson {lesson.number} of {TOTAL}: {lesson.name}. " if lesson.number else ""
    where = f"{place}Scene “{scene.title}”." if len(lesson.scenes) > 1 else place.strip()
    lines = [
        f"# {lesson.question}",
        f"{where} From the course *Learning = Inference*, with the numbers as you left them: "
        f"[open the page in this state]({address(lesson, scene, page)}).".strip(),
    ]
    if needed:
        *first, last = [PACKAGES[name] for name in needed]
        lines.append(
            f"It needs {', '.join(first)} and {last}. Where one is missing, run `%pip install "
            f"{' '.join(needed)}` in a cell of its own. To draw a chart, Jupyter loads Vega-Lite from the network."
        )
    return "\n\n".join(lines)


def _words(page: Shown, *headings: str) -> list[str]:
    return [f"## {name}\n\n{_plain(page.words[name])}" for name in headings if name in page.words]


def _worlds(page: Shown) -> list[str]:
    said = [f"**{name}.** {_plain(page.words[name])}" for name in WORLDS if name in page.words]
    return ["\n\n".join(["## Two worlds", *said])] if said else []


def _plain(text: str) -> str:
    """Markdown without Streamlit's colors and badges, which Jupyter would show as they are typed."""
    return re.sub(r":[a-z]+(?:-badge)?\[((?:[^\[\]]|\[[^\]]*\])*)\]", r"\1", text)


def _code(page: Shown) -> Iterator[str]:
    """The code cells, each worked example under a heading; a page without one has its chart instead."""
    examples = list(page.examples.values())
    if not examples:
        yield from _chart_of_the_stage(page)
        return
    for place, example in enumerate(examples, 1):
        number = f" {place}" if len(examples) > 1 else ""
        yield f"## Worked example{number}\n\n{_plain(example.note)}"
        yield example.script()
        if example.notebook.chart:
            yield example.notebook.chart
    if any(example.notebook.figures for example in examples):
        yield "## The figures\n\nAs computed above. After a #, what the page shows."
        yield _figures(examples, page)


def _figures(examples: Sequence[Example], page: Shown) -> str:
    """A cell that prints the results of the examples, each with the page's figure beside it if it has one."""
    of_page = dict(pair for row in list(page.figures.values()) for pair in row)
    found = {name: value for example in examples for name, value in example.notebook.figures.items()}
    return "\n".join(
        f"print({json.dumps(name, ensure_ascii=False)}, {value}, sep=': ')"
        + (f"  # {_line(of_page[name])}" if name in of_page else "")
        for name, value in found.items()
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _chart_of_the_stage(page: Shown) -> Iterator[str]:
    drawn = next(iter(list(page.charts.values())), None)
    if drawn is None:
        return
    spec = json.dumps({"$schema": SCHEMA, **drawn.spec, "width": 640, "height": 360, **rows_of(drawn.tables)})
    yield "## The chart\n\nAs it stands on the stage, with its data."
    yield f"import json\n\nimport altair as alt\n\nspec = json.loads({spec!r})\nalt.Chart.from_dict(spec)"


def _forecasts(made: Sequence[Forecast]) -> list[str]:
    """The learner's forecasts and what they cost; nothing without any."""
    if not made:
        return []
    found = score([each.answer for each in made])
    lines = [
        "## Your forecasts",
        f"Your NLL: **{nats(found.nll)}**, the mean of −log p over {found.forecasts} "
        f"forecast{'s' if found.forecasts > 1 else ''} of this lesson, where p is what you gave to the right option. "
        f"Guessing, the same for every option, would cost {nats(found.guessing)}.",
    ]
    return ["\n\n".join(lines), *(_forecast(place, each) for place, each in enumerate(made, 1))]


def _forecast(place: int, made: Forecast) -> str:
    asked, given = made.asked, made.probabilities
    rows = ["| Option | You gave |", "|---|--:|"]
    for at, option in enumerate(asked.options):
        mark = "**" if at == asked.right else ""
        rows.append(f"| {mark}{cell(_plain(option.text))}{mark} | {mark}{percent(given[at])}{mark} |")
    right = asked.options[asked.right].text
    return "\n\n".join(
        [
            f"**{place}.** {_plain(asked.stem)}",
            "\n".join(rows),
            f"It is: **{_plain(right)}**. You gave it {percent(given[asked.right])}, which cost "
            f"{decimal(made.answer.cost)} nats. {_plain(asked.why)}",
        ]
    )
