"""Time of a rerun over the websocket, for each lesson compared with the page with one slider.

The smallest possible lesson, a slider with a chart and four figures, is measured too. Its cost is Streamlit's own. All
servers have the same settings. The time is from sending a move to the run's last message. The subjects take turns, so
that a busy machine affects all of them alike.
"""

from contextlib import ExitStack
from pathlib import Path

from bench.client import Client
from bench.lessons import BASELINE, FLOOR, FLOOR_NAME, LESSONS, Subject
from bench.stats import Timing, summarize
from tests.support.harness import serve

BASELINE_NAME = "one slider"
WARM_UP = 20


def _move(client: Client, subject: Subject, turn: int) -> float:
    key = subject.keys[turn % len(subject.keys)]
    return client.move(key, subject.values[turn % len(subject.values)]).seconds


def measure(folder: Path, n: int = 200) -> list[Timing]:
    """Make ``n`` moves on every subject, in turns; server logs go to ``folder``."""
    with ExitStack() as stack:
        app = stack.enter_context(serve(folder / "rerun-app.log"))
        bare = stack.enter_context(serve(folder / "rerun-bare.log", script="bench/baseline_app.py"))
        floor = stack.enter_context(serve(folder / "rerun-floor.log", script="bench/floor_app.py"))
        subjects = [(BASELINE_NAME, BASELINE, bare.url), (FLOOR_NAME, FLOOR, floor.url)]
        subjects += [(subject.name, subject, app.url) for subject in LESSONS]
        clients = []
        for name, subject, url in subjects:
            client = stack.enter_context(Client(url, subject.slug, subject.query))
            client.open()
            clients.append((name, subject, client))
        seconds: dict[str, list[float]] = {name: [] for name, _, _ in clients}
        for turn in range(WARM_UP + n):
            for name, subject, client in clients:
                took = _move(client, subject, turn)
                if turn >= WARM_UP:
                    seconds[name].append(took)
    return summarize(BASELINE_NAME, seconds)
