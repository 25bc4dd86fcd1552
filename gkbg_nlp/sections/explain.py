"""Why a block has its label: what n-grams, signs, headings and the order of sections each added, in one unit.

The unit is log odds of the chosen section against the runner-up, as the decoder has them: model + headings + order = total, and
the total is the logarithm of the two sections' marginal probabilities' ratio. The n-grams' and signs' own figures are decision
values of the classifier; with the intercept they sum to its decision value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import Layout, segment
from gkbg_nlp.sections.chain import LABELLED, Heading, Witness, witnesses
from gkbg_nlp.sections.decoder import emission, posterior
from gkbg_nlp.sections.features import BlockInput, block_inputs, normalise
from gkbg_nlp.sections.label import SectionLabel, label_blocks
from gkbg_nlp.sections.model import SectionModel
from gkbg_nlp.sections.ngrams import Floats
from gkbg_nlp.sections.shares import Share, character_weights, normalised_spans, shares
from gkbg_nlp.taxonomy.sections import HeadingEvidence, Sections, squeeze

_TINY = 1e-300  # a probability that was rounded to 0 has no logarithm


@dataclass(frozen=True, slots=True)
class Addend:
    """What one n-gram (``kind`` text or heading), sign or the intercept adds to two sections' decision values.

    ``value`` is the TF-IDF value, 1 for a sign and the intercept; ``count`` how often it stands in the text.
    """

    kind: str
    name: str
    count: int
    value: float
    chosen: float
    other: float

    @property
    def gain(self) -> float:
        """What it adds to the chosen section over the other."""
        return self.chosen - self.other


@dataclass(frozen=True, slots=True)
class HeadingAbove:
    """A heading above the block (or its own words): what it says, by which rules, and which of its words they matched.

    ``block`` is its number, ``None`` for a run-in head; ``line`` is it as it stands, ``words`` what rules see; ``decides``: the block's heading evidence comes from this one.
    """

    block: int | None
    line: str
    words: str
    sections: tuple[str, ...]
    rules: tuple[str, ...]
    matched: tuple[str, ...]
    weak: bool
    decides: bool


@dataclass(frozen=True, slots=True)
class Odds:
    """Log odds of the chosen section against the runner-up by their source; ``total`` is their sum."""

    model: float
    headings: float
    order: float

    @property
    def total(self) -> float:
        """The logarithm of the ratio of both marginal probabilities."""
        return self.model + self.headings + self.order


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that made one block's label.

    Attributes:
        block: its number among the report's blocks, from 0, as in the output of ``gkbg tag``.
        start: its span in the report's text, code points; ``end`` is exclusive.
        section: the label; ``confidence``, ``reason`` and ``uncertain`` are those of the output too.
        runner_up: the section with the next largest marginal probability.
        probabilities: marginal probability of each section in the decoder's chain, the largest first.
        favourite: the section that the classifier alone prefers.
        addends: n-grams, signs and intercept, the largest gain (for either side) first.
        odds: the sources' parts.
        strength: of the heading evidence: 2 strong, 1 weak, 0 none; ``named`` are the sections that it names, ``rule`` what the
            first of them was named by.
        headings: outermost first, the block's own words last.
        alone: label and probability that the block would have by its own weights, without its neighbours' pull.
        before: the section of the labelled block before and ``after`` that behind, ``None`` at the report's ends.
        weights: for each character of the block's span the sum of the gains of the n-grams that cover it.
    """

    block: int
    start: int
    end: int
    role: str
    section: str
    confidence: float
    reason: str
    uncertain: bool
    runner_up: str
    probabilities: dict[str, float]
    favourite: str
    addends: tuple[Addend, ...]
    odds: Odds
    strength: int
    named: tuple[str, ...]
    rule: str | None
    headings: tuple[HeadingAbove, ...]
    alone: tuple[str, float]
    before: str | None
    after: str | None
    weights: tuple[float, ...]

    def decision(self) -> tuple[float, float]:
        """The classifier's decision values of the chosen section and the runner-up: the sum over all addends."""
        return sum(a.chosen for a in self.addends), sum(a.other for a in self.addends)

    def gains(self) -> dict[str, float]:
        """The addends' gains summed by kind: text, heading, sign, intercept."""
        return {kind: sum(a.gain for a in self.addends if a.kind == kind) for kind in ("text", "heading", "sign", "intercept")}


def explain_text(text: str, model: SectionModel) -> list[Explanation | None]:
    """One explanation a block of the text as layout cuts it, ``None`` for titles, signatures and boilerplate."""
    return explain_layout(segment(text, model.taxonomy), model)


def explain_layout(layout: Layout, model: SectionModel) -> list[Explanation | None]:
    """As :func:`explain_text`, for blocks that layout has cut already."""
    blocks = layout.blocks
    found = witnesses(blocks, model.taxonomy)
    places = [i for i, w in enumerate(found) if w is not None]
    out: list[Explanation | None] = [None] * len(blocks)
    if not places:
        return out
    labels = label_blocks(blocks, model)
    inputs = block_inputs(blocks, found, model.taxonomy)
    said = [w for w in found if w is not None]
    log_probability = model.log_probabilities(inputs)
    weights = emission(model, log_probability, said)
    gains = emission(model, np.zeros_like(log_probability), said)
    path, marginal = posterior(model, weights, [blocks[i].role == "heading" for i in places])
    for row, place in enumerate(places):
        label = labels[place]
        assert label is not None  # a witness and a label are given to the same blocks
        out[place] = _Explainer(layout, model, place, label, said[row], inputs[row]).run(
            log_probability[row], weights[row], gains[row], marginal[row], [model.sections[path[r]] for r in range(len(path))], row
        )
    return out


@dataclass(slots=True)
class _Explainer:
    layout: Layout
    model: SectionModel
    place: int
    label: SectionLabel
    witness: Witness
    one: BlockInput

    def run(self, log_probability: Floats, weights: Floats, gains: Floats, marginal: Floats, path: list[str], row: int) -> Explanation:
        sections = self.model.sections
        ranked = sorted(range(len(sections)), key=lambda i: -marginal[i])
        chosen = sections.index(self.label.section)
        other = next((i for i in ranked if i != chosen), chosen)
        total = float(np.log(max(marginal[chosen], _TINY)) - np.log(max(marginal[other], _TINY)))
        headings = float(gains[chosen] - gains[other])
        own = float(weights[chosen] - weights[other])
        block = self.layout.blocks[self.place]
        parts = {kind: shares(self.model.ngrams[kind], getattr(self.one, kind)) for kind in ("text", "heading")}
        alone = np.exp(weights - weights.max())
        alone /= alone.sum()
        best = int(alone.argmax())
        return Explanation(
            self.place, block.start, block.end, block.role, self.label.section, self.label.confidence, self.label.reason, self.label.uncertain, sections[other],
            {sections[i]: float(marginal[i]) for i in ranked}, sections[int(log_probability.argmax())],
            tuple(sorted(self._addends(parts, chosen, other), key=lambda a: (-abs(a.gain), a.kind, a.name))),
            Odds(own - headings, headings, total - own), self.witness.strength, self.witness.sections, self.witness.rule,
            tuple(self._headings()), (sections[best], float(alone[best])),
            path[row - 1] if row else None, path[row + 1] if row + 1 < len(path) else None,
            tuple(self._weights(block, parts["text"], chosen, other)),
        )  # fmt: skip

    def _addends(self, parts: dict[str, list[Share]], chosen: int, other: int) -> list[Addend]:
        intercept = self.model.intercept
        out = [Addend("intercept", "intercept", 1, 1.0, float(intercept[chosen]), float(intercept[other]))]
        for kind, found in parts.items():
            out += [Addend(kind, s.ngram, len(s.places), s.value, float(s.adds[chosen]), float(s.adds[other])) for s in found]
        for sign in dict.fromkeys(self.one.signs):
            adds = self.model.sign_weights(sign)
            if adds is not None:
                out.append(Addend("sign", sign, 1, 1.0, float(adds[chosen]), float(adds[other])))
        return out

    def _weights(self, block: LayoutBlock, found: Sequence[Share], chosen: int, other: int) -> list[float]:
        """The normalised text's weights laid over the block's span; breaks inside it and marks have none."""
        view = self.layout.view
        begin = view.bounds[self.place]
        stop = view.bounds[self.place + 1] if self.place + 1 < len(view.bounds) else len(view.text)
        whole, spans = normalised_spans(view.text[begin : stop - 1])
        own = normalise(block.text)  # the input may go on with words of the block below
        offset = max(0, whole.find(own))  # layout leaves a bullet out of a block's text, so it may begin behind the span's start
        gains = character_weights(len(self.one.text), found, chosen, other)[: len(own)]
        out = [0.0] * (block.end - block.start)
        for (start, stop), weight in zip(spans[offset:], gains, strict=False):
            for place in range(start, stop):
                source = view.source_start(begin + place) - block.start
                # numbers with blanks between them are one 0 to the model
                if 0 <= source < len(out) and not self.layout.folded[block.start + source].isspace():
                    out[source] = weight
        return out

    def _headings(self) -> list[HeadingAbove]:
        """The chain and the block's own words, with the one that decides marked."""
        blocks = self.layout.blocks
        own = blocks[self.place]
        rows: list[tuple[int | None, str, str, HeadingEvidence | None]] = []
        for heading in self.witness.chain:
            at = self._block_of(heading)
            rows.append((at, heading.words if at is None else blocks[at].text, heading.words, heading.evidence))
        if own.role == "heading":
            rows.append((self.place, own.text, squeeze(own.words), self.witness.own))
        elif self.witness.run_in:
            rows.append((None, self.witness.run_in, squeeze(self.witness.run_in), self.witness.own))
        # the innermost that gave the rule: an outer one may name the same
        decisive = next((i for i in reversed(range(len(rows))) if (e := rows[i][3]) and e.rules[0] == self.witness.rule), None)
        return [
            HeadingAbove(
                at,
                line,
                words,
                e.sections if e else (),
                e.rules if e else (),
                matched_words(words, e, self.model.taxonomy),
                bool(e and e.weak),
                i == decisive,
            )
            for i, (at, line, words, e) in enumerate(rows)
        ]

    def _block_of(self, heading: Heading) -> int | None:
        for at in reversed(range(self.place)):
            block = self.layout.blocks[at]
            if block.role == "heading" and squeeze(block.words) == heading.words:
                return at
        return None


def matched_words(words: str, evidence: HeadingEvidence | None, known: Sections) -> tuple[str, ...]:
    """The words of a squeezed heading that each rule of its evidence matched, behind those of the rule before it."""
    if evidence is None:
        return ()
    patterns = {f"section.{w.id}": w.pattern for s in known.all for w in s.wordings}
    out: list[str] = []
    at = 0
    for rule in evidence.rules:
        match = next((m for m in patterns[rule].finditer(words) if m.start() >= at and m.end() > m.start()), None)
        out.append(match[0] if match else "")
        at = match.end() if match else at
    return tuple(out)


__all__ = ["LABELLED", "Addend", "Explanation", "HeadingAbove", "Odds", "explain_layout", "explain_text", "matched_words"]
