"""The table of the bad-weather run: what was tried, what failed, and what the server logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.weather.parts import Tried

HEAD = """# Bad weather

What hostile clients and a full disk did to the deployed server (`python -m deploy.server`, one process). A link, a
number at its limit or a full disk has failed the lesson if the page showed an exception or a figure that is no number,
or if a link without a usable value did not show the defaults. A forged message may raise in the session that sent it,
with one line in the log; it has failed the server if another session's figures changed, if the server stopped, or if
the log held anything else. Neighbors are five other sessions; a part has failed if their moves took more than twice as
long as before.

    make bad-weather                         # all of it, about half an hour; writes this page
    make bad-weather ARGS="--quick"          # a fiftieth of it
    make bad-weather ARGS="links uploads"    # parts: {parts}

A sample of the links and of the forged values is part of `make test`.
"""
PARTS = "links, widgets, forgeries, uploads, clear_cache, reruns, full_disk"


def table(found: list[Tried]) -> str:
    """Plain text, one line a part, and below it what went wrong and what the server logged."""
    lines = []
    if len(found) > 1:
        lines = [f"  {'':<46}{'tried':>8}{'failed':>8}{'s':>7}"]
    for tried in found:
        lines.append(f"  {tried.what:<46}{tried.tried:>8,}{tried.failed:>8,}{tried.seconds:>7.0f}  {tried.note}")
    if len(found) == 1:
        lines += [f"      wrong: {text}" for text in found[0].wrong]
        lines += [f"      logged {times} times: {text}" for text, times in found[0].said.items()]
    return "\n".join(lines)


def markdown(record: Mapping[str, Any]) -> str:
    """Return deploy/BAD_WEATHER.md for the record that is also written as JSON."""
    on = record["environment"]
    found = [Tried(**tried) for tried in record["weather"]]
    versions = ", ".join(f"{name} {number}" for name, number in on["packages"].items())
    lines = [HEAD.format(parts=PARTS), "| what | tried | failed | |", "|---|---:|---:|---|"]
    lines += [f"| {tried.what} | {tried.tried:,} | {tried.failed:,} | {tried.note} |" for tried in found]
    lines += ["", f"Measured on {on['system']}, {on['cpus']} processors, Python {on['python']}, {versions}.", ""]
    said: Counter[str] = Counter()
    for tried in found:
        for text, times in tried.said.items():
            said[text.split(" /")[0]] += times  # without the place in the code, a path of this machine
    lines += ["## What the server logged", "", "Each is one line.", ""]
    lines += [f"- {times:,} times `{text}`" for text, times in said.most_common()] or ["Nothing."]
    wrong = [f"- {tried.what}: `{text}`" for tried in found for text in tried.wrong]
    return "\n".join([*lines, *(["", "## What failed", "", *wrong] if wrong else []), ""])
