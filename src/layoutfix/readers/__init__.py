"""Files and byte streams -> text: encodings, byte order marks, newlines, what is no text at all."""

from layoutfix.readers.text import ReadText, read_text

__all__ = ["ReadText", "read_text"]
