"""Identity of a report: from its content, never from where it lies."""

from __future__ import annotations

import hashlib


def content_id(sha256: str) -> str:
    """The id of a report whose file has this SHA-256 (hexadecimal): the same bytes have the same id under every path."""
    return "gkbg-" + sha256[:16]


def report_id(sha256: str | None, text: str) -> str:
    """The id of a report: of its file's SHA-256 where there is a file, else of the text in UTF-8 (a text in memory)."""
    return content_id(sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
