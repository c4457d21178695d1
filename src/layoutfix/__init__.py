"""layoutfix repairs text whose page layout was scrambled by OCR.

>>> import layoutfix
>>> layoutfix.fix("").text
''
"""

from layoutfix.pipeline import fix

__all__ = ["fix"]
__version__ = "0.1.0"
