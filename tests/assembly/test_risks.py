"""What may be wrong is told in words."""

from __future__ import annotations

from layoutfix.assembly.risks import describe_risks
from layoutfix.model import Fragment, Joint, JointKind

DUMP = "aa  AA\nbb  BB\ncc  CC\ndd  DD\n"
TIGHT = "aa AA\nbb BB\ncc CC\ndd DD\n"


def _fragments(dump: str) -> list[Fragment]:
    found, at = [], 0
    for word in dump.split():
        at = dump.index(word, at)
        found.append(Fragment(at, at + 2, word))
    return found


def _risks(
    left: int, right: int, dump: str = DUMP, columns: int = 2, kind: JointKind = "space"
) -> list[str]:
    joint = Joint(left, right, kind, 0.2)
    return describe_risks(dump, _fragments(dump), [joint], columns, 0.5)


def test_a_doubtful_joint_inside_a_column_warns_of_a_swap() -> None:
    """From one line of a column to the next: the other column may go on there."""
    assert _risks(2, 4) == ["two columns may swap from line 2 on"]


def test_a_doubtful_joint_from_foot_to_head_warns_of_the_order() -> None:
    """From the foot of one column to the head of another."""
    assert _risks(6, 1) == ["columns may be in the wrong order: line 1 after line 4"]


def test_a_doubtful_joint_at_a_tight_cut_warns_of_a_word() -> None:
    """Where rows were cut at one blank."""
    assert _risks(2, 4, TIGHT) == ["a cut in a fused row may be a word off: line 2"]


def test_a_gap_and_a_page_without_columns_are_told() -> None:
    """What is missing, and what may follow something else."""
    assert _risks(2, 4, kind="gap") == ["text may be missing after line 2"]
    assert _risks(6, 1, columns=0) == ["paragraphs may be in the wrong order: line 1 after line 4"]


def test_neighbours_of_the_dump_and_sure_joints_warn_of_nothing() -> None:
    """Only what was moved, and is doubtful."""
    assert _risks(2, 3) == []
    sure = Joint(2, 4, "space", 0.9)
    assert describe_risks(DUMP, _fragments(DUMP), [sure], 2, 0.5) == []
