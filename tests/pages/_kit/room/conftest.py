"""A database that was away in one test is asked at once in the next."""

import pytest

from pages._kit.room import service


@pytest.fixture(autouse=True)
def _no_rest_after_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AWAY", 0.0)
