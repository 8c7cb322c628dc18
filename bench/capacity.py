"""Writes deploy/CAPACITY.md from results of ``make bench-load``.

    python -m bench.capacity load.json [soak.json] [workshop.json ...]

The forecast of replicas: a replica runs one move at a time on one processor, each move takes a measured processor
time, and at most a share of the processor may be busy. Each forecast is shown beside the measurement, if there is one.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from bench.workshop import report as workshop

PAGE = Path(__file__).parents[1] / "deploy" / "CAPACITY.md"
BUSY = 0.6
"""Share of a processor that a replica may use: above it, moves wait for each other."""
PROMISED = 150.0
"""Milliseconds that 95 of 100 moves may take."""
ROOMS = (10, 30, 50, 100, 200, 500)
INTERVALS = (5.0, 1.0)

Row = dict[str, Any]

HEAD = """# Capacity

How many people one server carries, measured on the deployed server (`python -m deploy.server`) with clients that open
lessons by link and move a widget at fixed intervals; in the same run on "bare", a page with one slider, and on "floor",
the smallest lesson there can be: a slider, a chart and four figures, with nothing computed.

    make bench-load                     # the table, about 40 minutes on a quiet machine
    make bench-load ARGS="--soak 60"    # an hour with people who come and go
    python -m bench.capacity bench/results/{load,soak,workshop}-*.json    # writes this page

The visitors run on the same machine and take processor time too: the column "visitors" says how much.
"""

EARLIER = """## Measured before

An earlier run, perhaps on a machine of another speed: compare the "cores" of the bare page."""


def per_move(rows: list[Row]) -> float:
    """Processor seconds of a move on the course, including the proxy's: the median of the rows."""
    costs = sorted(row["cores"] * row["interval"] / row["clients"] for row in rows if row["page"] == "course")
    return float(costs[len(costs) // 2])


def replicas(people: int, interval: float, cost: float) -> int:
    """Number of replicas for so many people who move something each ``interval`` seconds."""
    return max(1, math.ceil(people / interval * cost / BUSY))


def _measured(rows: list[Row]) -> list[str]:
    bare = {(r["processes"], r["clients"], r["interval"]): r["p95"] for r in rows if r["page"] == "bare"}
    lines = [
        "| page | replicas | people | a move each | moves | errors "
        "| p50 | p95 | p99 | p95 / bare | cores | visitors | MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for r in rows:
        ratio = r["p95"] / bare.get((r["processes"], r["clients"], r["interval"]), math.nan)
        shown = "" if r["page"] == "bare" or math.isnan(ratio) else f"{ratio:.2f}"
        lines.append(
            f"| {r['page']} | {r['processes']} | {r['clients']} | {r['interval']:g} s | {r['moves']:,} | "
            f"{r['errors']} | {r['p50']:.0f} ms | {r['p95']:.0f} ms | {r['p99']:.0f} ms | {shown} | {r['cores']:.2f} | "
            f"{r['visitors_cores']:.2f} | {r['memory']:.0f} |"
        )
    return lines


def _forecast(rows: list[Row], cost: float) -> list[str]:
    course = [r for r in rows if r["page"] == "course"]
    lines = [
        f"A move costs {1e3 * cost:.1f} ms of one processor. With at most {BUSY:.0%} of a processor for each replica:",
        "",
        "| people | a move each | replicas | measured here |",
        "|---:|---:|---:|---|",
    ]
    for interval in INTERVALS:
        for people in ROOMS:
            here = [r for r in course if r["clients"] == people and r["interval"] == interval]
            kept = "kept" if here and min(r["p95"] for r in here) <= PROMISED else "missed"
            seen = "; ".join(f"{r['processes']}: p95 {r['p95']:.0f} ms, {r['errors']} errors" for r in here)
            lines.append(
                f"| {people} | {interval:g} s | {replicas(people, interval, cost)} | "
                f"{f'with {seen} ({PROMISED:.0f} ms {kept})' if here else ''} |"
            )
    return lines


def _soaked(record: Row) -> str:
    soak = record["soak"]
    at, mb = soak["memory"][0][1], soak["memory"][-1][1]
    return (
        f"- {soak['minutes']:g} minutes, {soak['clients']} people who come and go: {soak['visits']:,} visits, "
        f"{soak['moves']:,} moves, {len(soak['errors'])} errors, p95 {soak['p95_ms']:.0f} ms; "
        f"memory {at:.0f} MB at first, {mb:.0f} MB at the end, {100 * soak['growth']:+.1f} % after it had settled; "
        f"{soak['after']:.0f} MB when all had gone; {soak['sessions'][0]} connected sessions before, and "
        f"{soak['sessions'][1]} after."
    )


def _machine(on: Row) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in on["packages"].items())
    return (
        f"{on['system']}, {on['cpus']} processors, Python {on['python']}, {versions}; "
        f"load {on['load_at_start']} at the start."
    )


def page(records: list[Row]) -> str:
    """Text of the page for the records of one or more runs; the forecast uses the last table of loads."""
    loads = [record for record in records if "load" in record]
    if not loads:
        raise ValueError("none of the files holds a table of loads")
    *earlier, last = loads
    rows = last["load"]
    soaks = [_soaked(record) for record in records if "soak" in record]
    return "\n".join(
        [
            HEAD,
            *("## Measured", "", _machine(last["environment"]), "", *_measured(rows)),
            *("", "## From people to replicas", "", *_forecast(rows, per_move(rows))),
            *(["", "## For a long time", "", *soaks] if soaks else []),
            *workshop.markdown(records),
            *(
                line
                for record in earlier
                for line in ("", EARLIER, "", _machine(record["environment"]), "", *_measured(record["load"]))
            ),
            "",
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit((__doc__ or "").strip())
    PAGE.write_text(
        page([json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]), encoding="utf-8"
    )
    print(f"Written to {PAGE}")
