"""layoutfix repairs text whose page layout was scrambled by OCR.

>>> import layoutfix
>>> layoutfix.fix("").text
''
"""

from layoutfix.api import fix, fix_lines, fix_many, repair
from layoutfix.config import Config, RepairConfig
from layoutfix.document import Document
from layoutfix.errors import BrokenPromiseError, InputError, LayoutfixError
from layoutfix.formats import read, write
from layoutfix.model import Fragment, Joint, Paragraph, Pin, Step
from layoutfix.replay import replay
from layoutfix.result import Result
from layoutfix.scorers import Scorer

__all__ = [
    "BrokenPromiseError",
    "Config",
    "Document",
    "Fragment",
    "InputError",
    "Joint",
    "LayoutfixError",
    "Paragraph",
    "Pin",
    "RepairConfig",
    "Result",
    "Scorer",
    "Step",
    "fix",
    "fix_lines",
    "fix_many",
    "read",
    "repair",
    "replay",
    "write",
]
__version__ = "0.1.0"
