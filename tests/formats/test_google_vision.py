"""Google Vision."""

from layoutfix.document import Box
from layoutfix.formats import detect_format
from tests.formats.samples import read_sample, read_value, value


def test_lines_end_where_breaks_say_so():
    """HYPHEN is a hyphen that no symbol has; coordinates of 0 are left out of the file."""
    document = read_sample("google-vision.full")
    (page,) = document.pages
    assert document.text == "The weir-\nhead was\n"
    assert (page.width, page.height, page.language) == (200, 100, "en")
    (region,) = page.regions
    assert (region.kind, region.box) == ("TEXT", Box(0, 0, 90, 30))
    line = region.lines[0]
    assert line.box == Box(0, 5, 70, 15)
    assert [line.text[w.start : w.end] for w in line.words] == ["The", "weir-"]
    assert [w.confidence for w in line.words] == [0.8, 0.8]


def test_numbers_and_underscores_of_the_library_are_read():
    """`to_json` writes breaks as numbers, `to_dict` names with underscores and `type_`."""
    sample = value("google-vision.full")

    def rename(said):
        if isinstance(said, list):
            return [rename(item) for item in said]
        if not isinstance(said, dict):
            return {"SPACE": 1, "LINE_BREAK": 5, "HYPHEN": 4}.get(said, said)
        names = {"fullTextAnnotation": "full_text_annotation", "detectedBreak": "detected_break"}
        names |= {"boundingBox": "bounding_box", "type": "type_", "blockType": "block_type"}
        return {names.get(key, key): rename(item) for key, item in said.items()}

    (response,) = sample["responses"]
    assert read_value("google-vision", rename(response)).text == "The weir-\nhead was\n"


def test_shares_of_pdfs_become_units_of_the_page():
    """`normalizedVertices` stand where PDFs and TIFFs were read."""
    sample = value("google-vision.full")
    page = sample["responses"][0]["fullTextAnnotation"]["pages"][0]
    paragraph = page["blocks"][0]["paragraphs"][0]
    paragraph["boundingBox"] = {"normalizedVertices": [{"x": 0.1, "y": 0.2}, {"x": 0.5, "y": 0.4}]}
    assert read_value("google-vision", sample).pages[0].regions[0].box == Box(20, 20, 100, 40)


def test_a_list_of_words_is_put_to_its_text():
    """The first entry is the whole text; words are found in its lines one after another."""
    document = read_sample("google-vision.list")
    first, second = document.pages[0].lines
    assert document.text == "The weir\nwas open.\n"
    assert first.box == Box(10, 5, 75, 15)
    assert [(w.start, w.end) for w in second.words] == [(0, 3), (4, 8), (8, 9)]


def test_the_answer_about_a_page_without_text_is_empty():
    """It is a page; a file of nothing else is told by that."""
    document = read_value("google-vision", {"responses": [{}]})
    assert (len(document.pages), document.text, document.notes) == (1, "", ())
    assert detect_format(b'{"responses": [{}, {"error": {"code": 3}}]}').name == "google-vision"
    assert detect_format(b'{"responses": [7]}') is None


def test_an_error_is_a_page_without_text_and_a_note():
    """The other responses go on."""
    sample = value("google-vision.full")
    sample["responses"].insert(0, {"error": {"code": 3, "message": "Bad image data."}})
    document = read_value("google-vision", sample)
    assert document.text == "\fThe weir-\nhead was\n"
    assert document.notes == ("page 1 was not read by Google Vision: Bad image data",)
