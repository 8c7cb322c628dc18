"""Two processes on one file of SQLite: what one of them opens and closes takes nothing from the other."""

import subprocess
import sys
from pathlib import Path

from pages._kit.room.store import answers, database, rooms, rounds, tally, tokens
from tests.support.harness import ROOT

# A process that comes, looks, and goes, as a replica that stops.
VISIT = """
import sys
from pages._kit.room.store import database, rooms, tally
db = database.connect(sys.argv[1])
print(tally.moment(db, rooms.find(db, sys.argv[2])).answered)
db.engine.dispose()
"""


def test_a_process_that_goes_takes_no_answers_of_another_one_along(tmp_path: Path) -> None:
    where = f"sqlite:///{tmp_path / 'rooms.sqlite3'}"
    db = database.connect(where)
    host = rooms.open_room(db)
    now = rounds.start(db, host, "toss", {})
    for number in range(1, 4):
        with db.read(), db.read():  # a second connection of this process
            member = answers.join(db, host.room, tokens.new_token())
        answers.answer(db, member, now.id, number, lambda _round, value: value)
        command = [sys.executable, "-c", VISIT, where, host.room.code]
        seen = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert int(seen) == tally.moment(db, host.room).answered == number
    db.engine.dispose()
