"""What a reader gives."""

from __future__ import annotations

import msgspec

from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import Finding


class Content(msgspec.Struct, frozen=True):
    """What one format's reader made of the bytes: the text, its encoding as Python names it, doubts, and what the format marks."""

    text: str
    encoding: str | None
    findings: tuple[Finding, ...] = ()
    markup: Markup = PLAIN


class Decoded(msgspec.Struct, frozen=True):
    """One file read. ``text`` is what every offset points into; ``size`` (bytes) and ``sha256`` are of the file as it lay there."""

    text: str
    format: str
    encoding: str | None
    sha256: str
    size: int
    findings: tuple[Finding, ...] = ()
    markup: Markup = PLAIN
