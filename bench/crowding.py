"""Starting a crowd in a separate process, and summarizing its measurements in a row of a table."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass

import numpy as np

from bench.crowd import Plan, Seen
from bench.stand import Stand
from tests.support.harness import ROOT

Crowd = subprocess.Popen[str]


def begin(plan: Plan) -> Crowd:
    """Start the process of a crowd; return when all visitors have opened their page and begun to move."""
    crowd = subprocess.Popen(
        [sys.executable, "-m", "bench.crowd"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert crowd.stdin is not None
    assert crowd.stdout is not None
    crowd.stdin.write(json.dumps(asdict(plan)))
    crowd.stdin.close()
    if crowd.stdout.readline().strip() != "begun":
        raise RuntimeError(f"the crowd did not start; its process ended with exit code {crowd.wait()}")
    return crowd


def finish(crowd: Crowd) -> Seen:
    """Wait until the crowd's process ends, and return its measurements."""
    assert crowd.stdout is not None
    seen = json.loads(crowd.stdout.read())
    crowd.wait()
    return Seen(**{**seen, "moves": [(slug, took) for slug, took in seen["moves"]]})


@dataclass(frozen=True)
class Load:
    """Results of one crowd on one server. Times are in ms.

    Attributes
    ----------
    page : str
        A key of ``bench.stand.PAGES``.
    processes, clients : int
        Number of replicas and of visitors.
    interval : float
        Seconds between two moves of a visitor.
    moves, errors : int
        Numbers of moves and of errors.
    p50, p95, p99, open_p95 : float
        Percentiles of a move, from when it was due to the end of its run, and of the first run of a visit.
    cores, visitors_cores : float
        Processors used by the servers (including the proxy), and by the visitors.
    late_p95 : float
        95th percentile of the visitors' delay in sending a move.
    memory : float
        Highest resident memory of the replicas, in MB.
    slowest : str
        The lesson with the highest 95th percentile, and its value.
    said : list of str
        The first three errors.
    """

    page: str
    processes: int
    clients: int
    interval: float
    moves: int
    errors: int
    p50: float
    p95: float
    p99: float
    open_p95: float
    cores: float
    visitors_cores: float
    late_p95: float
    memory: float
    slowest: str
    said: list[str]


def _percentile(seconds: list[float], percent: float) -> float:
    return 1e3 * float(np.percentile(seconds, percent)) if seconds else float("nan")


def _slowest(moves: list[tuple[str, float]]) -> str:
    by_lesson = defaultdict(list)
    for name, took in moves:
        by_lesson[name].append(took)
    worst = max(by_lesson, key=lambda name: _percentile(by_lesson[name], 95), default="")
    return f"{worst} {_percentile(by_lesson[worst], 95):.0f}" if worst else ""


def load(stand: Stand, plan: Plan) -> Load:
    """Run one crowd on one server."""
    crowd = begin(plan)
    start, used, most = time.monotonic(), stand.processor(), 0.0
    while time.monotonic() - start < plan.seconds and crowd.poll() is None:
        most = max(most, stand.memory())
        time.sleep(min(1.0, plan.seconds / 4))
    lasted, used = time.monotonic() - start, stand.processor() - used
    seen = finish(crowd)
    took = [move for _, move in seen.moves]
    return Load(
        page=plan.page,
        processes=len(stand.replicas),
        clients=plan.clients,
        interval=plan.interval,
        moves=len(took),
        errors=len(seen.errors),
        p50=_percentile(took, 50),
        p95=_percentile(took, 95),
        p99=_percentile(took, 99),
        open_p95=_percentile(seen.opened, 95),
        cores=used / lasted,
        visitors_cores=seen.processor / lasted,
        late_p95=_percentile(seen.late, 95),
        memory=most,
        slowest=_slowest(seen.moves),
        said=seen.errors[:3],
    )


def table(rows: list[Load]) -> str:
    """The rows as plain text; the ratio compares the 95th percentile with the bare page's under the same crowd."""
    lines = [
        "A move, from when it was due to the end of its run, in ms; cores are processors kept busy",
        f"  {'page':<8}{'procs':>6}{'people':>7}{'each':>6}{'moves':>7}{'errors':>7}{'p50':>8}{'p95':>8}{'p99':>8}"
        f"{'ratio':>7}{'cores':>7}{'visitors':>9}{'late p95':>9}{'MB':>7}  slowest lesson",
    ]
    bare = {(row.processes, row.clients, row.interval): row.p95 for row in rows if row.page == "bare"}
    for row in rows:
        ratio = row.p95 / bare.get((row.processes, row.clients, row.interval), float("nan"))
        lines.append(
            f"  {row.page:<8}{row.processes:>6}{row.clients:>7}{row.interval:>5g}s{row.moves:>7}{row.errors:>7}"
            f"{row.p50:>8.1f}{row.p95:>8.1f}{row.p99:>8.1f}{ratio:>7.2f}{row.cores:>7.2f}{row.visitors_cores:>9.2f}"
            f"{row.late_p95:>9.1f}{row.memory:>7.0f}  {row.slowest}"
        )
    said = [f"  {row.page}, {row.clients} people: {text}" for row in rows for text in row.said]
    return "\n".join(lines + said)
