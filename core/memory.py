"""Exclude the objects that imports create from garbage collection: they live as long as the process."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@cache
def freeze_imports() -> None:
    """Move all objects that are alive now out of the collector's reach; later calls do nothing.

    The cache on this function remembers that it ran, because ``gc.get_freeze_count`` counts by walking all frozen
    objects and would slow down every rerun.
    """
    _freeze()


@contextmanager
def importing_torch() -> Iterator[None]:
    """Context manager for a block that may import torch; freezes all live objects if the block is the first to do so.

    Unfrozen, torch's objects make every full collection take about a tenth of a second.
    """
    fresh = "torch" not in sys.modules
    yield
    if fresh and "torch" in sys.modules:
        _freeze()


def _freeze() -> None:
    gc.collect()
    gc.freeze()
