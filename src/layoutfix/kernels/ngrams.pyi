"""N-grams looked up, compiled."""

from typing import Any

from numpy import bool_, integer, uint32
from numpy.typing import NDArray

from layoutfix.arrays import Floats, Index, Ints
from layoutfix.linking.own import OwnNgrams
from layoutfix.ngrams.backoff import Backoff, Crossings
from layoutfix.ngrams.hashing import Hashes
from layoutfix.ngrams.table import FuseTable

def look_up(table: FuseTable, hashes: Hashes) -> tuple[NDArray[bool_], NDArray[uint32]]: ...
def log_prob(model: Backoff, ngrams: Ints, context_len: NDArray[integer[Any]]) -> Floats: ...
def cross(crossings: Crossings, left: Index, right: Index, width: int) -> Floats: ...
def crossing_hits(own: OwnNgrams, left: Index, right: Index) -> Ints: ...
