"""Mini-batches that cover all examples once in each epoch, in a new random order."""

from __future__ import annotations

import torch
from torch import Tensor


class Batches:
    """Row numbers of the mini-batches; the last one of an epoch may be smaller than the others.

    If ``full``, the only batch is all examples in their original order, and no random number is drawn.
    """

    def __init__(self, n: int, batch: int | None, generator: torch.Generator) -> None:
        self.full = batch is None or batch >= n
        self.order = torch.empty(0, dtype=torch.int64)
        self.position = 0
        self._n, self._batch = n, batch or n
        self._generator = generator

    def take(self) -> Tensor:
        """Row numbers of the next mini-batch."""
        if self.position >= len(self.order):
            self.order = torch.randperm(self._n, generator=self._generator)
            self.position = 0
        rows = self.order[self.position : self.position + self._batch]
        self.position += len(rows)
        return rows
