"""Plans arranged, and what their turns cost, compiled."""

from collections.abc import Callable

from layoutfix.arrays import Index, Longs
from layoutfix.ordering.view import PageView
from layoutfix.weights import TurnWeights

def arrange(at: Index, label: Index, view: PageView, places: Callable[[int], Index]) -> Index: ...
def turn_costs(at: Index, label: Index, view: PageView, weights: TurnWeights) -> Longs: ...
