"""The beam that finds columns, compiled."""

from layoutfix.arrays import Longs, Shorts
from layoutfix.ordering.proposals.columns import StepCosts
from layoutfix.ordering.view import PageView

def follow(
    view: PageView, costs: StepCosts, ways: int, beam: int
) -> tuple[Shorts, Shorts, Longs]: ...
