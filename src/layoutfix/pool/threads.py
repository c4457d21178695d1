"""One thread a process, where several share the cores."""

from __future__ import annotations

import os
import sys

_ASKED = "OPENBLAS_NUM_THREADS"
_was_asked = False


def ask_for_one_thread() -> None:
    """`use_one_thread` of a process that has not imported numpy: its library reads this then.

    It starts no threads at all so, and need not be looked for among the libraries of the process.
    """
    global _was_asked  # noqa: PLW0603 - what was asked of the process, once
    if "numpy" not in sys.modules:
        os.environ[_ASKED] = "1"
        _was_asked = True


def use_one_thread() -> None:
    """Matrices are multiplied by one thread in this process, from now on.

    Those of a page are small: more threads gain nothing, and where processes share the cores, they
    wait for one another (two workers on two cores took longer than one).
    """
    import numpy as np  # noqa: PLC0415 - its threads are those to be limited

    if _was_asked and "openblas" in _library_of(np.show_config(mode="dicts")):
        return
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - 5 ms with its look at libraries

    threadpool_limits(1)


def _library_of(config: object) -> str:
    """The name of the library that multiplies numpy's matrices; "" where it does not say."""
    try:
        return str(config["Build Dependencies"]["blas"]["name"])  # type: ignore[index]
    except (KeyError, TypeError):
        return ""
