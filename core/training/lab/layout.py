"""Where the weights of a net lie: one buffer for all, and each matrix and bias in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

_ALIGNED: Final = 8


@dataclass(frozen=True, eq=False)
class Layout:
    """Places of the parameters: all matrices first, then all biases, in the order of the layers.

    A matrix has the shape (units out, units in), row by row. In the buffer each parameter begins at a multiple of
    64 bytes, as memory of its own would, and zeros fill the gaps: kernels then give the same last bit as on separate
    tensors, while a sum over all weights is one call.

    Attributes
    ----------
    shapes : tuple of tuple of int
        Of each parameter.
    starts : tuple of int
        Where each begins in the buffer.
    size : int
        Length of the buffer.
    places : ndarray of int, shape (n_weights,)
        Of the entries in the buffer, gaps left out.
    n_matrices : int
        Number of matrices, and of biases.
    n_in_matrices : int
        Number of entries in the matrices.
    matrices_end : int
        Where the biases begin in the buffer.
    """

    shapes: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    size: int
    places: NDArray[np.intp]
    n_matrices: int
    n_in_matrices: int
    matrices_end: int

    def views(self, buffer: Tensor) -> list[Tensor]:
        """Each parameter in the buffer, as a tensor of its shape on the same memory."""
        return [
            buffer[start : start + math.prod(shape)].view(shape)
            for start, shape in zip(self.starts, self.shapes, strict=True)
        ]

    def buffer(self, weights: ArrayLike) -> Tensor:
        """A buffer with these entries, given without gaps.

        Raises
        ------
        ValueError
            If there are not ``n_weights`` of them.
        """
        flat = np.asarray(weights, dtype=np.float64)
        if flat.shape != self.places.shape:
            raise ValueError(f"this net has {self.places.size} weights, got shape {flat.shape}")
        buffer = torch.zeros(self.size, dtype=torch.float64)
        buffer.numpy()[self.places] = flat
        return buffer


@lru_cache(maxsize=64)
def layout(hidden: tuple[int, ...], n_features: int, n_classes: int) -> Layout:
    """Places of the parameters of a net with these layers."""
    widths = (n_features, *hidden, n_classes)
    matrices = [(out, into) for into, out in pairwise(widths)]
    shapes = (*matrices, *((out,) for out, _ in matrices))
    starts, places, end = [], [], 0
    for shape in shapes:
        starts.append(end)
        places.append(np.arange(end, end + math.prod(shape)))
        end += -(-math.prod(shape) // _ALIGNED) * _ALIGNED
    joined = np.concatenate(places)
    joined.flags.writeable = False  # shared by all who ask
    n_in_matrices = sum(math.prod(shape) for shape in matrices)
    return Layout(shapes, tuple(starts), end, joined, len(matrices), n_in_matrices, starts[len(matrices)])
