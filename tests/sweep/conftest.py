"""Fixtures of the sweep: those of the browser tests."""

from pathlib import Path

import pytest

from tests.e2e.conftest import fresh_server, lesson, server
from tests.support.browser import browser, new_page, page

__all__ = ["browser", "fresh_server", "lesson", "new_page", "page", "server"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.sweep)
