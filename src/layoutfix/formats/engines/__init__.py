"""The JSON of engines: one module each, which says whether a value is of it and reads its pages.

parse.py    bytes -> value, once for all that ask; the head of a file -> value, though cut off
fields.py   what a value has to be: lists, texts, numbers, points; nothing there raises
lost.py     what could not be read, for `Document.notes`
make.py     a module's two functions -> its Format
docs/formats-engines.md has a table of what each field becomes.
"""

ENGINES = (
    "engines.docling",
    "engines.textract",
    "engines.azure",
    "engines.google_vision",
    "engines.doctr",
    "engines.surya",
    "engines.paddleocr",
    "engines.rapidocr",
    "engines.easyocr",
)
"""Modules that hold a `FORMAT`; those whose files say what they are come first."""
