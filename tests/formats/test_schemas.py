"""What is written is valid where the file was.

PAGE's schemas lie beside this file. ALTO's are CC BY-SA and are not kept here; to hold ALTO against
them, name a folder that has them:

    git clone https://github.com/altoxml/schema alto-schema
    LAYOUTFIX_ALTO_SCHEMAS=alto-schema python -m pytest tests/formats/test_schemas.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from lxml import etree

import layoutfix
from tests.formats.pages import fused_rows, to_alto, to_page

FOLDER = Path(__file__).parent / "schemas"
ALTO_FOLDER = os.environ.get("LAYOUTFIX_ALTO_SCHEMAS")
XLINK = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xlink="http://www.w3.org/1999/xlink" targetNamespace="http://www.w3.org/1999/xlink">
 <xsd:attribute name="href" type="xsd:anyURI"/><xsd:attribute name="type" type="xsd:string"/>
 <xsd:attributeGroup name="simpleLink"><xsd:attribute ref="xlink:type"/>
 <xsd:attribute ref="xlink:href"/></xsd:attributeGroup></xsd:schema>"""
"""What ALTO takes of XLink, so that no test asks the net."""

ORDER = """
  <ReadingOrder><UnorderedGroup id="g"><RegionRef regionRef="i1"/>
   <OrderedGroup id="h"><RegionRefIndexed index="0" regionRef="r1"/></OrderedGroup>
  </UnorderedGroup></ReadingOrder>"""


def _rewrite(data: bytes) -> bytes:
    document = layoutfix.read(data)
    written = layoutfix.write(document, layoutfix.fix(document))
    assert written != data
    return written


@pytest.mark.parametrize("order", ["", ORDER], ids=["unstated", "stated"])
@pytest.mark.parametrize("version", ["2013-07-15", "2019-07-15"])
def test_page_stays_valid(version: str, order: str) -> None:
    """Divided regions, parted lines and ReadingOrder are such as the schema has them."""
    schema = etree.XMLSchema(etree.parse(str(FOLDER / f"pagecontent-{version}.xsd")))
    data = to_page(fused_rows(), version, order=order, custom=True)
    schema.assertValid(etree.fromstring(data))
    schema.assertValid(etree.fromstring(_rewrite(data)))


@pytest.mark.skipif(ALTO_FOLDER is None, reason="LAYOUTFIX_ALTO_SCHEMAS names no folder")
@pytest.mark.parametrize("version", ["2.0", "2.1", "3.0", "3.1", "4.0", "4.2", "4.3", "4.4"])
def test_alto_stays_valid(version: str, tmp_path: Path) -> None:
    """Divided blocks, parted lines and ReadingOrder are such as the schema has them."""
    name = f"v{version[0]}/alto-{version.replace('.', '-')}.xsd"
    text = (Path(ALTO_FOLDER or "") / name).read_text(encoding="utf-8")
    (tmp_path / "xlink.xsd").write_text(XLINK, encoding="utf-8")
    path = (tmp_path / "xlink.xsd").as_uri()
    text = re.sub(r'schemaLocation="[^"]*xlink[^"]*"', f'schemaLocation="{path}"', text)
    schema = etree.XMLSchema(etree.fromstring(text.encode()))
    data = to_alto(fused_rows(), version).replace(f' SCHEMAVERSION="{version}"'.encode(), b"")
    if version >= "3.1":
        data = to_alto(fused_rows(), version)
    schema.assertValid(etree.fromstring(data))
    schema.assertValid(etree.fromstring(_rewrite(data)))
