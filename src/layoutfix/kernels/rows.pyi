"""The best way to cut each row into lines of a width, compiled."""

from layoutfix.arrays import Floats, Index
from layoutfix.cutting.nodes import NodeTable, TriedWidth

def best_cuts(table: NodeTable, width: TriedWidth) -> tuple[Floats, Index, Index]: ...
