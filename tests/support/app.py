"""Open a lesson in a page test, and read it."""

from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def open_lesson(file: str, **query: str | list[str]) -> AppTest:
    """A lesson by its file's name, as if by a link with this query string."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(f"pages/{file}")
    # A new AppTest looks for components in the metadata of every installed package, five times as long as the page
    # takes. The course uses none.
    with patch("importlib.metadata.distributions", return_value=()):
        return app.run()


def figure(app: AppTest, label: str) -> str:
    """The text of the one figure with this label."""
    found = [metric.value for metric in app.metric if metric.label == label]
    assert len(found) == 1, f"{label!r} is shown {len(found)} times"
    return str(found[0])


def run_example(app: AppTest) -> dict[str, object]:
    """Execute the worked example as it stands, block by block, and return its variables."""
    variables: dict[str, object] = {}
    for block in app.code:
        if "import numpy" in block.value:
            exec(compile(block.value, "worked example", "exec"), variables)
    assert variables, "the page has no worked example"
    return variables
