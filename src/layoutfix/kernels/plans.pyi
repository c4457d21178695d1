"""Plans arranged, and what their turns cost, compiled."""

from layoutfix.arrays import Index, Longs
from layoutfix.ordering.view import PageView
from layoutfix.weights import TurnWeights

def arrange(at: Index, label: Index, view: PageView) -> Index: ...
def turn_costs(at: Index, label: Index, view: PageView, weights: TurnWeights) -> Longs: ...
