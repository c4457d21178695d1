"""Exchange of parts of columns, compiled."""

from layoutfix.arrays import Index, Longs
from layoutfix.ordering.moves.exchange import Bounds, Plan, RegionPlans

def between(plans: RegionPlans, label: Index, bounds: Bounds) -> Longs: ...
def look_around(
    plans: RegionPlans, plan: Plan, least: int, tails_only: bool, bounds: Bounds
) -> tuple[Index, Longs, Longs, Longs]: ...
