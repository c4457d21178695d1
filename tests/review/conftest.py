"""A browser for the tests of the page; where there is none they are skipped, and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("uvicorn", reason="the extra `review` is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address in a tab of its own profile; any error of the page fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_page(address: str, *, width: int = 1280, height: int = 800, locale: str = "en") -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=locale, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if _is_error(said) else None)
        page.goto(address)
        page.wait_for_selector(".line")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def _is_error(said: Any) -> bool:
    """Whether the page has a fault; a server that ends while a tab still asks it is none."""
    expected = (
        "409",
        "400",
        "ERR_CONNECTION_REFUSED",
        "ERR_CONNECTION_RESET",
        "ERR_EMPTY_RESPONSE",
    )
    return said.type == "error" and not any(known in said.text for known in expected)
