"""The answers of a room as a file: shuffled, without participants, the rounds of a series paired."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pages._kit.room import service
from pages._kit.room.activities import of_round
from pages._kit.room.activities.activity import FEWEST
from pages._kit.room.activities.toss import SALT
from pages._kit.room.store import tally
from pages._kit.room.store.errors import AwayError, RefusedError, after_press
from pages._kit.room.store.records import Answers, Host

ABOUT = (
    "Each row of a series is one participant, in random order: the answers to its rounds, or null for no answer. "
    f"A round with fewer than {FEWEST} answers is null in every row."
)


def archive(host: Host) -> str:
    """All series of a room, as JSON; if the room does not answer, the sentence that says so."""
    try:
        found = tally.results(service.rooms(), host)
    except (AwayError, RefusedError) as problem:
        return json.dumps({"problem": after_press(problem)})
    return json.dumps({"about": ABOUT, "series": series(found)}, indent=1)


def series(found: Sequence[Answers]) -> list[dict[str, Any]]:
    """The series of a room in their order, each with its rounds and its rows."""
    of: dict[int, list[Answers]] = defaultdict(list)
    for each in found:
        of[each.round.series].append(each)
    return [_one(takes) for takes in of.values()]


def _one(takes: Sequence[Answers]) -> dict[str, Any]:
    kept = [each.of if len(each.of) >= FEWEST else {} for each in takes]
    rows = [[of.get(one) for of in kept] for one in sorted(set().union(*kept))]
    random.SystemRandom().shuffle(rows)
    first = takes[0].round
    settings = [{name: value for name, value in each.round.setting.items() if name != SALT} for each in takes]
    return {
        "activity": first.activity,
        "title": of_round(first).title,
        "rounds": [
            {"setting": setting, "state": each.round.state, "answered": len(each.of)}
            for each, setting in zip(takes, settings, strict=True)
        ],
        "rows": rows,
    }
