"""The collector need not walk again what the imports allocated: it stays for good."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@cache
def freeze_imports() -> None:
    """Freeze, once a process, what is alive now.

    Once by a cache of its own: to ask ``gc.get_freeze_count`` at every rerun walks all that was frozen, 14 ms.
    """
    _freeze()


@contextmanager
def importing_torch() -> Iterator[None]:
    """A block that may import torch; if it does, for the first time, what is alive after it is frozen too.

    Unfrozen, torch's objects make every full collection take a tenth of a second.
    """
    fresh = "torch" not in sys.modules
    yield
    if fresh and "torch" in sys.modules:
        _freeze()


def _freeze() -> None:
    gc.collect()
    gc.freeze()
