"""Opening the database of the rooms: unusable folders and addresses, missing drivers, many processes at once."""

from pathlib import Path
from threading import Thread

import pytest

from pages._kit.room.store import database, rooms
from pages._kit.room.store.database import AwayError, connect
from pages._kit.room.store.records import Host
from tests.rooms.conftest import Places


def test_a_folder_that_cannot_be_made_is_named_until_it_can(tmp_path: Path, places: Places) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file", encoding="utf-8")
    db = places.connect(f"sqlite:///{occupied / 'rooms.sqlite3'}")
    for _ in range(2):
        with pytest.raises(AwayError) as problem:
            rooms.open_room(db)
        assert str(problem.value) == (
            f"No room can be opened here: {occupied} cannot be written to. Set COURSE_DATA to another folder."
        )
    occupied.unlink()
    assert rooms.is_host(db, rooms.open_room(db))


@pytest.mark.parametrize(
    "where", ["nonsense", "foo://user:secret@host/name", "postgresql+nothing://user:secret@host/x"]
)
def test_what_is_no_address_is_said_without_its_password(where: str) -> None:
    with pytest.raises(AwayError) as problem:
        connect(where)
    assert "COURSE_DATABASE is not the address of a database" in str(problem.value)
    assert "secret" not in str(problem.value)


def test_a_missing_driver_is_named() -> None:
    with pytest.raises(AwayError, match="driver is not installed"):
        connect("postgresql+pg8000://user:secret@host/name")


def test_a_driver_without_its_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise ImportError("no pq wrapper available")

    monkeypatch.setattr(database, "create_engine", refuse)
    with pytest.raises(AwayError, match="driver is not installed"):
        connect("postgresql+psycopg://user:secret@host/name")


def test_a_user_without_a_home_folder_is_told_which_folder_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", refuse)
    with pytest.raises(AwayError, match="COURSE_DATA"):
        database.data_folder({})


def test_many_processes_may_start_on_an_empty_database(where: str, places: Places) -> None:
    here = [places.connect(where) for _ in range(6)]
    hosts: list[Host] = []
    threads = [Thread(target=lambda db=db: hosts.append(rooms.open_room(db))) for db in here]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({host.room.code for host in hosts}) == 6
