"""The database behind the rooms: SQLite in a file that needs no setting, or PostgreSQL by an address.

``COURSE_DATABASE`` is an address as ``postgresql://user:password@host/name``. Without it the rooms live in
``rooms.sqlite3`` in the folder ``COURSE_DATA``, or else in the user's own data folder.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.schema import METADATA, ROOMS

LOG: Final = logging.getLogger("course.room")
BUSY: Final = 1.0
"""Seconds that a write waits for one of another process."""
TURN: Final = 5.0
"""Seconds that a write waits for those of its own process."""
CONNECT: Final = 2
"""Seconds that a connection to PostgreSQL may take; its client library allows no fewer."""
LEFT: Final = 5
"""Seconds after which PostgreSQL rolls back the transaction of a process that is gone."""
POOL: Final[Mapping[str, Any]] = {"pool_size": 5, "max_overflow": 10, "pool_timeout": CONNECT}
"""Connections that one process holds: a statement takes milliseconds, and PostgreSQL allows 100 by default to all."""
COMMON: Final[Mapping[str, Any]] = {"hide_parameters": True, **POOL}
"""Errors are logged without parameters: those are answers and hashes."""
NO_ADDRESS: Final = (
    "COURSE_DATABASE is not the address of a database; its form is postgresql://user:password@host/name."
)
NO_DRIVER: Final = (
    "COURSE_DATABASE names a database whose driver is not installed; "
    "pip install -r deploy/requirements.txt installs that of PostgreSQL."
)
NO_HOME: Final = "No room can be opened here: this user has no home folder. Set COURSE_DATA to a folder for rooms."
FOLDER: Final = "learning-is-inference"
LOCK: Final = 7073100
"""The number of the lock that is held where tables are made or dropped, and rooms are counted."""


def data_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder of the database file; AwayError if there is none."""
    if environment.get("COURSE_DATA"):
        return Path(environment["COURSE_DATA"])
    if environment.get("XDG_DATA_HOME"):
        return Path(environment["XDG_DATA_HOME"]) / FOLDER
    try:
        home = Path.home()
    except RuntimeError as problem:  # a user without an entry in the system's list, as in a container
        raise AwayError(NO_HOME) from problem
    return home / ("Library/Application Support" if platform == "darwin" else ".local/share") / FOLDER


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
    _made: Event = field(default_factory=Event)
    _failed: Event = field(default_factory=Event)
    _turn: Lock = field(default_factory=Lock)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: it is committed, and on disk, when the block ends without an exception."""
        with self._away(), self._turn_to_write(), self._connected(reads=False) as connection, connection.begin():
            yield connection
        self._failed.clear()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads."""
        with self._away(), self._connected(reads=True) as connection, connection.begin():
            yield connection

    def forget(self) -> None:
        """Empty SQLite's log of changes, which still holds the pages as they were before rows were deleted.

        Where it cannot be emptied now, the next call does.
        """
        if self.engine.dialect.name == "sqlite":
            with suppress(AwayError), self._away(), self.engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

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
    def _connected(self, *, reads: bool) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if not self._made.is_set():
                self._make(connection)
            yield connection.execution_options(reads=reads)

    def _make(self, connection: Connection) -> None:
        """Make the tables if there are none. They are made in one transaction, so that one stands for all."""
        with connection.execution_options(reads=True).begin():
            there = inspect(connection).has_table(ROOMS.name)
        if not there:
            with connection.execution_options(reads=False).begin():
                one_at_a_time(connection)
                METADATA.create_all(connection)
        self._made.set()

    @contextmanager
    def _away(self) -> Iterator[None]:
        """Turn an error of the database into one sentence. The tables may be gone with the database.

        The log gets the first line of the first error, which holds nothing of a room, until something was written.
        """
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeoutError) as problem:
            self._made.clear()
            if not self._failed.is_set():
                self._failed.set()
                LOG.warning("The database of the rooms: %s", str(getattr(problem, "orig", problem)).split("\n")[0])
            raise AwayError from problem


def one_at_a_time(to: Connection) -> None:
    """Wait until no other transaction that called this is under way. SQLite's writers wait for each other anyway."""
    if to.dialect.name == "postgresql":
        to.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def connect(where: str | None = None, clock: Callable[[], float] = time.time) -> Database:
    """The database at this address; the first transaction connects, and makes the tables if there are none.

    Raises
    ------
    AwayError
        If ``COURSE_DATABASE`` is no address, PostgreSQL's driver is not installed, or there is no folder for a file.
    """
    try:
        url = make_url(where or address())
        if url.get_backend_name() == "sqlite":
            made = Event()
            return Database(_sqlite(Path(str(url.database)), made), clock, made)
        return Database(_postgres(url), clock)
    except ArgumentError as problem:  # without the address, which may hold a password
        raise AwayError(NO_ADDRESS) from problem
    except ImportError as problem:  # psycopg without a client library is one too
        raise AwayError(NO_DRIVER) from problem


def _postgres(url: URL) -> Engine:
    settings = {
        "statement_timeout": int(1000 * BUSY),
        # A process that dies with its machine in the middle of a transaction must not hold up its room.
        "idle_in_transaction_session_timeout": 1000 * LEFT,
        # An administrator may have chosen that a commit does not wait for the disk; an answer does.
        "synchronous_commit": "on",
    }
    options = {
        "connect_timeout": CONNECT,
        # The network may be away: without these, a statement then waits for a quarter of an hour.
        "tcp_user_timeout": 1000 * CONNECT,
        "keepalives_idle": CONNECT,
        "keepalives_interval": 1,
        "keepalives_count": 2,
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
    }
    # Each statement must see what was committed while the transaction waited for its room.
    engine = create_engine(url, connect_args=options, pool_pre_ping=True, isolation_level="READ COMMITTED", **COMMON)
    # The dialect's own driver, which is installed on servers alone.
    driver: Any = engine.dialect.dbapi

    class Impatient(driver.Connection):  # type: ignore[misc]
        """A connection that is closed where the server neither answers nor hangs up, as a paused machine does."""

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, timeout or CONNECT)
            except driver.OperationalError:
                if self.pgconn.transaction_status == driver.pq.TransactionStatus.ACTIVE:
                    self.close()
                raise

    @event.listens_for(engine, "do_connect")
    def connect_impatiently(_dialect: object, _record: object, arguments: Any, options: Any) -> Any:
        return Impatient.connect(*arguments, **options)

    return engine


def _sqlite(file: Path, made: Event) -> Engine:
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY}, **COMMON)
    making = Lock()

    @event.listens_for(engine, "do_connect")
    def make_file(*_: object) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # SQLite gives its two other files the mode of this one. One that is there is never opened here: to close
            # it would drop SQLite's locks on it, and then another process that leaves takes the log of changes along.
            with making, suppress(FileExistsError):
                os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as problem:
            raise AwayError(
                f"No room can be opened here: {file.parent} cannot be written to. Set COURSE_DATA to another folder."
            ) from problem

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # The transactions begin below, not where Python's sqlite3 thinks best.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        record.info["file"] = _identity(file)

    @event.listens_for(engine, "checkout")
    def still_there(_connection: object, record: Any, _proxy: object) -> None:
        # Somebody may have removed or replaced the file: what this connection wrote would be in no file.
        if record.info["file"] != _identity(file):
            made.clear()
            raise InvalidatePoolError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail where another one wrote in between.
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
