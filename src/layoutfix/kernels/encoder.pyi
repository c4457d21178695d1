"""What the seam encoder's networks see of lines, compiled."""

from layoutfix.arrays import Floats
from layoutfix.linking.encoder import Packed
from layoutfix.linking.features import Features

def add_units(
    first: Packed, second: Packed, features: Features, columns: int, exact: int
) -> Floats: ...
