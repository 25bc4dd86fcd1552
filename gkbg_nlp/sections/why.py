"""An explanation in one sentence, and the words of a block that speak loudest for its section."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.sections.explain import Explanation, HeadingAbove
from gkbg_nlp.taxonomy.precompiled import compiled

_LONGEST_QUOTE = 24  # characters of a heading that the sentence shows
_LONGEST_WORD = 10
_LOUD, _AUDIBLE = 0.3, 0.1  # shares of the loudest character's weight: of a word's core, and of what belongs to it on both sides
_EDGES = "的了和与及在是有了各其"  # no word begins or ends with these; an n-gram may
_MARKS = compiled(r"[\s,.;:!?，。、；：！？（）()《》“”\"]+")


def loud_words(text: str, weights: Sequence[float], most: int = 3) -> list[str]:
    """The runs of characters with the largest summed weights, the loudest first; none where nothing speaks for the section."""
    top = max(weights, default=0.0)
    if top <= 0:
        return []
    audible = [w >= _AUDIBLE * top and not _MARKS.match(c) for c, w in zip(text, weights, strict=True)]
    runs: dict[str, float] = {}
    at = 0
    while at < len(text):
        stop = at
        while stop < len(text) and audible[stop] and stop - at < _LONGEST_WORD:
            stop += 1
        word = text[at:stop].strip(_EDGES)
        if word and max(weights[at:stop]) >= _LOUD * top:
            runs[word] = max(runs.get(word, 0.0), sum(weights[at:stop]))
        at = max(stop, at + 1)
    # a single character says little to a reader beside words
    return sorted(runs, key=lambda w: (len(w) == 1, -runs[w], w))[:most]


def why(one: Explanation, text: str) -> str:
    """One sentence on what made the label; ``text`` is the report's."""
    words = ", ".join(loud_words(text[one.start : one.end], one.weights))
    heading = _heading(one)
    if one.reason == "both":
        said = f"{heading}; the words {words} agree" if words else f"{heading}; the classifier agrees, if not by the block's words"
    elif one.reason.startswith("heading:"):
        said = f"{heading} and outweighs the classifier, which prefers {one.favourite}"
    elif one.reason == "order":
        neighbours = f"between {one.before or 'the beginning'} and {one.after or 'the end'}"
        said = f"{heading}; the classifier prefers {one.favourite}, but {neighbours} the order of sections makes it {one.section}"
    else:
        said = (
            f"{heading}; "
            + ("but " if one.named else "")
            + (f"the words {words} speak for {one.section}" if words else f"{_sign(one)} speaks for {one.section}")
        )
    return f"{said}; runner-up {one.runner_up} ({_share(one.probabilities[one.runner_up])})"


def _share(probability: float) -> str:
    return f"{probability:.1%}" if probability >= 0.001 else "under 0.1%"


def _sign(one: Explanation) -> str:
    """What else speaks loudest, where no words of the block do."""
    best = next((a for a in one.addends if a.gain > 0 and a.kind != "text"), None)
    if best is None:
        return "nothing in particular"
    return f"the sign {best.name}" if best.kind == "sign" else f"{best.name} in the heading" if best.kind == "heading" else "the intercept"


def _heading(one: Explanation) -> str:
    if not one.named:
        if not any(h.block != one.block for h in one.headings) and one.role != "heading":
            return "no heading stands above"
        return "no heading names a section"
    weak = "weakly " if one.strength == 1 else ""
    decisive = next((h for h in one.headings if h.decides), None)
    if decisive is None:  # text above the first chapter: its place is the evidence
        return f"its place above the first chapter {weak}says {one.named[0]} (rule {one.rule})"
    names = " or ".join(one.named[:2])
    own = decisive.sections.index(one.section) if one.section in one.named[:2] and one.section in decisive.sections else 0
    return f"{_quoted(decisive, one)} {weak}names {names} (rule {decisive.rules[own]})"


def _quoted(heading: HeadingAbove, one: Explanation) -> str:
    line = heading.line if len(heading.line) <= _LONGEST_QUOTE else heading.line[:_LONGEST_QUOTE] + "…"
    return f"run-in head {line}" if heading.block is None else f"{'its own heading' if heading.block == one.block else 'heading'} {line}"
