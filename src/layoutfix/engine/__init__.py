"""The pages of a dump: pieces -> links -> order, cuts moved by it, evidence for joints."""

from layoutfix.engine.document import read_pages
from layoutfix.engine.judge import judge_page
from layoutfix.engine.read import read_dump, read_page
from layoutfix.page_order import PageOrder

__all__ = ["PageOrder", "judge_page", "read_dump", "read_page", "read_pages"]
