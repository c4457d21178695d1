"""The compiled twins of what a page spends its time in, where they were built.

A kernel takes and gives what its twin in numpy does, with the same numbers to the last bit; it is
a module of Cython beside this file, which `hatch_build.py` compiles when the package is installed.
Where that was not possible, or the environment has `LAYOUTFIX_PURE=1`, the twins run.

    what                                kernel             twin
    n-grams looked up                   kernels.ngrams     ngrams.table, ngrams.backoff, linking.own
    what an encoder sees of lines       kernels.encoder    linking.encoder
    the beam that finds columns         kernels.columns    ordering.proposals.columns
    columns as they are read            kernels.plans      ordering.plans
    what their turns cost               kernels.plans      ordering.turns
    exchange of parts of columns        kernels.exchange   ordering.moves.exchange
    the best way to cut a row           kernels.rows       cutting.row_search
    the best few of each row            kernels.ways       cutting.ways
    ways beside those of the next row   kernels.lattice    cutting.pairing, cutting.paths

A twin is named for what it is: `arrange_by_arrays`, where `arrange` runs whichever there is.
"""

from __future__ import annotations

import os

__all__ = [
    "COMPILED",
    "columns",
    "encoder",
    "exchange",
    "lattice",
    "ngrams",
    "plans",
    "rows",
    "ways",
]

try:
    if os.environ.get("LAYOUTFIX_PURE"):
        raise ImportError
    from layoutfix.kernels import columns, encoder, exchange, lattice, ngrams, plans, rows, ways

    COMPILED = True
    """Whether the kernels run: else their twins in numpy do."""
except ImportError:
    COMPILED = False
