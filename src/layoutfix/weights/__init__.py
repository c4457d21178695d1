"""The numbers that the engine judges by: data, one file a family of scripts, each with its fit.

`data/weights/cjk.json` and `spaced.json` have a number for each field of the sections below, and
name the fit that it is from: on what, when, the digest of what it was fitted on. Bounds of time and
memory are no weights: they are constants beside their kernels.
"""

from layoutfix.weights.assembly import AssemblyWeights
from layoutfix.weights.cutting import (
    BoxWeights,
    ColumnWeights,
    DirtWeights,
    FrameWeights,
    GutterWeights,
    LatticeWeights,
    LineWeights,
    PlaceWeights,
    ReadingWeights,
    RecutWeights,
    ShiftWeights,
)
from layoutfix.weights.files import Weights, load_repair_weights, load_weights, read_weights
from layoutfix.weights.gate import GateWeights
from layoutfix.weights.linking import LinkWeights
from layoutfix.weights.ordering import (
    BlockWeights,
    DisplacedWeights,
    FarWeights,
    FollowingWeights,
    ListingWeights,
    OrderWeights,
    PathWeights,
    RegionWeights,
    RunWeights,
    TurnWeights,
)
from layoutfix.weights.repair import RepairWeights

__all__ = [
    "AssemblyWeights",
    "BlockWeights",
    "BoxWeights",
    "ColumnWeights",
    "DirtWeights",
    "DisplacedWeights",
    "FarWeights",
    "FollowingWeights",
    "FrameWeights",
    "GateWeights",
    "GutterWeights",
    "LatticeWeights",
    "LineWeights",
    "LinkWeights",
    "ListingWeights",
    "OrderWeights",
    "PathWeights",
    "PlaceWeights",
    "ReadingWeights",
    "RecutWeights",
    "RegionWeights",
    "RepairWeights",
    "RunWeights",
    "ShiftWeights",
    "TurnWeights",
    "Weights",
    "load_repair_weights",
    "load_weights",
    "read_weights",
]
