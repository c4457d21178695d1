"""What a user says of the layout is done, where the page shows how."""

from __future__ import annotations

import pytest

import layoutfix
from layoutfix import Config, InputError
from layoutfix.layouts import Layout, parse_layout
from tests.helpers import assert_promises

POEMS = """\
THE LOCK                       THE WEIR

Two gates of oak, a beam, a chain,      All night the water talks to stone,
A keeper with a lamp,                   All day it talks to air,
He lets the barges down again           And what it says is not its own,
Into the valley's damp.                 And no one is aware.
""".replace("THE LOCK                       ", "THE LOCK                                ")
PROSE = """\
The keeper went down to the lock       asked who had let the water out,
before it was light, and found         and nobody knew. The boats lay
that the upper gate stood open.        on the mud until the evening, and
He called his wife and the boys,       then it began to rain.
"""


def test_poems_side_by_side_are_read_down_where_they_are_said_to_be_columns() -> None:
    """Nothing in them proves it: `auto` leaves them alone, `columns` keeps their lines."""
    assert not layoutfix.fix(POEMS).changed
    result = layoutfix.fix(POEMS, layout="columns")
    assert_promises(result)
    assert result.text.index("valley's damp") < result.text.index("All night")
    assert "A keeper with a lamp,\nHe lets the barges" in result.text
    assert {p.kind for p in result.paragraphs} >= {"verse"}


def test_a_page_that_is_kept_stays() -> None:
    """`keep` on a page that would be put in order."""
    assert layoutfix.fix(PROSE).changed
    assert layoutfix.fix(PROSE, layout="keep").text == PROSE
    assert layoutfix.fix(PROSE, config=Config(layout="keep")).text == PROSE


def test_no_more_columns_than_were_said() -> None:
    """Three strips of blanks, two columns: the widest strip parts them."""
    rows = [f"{a}  {b}        {c}" for a, b, c in zip("KLMNO", "PQRST", "UVWXY", strict=True)]
    text = "\n".join(row.replace(row[0], f"{row[0]} word of the left side") for row in rows)
    three = layoutfix.fix(text, layout="columns")
    two = layoutfix.fix(text, layout="columns:2")
    assert "reordered 2 columns" in two.verdict
    assert two.text.index("P") < two.text.index("L word")
    assert three.text.index("O word") < three.text.index("U")


def test_one_column_that_shows_nothing_stays() -> None:
    """There is nothing to cut one line of prose at."""
    line = "A single line of text.\n"
    assert layoutfix.fix(line, layout="columns").text == line


@pytest.mark.parametrize("said", ["sideways", "columns:1", "columns:13", "keep:2", "columns:", ""])
def test_what_is_no_layout_is_refused_with_the_choices(said: str) -> None:
    """One sentence that names them, from the function and from the settings."""
    for call in (lambda: layoutfix.fix("x", layout=said), lambda: parse_layout(said)):
        with pytest.raises(InputError, match=r"columns:N \(N from 2 to 12\)"):
            call()


def test_layouts_as_they_are_written() -> None:
    """A number of columns is part of one alone."""
    assert parse_layout("columns:12") == Layout("columns", 12)
    assert parse_layout("keep") == Layout("keep")
