"""One page: dump -> pieces -> links -> order, and cuts moved to where the order says."""

from layoutfix.page.order import PageOrder
from layoutfix.page.read import read_page
from layoutfix.page.scoring import encoder_of

__all__ = ["PageOrder", "encoder_of", "read_page"]
