"""The twins run, though the kernels were built."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from layoutfix import kernels


@contextmanager
def twins() -> Iterator[None]:
    """In here, everything runs as where no compiler was."""
    with patch.object(kernels, "COMPILED", False):
        yield
