"""Training data from raw reports: files in, weakly labelled documents out, in the form of a compiled corpus."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from gkbg_nlp.batch.inputs import Input, collect
from gkbg_nlp.batch.rows import printable
from gkbg_nlp.corpus.annotated import GoldBlock, GoldReport
from gkbg_nlp.corpus.compile import to_record
from gkbg_nlp.corpus.weak import WeakLabel, weak_labels
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, Decoded, ReadError, is_known, read_path
from gkbg_nlp.report.ids import content_id
from gkbg_nlp.report.markup import Markup
from gkbg_nlp.report.whole import open_whole
from gkbg_nlp.taxonomy.sections import Sections

MIN_CONFIDENCE = 0.8
"""Default of ``min_confidence``; docs/bootstrap.md shows what other values give."""
_SURROGATE = re.compile("[\ud800-\udfff]")  # no character: JSON in UTF-8 cannot hold one


class BootstrapError(ValueError):
    """A run that cannot begin or has nothing to write: the words name the place and what to do."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block without a weak label: the file, the line of its first character (from 1), a key of ``weak.REASONS``, its first characters."""

    path: str
    line: int
    reason: str
    quote: str


@dataclass(slots=True)
class Bootstrapped:
    """What a run made.

    Attributes:
        documents: lines written.
        kept: blocks with a weak label, by (section, role).
        kinds: the same blocks by kind of evidence.
        confidence: sum of their confidences, by section; divided by the kept blocks it is the share expected to be right.
        left_out: blocks without one, by reason; ``places`` lists them where that was asked for.
        failed: path, code and message of each file that could not be read.
        unlabelled: paths of the reports in which no block got a label; they are not written.
        twice: (path, path of the first) of each file with the same bytes as an earlier one; it is not written again.
        skipped_unknown: files of directories that no reader knows.
    """

    documents: int = 0
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    confidence: dict[str, float] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    places: list[LeftOut] = field(default_factory=list)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)
    skipped_unknown: int = 0


def weak_record(
    text: str, name: str, meta: dict[str, Any], labels: Sequence[WeakLabel | None], blocks: Sequence[GoldBlock]
) -> dict[str, Any]:
    """One document as JSON's types: a record of ``corpus.compile`` with ``weak: true``, in ``meta`` too, which readers keep.

    Each block also has ``confidence`` (0 to 1) and ``rule`` (``KIND:WORDING``), both null without a label, and ``reason``, null with
    one. A title, a signature or boilerplate has null in all three.
    """
    record = to_record(GoldReport(name, text, list(blocks), [], {}, {"id": name, "weak": True, **meta}))
    for block, label in zip(record["blocks"], labels, strict=True):
        given = label is not None and label.section is not None
        block["confidence"] = round(label.confidence, 4) if label and given else None
        block["rule"] = f"{label.kind}:{label.rule}" if label and given else None
        block["reason"] = label.reason if label else None
    return {**record, "weak": True}


@dataclass(frozen=True, slots=True)
class Options:
    """What shapes a run; see :func:`gkbg_nlp.corpus.weak.weak_labels` for the first three.

    ``places`` asks for a list of every block left out; files over ``max_bytes`` bytes are not read.
    """

    min_confidence: float = MIN_CONFIDENCE
    headings: bool = True
    sections: Sections | None = None
    places: bool = False
    max_bytes: int = DEFAULT_MAX_BYTES


def bootstrap(
    inputs: Sequence[str],
    output: str,
    options: Options | None = None,
    *,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Bootstrapped:
    """Label raw reports by their headings and write one JSON line a report to ``output`` (``-``: standard output), by path.

    The file appears when it is complete. ``progress`` is told (files done, files in all).

    Raises:
        BootstrapError: ``output`` is a folder or exists and ``overwrite`` is false, there is nothing to read, or no block got a label.
        OSError: ``output`` cannot be written.
    """
    if output != "-" and os.path.isdir(output):
        raise BootstrapError(f"{output} is a folder: name a file in it")
    if output != "-" and os.path.exists(output) and not overwrite:
        raise BootstrapError(f"{output} exists: name another, or --overwrite")
    found = collect(inputs, is_known, skip=None if output == "-" else os.path.abspath(output))
    if not found.items:
        unknown = f" ({found.skipped_unknown} files of no known kind)" if found.skipped_unknown else ""
        raise BootstrapError(f"nothing to read in {', '.join(inputs)}{unknown}: name reports or folders of them")
    run = _Run(options or Options(), Bootstrapped(skipped_unknown=found.skipped_unknown))
    with _target(output) as file:
        for number, item in enumerate(found.items, 1):
            record = run.one(item)
            if record is not None:
                file.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
                run.done.documents += 1
            if progress is not None:
                progress(number, len(found.items))
        if not run.done.documents:
            raise BootstrapError(_nothing(run.done))
    return run.done


class _Run:
    """One run over some files; ``done`` is what it made so far."""

    def __init__(self, options: Options, done: Bootstrapped) -> None:
        self.options, self.done = options, done
        self.first: dict[str, str] = {}  # SHA-256 -> path of the first file with these bytes

    def one(self, item: Input) -> dict[str, Any] | None:
        """The record of one input, or ``None`` with the cause noted in ``done``."""
        path = printable(item.path)
        try:
            decoded = self._read(item)
            if decoded.sha256 in self.first:
                self.done.twice.append((path, self.first[decoded.sha256]))
                return None
            text = _SURROGATE.sub("\ufffd", decoded.text)
            blocks, labels = self._label(text, decoded.markup)
        except ReadError as error:
            self.done.failed.append((path, error.code, error.message))
            return None
        except Exception as error:  # whatever one document does, it costs itself alone; it is named with its cause
            self.done.failed.append((path, "internal", f"{type(error).__name__}: {error}"))
            return None
        self.first[decoded.sha256] = path
        self._count(path, text, blocks, labels)
        if all(b.section is None for b in blocks):
            self.done.unlabelled.append(path)
            return None
        meta = {"source": path, "format": decoded.format, "encoding": decoded.encoding, "sha256": decoded.sha256}
        return weak_record(text, content_id(decoded.sha256), meta, labels, blocks)

    def _read(self, item: Input) -> Decoded:
        if item.problem is not None:
            raise ReadError("unreadable", item.problem)
        return read_path(item.path, self.options.max_bytes)

    def _label(self, text: str, markup: Markup) -> tuple[list[GoldBlock], list[WeakLabel | None]]:
        found = segment(text, self.options.sections, markup).blocks
        labels = weak_labels(
            found, min_confidence=self.options.min_confidence, headings=self.options.headings, sections=self.options.sections
        )
        pairs = zip(found, labels, strict=True)
        return [GoldBlock(b.start, b.end, b.role, label.section if label else None, b.level) for b, label in pairs], labels

    def _count(self, path: str, text: str, blocks: Sequence[GoldBlock], labels: Sequence[WeakLabel | None]) -> None:
        done = self.done
        for block, label in zip(blocks, labels, strict=True):
            if label is None:
                continue
            if label.section is not None:
                done.kept[label.section, block.role] += 1
                done.kinds[label.kind or ""] += 1
                done.confidence[label.section] = done.confidence.get(label.section, 0.0) + label.confidence
                continue
            done.left_out[label.reason or ""] += 1
            if self.options.places:
                line = text.count("\n", 0, block.start) + 1
                done.places.append(LeftOut(path, line, label.reason or "", text[block.start : block.end][:24]))


def _nothing(done: Bootstrapped) -> str:
    causes = [f"{len(done.failed)} files could not be read"] if done.failed else []
    causes += [f"{len(done.unlabelled)} reports have no heading that names a section"] if done.unlabelled else []
    detail = "".join(f"\n{path}: {message} [{code}]" for path, code, message in done.failed)
    return f"no block got a label ({'; '.join(causes)}): nothing is written; lower --min-confidence or give reports with headings{detail}"


@contextmanager
def _target(output: str) -> Iterator[BinaryIO]:
    """Where the lines go; a file appears when all went well, else nothing is left of it."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with open_whole(Path(output)) as file:
        yield file
