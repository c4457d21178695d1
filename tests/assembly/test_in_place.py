"""Lines that stay where they are: how they meet, and what is one paragraph."""

from __future__ import annotations

from layoutfix.assembly.in_place import assemble_in_place


def test_lines_meet_by_the_script_at_their_ends() -> None:
    """Side by side where either is set without blanks, else with a blank between."""
    whole = assemble_in_place("山上的雪化了，\n河水涨了\nand the\nbridge held.")
    assert [joint.kind for joint in whole.joints] == ["join", "join", "space"]
    assert whole.order == [0, 1, 2, 3]
    assert whole.steps == []


def test_blank_lines_part_paragraphs() -> None:
    """However many there are, and none at either end is one."""
    whole = assemble_in_place("\n\nOne.\n\n\nTwo,\nthree.\n\n")
    assert [p.fragments for p in whole.paragraphs] == [(0,), (1, 2)]
    assert [joint.kind for joint in whole.joints] == ["paragraph", "space"]


def test_a_blank_dump_has_no_paragraph() -> None:
    """Nor a fragment."""
    whole = assemble_in_place(" \n\t\n")
    assert (whole.fragments, whole.paragraphs, whole.joints) == ([], [], [])
