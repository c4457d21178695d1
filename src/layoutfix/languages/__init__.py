"""Which language a text is in, as far as a model can be chosen for it."""

from layoutfix.languages.detect import (
    NO_LANGUAGE,
    detect_language,
    detect_languages,
    fits_script,
)
from layoutfix.languages.scripts import written_han

__all__ = ["NO_LANGUAGE", "detect_language", "detect_languages", "fits_script", "written_han"]
