"""The best ways to cut rows into lines, compiled."""

from layoutfix.arrays import Floats, Index
from layoutfix.cutting.nodes import NodeTable, TriedColumns, TriedWidth
from layoutfix.cutting.ways import WayArrays

def best_cuts(table: NodeTable, width: TriedWidth) -> tuple[Floats, Index, Index]: ...
def find_ways(
    table: NodeTable, columns: TriedColumns, most: int, kept: int, behind: float
) -> WayArrays: ...
