"""What a result looks like at a prompt and in a notebook."""

from __future__ import annotations

from layoutfix.model import Fragment, Joint, Paragraph
from layoutfix.result import Result


def _result(first: str = "The gate was shut and", second: str = "nobody came.") -> Result:
    dump = f"{first}\n{second}\n"
    fragments = (
        Fragment(0, len(first), first),
        Fragment(len(first) + 1, len(dump) - 1, second),
    )
    paragraphs = (Paragraph("body", (1, 0), f"{second} {first}"),)
    joints = (Joint(1, 0, "space", 0.2),)
    return Result(dump, paragraphs, joints, fragments, (1, 0), (), "en", "a verdict", dump)


def test_a_result_is_one_short_line_at_a_prompt() -> None:
    """Its text does not come with it, however long."""
    said = repr(_result("word " * 9000 + "end"))
    assert "\n" not in said
    assert len(said) < 200
    assert "'a verdict'" in said
    assert "1 doubtful" in said


def test_a_notebook_shows_columns_and_doubtful_joints() -> None:
    """Two places of an order that goes back are two columns; a joint below a half is marked."""
    html = _result()._repr_html_()
    assert html.count('title="column 1"') == html.count('title="column 2"') == 1
    assert "20% sure" in html


def test_a_notebook_runs_nothing_that_a_dump_holds() -> None:
    """Marks of HTML come out as text, and each text is isolated from the direction of others."""
    html = _result("<script>alert(1)</script>", '\u202eevil" onload="x')._repr_html_()
    assert "<script" not in html
    assert 'onload="' not in html
    assert html.count("unicode-bidi:isolate") == 2
