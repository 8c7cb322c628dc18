"""The course on a server whose clock jumps: ``python -m bench.workshop.skewed_server``.

The file ``BENCH_CLOCK`` holds the seconds by which the clock is ahead.
"""

import os
import runpy
import time
from pathlib import Path

FILE = Path(os.environ.get("BENCH_CLOCK", os.devnull))
EVERY = 0.05
"""Seconds after which the file is read again."""

_TRUE = time.time
_READ = [0.0, 0.0]


def skewed() -> float:
    """Seconds since 1970 by this server's clock."""
    read_at, _ = _READ
    if time.monotonic() > read_at + EVERY:
        _READ[:] = [time.monotonic(), float(FILE.read_text(encoding="utf-8") or 0)]
    return _TRUE() + _READ[1]


if __name__ == "__main__":
    # Before anything is imported that keeps a reference to it, as the store's database does.
    time.time = skewed
    runpy.run_module("deploy.server", run_name="__main__")
