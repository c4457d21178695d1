"""Words of PDFs as they are painted, put into lines; characters of PDFium, made words."""

import ctypes

from hypothesis import given
from hypothesis import strategies as st

from layoutfix.document import Box
from layoutfix.formats.pdf.chars import PageChars, make_frame
from layoutfix.formats.pdf.rows import Placed, words_to_lines


def wide(text, left, top):
    """A character of Han, ten units high and wide."""
    return Placed(text, Box(left, top, left + 10, top + 10), 0, False, True)


def texts(words):
    return [line.text for line in words_to_lines(words)]


def test_characters_below_one_another_are_a_vertical_line():
    """Four and more; the box of the line is around them."""
    right = [wide(c, 100, 20 + 11 * k) for k, c in enumerate("水位已經下降")]
    left = [wide(c, 80, 20 + 11 * k) for k, c in enumerate("無人來看閘門")]
    lines = words_to_lines([*right, *left])
    assert [line.text for line in lines] == ["水位已經下降", "無人來看閘門"]
    assert lines[0].box == Box(100, 20, 110, 85)


def test_short_last_lines_are_no_vertical_line():
    """Two characters, one below the other, at the left edge of a horizontal column."""
    words = [wide(c, 20 + 10 * k, 20) for k, c in enumerate("水位已經下降")]
    words += [wide("了", 20, 32)]
    words += [wide(c, 20 + 10 * k, 44) for k, c in enumerate("無人來看")]
    assert texts(words) == ["水位已經下降", "了", "無人來看"]


def test_a_sheet_of_characters_is_read_in_its_lines():
    """Horizontal lines, as tight as vertical ones: characters go on along the line."""
    rows = ("水位已經下降", "無人來看閘門", "守閘的人走了")
    words = [
        wide(c, 20 + 10 * k, 20 + 11 * r) for r, row in enumerate(rows) for k, c in enumerate(row)
    ]
    assert texts(words) == [*rows]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 200),
            st.integers(0, 60),
            st.integers(0, 30),
            st.integers(0, 15),
            st.integers(0, 3),
            st.booleans(),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_every_word_is_in_one_line(drawn):
    """Wherever words are painted, however large, and turned in any way."""
    words = [
        Placed(f"w{k}" if not is_wide else "水", Box(x, y, x + w, y + h), turn, blank, is_wide)
        for k, (x, y, w, h, turn, blank, is_wide) in enumerate(drawn)
    ]
    lines = words_to_lines(words)
    found = sorted(line.text[w.start : w.end] for line in lines for w in line.words)
    assert found == sorted(word.text for word in words)


class Rect(ctypes.Structure):
    _fields_ = [(name, ctypes.c_float) for name in ("left", "top", "right", "bottom")]


class Api:
    """PDFium with characters of ours, each ten points wide, on a line."""

    FS_RECTF = Rect

    def __init__(self, codes):
        self.codes = codes

    def FPDFText_CountChars(self, raw):  # noqa: N802 - its name
        return len(self.codes)

    def FPDFText_GetUnicode(self, raw, k):  # noqa: N802
        return self.codes[k]

    def FPDFText_GetCharAngle(self, raw, k):  # noqa: N802
        return 0.0

    def FPDFText_GetLooseCharBox(self, raw, k, at):  # noqa: N802
        rect = ctypes.cast(at, ctypes.POINTER(Rect)).contents
        rect.left, rect.right, rect.bottom, rect.top = 10 * k, 10 * k + 9, 80, 90
        return True


def words_of(codes):
    return list(PageChars(Api(codes), None, make_frame((0, 0, 500, 100), 0)).words())


def test_both_characters_for_hyphens_end_words():
    """U+0002 and U+FFFE stand for a hyphen and its line break."""
    for code in (2, 0xFFFE):
        words = words_of([*map(ord, "regu"), code, *map(ord, "lated")])
        assert [word.text for word in words] == ["regu-", "lated"]


def test_halves_of_utf_16_are_one_character():
    """PDFium has them on Windows; characters without a code are nothing."""
    (word,) = words_of([0xD842, 0xDFB7, 0])
    assert word.text == "\U00020bb7"
    assert word.box == Box(0, 10, 19, 20)


def test_blanks_and_line_breaks_part_words():
    """A character of Han is a word of its own."""
    words = words_of([*map(ord, "The weir\r\n水位")])
    assert [(word.text, word.blank, word.is_wide) for word in words] == [
        ("The", False, False),
        ("weir", True, False),
        ("水", True, True),
        ("位", False, True),
    ]
