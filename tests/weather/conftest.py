"""A server for the whole run. An exception in its log fails the run at the end."""

from collections.abc import Iterator

import pytest

from tests.support.harness import Server, assert_clean_log, serve


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("weather") / "server.log"
    with serve(log, options=("--server.disconnectedSessionTTL", "5")) as running:
        yield running
    assert_clean_log(log)
