"""Mini-batches: all examples once in each epoch, in a fresh order."""

from __future__ import annotations

import torch
from torch import Tensor


class Batches:
    """Rows of the mini-batches; the last one of an epoch is short if the others leave a rest.

    ``full`` says that there is but one: all examples, in their own order, and nothing is drawn.
    """

    def __init__(self, n: int, batch: int | None, generator: torch.Generator) -> None:
        self.full = batch is None or batch >= n
        self.order = torch.empty(0, dtype=torch.int64)
        self.position = 0
        self._n, self._batch = n, batch or n
        self._generator = generator

    def take(self) -> Tensor:
        """The rows of the next one."""
        if self.position >= len(self.order):
            self.order = torch.randperm(self._n, generator=self._generator)
            self.position = 0
        rows = self.order[self.position : self.position + self._batch]
        self.position += len(rows)
        return rows
