"""A document as readers hand it to the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import Finding, Source


class Document(NamedTuple):
    """A decoded text with what its reader said of it; ``source`` is ``None`` for a text in memory."""

    text: str
    source: Source | None = None
    findings: Sequence[Finding] = ()
    markup: Markup = PLAIN
