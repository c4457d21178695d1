"""The page of a review as one file, to be read without a server: nothing of it can be changed."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256

from layoutfix.review.desk import Paper
from layoutfix.review.scans import scan_to_address
from layoutfix.review.view import SCRIPTS, View, read_asset

MOST_WITH_RIVALS = 300
"""Doubtful joints whose rivals are written into the file."""

_IMPORT_RE = re.compile(r"^import .*?;\n", re.MULTILINE)
_PRELOAD_RE = re.compile(r'^<link rel="modulepreload".*\n', re.MULTILINE)
_EXPORT_RE = re.compile(r"^export ", re.MULTILINE)


def paper_to_html(paper: Paper) -> str:
    """The page of a text with its style, its script and what it shows in it.

    Its policy allows the one style and the one script by their digests, and no network.
    """
    view = paper.view()
    rivals = [
        {"left": j["left"], "right": j["right"], **paper.rivals(j["left"], j["right"])}
        for j in [j for j in view["joints"] if j["doubtful"]][:MOST_WITH_RIVALS]
    ]
    for page, sheet in enumerate(view.get("sheets", ())):
        scan = paper.scan(page)
        sheet["scan"] = None if scan is None else scan_to_address(scan)
    progress = {"saved": 0, "count": 1, "names": [paper.path.name], "done": [False]}
    return _fill({**view, "number": 0, "progress": progress, "rivals": rivals})


def _fill(view: View) -> str:
    style = read_asset("review.css")
    script = "\n".join(_EXPORT_RE.sub("", _IMPORT_RE.sub("", read_asset(name))) for name in SCRIPTS)
    data = json.dumps(view, ensure_ascii=True).replace("<", "\\u003c").replace("&", "\\u0026")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    page = _PRELOAD_RE.sub("", read_asset("index.html"))
    for old, new in (
        ("<!-- policy -->", f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        ('<link rel="stylesheet" href="review.css">', f"<style>{style}</style>"),
        (
            '<script type="module" src="review.js"></script>',
            f'<script type="application/json" id="state">{data}</script>'
            f'<script type="module">{script}</script>',
        ),
    ):
        page = page.replace(old, new)
    return page


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
