"""XML and HTML of others, read so that a file can do no harm; names, ids, and bytes again.

DTDs are not loaded, entities not expanded, the net is not asked, and what a file may hold is
bounded before it is parsed: memory is about twenty times its size.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from layoutfix.errors import InputError

MOST_BYTES = 1 << 27
"""Size of a file of XML that is read."""

MOST_TAGS = 4_000_000
"""Tags of a file that are read: an element of three bytes takes a hundred of memory."""

MOST_ATTRIBUTES = 12_000_000

WAY_OUT = "split it into files of fewer pages"

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ROOT_RE = re.compile(r"<(?!/)(?:([\w.-]+):)?([A-Za-z_][\w.-]*)([^<>]*)")
_BEFORE_ROOT = (("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">"))
"""What may stand before the first element, and how it ends."""

_NAMED_RE = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_OWN_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_END_RE = re.compile(rb"</(?:[\w.-]+:)?([A-Za-z_][\w.-]*)\s*>")


def head_to_text(head: bytes) -> str:
    """The first bytes of a file as text, to look for names in ASCII: never wrong by more than that.

    >>> head_to_text("<alto>".encode("utf-16"))
    '<alto>'
    """
    for mark, encoding in _WIDE.items():
        if head.startswith(mark):
            return head[2:].decode(encoding, "ignore")
    if head[:64:2].count(0) > 8 or head[1:64:2].count(0) > 8:
        return head.replace(b"\0", b"").decode("latin-1")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def root_of(head: bytes) -> tuple[str, str]:
    """Local name and attributes of the first element of a file of XML; "", "" where it is none.

    >>> root_of(b'<?xml version="1.0"?><!-- <a> --><pc:PcGts xmlns:pc="urn:x">')
    ('PcGts', ' xmlns:pc="urn:x"')
    """
    found = _find_root(head_to_text(head))
    return (found[2], found[3]) if found else ("", "")


def _find_root(text: str) -> re.Match[str] | None:
    """The first element of a text; None where something else stands there. O(characters)."""
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        for start, stop in _BEFORE_ROOT:
            if text.startswith(start, at):
                bracket = text.find("[", at, text.find(">", at)) if stop == ">" else -1
                end = text.find(stop, at if bracket < 0 else text.find("]", bracket))
                if end < 0:
                    return None
                at = end + len(stop)
                break
        else:
            return _ROOT_RE.match(text, at)


def parse_xml(data: bytes, name: str, title: str) -> etree._ElementTree:
    """The tree of a file of XML. InputError where it is broken, too big, or brings entities."""
    check_bounds(data, name)
    data = _without_named_entities(data)
    problem = None
    for encoding in (None, "utf-8"):
        try:
            root = etree.fromstring(data, _xml_parser(encoding))
        except etree.XMLSyntaxError as error:
            problem = problem or error
            if encoding is None and not _is_utf8(data):
                break
        else:
            return _check_tree(root.getroottree(), name)
    raise InputError(
        f"{name} is no well-formed {title} ({_describe(problem)}): was it cut short, or written in"
        " another encoding than it says? Repair it, or export it again."
    ) from None


def parse_html(data: bytes, name: str) -> etree._ElementTree:
    """The tree of a file of HTML that is no XML, as browsers would read it."""
    check_bounds(data, name)
    encoding = "utf-8" if _is_utf8(data) else None
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding=encoding)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise InputError(f"{name} holds no HTML that can be read: export it again.")
    return _check_tree(root.getroottree(), name)


def check_bounds(data: bytes, name: str) -> None:
    """InputError for a file that is empty, too big, or declares entities."""
    if not data.strip():
        raise InputError(f"{name} is empty.")
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} has more than {MOST_BYTES >> 20} MB of XML: {WAY_OUT}.")
    if data.count(b"<") > MOST_TAGS or data.count(b"=") > MOST_ATTRIBUTES:
        raise InputError(f"{name} has more than {MOST_TAGS:,} tags: {WAY_OUT}.")
    wide = any("<!ENTITY".encode(e) in data for e in ("utf-16-le", "utf-16-be"))
    if b"<!ENTITY" in data or wide:
        raise InputError(
            f"{name} declares entities of its own, which are not read since they can do harm:"
            " remove its <!ENTITY ...>, for example with `xmllint --noent --dropdtd`."
        )


def _xml_parser(encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        attribute_defaults=False,
        dtd_validation=False,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_blank_text=False,
        strip_cdata=False,
    )


def _check_tree(tree: etree._ElementTree, name: str) -> etree._ElementTree:
    """The tree; what got past the first look (an encoding that hides it) is refused here."""
    dtd: Any = tree.docinfo.internalDTD  # of which the stubs know little
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(f"{name} declares entities of its own, which are not read: remove them.")
    return tree


def _without_named_entities(data: bytes) -> bytes:
    """`&nbsp;` and its like, which XHTML declares elsewhere, as numbers."""
    if b"&" not in data:
        return data

    def number(found: re.Match[bytes]) -> bytes:
        named = found[1].decode("ascii")
        code = None if named in _OWN_NAMES else name2codepoint.get(named)
        return found[0] if code is None else f"&#{code};".encode()

    return _NAMED_RE.sub(number, data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _describe(error: etree.XMLSyntaxError | None) -> str:
    said = str(error.msg if error is not None else "").splitlines()
    return said[0].rstrip(". ") if said and said[0] else "it does not parse"


def local_name(element: etree._Element | None) -> str:
    """The name of an element without its namespace; "" for a comment and its like, and for none."""
    tag = None if element is None else element.tag
    return _without_space(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _without_space(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of those local names, in order."""
    return (child for child in element if local_name(child) in names)


def same_namespace(element: etree._Element, name: str) -> str:
    """The tag of a local name in the namespace of an element.

    >>> same_namespace(etree.fromstring('<a xmlns="urn:x"/>'), "b")
    '{urn:x}b'
    """
    space, brace, _ = str(element.tag).rpartition("}")
    return f"{space}{brace}{name}"


def inner_text(element: etree._Element) -> str:
    """All text in an element, that of comments left out.

    >>> inner_text(etree.fromstring("<a>x<!-- c -->y<b>z</b></a>"))
    'xyz'
    """
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def copy_shallow(element: etree._Element) -> etree._Element:
    """An element of the same name and attributes, with nothing in it."""
    made = element.makeelement(element.tag, nsmap=element.nsmap)  # type: ignore[arg-type]
    for name, value in element.attrib.items():
        made.set(name, value)
    made.tail = element.tail
    return made


def drop(element: etree._Element, *names: str) -> None:
    """Take attributes from an element that may have them."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


@dataclass(slots=True)
class Ids:
    """The ids of a file, and new ones beside them."""

    taken: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element, *attributes: str) -> Ids:
        """Those of a tree, which stand in these attributes."""
        found = cls()
        for element in root.iter(etree.Element):
            found.taken.update(filter(None, map(element.get, attributes)))
        return found

    def new(self, like: str) -> str:
        """An id that is not taken, after one that is.

        >>> ids = Ids({"r1", "r1_2"})
        >>> ids.new("r1"), ids.new("r1")
        ('r1_3', 'r1_4')
        """
        n = self.last.get(like, 1) + 1
        while f"{like}_{n}" in self.taken:
            n += 1
        self.last[like] = n
        self.taken.add(f"{like}_{n}")
        return f"{like}_{n}"


def repeated_ids(ids: Iterable[str]) -> list[str]:
    """The ids that stand more than once."""
    seen: set[str] = set()
    again: dict[str, None] = {}
    for one in ids:
        if one and one in seen:
            again[one] = None
        seen.add(one)
    return list(again)


def tree_to_bytes(tree: etree._ElementTree, source: bytes) -> bytes:
    """The file of a tree of XML, with the source's encoding and all that it has before the root."""
    encoding = tree.docinfo.encoding or "UTF-8"
    before, after = _around_root(source)
    if before is None:
        return bytes(etree.tostring(tree, encoding=encoding, xml_declaration=True))  # type: ignore[arg-type]
    tree.docinfo.clear()  # of XHTML's DOCTYPE, which changes how elements are printed
    root = etree.tostring(tree.getroot(), encoding=encoding, xml_declaration=False, with_tail=False)
    body = bytes(root)  # type: ignore[arg-type]
    if source.count(b"\r\n") * 2 > source.count(b"\n"):  # which parsers take for \n
        body = body.replace(b"\n", b"\r\n")
    return b"".join((before, body, after))


def html_to_bytes(tree: etree._ElementTree) -> bytes:
    """The file of a tree of HTML."""
    printed = etree.tostring(tree, method="html", encoding=tree.docinfo.encoding or "utf-8")
    return bytes(printed)  # type: ignore[arg-type]


def _around_root(source: bytes) -> tuple[bytes | None, bytes]:
    """What stands before and after the root; None where that is not in an encoding with ASCII."""
    head = source[: 1 << 16]
    if head.startswith(tuple(_WIDE)) or b"\0" in head:
        return None, b""
    mark = len(codecs.BOM_UTF8) * head.startswith(codecs.BOM_UTF8)
    start = _find_root(head.decode("latin-1")[mark:])
    ends = list(_END_RE.finditer(source, max(0, len(source) - (1 << 16))))
    if start is None or not ends or ends[-1][1] != start[2].encode():
        return None, b""
    return source[: mark + start.start()], source[ends[-1].end() :]
