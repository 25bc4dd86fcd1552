"""Identity of a report: from its content, never from where it lies."""

from __future__ import annotations


def content_id(sha256: str) -> str:
    """The id of a report whose file has this SHA-256 (hexadecimal): the same bytes have the same id under every path."""
    return "gkbg-" + sha256[:16]
