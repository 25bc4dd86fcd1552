"""All rooms composed for one report: text in, :class:`Report` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import UNSET

from gkbg_nlp.entities.mentions import refer
from gkbg_nlp.entities.order import MATCHERS, Find, check_segmenter, find_all, sort_key, to_source
from gkbg_nlp.indicators.read import Tagged, read_many
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.layout.view import View
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.pipeline.marks import mark, tables_of
from gkbg_nlp.pipeline.meta import make_meta
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, read_path
from gkbg_nlp.report.document import Document
from gkbg_nlp.report.ids import report_id
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import SCHEMA_VERSION, Block, Entity, Finding, Indicator, Report, Source
from gkbg_nlp.sections.label import SectionLabel, label_many
from gkbg_nlp.sections.model import SectionModel, load_model
from gkbg_nlp.taxonomy.precompiled import compiled

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 32  # reports at a time; 8 gain less, 64 push each other out of the cache
_SURROGATE = compiled("[\ud800-\udfff]")  # no character: JSON in UTF-8 cannot hold one


class Pipeline:
    """Tags reports. Make one with :func:`gkbg_nlp.load` and use it for as many reports as you like.

    Attributes:
        model: the name of the section model.
        sections: the ids of its taxonomy.
    """

    def __init__(self, model: Path | SectionModel | None = None, segmenter: str = "char") -> None:
        self._sections = model if isinstance(model, SectionModel) else load_model(model or default_model())
        self.model: str = self._sections.name
        self.sections: tuple[str, ...] = self._sections.taxonomy.ids
        check_segmenter(segmenter)
        self._segmenter = segmenter
        self._nlp: Language | None = None

    @property
    def nlp(self) -> Language:
        """The spaCy ``Language`` that finds the entities; components may be added to it. Made when it is first asked for."""
        if self._nlp is None:
            from gkbg_nlp.entities.spacy_components import make_nlp

            self._nlp = make_nlp(self._segmenter)
        return self._nlp

    def __call__(self, text: str) -> Report:
        """Tag a text that is in memory; its source has no path."""
        return self.tag(text)

    def read(self, path: str | Path) -> Report:
        """Read and tag a file.

        Raises:
            ReadError: the file cannot be read; its code and message are those of an error record.
        """
        decoded = read_path(str(path), DEFAULT_MAX_BYTES)
        source = Source(str(path), decoded.format, decoded.encoding, decoded.sha256, decoded.size)
        return self.tag(decoded.text, source, decoded.findings, decoded.markup)

    def pipe(self, texts: Iterable[str], batch_size: int = BATCH) -> Iterator[Report]:
        """Tag texts lazily and in order, ``batch_size`` of them at a time."""
        waiting = map(Document, texts)
        while batch := list(islice(waiting, batch_size)):
            yield from self.tag_many(batch)

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        """Tag a decoded text; ``source``, ``findings`` and ``markup`` are what its reader said of it. Lone surrogates become U+FFFD."""
        return self.tag_many((Document(text, source, findings, markup),))[0]

    def tag_many(self, documents: Sequence[Document]) -> list[Report]:
        """:meth:`tag` of several documents at once, each with the record that it gets alone.

        One room after the other goes over all of them: its rules stay in the processor's cache, and the model scores them in one pass.
        """
        texts = [_whole(document.text) for document in documents]
        layouts = [segment(text, self._sections.taxonomy, document.markup) for text, document in zip(texts, documents, strict=True)]
        labels = label_many([layout.blocks for layout in layouts], self._sections)
        blocks = [
            [_block(b, label) for b, label in zip(layout.blocks, own, strict=True)] for layout, own in zip(layouts, labels, strict=True)
        ]
        entities = self._entities(texts, [layout.view for layout in layouts])
        tagged = [Tagged(layout, own, *spans, text) for layout, own, spans, text in zip(layouts, blocks, entities, texts, strict=True)]
        sources = [document.source or Source("", "text") for document in documents]
        for document, source, one in zip(documents, sources, tagged, strict=True):
            _place(one.entities, one.blocks)
            mark(document.markup, one.blocks, source)
        every = zip(documents, sources, tagged, read_many(tagged), strict=True)
        return [self._report(document, source, one, indicators) for document, source, one, indicators in every]

    def _report(self, document: Document, source: Source, tagged: Tagged, indicators: dict[str, Indicator]) -> Report:
        layout, blocks, _, entities, text = tagged
        agency = indicators.get("agency")
        refer(entities, str(agency.value) if agency else None)
        return Report(
            SCHEMA_VERSION,
            report_id(source.sha256, text),
            source,
            make_meta(layout.blocks, entities, indicators, text, self.model, document.markup),
            text,
            blocks,
            entities,
            indicators,
            tables_of(document.markup, layout.blocks),
            list(document.findings),
            [],
        )

    def doc(self, text: str) -> Doc:
        """The spaCy Doc of a text with the entities as ``doc.spans["gkbg"]``, ``doc.ents`` and ``doc._.gkbg``."""
        from gkbg_nlp.entities.spacy_components import run

        return run(self.nlp, text, segment(text, self._sections.taxonomy).view)[0]

    def _entities(self, texts: Sequence[str], views: Sequence[View]) -> list[tuple[list[Entity], list[Entity]]]:
        """The entities of each text in view offsets, as found, and in source offsets, in order.

        A Doc is built for components of the user's own only: the matchers read the view and would not look at it.
        """
        matchers: Iterable[Find] = MATCHERS.values()
        if self._nlp is not None:
            from gkbg_nlp.entities.spacy_components import matchers_of, run

            own = matchers_of(self._nlp)
            if own is None:
                states = [run(self._nlp, text, view)[1] for text, view in zip(texts, views, strict=True)]
                return [(state.found, state.entities()) for state in states]
            matchers = own
        every = find_all([view.text for view in views], matchers)
        return [(found, sorted(to_source(found, view, text), key=sort_key)) for found, view, text in zip(every, views, texts, strict=True)]


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def _block(block: LayoutBlock, label: SectionLabel | None) -> Block:
    if label is None:
        return Block(block.start, block.end, block.role, None, None, None, f"layout:{block.rule}")
    uncertain = True if label.uncertain else UNSET
    return Block(block.start, block.end, block.role, block.level, label.section, label.confidence, label.reason, uncertain)


def _place(entities: Sequence[Entity], blocks: Sequence[Block]) -> None:
    """Tell each entity its block and that block's section; both are in order of their starts."""
    at = 0
    for entity in entities:
        while at + 1 < len(blocks) and blocks[at + 1].start <= entity.start:
            at += 1
        entity.block, entity.section = at, blocks[at].section


def load(model: str | Path | None = None, *, segmenter: str = "char") -> Pipeline:
    """A pipeline with the shipped model, or with the one in folder ``model``.

    Raises:
        ModelError: the model cannot be used.
        ValueError: an unknown ``segmenter`` (``char`` or ``jieba``).
    """
    return Pipeline(Path(model) if model else None, segmenter)
