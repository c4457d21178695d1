"""Layers of small networks, whose products are the same on every processor.

What a layer is given is rounded to whole numbers, line by line, and so were its weights when they
were packed. Products and sums of whole numbers below 2 ** 24 are exact in single precision, in any
order: so no processor, and no library of linear algebra, gives other bits, and products take half
of the time of those in doubles. All else is done number by number. What is rounded away is some
0.02 nats of a joint (docs/models.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Floats, Ints

EXACT = 1 << 24
"""Whole numbers up to this are exact in single precision."""
MOST_CODE = 127
_LEAST_TOP = np.float32(1e-9)
"""Of lines that are all zeros."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix in 8 bits: `codes` int8 (r, c), `scales` float32 (r,); row r is codes * scale."""

    codes: npt.NDArray[np.int8]
    scales: Floats

    def rows(self, at: Ints) -> Floats:
        """The rows at indices of any shape, float32 (..., c)."""
        return self.codes[at] * self.scales[at][..., None]

    def whole(self) -> Floats:
        """The matrix, float32 (r, c)."""
        return self.codes * self.scales[:, None]


def pack(matrix: Floats) -> Packed:
    """A matrix (r, c) in 8 bits, one scale a row."""
    scales = np.maximum(np.abs(matrix).max(1), 1e-9).astype(np.float32) / np.float32(MOST_CODE)
    return Packed(np.round(matrix / scales[:, None]).astype(np.int8), scales)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a network: inputs @ (codes * scales) + bias.

    codes   float32 (inputs, outputs), whole numbers of at most MOST_CODE
    scales  (outputs,), bias (outputs,)
    """

    codes: Floats
    scales: Floats
    bias: Floats

    @classmethod
    def of(cls, packed: Packed, bias: Floats) -> Layer:
        """The layer of a matrix that was packed by its outputs."""
        return cls(packed.codes.T.astype(np.float32, order="C"), packed.scales, bias)

    def packed(self) -> Packed:
        """Its matrix, a row for each output."""
        return Packed(np.ascontiguousarray(self.codes.T).astype(np.int8), self.scales)

    def apply(self, inputs: Floats) -> Floats:
        """What it makes of n lines (n, inputs): (n, outputs)."""
        whole, step = to_whole(inputs, len(self.codes))
        return self.scale(whole @ self.codes, step)

    def scale(self, products: Floats, step: Floats) -> Floats:
        """The outputs whose products with whole numbers these are, which are overwritten.

        step  (n, 1) what one of each line's whole numbers stands for
        """
        products *= step
        products *= self.scales
        products += self.bias
        return products


def to_whole(inputs: Floats, terms: int) -> tuple[Floats, Floats]:
    """Lines (n, inputs) as whole numbers, and what one of each line's stands for, (n, 1).

    terms  of them, products with codes add up to whole numbers that are exact

    >>> to_whole(np.array([[0.5, -1.0, 0.26]], np.float32), EXACT // (MOST_CODE * 4))[0]
    array([[ 2., -4.,  1.]], dtype=float32)
    """
    top = np.abs(inputs).max(1, keepdims=True, initial=_LEAST_TOP)
    step = top / np.float32(EXACT // (MOST_CODE * terms))
    return np.rint(inputs / step), step
