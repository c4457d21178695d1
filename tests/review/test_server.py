"""The server answers its own page alone, and gives nothing but what is under review."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import layoutfix
from layoutfix.review.desk import Paper, Settings
from layoutfix.review.static import paper_to_html
from layoutfix.review.view import SCRIPTS
from tests.review.pages import in_turn

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from layoutfix.review.launch import take_port
from tests.review.serving import Answer, Served, serve

API = "/secret/api/papers/0"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "page.txt").write_text(in_turn(), encoding="utf-8")
    with serve([tmp_path / "page.txt"]) as served:
        yield served


def _act(server: Served, version: int = 0, **headers: str) -> Answer:
    action = {"do": "break", "piece": 3, "begins": True}
    return server.ask(f"{API}/act", {"version": version, "action": action}, **headers)


def test_the_page_and_its_parts_are_served(server: Served) -> None:
    """All of them under the secret, with a policy that allows no script in the page."""
    for name in ("", "review.css", *SCRIPTS):
        answer = server.ask(f"/secret/{name}")
        assert answer.status == 200
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
    page = server.ask("/secret/").text
    assert "<script>" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/other/",
        "/other/api/papers/0",
        "/secret/desk.py",
        "/secret/..%2fdesk.py",
        "/secret/api/papers/1",
        "/secret/page.txt",
        "/secret/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_nothing_else_is_served(server: Served, path: str) -> None:
    """Neither without the secret, nor any other file with it."""
    assert server.ask(path).status == 404


def test_another_host_name_is_refused(server: Served) -> None:
    """A name that someone else made to point at this machine opens nothing."""
    for host in ("example.org", f"example.org:{server.port}", "127.0.0.1", "127.0.0.1:1"):
        assert server.ask(API, Host=host).status == 403


def test_another_page_changes_nothing(server: Served) -> None:
    """Requests of other origins are refused, and so are changes that do not say theirs."""
    for origin in ("http://example.org", "null", "", "http://127.0.0.1:1"):
        assert _act(server, Origin=origin).status == 403
    assert server.ask(f"{API}/version").json() == {"version": 0}


def test_a_correction_comes_back_with_what_moved(server: Served) -> None:
    """The answer is the new state, with its version."""
    found = _act(server).json()
    assert (found["version"], found["can_undo"], found["moved"]) == (1, True, [])
    assert found["progress"]["names"] == ["page.txt"]
    assert server.ask(f"{API}/undo", {"version": 1}).json()["version"] == 2


def test_an_older_tab_is_told(server: Served) -> None:
    """It gets a sentence, and the newest state with it."""
    _act(server)
    answer = _act(server)
    assert answer.status == 409
    assert "another tab" in answer.json()["error"]
    assert answer.json()["state"]["version"] == 1


@pytest.mark.parametrize(
    "body", ["[", "[]", "{}", '{"version": 0}', '{"version": 0, "action": 7}', "x" * (1 << 21)]
)
def test_a_broken_request_gets_a_sentence(server: Served, body: str) -> None:
    """None of them is an error of the server's own."""
    answer = server.ask(f"{API}/act", body)
    assert answer.status in {400, 409, 413}
    assert answer.json()["error"]


def test_rivals_are_other_pieces(server: Served) -> None:
    """Neither the two pieces themselves, nor more than are shown."""
    found = server.ask(f"{API}/rivals?left=0&right=2").json()
    assert 0 < len(found["after"]) <= 4
    assert {r["piece"] for r in found["after"]}.isdisjoint({0, 2})
    assert {r["piece"] for r in found["before"]}.isdisjoint({0, 2})
    assert server.ask(f"{API}/rivals?left=0&right=999").status == 400
    assert server.ask(f"{API}/rivals?left=a").status == 400


def test_a_port_in_use_is_said() -> None:
    """The sentence names the port and the option."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            layoutfix.InputError, match=f"Port {port} is in use: pass another --port"
        ):
            take_port(port)


def test_the_page_as_a_file_runs_its_own_script_alone(tmp_path: Path) -> None:
    """A dump with marks of HTML in it ends neither the data nor the script."""
    path = tmp_path / "evil.txt"
    path.write_text(
        "</script><script>alert(1)</script>\n<!-- <script>\nA line.\n", encoding="utf-8"
    )
    html = paper_to_html(Paper(path, Settings()))
    assert html.count("<script") == html.count("</script>") == 2
    assert "alert(1)\\u003c/script>" in html
    assert "sha256-" in html
    assert "unsafe" not in html
    assert "review.js" not in html
