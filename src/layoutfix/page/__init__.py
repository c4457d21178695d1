"""One page: dump -> pieces -> links -> order, and cuts moved to where the order says."""

from layoutfix.page.order import PageOrder
from layoutfix.page.read import read_page

__all__ = ["PageOrder", "read_page"]
