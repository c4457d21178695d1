"""layoutfix repairs text whose page layout was scrambled by OCR.

>>> import layoutfix
>>> layoutfix.fix("").text
''
"""

from layoutfix.config import Config
from layoutfix.errors import BrokenPromiseError, InputError, LayoutfixError
from layoutfix.model import Fragment, Joint, Paragraph, Pin, Step
from layoutfix.pipeline import fix, fix_lines, fix_many
from layoutfix.replay import replay
from layoutfix.result import Result

__all__ = [
    "BrokenPromiseError",
    "Config",
    "Fragment",
    "InputError",
    "Joint",
    "LayoutfixError",
    "Paragraph",
    "Pin",
    "Result",
    "Step",
    "fix",
    "fix_lines",
    "fix_many",
    "replay",
]
__version__ = "0.1.0"
