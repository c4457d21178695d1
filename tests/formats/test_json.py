"""Files of JSON, whichever engine wrote them."""

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutfix
from layoutfix.errors import InputError
from layoutfix.formats import detect_format, find_format
from layoutfix.formats.engines import parse
from layoutfix.formats.engines.parse import head_to_value, is_value
from layoutfix.formats.registry import HEAD_BYTES
from tests.formats.samples import ALIKE, all_samples, read_value, sample, value

FILES = all_samples(".json")
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda s: st.lists(s) | st.dictionaries(st.text(), s),
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_told_by_its_content(path):
    """Printed with blanks or without, and with a byte order mark."""
    data = path.read_bytes()
    expected = ALIKE.get(path.name, path.name.partition(".")[0])
    for variant in (data, json.dumps(json.loads(data)).encode(), b"\xef\xbb\xbf" + data):
        assert detect_format(variant).name == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_told_by_its_beginning(path):
    """A file much longer than what is looked at, the text of which comes first."""
    content = json.loads(path.read_bytes())
    expected = ALIKE.get(path.name, path.name.partition(".")[0])
    if isinstance(content, list):
        long = content[:1] + content[:1] * (HEAD_BYTES // 20)
    else:
        long = {**content, "more": "The weir was open. " * HEAD_BYTES}
    assert len(json.dumps(long)) > 2 * HEAD_BYTES
    assert detect_format(json.dumps(long).encode()).name == expected


def test_a_text_longer_than_the_head_is_cut_in_it():
    """Escapes that the cut goes through do no harm."""
    result = {"responses": [{"textAnnotations": [{"description": "\\é\n" * HEAD_BYTES}]}]}
    data = json.dumps(result).encode()
    for end in range(HEAD_BYTES, HEAD_BYTES + 12):
        assert is_value(head_to_value(data[:end]))
    assert detect_format(data).name == "google-vision"


@given(JSON, st.data())
def test_the_head_of_any_json_is_a_value(content, data):
    """A list or an object that is cut anywhere is closed into one; nothing is raised."""
    text = json.dumps([7, content])
    end = data.draw(st.integers(len("[7,"), len(text)))
    assert is_value(head_to_value(text[:end].encode()))


@pytest.mark.parametrize(
    "text", [b"", b"[" * 70_000, b"It was late.", b"[sic] It was late.", b"{late}", b"nullify"]
)
def test_plain_text_is_no_json(text):
    """Not even where it begins with a bracket."""
    assert detect_format(text) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (sample("azure.read")[:-40], "is broken JSON at line "),
        (b"[" * 100_000, "nested too deep"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
        (b"[1" + b"0" * 5000 + b"]", "too many digits"),
        ('[[[[1,2],[3,4]],"Gr\u00fcn",1]]'.encode("latin-1"), "not in UTF-8"),
        (b'{"a": 1}', "but not JSON of RapidOCR"),
        (b"", "is broken JSON at line 1"),
    ],
)
def test_what_is_broken_is_one_sentence(data, said):
    """It names the file, and says what to try."""
    with pytest.raises(InputError, match=said) as caught:
        find_format("rapidocr").read(data, "page.json")
    message = str(caught.value)
    assert message.startswith("page.json ")
    assert "\n" not in message


def test_the_size_is_bounded():
    """No more of a file is read than its format takes; then it is refused, unparsed."""

    class Endless(BytesIO):
        read_bytes = 0

        def read(self, size=-1):
            type(self).read_bytes += size
            return b'{"txts": [], "boxes": [' + b" " * (size - 23)

    with pytest.raises(InputError, match="the input has more than 128 MB: split it"):
        layoutfix.read(Endless(), name="the input")
    assert Endless.read_bytes == parse.MOST_BYTES + 1


def test_other_encodings_of_unicode_are_read():
    """UTF-16 is JSON, too."""
    data = json.dumps(value("rapidocr.3")).encode("utf-16")
    assert detect_format(data).name == "rapidocr"
    assert find_format("rapidocr").read(data, "page.json").text.startswith("The weir")


def test_texts_are_lines():
    """Line breaks, form feeds and halves of surrogate pairs do not get into the text."""
    quad = value("rapidocr.3")[0]["box"]
    texts = ["a\nb", "c\fd", "\ud83d", "e\x00f", "\u2029g"]
    items = [{"box": quad, "txt": text, "score": 1} for text in texts]
    assert read_value("rapidocr", items).text == "a b\nc d\n\ufffd\ne f\ng\n"


def test_notes_of_many_pages_are_bounded():
    """Twenty are listed."""
    page = [[[[1, 2], [3, 4]], ["", 0.5]]]
    document = read_value("paddleocr", [page] * 50)
    assert len(document.notes) == 21
    assert document.notes[-1] == "more notes of this kind, not listed: 30"
