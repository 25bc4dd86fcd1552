"""``docbin``: spaCy's DocBin (``.spacy``), one Doc a report and one token a character, both ways.

``doc.spans["gkbg_blocks"]``: label is the section, ``kb_id_`` the role, ``id_`` the level. ``doc.spans["gkbg_entities"]``: ``kb_id_`` is the
value as JSON, ``id_`` the unit. ``doc.user_data["gkbg"]``: id, meta, indicators. ``doc.ents`` has the longest entities, for spaCy's training.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.labels import read_block_label, trimmed
from gkbg_nlp.corpus.exchange.texts import dumps, read_bytes
from gkbg_nlp.corpus.source import CorpusError, SourceMap

if TYPE_CHECKING:
    from spacy.tokens import Doc

BLOCKS, ENTITIES, DATA = "gkbg_blocks", "gkbg_entities", "gkbg"
SURE = 0.5
"""A category of a text classification counts from here on: spaCy's own threshold of its text categorizers."""


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """The reports of a DocBin. Docs of others: ``doc.cats`` make a labelled paragraph, ``doc.ents`` are entities.

    Raises:
        CorpusError: the file is no DocBin; a message for each Doc that cannot be used.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    data = read_bytes(path)
    try:
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # a foreign or broken file can fail anywhere in the unpacking, which executes nothing
        raise CorpusError(f"{path}: no DocBin that spaCy can read ({type(error).__name__}): write it with doc_bin.to_disk()") from error
    reports: list[GoldReport] = []
    wrong: list[str] = []
    for number, doc in enumerate(docs, 1):
        place = f"{path}: Doc {number}"
        try:
            report = _report(doc, place, f"{path.stem}-{number}", notes)
        except ValueError as error:
            wrong.append(f"{place}: {error}")
            continue
        if report is not None:
            reports.append(report)
    if wrong:
        raise CorpusError(*wrong)
    return reports


def _report(doc: Doc, place: str, default_id: str, notes: Notes) -> GoldReport | None:
    text = doc.text
    ours = _plain(doc.user_data.get(DATA, {}))
    if not isinstance(ours, dict) or not all(isinstance(ours.get(key, {}), dict) for key in ("meta", "indicators")):
        raise ValueError(f'doc.user_data["{DATA}"] has another form: an object with id, meta and indicators, or nothing')
    name = ours.get("id", default_id)
    blocks = []
    for span in doc.spans.get(BLOCKS, []):
        level = int(span.id_) if span.id_.isascii() and span.id_.isdigit() else None
        if span.id_ and level is None:
            raise ValueError(f"the block at {span.start_char} has the level {span.id_!r}: write a whole number or nothing to span.id_")
        blocks.append(GoldBlock(span.start_char, span.end_char, span.kb_id_ or "paragraph", span.label_ or None, level))
    if not blocks and (sure := [str(label) for label, score in doc.cats.items() if score >= SURE]):
        if len(sure) > 1:
            raise ValueError(f"several categories are sure ({', '.join(sure)}): a paragraph has one section")
        role, section, level = read_block_label(sure[0])
        blocks = [GoldBlock(*trimmed(text, 0, len(text)), role, section, level)]
    entities = []
    for span in doc.spans.get(ENTITIES, doc.ents):
        entities.append(GoldEntity(span.start_char, span.end_char, span.label_, text[span.start_char : span.end_char]))
        if ENTITIES in doc.spans:
            entities[-1].value, entities[-1].unit = _value(span.kb_id_), span.id_ or None
    if not blocks and not entities and DATA not in doc.user_data:
        notes["Docs without blocks, categories or entities, left out"] += 1
        return None
    entities.sort(key=lambda e: (e.start, -e.end))
    header = {"id": name, **ours.get("meta", {})}
    return GoldReport(name, text, blocks, entities, ours.get("indicators", {}), header, SourceMap(place))


def _value(written: str) -> float | int | str | None:
    if not written:
        return None
    try:
        value = json.loads(written)
    except json.JSONDecodeError:
        return written  # a knowledge base's own id, as others keep it there
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else written


def _plain(value: Any) -> Any:
    """What msgpack gave, its tuples as the lists that they were."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """All reports in one DocBin.

    Raises:
        CorpusError: a header or indicators hold what msgpack cannot.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    from gkbg_nlp.entities.spacy_components import CharTokenizer

    tokenize = CharTokenizer(Vocab())
    packed = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    wrong: list[str] = []
    for report in reports:
        try:
            packed.add(to_doc(report, tokenize(report.text), notes))
        except (TypeError, OverflowError) as error:
            wrong.append(f"report {report.id!r}: its header or indicators cannot be stored in a DocBin ({error}): convert to jsonl")
    if wrong:
        raise CorpusError(*wrong)
    return {"": packed.to_bytes()}


def to_doc(report: GoldReport, doc: Doc, notes: Notes) -> Doc:
    """Put a report's labels on ``doc``, whose tokens are the characters of its text."""
    from spacy.tokens import Span, SpanGroup
    from spacy.util import filter_spans

    blocks = [
        Span(doc, b.start, b.end, label=b.section or "", kb_id=b.role, span_id="" if b.level is None else str(b.level))
        for b in report.blocks
    ]
    entities = [
        Span(
            doc,
            e.start,
            e.end,
            label=e.label,
            kb_id="" if e.value is None else json.dumps(e.value, ensure_ascii=False),
            span_id=e.unit or "",
        )
        for e in report.entities
    ]
    doc.spans[BLOCKS] = SpanGroup(doc, name=BLOCKS, spans=blocks)
    doc.spans[ENTITIES] = SpanGroup(doc, name=ENTITIES, spans=entities)
    doc.set_ents([Span(doc, s.start, s.end, label=s.label_) for s in filter_spans(entities)])
    meta = {key: value for key, value in report.meta.items() if key != "id"}
    doc.user_data[DATA] = {"id": report.id, "meta": _storable(meta, notes), "indicators": _storable(report.indicators, notes)}
    return doc


def _storable(value: Any, notes: Notes) -> Any:
    return json.loads(dumps(value, notes))


FORMAT = Format("docbin", "spaCy DocBin, one token a character", (".spacy",), read, render)
