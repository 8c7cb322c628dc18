"""The workshop's part of deploy/CAPACITY.md."""

from __future__ import annotations

import math
from typing import Any

Record = dict[str, Any]

HEAD = """## A workshop

A room with a presenter and phones. "Asked": from the presenter's press until the last phone has the question;
"counted": from an answer's message until the phone shows "Counted", which is after the commit; "seen": until the
presenter's page counts it. All answer within ten seconds, two rounds. "Idle" and "busy" are processors kept busy while
all wait, and while all answer. "Bare" is the smallest page that asks a room: a slider, a button and a fragment that
reads SQLite every two seconds; where it costs more or less than above, the machine had another speed.

    make bench-load ARGS="workshop room"        # other parts: python -m bench.workshop --help
"""
FAULTS = ("killed", "replica", "database", "disk", "clock")


def _rows(rows: list[Record]) -> list[str]:
    bare = {row["phones"]: row for row in rows if row["what"] == "bare page"}
    lines = [
        "| page | database | replicas | phones | answers | lost | double | errors | asked | counted p50 | p95 "
        "| p95 / bare | seen p95 | idle | idle / bare | busy | MB |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        base = bare.get(row["phones"]) if row["replicas"] == 1 and row["what"] != "bare page" else None
        slower = f"{row['counted_p95'] / base['counted_p95']:.1f}" if base else ""
        dearer = f"{row['idle_cores'] / base['idle_cores']:.1f}" if base and base["idle_cores"] else ""
        asked, seen = ("" if math.isnan(row[name]) else f"{row[name]:.0f} ms" for name in ("asked", "seen_p95"))
        lines.append(
            f"| {row['what']} | {row['database']} | {row['replicas']} | {row['phones']} | {row['answers']} | "
            f"{row['lost']} | {row['double']} | {row['errors']} | {asked} | {row['counted_p50']:.0f} ms | "
            f"{row['counted_p95']:.0f} ms | {slower} | {seen} | {row['idle_cores']:.2f} | {dearer} | "
            f"{row['cores']:.2f} | {row['memory']:.0f} |"
        )
    return lines


def _lessons(one: Record) -> str:
    return (
        f"- Beside {one['phones']} phones, {one['learners']} learners move a slider once a second: p95 "
        f"{one['alone'][1]:.0f} ms without the room, {one['waiting'][1]:.0f} ms while the phones wait, "
        f"{one['answering'][1]:.0f} ms while they answer; at most {one['ratio']:.2f} times."
    )


def _follow(one: Record) -> str:
    return (
        f"- {one['followers']} followers of a presenter who makes a move a second: a move is drawn after "
        f"{one['p50']:.0f} ms (p95 {one['p95']:.0f} ms), {100 * one['shown']:.0f} % of the moves are drawn at all, the "
        f"last one on all pages after {one['last']:.1f} s; {one['cores']:.2f} processors. A page draws the newest move "
        "that it hears of, and none waits in a queue."
    )


def _faults(found: list[Record]) -> list[str]:
    lines = [
        "",
        'Faults in the middle of a round. "Told": answers that phones were told to be counted; "rows": answers in the '
        'store; "people": participants in the store at the end; "away": for how long; "cut off": phones that lost the '
        'connection; "back": from the return of the server until the last phone had its page; "said so": phones that '
        "said that the room did not answer.",
        "",
        "| fault | database | phones | told before | rows before | told after | rows after | lost | double | people "
        "| away | cut off | back | said so |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in found:
        before, after = one["before"], one["after"]
        lines.append(
            f"| {one['what']} | {one['database']} | {one['phones']} | {before['told']} | {before['rows']} | "
            f"{after['told']} | {after['rows']} | {after['lost']} | {after['double']} | {one['people']} | "
            f"{one['lasted']:.1f} s | {one['reconnected']} | {one['back']:.1f} s | {one['said_away']} |"
        )
    notes = [one["note"] for one in found if one["note"]]
    return lines + (["", *(f"- {note[0].upper()}{note[1:]}." for note in notes)] if notes else [])


def markdown(records: list[Record]) -> list[str]:
    """Lines for the records of one or more runs; of each part the last one counts. Empty without any."""
    found: Record = {}
    for record in records:
        found |= {name: part for name, part in record.items() if name not in ("environment", "quick", "load", "soak")}
    if not found:
        return []
    lines = ["", HEAD]
    rows = [*found.get("room", []), *found.get("replicas", [])]
    lines += _rows(rows) if rows else []
    told = [say(found[name]) for name, say in (("lessons", _lessons), ("follow", _follow)) if name in found]
    lines += ["", *told] if told else []
    faults = [found[name] for name in FAULTS if name in found]
    return lines + (_faults(faults) if faults else [])
