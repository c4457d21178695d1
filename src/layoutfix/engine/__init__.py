"""The pages of a dump: pieces -> links -> order, cuts moved by it, evidence for joints."""

from layoutfix.engine.corrected import correct_page
from layoutfix.engine.document import read_pages
from layoutfix.engine.judge import judge_page
from layoutfix.engine.read import read_dump, read_page
from layoutfix.engine.rivals import Rival, find_followers, find_leaders
from layoutfix.page_order import PageOrder

__all__ = [
    "PageOrder",
    "Rival",
    "correct_page",
    "find_followers",
    "find_leaders",
    "judge_page",
    "read_dump",
    "read_page",
    "read_pages",
]
