"""spaCy's DocBin: one Doc a report, one token a character, for pipelines, training and displacy.

``doc.spans["gkbg"]`` has every entity (they may nest): ``kb_id_`` is the value as text, ``id_`` the unit. ``doc.ents`` has the longest.
``doc.spans["gkbg_blocks"]`` has the blocks: the label is the section, ``kb_id_`` the role, ``id_`` the level of a heading.
``doc.user_data["gkbg"]``: id, line, path, meta, and indicators by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gkbg_nlp.exports.errors import ExportError, need
from gkbg_nlp.exports.lines import Tally, read_lines
from gkbg_nlp.exports.rows import value_text
from gkbg_nlp.report.records import Report

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

ENTITIES, BLOCKS, DATA = "gkbg", "gkbg_blocks", "gkbg"
PART_DOCS = 500
"""Docs of one part file."""
FILE_DOCS = 2_000
"""A single file is packed in memory as a whole, about 200 kB a report."""


def to_doc(report: Report, line: int, vocab: Vocab) -> Doc:
    """The Doc of a report; its text is the report's text exactly, so offsets are token numbers."""
    from spacy.tokens import Doc, Span, SpanGroup
    from spacy.util import filter_spans

    words = list(report.text)
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    entities = [Span(doc, e.start, e.end, label=e.label, kb_id=value_text(e.value) or "", span_id=e.unit or "") for e in report.entities]
    blocks = [
        Span(doc, b.start, b.end, label=b.section or "", kb_id=b.role, span_id="" if b.level is None else str(b.level))
        for b in report.blocks
    ]
    doc.spans[ENTITIES] = SpanGroup(doc, name=ENTITIES, spans=entities)
    doc.spans[BLOCKS] = SpanGroup(doc, name=BLOCKS, spans=blocks)
    doc.set_ents([Span(doc, s.start, s.end, label=s.label_) for s in filter_spans(entities)])
    doc.user_data[DATA] = {
        "id": report.id,
        "line": line,
        "path": report.source.path,
        "meta": msgspec.to_builtins(report.meta),
        "indicators": {name: i.value for name, i in report.indicators.items()},
    }
    return doc


def packed(source: str, tally: Tally, docs: int) -> Iterator[DocBin]:
    """The reports of ``source`` in DocBins of so many; at least one. Inputs that failed have no Doc. Raises as ``read_lines`` does."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab, bin_, given = Vocab(), _new(DocBin), 0
    for number, _, report in read_lines(source):
        tally.failed += bool(report.errors)
        if report.errors:
            continue
        tally.reports += 1
        if len(bin_) == docs:
            yield bin_
            vocab, bin_, given = Vocab(), _new(DocBin), given + 1  # a vocabulary keeps every value it has seen
        bin_.add(to_doc(report, number, vocab))
    if len(bin_) or not given:
        yield bin_


def _new(kind: type[DocBin]) -> DocBin:
    return kind(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True)


def write(source: str, place: Path, tables: Sequence[str], tally: Tally) -> list[str]:
    """Write ``source`` into the file ``place`` where its name ends in ``.spacy``, else into part files of the new folder ``place``.

    ``tables`` play no part. Gives notices, of which there are none.

    Raises:
        ExportError: a line is broken, spaCy is not installed, or there are more reports than one file takes.
        OSError: it cannot be written.
    """
    need("spacy", None)
    if place.suffix != ".spacy":
        place.mkdir()
        for number, bin_ in enumerate(packed(source, tally, PART_DOCS)):
            bin_.to_disk(place / f"part-{number}.spacy")
        return []
    parts = packed(source, tally, FILE_DOCS)
    bin_ = next(parts)
    if next(parts, None) is not None:
        raise ExportError(
            f"more than {FILE_DOCS:,} reports, which one DocBin file would hold in memory: name a folder, with --format docbin; spaCy reads it as one corpus"
        )
    bin_.to_disk(place)
    return []
