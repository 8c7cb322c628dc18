"""The table of bad weather: what was tried, what failed, what the server said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.weather.parts import Tried

HEAD = """# Bad weather

What strangers and broken machines did to the deployed server (`python -m deploy.server`, one process), and what came of
it. A try has failed if a page showed an exception or a figure that is no number, if a link with no usable value did not
show the defaults, if the server stopped or logged an error, or if a neighbor's move took more than twice as long.

    make bad-weather                     # all of it, about half an hour; writes this page
    make bad-weather ARGS="--quick"      # a fiftieth of it
    make bad-weather ARGS="links clock"  # parts: {parts}

A sample of the links and of the forged values is part of `make test`.
"""
PARTS = "links, widgets, frames, uploads, clear_cache, reruns, full_disk, clock"


def table(found: list[Tried]) -> str:
    """Plain text, one line a part, and below it what went wrong and what the server said."""
    lines = []
    if len(found) > 1:
        lines = [f"  {'':<46}{'tried':>8}{'failed':>8}{'s':>7}"]
    for tried in found:
        lines.append(f"  {tried.what:<46}{tried.tried:>8,}{tried.failed:>8,}{tried.seconds:>7.0f}  {tried.note}")
    if len(found) == 1:
        lines += [f"      wrong: {text}" for text in found[0].wrong]
        lines += [f"      the server said {times} times: {text}" for text, times in found[0].said.items()]
    return "\n".join(lines)


def markdown(record: Mapping[str, Any]) -> str:
    """The page, of the record that is also written as JSON."""
    on = record["environment"]
    found = [Tried(**tried) for tried in record["weather"]]
    versions = ", ".join(f"{name} {number}" for name, number in on["packages"].items())
    lines = [HEAD.format(parts=PARTS), "| what | tried | failed | |", "|---|---:|---:|---|"]
    lines += [f"| {tried.what} | {tried.tried:,} | {tried.failed:,} | {tried.note} |" for tried in found]
    lines += ["", f"Measured on {on['system']}, {on['cpus']} processors, Python {on['python']}, {versions}.", ""]
    said: Counter[str] = Counter()
    for tried in found:
        said.update(tried.said)
    lines += ["## What the log said", "", "Warnings, each one line; learners saw none of them.", ""]
    lines += [f"- {times:,} times `{text}`" for text, times in said.most_common()] or ["Nothing."]
    wrong = [f"- {tried.what}: `{text}`" for tried in found for text in tried.wrong]
    return "\n".join([*lines, *(["", "## What failed", "", *wrong] if wrong else []), ""])
