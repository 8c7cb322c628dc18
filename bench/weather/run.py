"""The bad-weather run, ``make bad-weather``: hostile clients and a full disk, against the deployed server.

    python -m bench.weather.run                       all parts, about half an hour
    python -m bench.weather.run --quick               a fiftieth of the tries
    python -m bench.weather.run links forgeries       some parts

It prints a table of what was tried and what failed, writes ``bench/results/weather-<date>.json``, and, when all parts
ran in full, deploy/BAD_WEATHER.md. The exit code is the number of parts that failed. All runs on 127.0.0.1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import bench.client
import tests.support.room
from bench.machine import RESULTS, environment
from bench.stand import Stand, complaints, single
from bench.weather import parts
from bench.weather.parts import Tried
from bench.weather.report import markdown, table
from bench.weather.widgets import log_faults

PAGE = Path(__file__).parents[2] / "deploy" / "BAD_WEATHER.md"
PARTS: dict[str, Callable[[Stand, Path, float], Tried]] = {
    "links": parts.links,
    "widgets": parts.widgets,
    "forgeries": parts.forgeries,
    "uploads": parts.uploads,
    "clear_cache": parts.clear_cache,
    "reruns": parts.reruns,
    "full_disk": parts.full_disk,
}
# Most sessions here last one run: their state need not be kept for two minutes.
SHORT_MEMORY = (("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "5"),)


def measure(names: list[str], share: float) -> Iterator[Tried]:
    """Run the parts, each on a fresh server; a server that died, or logged an error of its own, fails its part."""
    for name in names:
        with TemporaryDirectory() as logs:
            folder = Path(logs)
            with single(folder, environment=SHORT_MEMORY) as stand:
                begun = time.monotonic()
                tried = PARTS[name](stand, folder, share)
                replica = stand.replicas[0]
                if replica.process is None or replica.process.poll() is not None:
                    tried.wrong.append("the server died")
                tried.said.update(complaints(replica.log))
                tried.wrong += log_faults(replica.log, tried.raised)
            tried.seconds = time.monotonic() - begun
            yield tried


def main() -> int:
    """Try, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.weather.run", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="a fiftieth of the tries")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    names = arguments.parts or list(PARTS)
    # A machine that is busy is no failure.
    bench.client.TIMEOUT, tests.support.room.SECONDS = 60.0, 300.0
    found = []
    for tried in measure(names, 0.02 if arguments.quick else 1.0):
        found.append(tried)
        print(table([tried]), flush=True)
    if len(found) > 1:
        print(table(found))
    record = {"environment": environment(), "quick": arguments.quick, "weather": [asdict(tried) for tried in found]}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"weather-{datetime.now():%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Written to {path}")
    if names == list(PARTS) and not arguments.quick:
        PAGE.write_text(markdown(record), encoding="utf-8")
        print(f"Written to {PAGE}")
    return sum(bool(tried.failed) for tried in found)


if __name__ == "__main__":
    sys.exit(main())
