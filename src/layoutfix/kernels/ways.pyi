"""The best few ways to cut each row, compiled."""

from layoutfix.cutting.nodes import NodeTable, TriedColumns
from layoutfix.cutting.ways import WayArrays

def find_ways(
    table: NodeTable, columns: TriedColumns, most: int, kept: int, behind: float
) -> WayArrays: ...
