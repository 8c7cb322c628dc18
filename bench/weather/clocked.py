"""The course's server with a clock that can be set: ``python -m bench.weather.clocked``.

The file that ``COURSE_CLOCK`` names holds the seconds that the clock is off. ``time.time`` is what Python, Streamlit,
the signatures of cookies and the log ask. The monotonic clock is left alone: setting a clock does not move it.
"""

import os
import time
from pathlib import Path

REAL, REAL_NS = time.time, time.time_ns
FILE = Path(os.environ["COURSE_CLOCK"])
LOOK = 0.5
"""Seconds between two looks at the file."""


class Clock:
    """The clock of the process."""

    def __init__(self) -> None:
        self._off, self._looked = 0.0, float("-inf")

    def off(self) -> float:
        """How many seconds it is off now."""
        now = time.monotonic()
        if now - self._looked > LOOK:
            self._looked, self._off = now, float(FILE.read_text() or 0)
        return self._off


if __name__ == "__main__":
    clock = Clock()
    time.time = lambda: REAL() + clock.off()
    time.time_ns = lambda: REAL_NS() + int(1e9 * clock.off())
    from deploy import logs

    logs.install()
    from deploy import server

    server.main()
