"""One thread a process, where several share the cores."""

from __future__ import annotations

import numpy as np  # noqa: F401 - its threads are those to be limited
from threadpoolctl import threadpool_limits


def use_one_thread() -> None:
    """Matrices are multiplied by one thread in this process, from now on.

    Those of a page are small: more threads gain nothing, and where processes share the cores, they
    wait for one another (two workers on two cores took longer than one).
    """
    threadpool_limits(1)
