"""Each test of the store runs on SQLite and on a real PostgreSQL, with a clock that the test sets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from pages._kit.room.store.database import Database, address, connect
from tests.support.postgres import Postgres, postgres

Connect = Callable[[], Database]


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Places:
    """Databases of one test, each at an address of its own, and the connections to them."""

    clock: Clock
    opened: list[Database] = field(default_factory=list)

    def connect(self, where: str) -> Database:
        """A connection of its own, as another process has it."""
        self.opened.append(connect(where, self.clock))
        return self.opened[-1]


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    # Without fsync only a crash of the whole machine loses data: no test does that.
    with postgres(fsync=False) as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def places(clock: Clock) -> Iterator[Places]:
    with ExitStack() as after:
        made = Places(clock)
        after.callback(lambda: [each.engine.dispose() for each in made.opened])
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a SQLite database, in a folder that is not there yet."""
    return tmp_path / "data" / "rooms.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    server = request.getfixturevalue("server")
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")  # much quicker than another database
        connection.execute("CREATE SCHEMA public")
    return address({"COURSE_DATABASE": server.address})


@pytest.fixture
def db(where: str, places: Places) -> Database:
    return places.connect(where)
