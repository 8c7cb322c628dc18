"""All benchmarks (``make bench``): prints the tables and writes ``bench/results/<date>.json``."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import computing, engine, launch, live, paint, rerun, room
from bench.lessons import COMPLAINT
from bench.machine import RESULTS, environment
from bench.stats import Timing, table

PARTS = ("rerun", "paint", "launch", "engine", "live", "room", "computing")
TITLES = {
    "rerun": "Rerun on the server, against a page with one slider",
    "paint_first": "Key press to first changed frame, against a page with one slider",
    "paint_last": "Key press to last changed frame, against a page with one slider",
    "launch": "Process launch to first chart, against a page with one chart",
    "engine_full": "A thousand steps without a page, against a plain Adam loop",
    "engine_mini": "A thousand steps on mini-batches of 10, against a plain Adam loop",
}


def _measure(parts: list[str], quick: bool) -> dict[str, list[Timing]]:
    found: dict[str, list[Timing]] = {}
    with TemporaryDirectory() as logs:
        folder = Path(logs)
        if "rerun" in parts:
            found["rerun"] = rerun.measure(folder, 20 if quick else 200)
        if "paint" in parts:
            painted = paint.measure(folder, 5 if quick else paint.MOVES)
            found["paint_first"], found["paint_last"] = painted.first, painted.last
        if "launch" in parts:
            found["launch"] = launch.measure(folder, 1 if quick else 5)
        if "engine" in parts:
            loops = engine.measure(2 if quick else 5)
            found["engine_full"], found["engine_mini"] = loops.full, loops.mini
    return found


def _report(parts: list[str], quick: bool) -> tuple[dict[str, dict[str, object]], list[str]]:
    """Run the parts whose results are more than a table of times; return their figures and the printed texts."""
    figures: dict[str, dict[str, object]] = {}
    texts = []
    with TemporaryDirectory() as logs:
        folder = Path(logs)
        if "live" in parts:
            watched = live.measure(folder, 1 if quick else 9)
            figures["live"] = asdict(watched)
            texts.append(live.report(watched))
        if "room" in parts:
            crowd = room.measure(folder, 30 if quick else 150)
            figures["room"] = asdict(crowd)
            texts.append(room.report(crowd))
        if "computing" in parts:
            answers = computing.measure(folder, 30 if quick else 150)
            figures["computing"] = asdict(answers)
            texts.append(computing.report(answers))
    return figures, texts


def main() -> int:
    """Measure, print and write the results; return 1 if a lesson was not measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few repetitions, to see that it runs")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    measured_on = environment()
    parts = arguments.parts or list(PARTS)
    found = _measure(parts, arguments.quick)
    for name, rows in found.items():
        print(table(TITLES[name], rows), end="\n\n")
    figures, texts = _report(parts, arguments.quick)
    for text in texts:
        print(text, end="\n\n")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now():%Y-%m-%dT%H%M%S}.json"
    tables = {name: [asdict(row) for row in rows] for name, rows in found.items()}
    record = {"environment": measured_on, "quick": arguments.quick, "times": tables, **figures}
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"Written to {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    if COMPLAINT:
        print(COMPLAINT)
    return int(bool(COMPLAINT))


if __name__ == "__main__":
    sys.exit(main())
