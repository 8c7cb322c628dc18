"""Fixtures of the tests in WebKit and Firefox: a tab of each, and the server of the browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.firefox import Firefox, firefox
from tests.browsers.webkit import WebKit, webkit
from tests.e2e.conftest import server

__all__ = ["server"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browsers)


@pytest.fixture(scope="session", params=[webkit, firefox], ids=["webkit", "firefox"])
def tab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKit | Firefox]:
    """Open one tab of 1280 x 720 for all tests. A machine without the browser fails here."""
    with request.param(tmp_path_factory.mktemp("browser"), width=1280, height=720) as opened:
        yield opened
