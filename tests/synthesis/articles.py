"""Short articles for the tests, written for them; names and places are invented."""

from __future__ import annotations

from pathlib import Path

from layoutfix.synthesis import Article, read_article

DATA = Path(__file__).parent / "data"
ARTICLES: dict[str, Article] = {
    path.stem: read_article(path) for path in sorted(DATA.glob("*.txt"))
}
CHINESE, ENGLISH, FRENCH = (ARTICLES[name] for name in ("chinese", "english", "french"))
