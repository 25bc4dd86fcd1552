"""The blocks most worth labelling next: those the model is least sure of, and no two that are alike.

Doubt comes from three sides: the decoder's two best sections lie close, the classifier alone spreads its probability, or heading
and words name different sections. Among the most doubtful blocks the choice goes to those unlike what is chosen already (maximal
marginal relevance over the cosine of character TF-IDF), and a document gives only so many. A share of the list is drawn evenly from
all blocks, by a hash of their places: the same list every time.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.sections.decoder import emission, posterior
from gkbg_nlp.sections.features import block_inputs, normalise
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import SectionModel

Floats = NDArray[np.float64]
PER_DOCUMENT = 5
POOL = 10
"""The choice is made among this many times the blocks that are asked for."""
ALIKE = 0.8
"""Cosine from which two blocks are near-copies: only one of them is listed."""
EVEN = 0.25
"""Share of the list that is drawn evenly: doubtful blocks alone are a lopsided sample (docs/suggest.md has what it costs)."""
_CLEAR = 0.2  # below this score a block is clear; the reason then tells what makes it worth labelling all the same
SPREAD = 0.5
"""What likeness to a chosen block costs, as a share of the doubt's range 0 to 1."""


class Scorer(Protocol):
    """What doubt needs to know of a model beside its probabilities; a ``SectionModel`` and training's ``Fitted`` are such."""

    @property
    def sections(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the model says of one block, and how unsure it is.

    ``section`` is the decoder's label with its ``confidence``, ``runner_up`` the section with the next largest marginal probability
    ``runner_up_probability``; ``favourite`` is the classifier's own choice, ``named`` the heading's (``None`` where none names one). ``entropy`` is that of the classifier's
    probabilities as a share of its maximum, ``margin`` the distance of the decoder's two best; both 0 to 1.
    """

    section: str
    confidence: float
    runner_up: str
    runner_up_probability: float
    favourite: str
    named: str | None
    entropy: float
    margin: float

    @property
    def conflict(self) -> bool:
        """Whether heading, words and order do not name one section."""
        return self.favourite != self.section or (self.named is not None and self.named != self.section)

    @property
    def score(self) -> float:
        """The doubt as a number from 0 to 1."""
        return (1.0 - self.margin + self.entropy + self.conflict) / 3

    @property
    def reason(self) -> str:
        """The strongest ground for doubt in words."""
        if self.named is not None and self.named != self.favourite:
            return f"the heading says {self.named}, the words say {self.favourite}"
        if self.favourite != self.section:
            return f"the words say {self.favourite}, the order of sections {self.section}"
        if self.conflict:
            return f"the heading says {self.named}, the decoder {self.section}"
        if self.margin < 0.9:
            return f"undecided between {self.section} and {self.runner_up}"
        return f"the words alone are undecided (entropy {self.entropy:.2f})"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One block that could be labelled.

    ``start`` and ``end`` are code points of its document, ``above`` the numbers of the headings above it. ``doubt`` is the model's
    with the report's headings, ``bare`` that with every heading taken away, ``None`` for a heading.
    """

    document: str
    block: int
    start: int
    end: int
    role: str
    level: int | None
    text: str
    above: tuple[int, ...]
    doubt: Doubt
    bare: Doubt | None

    @property
    def score(self) -> float:
        """The mean of both doubts, 0 to 1: a block that only its heading makes clear teaches what its words mean."""
        return (self.doubt.score + (self.bare.score if self.bare else 0.0)) / 2

    @property
    def reason(self) -> str:
        """The strongest ground for doubt in words."""
        if self.bare is None or self.doubt.score >= _CLEAR:
            return self.doubt.reason
        return f"clear by its headings only; without them: {self.bare.reason}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chosen block; ``rank`` counts from 1, ``likeness`` is its cosine to the most similar one chosen before.

    ``drawn``: it was drawn evenly, whatever its doubt.
    """

    rank: int
    candidate: Candidate
    likeness: float
    drawn: bool = False

    @property
    def reason(self) -> str:
        """Why it was chosen, in words."""
        return "drawn evenly, so that the usual is labelled too" if self.drawn else self.candidate.reason


def doubts(model: Scorer, log_probability: Floats, path: Sequence[int], marginal: Floats, found: Sequence[Witness]) -> list[Doubt]:
    """The doubts of one document's labelled blocks; both arrays have the shape (blocks, sections)."""
    names = model.sections
    scale = np.log(len(names)) if len(names) > 1 else 1.0
    entropy = -(np.exp(log_probability) * log_probability).sum(axis=1) / scale
    out = []
    for row, witness in enumerate(found):
        chosen = path[row]
        ranked = np.argsort(-marginal[row], kind="stable")
        other = int(next((i for i in ranked if i != chosen), chosen))
        best = np.sort(marginal[row])[::-1]
        named = witness.sections[:2]
        out.append(
            Doubt(
                names[chosen], float(marginal[row, chosen]), names[other], float(marginal[row, other]),
                names[int(log_probability[row].argmax())],
                # of two sections that a heading names, either agrees with it
                (names[chosen] if names[chosen] in named else named[0]) if named else None,
                min(1.0, max(0.0, float(entropy[row]))), float(best[0] - best[1]) if len(best) > 1 else 1.0,
            )
        )  # fmt: skip
    return out


def candidates(document: str, text: str, model: SectionModel, markup: Markup = PLAIN) -> list[Candidate]:
    """The blocks of a raw report that carry a section; ``document`` is the name that they go by, ``markup`` what its format marks."""
    blocks = segment(text, model.taxonomy, markup).blocks
    found, doubt = _doubts(blocks, model)
    plain = [i for i, b in enumerate(blocks) if b.role != "heading"]
    bare = dict(zip(plain, _doubts([blocks[i] for i in plain], model)[1], strict=True))
    labels = label_blocks(blocks, model)
    out = []
    above: list[int] = []  # the open headings
    for place, (block, witness, one) in enumerate(zip(blocks, found, doubt, strict=True)):
        label = labels[place]
        if witness is None or one is None or label is None:
            continue
        one = replace(one, confidence=label.confidence)  # calibrated, as in the output of gkbg tag
        del above[len(witness.chain) :]
        words = text[block.start : block.end]
        out.append(Candidate(document, place, block.start, block.end, block.role, block.level, words, tuple(above), one, bare.get(place)))
        if block.role == "heading":
            above.append(place)
    return out


def _doubts(blocks: Sequence[LayoutBlock], model: SectionModel) -> tuple[list[Witness | None], list[Doubt | None]]:
    """Witness and doubt of each block, ``None`` for those that carry no section."""
    found = witnesses(blocks, model.taxonomy)
    places = [i for i, w in enumerate(found) if w is not None]
    out: list[Doubt | None] = [None] * len(blocks)
    if places:
        said = [w for w in found if w is not None]
        log_probability = model.log_probabilities(block_inputs(blocks, found, model.taxonomy))
        path, marginal = posterior(model, emission(model, log_probability, said), [blocks[i].role == "heading" for i in places])
        for place, doubt in zip(places, doubts(model, log_probability, path, marginal, said), strict=True):
            out[place] = doubt
    return found, out


def suggest(
    found: Sequence[Candidate],
    count: int,
    *,
    per_document: int = PER_DOCUMENT,
    pool: int | None = None,
    even: float = EVEN,
    labelled: Sequence[str] = (),
) -> list[Suggestion]:
    """The ``count`` candidates most worth labelling, the first of them first; fewer where near-copies and limits leave fewer.

    Args:
        per_document: at most so many of one document.
        pool: the choice is made among so many of the most doubtful; by default ``POOL`` times ``count``.
        even: this share, 0 to 1, is drawn evenly from all candidates whatever their doubt.
        labelled: texts that are labelled already; near-copies of them are left out.

    Raises:
        ValueError: a number is out of range.
    """
    size = POOL * count if pool is None else pool
    if min(count, per_document, size) < 1 or not 0 <= even <= 1:
        raise ValueError("count, per_document and pool are 1 or more, even is 0 to 1")
    ranked = sorted(found, key=lambda c: (-c.score, c.document, c.start))
    doubtful = min(size, len(ranked))
    lots = sorted(range(len(ranked)), key=lambda i: _lot(ranked[i])) if even else []
    if not ranked:
        return []
    choice = _Choice(ranked, labelled, per_document)
    out: list[Suggestion] = []
    while len(out) < count:
        at = None
        if math.floor((len(out) + 1) * even) > math.floor(len(out) * even):
            at = next((i for i in lots if choice.free[i]), None)
        drawn = at is not None
        if at is None:
            at = choice.best(doubtful)
        if at is None:
            break
        out.append(Suggestion(len(out) + 1, ranked[at], round(float(choice.nearest[at]), 4), drawn))
        choice.take(at)
    return out


def _lot(one: Candidate) -> bytes:
    """A number that has nothing to do with what stands in the block: the order of an even draw that is the same every time."""
    return hashlib.sha256(f"{one.document}\0{one.start}".encode("utf-8", "surrogatepass")).digest()


class _Choice:
    """Which candidates may still be taken, and how near each is to those that are."""

    def __init__(self, ranked: Sequence[Candidate], labelled: Sequence[str], per_document: int) -> None:
        self.vectors, known = _vectors([c.text for c in ranked], labelled)
        self.scores = np.array([c.score for c in ranked])
        self.documents = np.array([c.document for c in ranked], dtype=object)
        self.nearest: Floats = np.zeros(len(ranked))
        self.free = known < ALIKE
        self.taken: Counter[str] = Counter()
        self.per_document = per_document

    def best(self, doubtful: int) -> int | None:
        """Of the first ``doubtful`` that are free, the one whose doubt is largest less its likeness to what is taken."""
        free = self.free[:doubtful]
        if not free.any():
            return None
        return int(np.where(free, self.scores[:doubtful] - SPREAD * self.nearest[:doubtful], -np.inf).argmax())

    def take(self, at: int) -> None:
        """Take one; its near-copies go, and where its document has given enough, the document's others too."""
        document = self.documents[at]
        self.taken[document] += 1
        if self.taken[document] >= self.per_document:
            self.free &= self.documents != document
        self.nearest = np.maximum(self.nearest, (self.vectors @ self.vectors[at].T).toarray().ravel())
        self.free &= self.nearest < ALIKE
        self.free[at] = False


def _vectors(texts: Sequence[str], labelled: Sequence[str]) -> tuple[Any, Floats]:
    """TF-IDF of the texts' character n-grams, and the cosine of each to the labelled text that is most like it."""
    # the marks at both ends keep a text that is nothing but marks from being empty
    marked = [f"\x02{normalise(text)}\x03" for text in texts]
    others = sorted({f"\x02{normalise(text)}\x03" for text in labelled})
    tfidf = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False, sublinear_tf=True, dtype=np.float64)
    vectors = tfidf.fit_transform(marked)
    known: Floats = np.zeros(len(texts))
    if others:
        known = (vectors @ tfidf.transform(others).T).max(axis=1).toarray().ravel()
    return vectors, known
