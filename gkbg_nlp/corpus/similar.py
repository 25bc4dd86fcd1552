"""Sentences of one report that stand, all but word for word, in another: the measure of how much a corpus repeats itself.

A sentence is compared as its 5-grams of characters, names and digits masked; it is similar when a share of them that is no
smaller than the threshold stands in one sentence of another report. Containment has a direction: a short sentence may lie in a long one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gkbg_nlp.corpus.annotated import LABELS, GoldBlock, GoldReport
from gkbg_nlp.corpus.formulas import Formula
from gkbg_nlp.layout.fold import fold

SHORTEST = 20
THRESHOLD = 0.8
GRAM = 5
# One private character stands for a marked mention; a COUNT is text, only its digits are masked.
MASKS = {label: chr(0x10F000 + number) for number, label in enumerate(sorted(LABELS - {"COUNT"}))}
_SHOWN = {mask: f"〈{label}〉" for label, mask in MASKS.items()}
_ENDS = frozenset("。!?")
_POINT = re.compile(r"[^0-9A-Za-z]\.(?![A-Za-z])", re.DOTALL)  # a half-width full stop: not 3.5, 1.标题, (表).xls


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report: its source line, its length as written without blanks, and its masked form."""

    report: str
    path: str
    line: int
    role: str
    length: int
    text: str
    masked: str

    @property
    def shown(self) -> str:
        """The masked form for a reader."""
        return "".join(_SHOWN.get(c, c) for c in self.masked)


@dataclass(frozen=True, slots=True)
class Pair:
    """``share`` of the 5-grams of ``sentence`` stand in ``other``, a sentence of another report: the best of them."""

    share: float
    sentence: Sentence
    other: Sentence


@dataclass(slots=True)
class Similarity:
    """``counted`` sentences were compared, ``pairs`` of them are similar, the nearest first; ``left_out`` says what was not counted."""

    counted: int = 0
    pairs: list[Pair] = field(default_factory=list)
    table_rows: int = 0
    left_out: Counter[Formula] = field(default_factory=Counter)
    unfiltered: tuple[int, int] = (0, 0)
    """Similar and counted sentences if no formula were left out (rows of tables never count)."""

    @property
    def share(self) -> float:
        """The share of counted sentences that are similar to one of another report."""
        return len(self.pairs) / self.counted if self.counted else 0.0


def similarity(reports: Iterable[GoldReport], formulas: Sequence[Formula] = (), *, threshold: float = THRESHOLD) -> Similarity:
    """Compare every sentence of ``SHORTEST`` characters or more with the sentences of all other reports."""
    result = Similarity()
    everything: list[Sentence] = []
    for report in reports:
        result.table_rows += sum(b.role == "table" for b in report.blocks)
        everything += sentences(report)
    kept = []
    for sentence in everything:
        formula = next((f for f in formulas if f.pattern.fullmatch(sentence.shown)), None)
        if formula is None:
            kept.append(sentence)
        elif _counts(sentence):
            result.left_out[formula] += 1
    result.pairs = _pairs(kept, threshold)
    result.counted = sum(map(_counts, kept))
    unfiltered = _pairs(everything, threshold) if len(kept) < len(everything) else result.pairs
    result.unfiltered = (len(unfiltered), sum(map(_counts, everything)))
    return result


def _counts(sentence: Sentence) -> bool:
    return sentence.length >= SHORTEST and len(sentence.masked) >= GRAM


def _pairs(everything: Sequence[Sentence], threshold: float) -> list[Pair]:
    """Each long sentence with the nearest of another report, if one is near enough; the nearest pairs first."""
    index = _Index(everything, threshold)
    found = (index.nearest(number) for number, sentence in enumerate(everything) if _counts(sentence))
    pairs = [pair for pair in found if pair is not None]
    return sorted(pairs, key=lambda p: (-p.share, -p.sentence.length, p.sentence.report, p.sentence.line))


def sentences(report: GoldReport) -> Iterator[Sentence]:
    """The sentences of a report's blocks in their order, rows of tables left out; a line break inside a block ends none."""
    folded = fold(report.text)
    for block in report.blocks:
        if block.role != "table":
            yield from _of_block(report, block, folded)


def _of_block(report: GoldReport, block: GoldBlock, folded: str) -> Iterator[Sentence]:
    masks: list[tuple[int, int, str]] = []  # the outermost marks
    for entity in report.entities:
        if (
            entity.label in MASKS
            and block.start <= entity.start
            and entity.end <= block.end
            and (not masks or entity.start >= masks[-1][1])
        ):
            masks.append((entity.start, entity.end, MASKS[entity.label]))
    begin, masked, at, next_mask = block.start, "", block.start, 0
    while at < block.end:
        if next_mask < len(masks) and masks[next_mask][0] == at:
            masked += masks[next_mask][2]
            at = masks[next_mask][1]
            next_mask += 1
            continue
        char = folded[at]
        at += 1
        if not char.isspace() and char not in "#*":  # Markdown's marks are no text
            masked += "0" if unicodedata.category(char) == "Nd" else char
        if char in _ENDS or (char == "." and _POINT.match(folded, at - 2)):
            yield from _sentence(report, block, begin, at, masked)
            begin, masked = at, ""
    yield from _sentence(report, block, begin, at, masked)


def _sentence(report: GoldReport, block: GoldBlock, begin: int, end: int, masked: str) -> Iterator[Sentence]:
    masked = re.sub("0+", "0", masked)
    written = report.text[begin:end]
    text = "".join(written.split())
    if masked:
        line = report.source.line(begin + len(written) - len(written.lstrip()))
        yield Sentence(report.id, report.source.path, line, block.role, len(text.strip("#*")), text, masked)


def grams(masked: str) -> frozenset[str]:
    """The 5-grams of a masked sentence; of a shorter one none."""
    return frozenset(masked[i : i + GRAM] for i in range(len(masked) - GRAM + 1))


class _Index:
    """The sentences by their 5-grams."""

    def __init__(self, everything: Sequence[Sentence], threshold: float) -> None:
        self.sentences = everything
        self.threshold = threshold
        self.grams = [grams(s.masked) for s in everything]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(self.grams):
            for gram in own:
                self.holders[gram].append(number)

    def nearest(self, number: int) -> Pair | None:
        """The sentence of another report that holds most of this one's 5-grams, if it holds enough of them; the first of equals."""
        sentence, own = self.sentences[number], self.grams[number]
        needed = math.ceil(self.threshold * len(own) - 1e-9)
        rare = sorted(own, key=lambda gram: (len(self.holders[gram]), gram))[: len(own) - needed + 1]
        candidates = {other for gram in rare for other in self.holders[gram]}  # who holds enough holds one of the rare
        best, most = -1, needed - 1
        for other in sorted(candidates):
            if self.sentences[other].report != sentence.report:
                held = len(own & self.grams[other])
                if held > most:
                    best, most = other, held
        return Pair(most / len(own), sentence, self.sentences[best]) if best >= 0 else None


def lines(found: Similarity, *, limit: float, most: int = 40) -> list[str]:
    """The measure for a reader: the ``most`` nearest pairs (0: all), the reports with most of them, what was left out, the share."""
    out = []
    for pair in found.pairs[: most or None]:
        one, two = pair.sentence, pair.other
        out += [f"{pair.share:.2f}  {_place(one)}: {one.text}", f"      {_place(two)}: {two.text}"]
    if len(found.pairs) > most > 0:
        out.append(f"and {len(found.pairs) - most} more; --show 0 shows all")
    worst = Counter(p.sentence.report for p in found.pairs).most_common(10)
    out += ["", "reports with most: " + ", ".join(f"{name} {n}" for name, n in worst)] if worst else []
    roles = Counter(p.sentence.role for p in found.pairs)
    out += ["of them " + ", ".join(f"{role} {n}" for role, n in roles.most_common())] if roles else []
    out += ["", f"left out: {found.table_rows} rows of tables; {sum(found.left_out.values())} sentences that are a listed formula"]
    out += [f"{n:7}  {formula.reason}" for formula, n in found.left_out.most_common()]
    similar, every = found.unfiltered
    out.append(f"without the list of formulas: {similar} of {every} ({similar / every if every else 0:.2%})")
    verdict = "above" if found.share > limit else "within"
    out.append(
        f"similar to a sentence of another report: {len(found.pairs)} of {found.counted} sentences of {SHORTEST} characters or more "
        f"({found.share:.2%}), {verdict} the limit of {limit:.2%}"
    )
    return out


def _place(sentence: Sentence) -> str:
    return f"{sentence.path or sentence.report}:{sentence.line}"
