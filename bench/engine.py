"""Speed of the training engine with its records, compared with a plain torch loop on the same net and data.

The plain loop is Adam with autograd and the L2 term in the loss. The net is an MLP 2-16-16-2 in float64 on 500 moons.
All loops take turns. Times are of 1,000 steps, so steps per second are 1e6 / ms, and a ratio of 0.67 is 1.5 times the
plain loop's speed.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import nn

from bench.stats import Timing, summarize, table
from core.data.points import shape_split
from core.training.lab.config import TrainingConfig
from core.training.lab.engine import Trainer

FULL = "plain Adam loop"
MINI = "plain Adam loop, batch 10"
STEPS = 600
BATCH = 10
SPLIT = shape_split("moons", 500, 0.2, 0)
CONFIG = TrainingConfig(hidden=(16, 16), optimizer="adam", lr=0.01, wd=0.01, steps=STEPS)

Loop = Callable[[], None]


@dataclass(frozen=True)
class Loops:
    """Times of 1,000 steps on the full batch and on mini-batches; each list has its own baseline."""

    full: list[Timing]
    mini: list[Timing]


def _rows(batch: int | None) -> Iterator[torch.Tensor | slice]:
    while True:
        yield from [slice(None)] if batch is None else torch.randperm(SPLIT.train.n).split(batch)


def plain(dtype: torch.dtype, batch: int | None = None) -> Loop:
    """The plain torch loop of :data:`STEPS` steps."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 2)).to(dtype)
    x, y = torch.tensor(SPLIT.train.x, dtype=dtype), torch.tensor(SPLIT.train.y)
    matrices = [p for p in net.parameters() if p.ndim == 2]
    optimizer, mean_nll = torch.optim.Adam(net.parameters(), lr=CONFIG.lr), nn.CrossEntropyLoss()
    batches = _rows(batch)

    def loop() -> None:
        for _ in range(STEPS):
            rows = next(batches)
            optimizer.zero_grad()
            penalty = 0.5 * CONFIG.wd * sum((p**2).sum() for p in matrices)
            loss = mean_nll(net(x[rows]), y[rows]) + penalty
            loss.backward()
            optimizer.step()

    return loop


def engine(every: int, batch: int | None = None) -> Loop:
    """The engine's loop, with a record every ``every`` steps."""

    def loop() -> None:
        trainer = Trainer(replace(CONFIG, batch=batch), SPLIT)
        while not trainer.finished:
            trainer.advance(every)

    return loop


def _measure(n: int, loops: dict[str, Loop]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in loops}
    for turn in range(1 + n):
        for name, loop in loops.items():
            start = time.perf_counter()
            loop()
            if turn > 0:
                seconds[name].append((time.perf_counter() - start) * 1000 / STEPS)
    return seconds


def measure(n: int = 5) -> Loops:
    """Run every loop ``n`` times, in turns, after one round that is not counted."""
    full = {
        FULL: plain(torch.float64),
        f"{FULL}, float32": plain(torch.float32),
        "engine, record each step": engine(1),
        "engine, record every 2 steps": engine(2),
        "engine, record every 20 steps": engine(20),
    }
    mini = {
        MINI: plain(torch.float64, BATCH),
        f"{MINI}, float32": plain(torch.float32, BATCH),
        "engine, batch 10, each step": engine(1, BATCH),
        "engine, batch 10, every 2 steps": engine(2, BATCH),
        "engine, batch 10, every 20 steps": engine(20, BATCH),
    }
    seconds = _measure(n, full | mini)
    return Loops(
        summarize(FULL, {name: seconds[name] for name in full}),
        summarize(MINI, {name: seconds[name] for name in mini}),
    )


if __name__ == "__main__":
    found = measure()
    print(table("1,000 steps on the full batch of 500", found.full), end="\n\n")
    print(table("1,000 steps on mini-batches of 10", found.mini))
