"""The pages of a dump: pieces -> links -> order, cuts moved by it, evidence for joints."""

from layoutfix.page.document import read_pages
from layoutfix.page.judge import judge_page
from layoutfix.page.order import PageOrder
from layoutfix.page.read import read_dump, read_page

__all__ = ["PageOrder", "judge_page", "read_dump", "read_page", "read_pages"]
