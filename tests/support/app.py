"""Helpers for page tests with AppTest: opening a lesson, and reading its figures and its example."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
FOLDED = ("worked_example", "second_example", "fine_print")
"""Keys of the expanders whose content is sent only once they are open."""
NARROW_SPACE = "\u202f"


def open_lesson(
    file: str,
    *,
    unfold: tuple[str, ...] = FOLDED,
    session: Mapping[str, object] | None = None,
    **query: str | list[str],
) -> AppTest:
    """Open a lesson by the name of its page script, as by a link with this query string, with these expanders open.

    ``session`` is what the session knows before.
    """
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    for key, known in (dict.fromkeys(unfold, True) | dict(session or {})).items():
        app.session_state[key] = known
    app.switch_page(f"pages/{file}")
    # A new AppTest looks for components in the metadata of every installed package, five times as long as the page
    # takes. The course's own components are in none.
    with patch("importlib.metadata.distributions", return_value=()):
        return app.run()


def figure(app: AppTest, label: str) -> str:
    """Text of the figure with this label, which must be shown exactly once; narrow spaces are read as spaces."""
    found = [metric.value for metric in app.metric if metric.label == label]
    assert len(found) == 1, f"{label!r} is shown {len(found)} times"
    return str(found[0]).replace(NARROW_SPACE, " ")


def number(text: str) -> float:
    """The first number of a text as pages write it: −6.109 nats, 1,520.1, 1.36 × 10⁻⁵, ∞."""
    mantissa, power = _read(text)
    return float(Decimal(repr(mantissa)).scaleb(power)) if math.isfinite(mantissa) else mantissa


def log10(text: str) -> float:
    """Base-10 logarithm of the first number of a text, also beyond the range of a float: 1.36 × 10⁻¹⁰⁵⁵⁷⁰."""
    mantissa, power = _read(text)
    return math.log10(mantissa) + power


def _read(text: str) -> tuple[float, int]:
    found = re.search(r"(−?)(?:(∞)|([\d,]*\.?\d+)(?:\s×\s10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?)", text)
    assert found, f"{text!r} has no number"
    sign, infinite, digits, power = found.groups()
    size = math.inf if infinite else float(digits.replace(",", ""))
    return -size if sign else size, int((power or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def run_example(app: AppTest) -> dict[str, object]:
    """Execute the code blocks of the worked example in order, and return its variables."""
    variables: dict[str, object] = {}
    for block in app.code:
        if "import numpy" in block.value:
            exec(compile(block.value, "worked example", "exec"), variables)
    assert variables, "the page has no worked example"
    return variables
