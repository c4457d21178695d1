"""Pages printed in blocks: which lines are put in order as one, and their links."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layoutfix import Config, ngrams
from layoutfix.cutting.cut import cut_rows
from layoutfix.linking import LinkScorer
from layoutfix.linking.runs import RunLinkScorer
from layoutfix.linking.scoring import score_links
from layoutfix.ordering.runs import find_runs
from layoutfix.page import Page
from layoutfix.sheet import read_sheet
from tests.helpers import SPACED

CASE = Path(__file__).parents[2] / "fixtures" / "cases" / "wild" / "17-blocks-en.txt"
DUMP = CASE.read_text(encoding="utf-8").split("=== dump\n")[1].split("=== fixed\n")[0]


def _read(dump: str) -> tuple[Page, LinkScorer]:
    sheet = read_sheet(dump, 0, len(dump), ngrams.load("en"), Config())
    page = cut_rows(sheet)
    return page, score_links(page, sheet)


@pytest.fixture(scope="module")
def read() -> tuple[Page, LinkScorer]:
    """The case's page and links."""
    return _read(DUMP)


def test_lines_between_blank_lines_are_a_run(read: tuple[Page, LinkScorer]) -> None:
    """Each line is in one run; a run ends where a blank line stands."""
    page, links = read
    runs = find_runs(page, links, SPACED.runs)
    assert runs is not None
    assert [i for run in runs for i in run] == list(range(len(page.fragments)))
    assert any(len(run) > 1 for run in runs)
    inside = [i for run in runs for i in run[1:]]
    assert not page.blank_above[inside].any()


def test_without_blank_lines_there_are_no_runs() -> None:
    """The lines stand where they stand."""
    page, links = _read("\n".join(line for line in DUMP.split("\n") if line.strip()))
    assert find_runs(page, links, SPACED.runs) is None


def test_lines_that_share_rows_show_the_turns() -> None:
    """Where rows hold several lines, no blank line parts blocks of one column."""
    lines = [line for line in DUMP.split("\n") if line.strip()]
    rows = [f"{a:<60}{b}" for a, b in zip(lines[::2], lines[1::2], strict=False)]
    page, links = _read("\n\n".join(rows))
    assert page.row_size.max() > 1
    assert find_runs(page, links, SPACED.runs) is None


def test_a_run_goes_on_from_its_foot(read: tuple[Page, LinkScorer]) -> None:
    """The link of two runs is that of the last line of one and the first of the other."""
    page, links = read
    runs = find_runs(page, links, SPACED.runs)
    assert runs is not None
    of_runs = RunLinkScorer(links, runs)
    left, right = np.array([0, 2, 1]), np.array([1, 0, 3])
    feet = np.array([runs[k][-1] for k in left])
    heads = np.array([runs[k][0] for k in right])
    assert of_runs.score(left, right).tolist() == links.score(feet, heads).tolist()
    assert of_runs.starts().tolist() == [links.starts()[run[0]] for run in runs]
    assert of_runs.ends().tolist() == [links.ends()[run[-1]] for run in runs]
