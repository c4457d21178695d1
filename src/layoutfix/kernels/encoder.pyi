"""What the seam encoder's networks see of lines, compiled."""

from layoutfix.arrays import Floats
from layoutfix.linking.features import Features
from layoutfix.linking.layers import Packed

def add_units(
    first: Packed, second: Packed, features: Features, columns: int, exact: int
) -> Floats: ...
