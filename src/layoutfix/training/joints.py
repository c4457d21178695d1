"""Judged joints of pages with known order: what confidence is measured on and fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools, Doubles, Floats, Longs


@dataclass(frozen=True, slots=True)
class Joints:
    """The judged joints of pages, n of them.

    features (n, F); sure, told (n,) the chance of the cuts and the confidence as it is told; right
    (n,); cjk, moved (n,): of the page: its script, whether its order was changed; half, family
    (n,): of the document; of the page
    """

    features: Doubles
    sure: Floats
    told: Floats
    right: Bools
    cjk: Bools
    moved: Bools
    half: Longs
    family: npt.NDArray[np.str_]

    def save(self, path: Path) -> None:
        """Keep them in an .npz file."""
        np.savez_compressed(path, **asdict(self))


def together(parts: Sequence[Joints]) -> Joints:
    """The joints of several pages as one."""
    names = [field.name for field in fields(Joints)]
    return Joints(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def read_joints(paths: Sequence[Path]) -> Joints:
    """Those of all files that `Joints.save` wrote."""
    found = []
    for path in paths:
        with np.load(path) as arrays:
            found.append(Joints(**arrays))
    return together(found)
