"""Reports as hypothesis draws them, and the way through a format's files and back."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import BLANK, LABELED_ROLES, LABELS, ROLES, SECTIONS, GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange import FORMATS, Labelled, Notes, Options, read
from gkbg_nlp.corpus.exchange.store import targets, write

ODD = "甲乙。138条aB \t　\r\n{}\\@+#:;,\"'=\u2028\u200b\ufeff\u00a0𠀀👨🏻\u200d🚒\x00\x7f"
CHARS = st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=("Cs",)))
BLANKS = st.text(st.sampled_from(" \t\r\n　\u00a0"), max_size=4)
WORDS = st.text(CHARS, min_size=1, max_size=12).map(lambda s: s.strip(BLANK) or "甲")
NAMES = WORDS.map(lambda s: "".join(c for c in s if unicodedata.category(c) not in ("Cc", "Zl", "Zp")).lstrip("{[").strip(BLANK) or "节")
NUMBERS = st.one_of(st.integers(0, 10**12), st.floats(0, 1e9, allow_nan=False))
PLAIN = st.one_of(st.none(), NUMBERS, st.booleans(), st.text(CHARS, max_size=6))
JSON = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)), max_leaves=5
)
KEYS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6).filter(lambda k: k not in ("id", "indicators", "join"))


@st.composite
def texts(draw: st.DrawFn, gaps: st.SearchStrategy[str], tail: st.SearchStrategy[str], least: int) -> tuple[str, list[tuple[int, int]]]:
    """A text and the spans of its blocks, which neither begin nor end with a blank."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for word in draw(st.lists(st.lists(WORDS, min_size=1, max_size=3).map("\n".join), min_size=least, max_size=4)):
        gap = draw(gaps)
        pieces += [gap, word]
        spans.append((at + len(gap), at + len(gap) + len(word)))
        at = spans[-1][1]
    return "".join([*pieces, draw(tail)]), spans


def entity_spans(draw: st.DrawFn, text: str, inside: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Up to six spans without blanks at their ends, each within one of ``inside``, in the order of a report."""
    found = []
    for _ in range(draw(st.integers(0, 6)) if inside else 0):
        first, last = draw(st.sampled_from(inside))
        start = draw(st.integers(first, last - 1))
        end = draw(st.integers(start + 1, last))
        if text[start] not in BLANK and text[end - 1] not in BLANK:
            found.append((start, end))
    return sorted(found, key=lambda s: (s[0], -s[1]))


@st.composite
def reports(draw: st.DrawFn, name: str = "r1", least: int = 0) -> GoldReport:
    """A report such as any tool may hold: text outside blocks, entities that nest and cross, sections and labels of any name."""
    text, spans = draw(texts(st.one_of(BLANKS, st.text(CHARS, max_size=4)), st.text(CHARS, max_size=4), least))
    blocks = []
    for start, end in spans:
        role = draw(st.sampled_from(ROLES))
        section = draw(st.one_of(st.sampled_from(SECTIONS), NAMES)) if role in LABELED_ROLES else None
        blocks.append(GoldBlock(start, end, role, section, draw(st.one_of(st.none(), st.integers(1, 9))) if role == "heading" else None))
    entities = []
    for start, end in entity_spans(draw, text, [(0, len(text))] if text else []):
        label = draw(st.one_of(st.sampled_from(sorted(LABELS - {"COUNT"})), NAMES))
        value = draw(st.one_of(st.none(), NUMBERS, st.text(CHARS, max_size=6)))
        entities.append(GoldEntity(start, end, label, text[start:end], value, draw(st.one_of(st.none(), NAMES))))
    indicators = draw(st.dictionaries(st.sampled_from(["year", "phone"]), st.one_of(NUMBERS, st.text(max_size=5)), max_size=2))
    return GoldReport(name, text, blocks, entities, indicators, {"id": name, **draw(st.dictionaries(KEYS, JSON, max_size=3))})


TOML = st.recursive(
    st.one_of(st.integers(), st.floats(allow_nan=False), st.booleans(), st.text(CHARS, max_size=6), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(CHARS, max_size=4), inner, max_size=3)),
    max_leaves=5,
)
MARK_VALUES = st.text(CHARS, max_size=6).map(lambda s: s.translate(dict.fromkeys(map(ord, ":{}\n"))))


@st.composite
def annotated_reports(draw: st.DrawFn, name: str = "r1") -> GoldReport:
    """A report as far as the annotated format holds it: at least one block, entities that nest inside blocks, a complete header."""
    tail = BLANKS.map(lambda s: s.rstrip("\r\n"))
    text, spans = draw(texts(st.one_of(st.just("\n"), st.just("\n　　"), BLANKS, st.text(CHARS, max_size=4)), tail, 1))
    blocks = []
    for start, end in spans:
        role = draw(st.sampled_from(ROLES))
        section = draw(st.sampled_from(SECTIONS)) if role in LABELED_ROLES else None
        blocks.append(GoldBlock(start, end, role, section, draw(st.integers(1, 9)) if role == "heading" else None))
    entities: list[GoldEntity] = []
    for start, end in entity_spans(draw, text, spans):
        if any(e.start < start < e.end < end for e in entities):
            continue
        label = draw(st.sampled_from(sorted(LABELS)))
        value: Any = draw(st.one_of(st.none(), MARK_VALUES))
        unit = None
        if label == "COUNT":
            value, unit = draw(NUMBERS), draw(MARK_VALUES) or "条"
        entities.append(GoldEntity(start, end, label, text[start:end], value, unit))
    meta = {"id": name, "era": "B", "province": "吉林省", "body": draw(st.text(CHARS, max_size=4))}
    meta |= draw(st.dictionaries(KEYS.filter(lambda k: k not in meta), TOML, max_size=3))
    if draw(st.booleans()):
        meta["join"] = draw(st.text(CHARS, max_size=3))
    return GoldReport(name, text, blocks, entities, draw(st.dictionaries(st.sampled_from(["year", "phone"]), PLAIN.filter(_stated))), meta)


def _stated(value: Any) -> bool:
    return value is not None


def there_and_back(reports_: list[GoldReport], fmt: str, folder: Path, options: Options | None = None) -> tuple[Labelled, Notes]:
    """Write the reports in a format and read them again; the notes are those of writing."""
    notes = Notes()
    known = FORMATS[fmt]
    contents = known.render(reports_, options or Options(), notes)
    destination = folder / (fmt if known.folder else f"{fmt}{known.suffixes[0]}")
    write(targets(destination, contents, folder=known.folder), destination, folder=known.folder)
    return read(destination, fmt, options), notes
