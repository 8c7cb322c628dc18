"""What holds for every chart of a room."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pages._kit.charts.base import PAGE
from tests.support.app import ROOT

CHARTS = sorted(Path(ROOT, "pages").glob("*/charts/room*.py"))


def texts(spec: Any) -> list[dict[str, Any]]:
    """The layers of a spec that write something, without the halos behind them."""
    if isinstance(spec, list):
        return [text for each in spec for text in texts(each)]
    if not isinstance(spec, dict):
        return []
    found = [text for key, each in spec.items() if key != "config" for text in texts(each)]
    mark = spec.get("mark")
    is_text = isinstance(mark, dict) and mark.get("type") == "text" and "stroke" not in mark
    return [*found, spec] if is_text else found


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_every_text_says_its_color(path: Path) -> None:
    chart = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for text in texts(chart.spec(PAGE)):
        # Without one it is black, in the dark too.
        assert "color" in text["encoding"] or "color" in text["mark"], text["encoding"].get("text")
