"""Tables in pages of docs/: a script writes what stands between ``<!-- NAME -->`` and ``<!-- /NAME -->``, people write the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gkbg_nlp.report.whole import write_whole


class PageError(ValueError):
    """A page without a place for a table: the message names the page and the lines that it needs."""


def require_places(page: Path, names: Iterable[str]) -> None:
    """Refuse, before any work, a page that lacks the marks of a table.

    Raises:
        PageError: a table has no place.
    """
    text = page.read_text("utf-8")
    for name in names:
        opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
        if not 0 <= text.find(opening) < text.find(closing):
            raise PageError(f"{page}: no place for the tables: put the lines {opening} and {closing} where they belong")


def fill(page: Path, parts: Mapping[str, str]) -> None:
    """Put each part between its marks; the page appears whole or not at all. It is read anew: it may have been edited meanwhile.

    Raises:
        PageError: a part has no place.
    """
    require_places(page, parts)
    text = page.read_text("utf-8")
    for name, content in parts.items():
        before, _, rest = text.partition(f"<!-- {name} -->")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}<!-- {name} -->\n{content}\n<!-- /{name} -->{after}"
    write(page, text)


def write(path: Path, text: str) -> None:
    """The whole file or nothing of it."""
    write_whole(path, text.encode("utf-8"))
