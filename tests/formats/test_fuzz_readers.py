"""Files that are broken in any way: a document, or one sentence that says why not."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layoutfix import Document
from layoutfix.errors import InputError
from layoutfix.formats import detect_format, find_format
from tests.formats.samples import all_samples

JSON_FILES = all_samples(".json")
ALL_FILES = all_samples()
ODD = st.sampled_from(
    [
        *("null", "true", "-1", "0", "1e400", "1e308", "-1e9", "NaN", "-Infinity", str(2**70)),
        *('""', '"7"', '"\\ud800"', '"\\f\\n"', "[]", "{}", "[[]]", "[{}]", '{"": null}'),
        *("[null]", '[1, "x"]', "[[1, 2], [3]]"),
    ]
)
"""JSON of values that are out of place nearly everywhere."""

EXAMPLES = 60
"""Of each file; each is about three changes."""


def _places(content):
    """Paths to all values in a value."""
    found, stack = [], [((), content)]
    while stack:
        path, here = stack.pop()
        found.append(path)
        if isinstance(here, dict | list):
            inside = here.items() if isinstance(here, dict) else enumerate(here)
            stack += [((*path, key), inner) for key, inner in inside]
    return found


def _change(content, path, how, odd):
    """A value with one change at a path: another value there, or none, or it twice."""
    if not path:
        return odd
    here = content
    for key in path[:-1]:
        here = here[key]
    key = path[-1]
    if how == "remove":
        del here[key]
    elif how == "twice" and isinstance(here, list):
        here.insert(key, here[key])
    elif how == "wrap":
        here[key] = [here[key]]
    else:
        here[key] = odd
    return content


def check(format, data):
    """Only a sound document or an InputError in one sentence comes of it."""
    detect_format(data)
    try:
        document = find_format(format).read(data, "page")
    except InputError as error:
        message = str(error)
        assert "page" in message
        assert "\n" not in message
        assert message.endswith(".")
        return
    assert isinstance(document, Document)
    document.text.encode()
    for page in document.pages:
        assert sorted(page.numbers) == list(range(len(page.regions)))
        assert 0 <= page.width < math.inf
        assert 0 <= page.height < math.inf
        for region in page.regions:
            for line in region.lines:
                assert line.text == line.text.strip()
                assert len(line.text.splitlines()) <= 1
                check_boxes(line)


def check_boxes(line):
    """Boxes are upright and finite, words are within their line, confidences are shares."""
    for box in (line.box, *(word.box for word in line.words)):
        assert box is None or (box.left <= box.right and box.top <= box.bottom)
        assert box is None or all(map(math.isfinite, box))
    for word in line.words:
        assert 0 <= word.start < word.end <= len(line.text)
    for sure in (line.confidence, *(word.confidence for word in line.words)):
        assert sure is None or 0 <= sure <= 1


@pytest.mark.parametrize("path", JSON_FILES, ids=lambda path: path.name)
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_value_may_stand_anywhere(path, data):
    """Values are taken away, doubled, wrapped, replaced by odd ones, up to five times."""
    content = json.loads(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.sampled_from(_places(content)))
        how = data.draw(st.sampled_from(["remove", "twice", "wrap", "replace", "replace"]))
        content = _change(content, place, how, json.loads(data.draw(ODD)))
    check(path.name.partition(".")[0], json.dumps(content).encode())


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.name)
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_may_be_changed(path, data):
    """Bytes are cut out, put in, repeated, or the file ends early."""
    content = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 40)))
        put = data.draw(
            st.sampled_from(
                [
                    b"",
                    b"",
                    b"NaN",
                    b"-1",
                    b"\xff",
                    b"\0",
                    b'"',
                    b"(",
                    b")",
                    b"<",
                    b"\t",
                    b"9" * 400,
                    content[start:end] * 3,
                ]
            )
        )
        content = content[:start] + put + content[end:]
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    check(path.name.partition(".")[0], content)
