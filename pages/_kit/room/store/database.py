"""The database behind the rooms: SQLite in a file that needs no setting, or PostgreSQL by an address.

``COURSE_DATABASE`` is an address as ``postgresql://user:password@host/name``. Without it the rooms live in
``rooms.sqlite3`` in the folder ``COURSE_DATA``, or else in the user's own data folder.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.schema import METADATA, VERSION

BUSY: Final = 1.0
"""Seconds that a write waits for one of another process."""
TURN: Final = 5.0
"""Seconds that a write waits for those of its own process."""
CONNECT: Final = 2
"""Seconds that a connection to PostgreSQL may take; its client library allows no fewer."""
POOL: Final[Mapping[str, Any]] = {"pool_size": 10, "max_overflow": 30, "pool_timeout": CONNECT}
"""Connections that one process holds. A statement takes milliseconds."""


def data_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder of the database file."""
    if environment.get("COURSE_DATA"):
        return Path(environment["COURSE_DATA"])
    home = Path.home()
    default = home / "Library" / "Application Support" if platform == "darwin" else home / ".local" / "share"
    return Path(environment.get("XDG_DATA_HOME") or default) / "learning-is-inference"


def address(environment: Mapping[str, str] = os.environ) -> str:
    """The database's address, as SQLAlchemy reads it."""
    given = environment.get("COURSE_DATABASE", "")
    if not given:
        return f"sqlite:///{data_folder(environment) / 'rooms.sqlite3'}"
    # Addresses are given as PostgreSQL's own tools read them, without a driver.
    name, _, rest = given.partition("://")
    return f"postgresql+psycopg://{rest}" if name in ("postgres", "postgresql") else given


@dataclass(frozen=True)
class Database:
    """A database and a clock.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        Its connections.
    clock : callable
        Returns seconds since 1970.
    """

    engine: Engine
    clock: Callable[[], float] = time.time
    _made: list[bool] = field(default_factory=list)
    _turn: Lock = field(default_factory=Lock)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: it is committed, and on disk, when the block ends without an exception."""
        with _away(), self._turn_to_write(), self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """Wait for the other writers of this process.

        A room's writes wait for each other in any case. SQLite lets writers sleep and look again, in no order, and
        PostgreSQL counts the wait as the statement's own time: of 100 at once, some would wait too long.
        """
        if not self._turn.acquire(timeout=TURN):
            raise AwayError
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads."""
        with _away(), self._connected(reads=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _connected(self, **options: bool) -> Iterator[Connection]:
        if not self._made:
            with self.engine.connect() as connection, connection.begin():
                if self.engine.dialect.name == "postgresql":  # two replicas may start together
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(7073100 + {VERSION})")
                METADATA.create_all(connection)
            self._made.append(True)
        with self.engine.connect() as connection:
            yield connection.execution_options(**options)


def connect(where: str | None = None, clock: Callable[[], float] = time.time) -> Database:
    """The database at this address; the first transaction connects, and makes the tables if there are none.

    Raises
    ------
    AwayError
        If the folder of the database file cannot be made.
    """
    url = make_url(where or address())
    if url.get_backend_name() == "sqlite":
        return Database(_sqlite(Path(str(url.database))), clock)
    options: dict[str, Any] = {"connect_timeout": CONNECT, "options": f"-c statement_timeout={int(1000 * BUSY)}"}
    return Database(create_engine(url, pool_pre_ping=True, connect_args=options, **POOL), clock)


def _sqlite(file: Path) -> Engine:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite gives its two other files the mode of this one.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as problem:
        raise AwayError(
            f"No room can be opened here: {file.parent} cannot be written to. COURSE_DATA names another folder."
        ) from problem
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY}, **POOL)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The transactions begin below, not where Python's sqlite3 thinks best.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail where another one wrote in between.
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _away() -> Iterator[None]:
    """Turn what a driver says of a lost, busy or full database into one sentence."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as problem:
        raise AwayError from problem
