"""The lesson as a Jupyter notebook: its words, its worked examples with the current numbers, the learner's forecasts.

It is written when its button is pressed, and runs where NumPy, SciPy and Altair are installed, and torch where an
example imports it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from core.forecasts.score import score
from core.numbers import decimal, nats
from pages._kit.course import SHARED, TOTAL, Lesson, Scene
from pages._kit.forecasts.fields import cell, percent
from pages._kit.forecasts.record import Forecast
from pages._kit.saving.on_page import Example, OnPage

PACKAGES: Final = {"numpy": "NumPy", "scipy": "SciPy", "altair": "Altair", "torch": "torch"}
"""The packages that a notebook may import, as pip and as people call them."""
WORDS: Final = ("The analogy", "Key insight", "Nine answers")
WORLDS: Final = ("In the real world", "In AI")
CLOSING: Final = ("Fine print", "Read on")


class Part(NamedTuple):
    """A cell of the notebook: Markdown or code."""

    text: str
    is_code: bool = False


def text(lesson: Lesson, scene: Scene, page: OnPage, made: Sequence[Forecast]) -> str:
    """The notebook of a lesson as JSON, in the format of nbformat 4.5.

    Parameters
    ----------
    lesson, scene : Lesson, Scene
        What is open.
    page : OnPage
        What is on the page.
    made : sequence of Forecast
        The learner's forecasts of this lesson.
    """
    import nbformat  # with jsonschema and traitlets, which only this file needs
    from nbformat import v4

    worked = list(_worked(page))
    parts = [
        Part(_head(lesson, scene, page, "\n".join(part.text for part in worked if part.is_code))),
        *_words(page, *WORDS),
        *worked,
        *_worlds(page),
        *_forecasts(made),
        *_words(page, *CLOSING),
    ]
    cells = [v4.new_code_cell(part.text) if part.is_code else v4.new_markdown_cell(part.text) for part in parts]
    for place, one in enumerate(cells):
        one["id"] = f"cell-{place}"  # and not a random one: the same page is the same file
    whole = v4.new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(whole)
    return str(nbformat.writes(whole)) + "\n"


_METADATA: Final[dict[str, Any]] = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def address(lesson: Lesson, scene: Scene, page: OnPage) -> str:
    """The address that opens the page as it is now."""
    known = {key: value for key, value in page.query.items() if key in (*lesson.keys, *SHARED)}
    if scene is not lesson.scenes[0]:
        known = {"scene": scene.slug, **known}
    return (page.base or f"/{lesson.slug}") + ("?" + urlencode(known) if known else "")


def _head(lesson: Lesson, scene: Scene, page: OnPage, code: str) -> str:
    needed = [name for name in PACKAGES if re.search(rf"^(import|from) {name}\b", code, re.MULTILINE)]
    place = f"Lesson {lesson.number} of {TOTAL}: {lesson.name}. " if lesson.number else ""
    where = f"{place}Scene “{scene.title}”." if len(lesson.scenes) > 1 else place.strip()
    lines = [
        f"# {lesson.question}",
        f"{where} From the course *Learning = Inference*, with the numbers as you left them. "
        f"[Open the page]({address(lesson, scene, page)}).".strip(),
    ]
    if needed:
        *first, last = [PACKAGES[name] for name in needed]
        lines.append(
            f"It needs {' and '.join(filter(None, [', '.join(first), last]))}. Where one is missing, run `%pip install "
            f"{' '.join(needed)}` in a cell of its own. To draw a chart, Jupyter loads Vega-Lite from the network."
        )
    return "\n\n".join(lines)


def _words(page: OnPage, *headings: str) -> list[Part]:
    return [Part(f"## {name}\n\n{_plain(page.words[name])}") for name in headings if name in page.words]


def _worlds(page: OnPage) -> list[Part]:
    said = [f"**{name}.** {_plain(page.words[name])}" for name in WORLDS if name in page.words]
    return [Part("\n\n".join(["## Two worlds", *said]))] if said else []


def _plain(text: str) -> str:
    """Markdown without Streamlit's colors and badges, which Jupyter would show as they are typed."""
    return re.sub(r":[a-z]+(?:-badge)?\[((?:[^\[\]]|\[[^\]]*\])*)\]", r"\1", text)


def _worked(page: OnPage) -> Iterator[Part]:
    """The worked examples, each under its heading, and their results; a page without one has its chart instead."""
    examples = list(page.examples.values())
    if not examples:
        yield from _chart_of_the_stage(page)
        return
    for place, example in enumerate(examples, 1):
        number = f" {place}" if len(examples) > 1 else ""
        yield Part(f"## Worked example{number}\n\n{_plain(example.note)}")
        yield Part(example.script(), is_code=True)
        if example.notebook.chart:
            yield Part(example.notebook.chart, is_code=True)
    if any(example.notebook.figures for example in examples):
        yield Part("## The figures\n\nAs computed above. After each #, what the page shows.")
        yield Part(_figures(examples, page), is_code=True)


def _figures(examples: Sequence[Example], page: OnPage) -> str:
    """A cell that prints the results of the examples, each with the page's figure beside it if it has one."""
    of_page = dict(pair for row in list(page.figures.values()) for pair in row)
    found = {name: value for example in examples for name, value in example.notebook.figures.items()}
    return "\n".join(
        f'print({json.dumps(name, ensure_ascii=False)}, {value}, sep=": ")'
        + (f"  # {_line(of_page[name])}" if name in of_page else "")
        for name, value in found.items()
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _chart_of_the_stage(page: OnPage) -> Iterator[Part]:
    drawn = page.first_chart()
    if drawn is None:
        return
    spec = json.dumps(drawn.standalone(width=640, height=360))
    yield Part("## The chart\n\nAs it stands on the stage, with its data.")
    code = f"import json\n\nimport altair as alt\n\nspec = json.loads({spec!r})\nalt.Chart.from_dict(spec)"
    yield Part(code, is_code=True)


def _forecasts(made: Sequence[Forecast]) -> list[Part]:
    """The learner's forecasts and what they cost; nothing without any."""
    if not made:
        return []
    found = score([each.answer for each in made])
    lines = [
        "## Your forecasts",
        f"Your NLL: **{nats(found.nll)}**, the mean of −log p over {found.forecasts} "
        f"forecast{'s' if found.forecasts > 1 else ''} of this lesson, where p is what you gave to the right option. "
        f"Guessing, with the same probability for every option, would cost {nats(found.guessing)}.",
    ]
    return [Part("\n\n".join(lines)), *(_forecast(place, each) for place, each in enumerate(made, 1))]


def _forecast(place: int, made: Forecast) -> Part:
    asked, given = made.asked, made.probabilities
    rows = ["| Option | You gave |", "|---|--:|"]
    for at, option in enumerate(asked.options):
        mark = "**" if at == asked.right else ""
        rows.append(f"| {mark}{cell(_plain(option.text))}{mark} | {mark}{percent(given[at])}{mark} |")
    right = asked.options[asked.right].text
    said = "\n\n".join(
        [
            f"**{place}.** {_plain(asked.stem)}",
            "\n".join(rows),
            f"It is: **{_plain(right)}**. You gave it {percent(given[asked.right])}, which cost "
            f"{decimal(made.answer.cost)} nats. {_plain(asked.why)}",
        ]
    )
    return Part(said)
