"""Lists, tables and verse keep their lines where the page around them is put in order."""

from __future__ import annotations

from layoutfix.assembly.assemble import keep_lines
from layoutfix.assembly.glue import joints_to_steps
from layoutfix.assembly.paragraphs import group_paragraphs
from layoutfix.model import Fragment, JointKind, Paragraph, ParagraphKind
from layoutfix.replay import replay
from layoutfix.result import Result
from tests.helpers import SPACED

DUMP = "Fares\nadult   2.10\nchild   1.00\nNo  dogs\n"


def _fragments() -> list[Fragment]:
    starts = (0, 6, 19, 32)
    return [Fragment(s, DUMP.index("\n", s), DUMP[s : DUMP.index("\n", s)]) for s in starts]


def test_rows_of_a_table_are_one_paragraph() -> None:
    """They are joined by line ends, and what stands around them is parted from them."""
    told: list[ParagraphKind | None] = ["heading", "table", "table", None]
    kinds: list[JointKind] = ["heading", "space", "space"]
    keep_lines(told, kinds)
    assert kinds == ["heading", "line", "paragraph"]
    texts = [f.text for f in _fragments()]
    found = group_paragraphs(texts, kinds, [False] * 4, told, SPACED.assembly)
    assert found.runs == [range(1), range(1, 3), range(3, 4)]
    assert found.kinds == ["heading", "table", "body"]


def test_a_verse_that_ends_a_stanza_is_parted() -> None:
    """Lines of verse never run together, and breaks between stanzas stay."""
    kinds: list[JointKind] = ["space", "paragraph", "join"]
    keep_lines(["verse"] * 4, kinds)
    assert kinds == ["line", "paragraph", "line"]


def test_cells_keep_their_blanks() -> None:
    """Blanks of a table are printed as they are, those of running text are squeezed."""
    kinds: list[JointKind] = ["heading", "line", "paragraph"]
    between = ["\n\n", "\n", "\n\n"]
    steps = joints_to_steps(DUMP, _fragments(), range(4), kinds, between, [], {1, 2})
    assert replay(DUMP, _fragments(), range(4), steps) == (
        "Fares\n\nadult   2.10\nchild   1.00\n\nNo dogs\n"
    )


def test_markdown_has_rows_as_code_and_verses_with_hard_breaks() -> None:
    """Items stand as they were printed."""
    paragraphs = (
        Paragraph("list", (0,), "- one\n- two"),
        Paragraph("table", (1,), "a   1\nb   2"),
        Paragraph("verse", (2,), "rain\non the roof"),
    )
    result = Result("x", paragraphs, (), (), (), (), "en", "", "y")
    assert result.to_markdown() == "- one\n- two\n\n    a   1\n    b   2\n\nrain  \non the roof\n"
