"""The rules of ``layout.toml`` as bits, and which of them a line's first and last character let fit at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from gkbg_nlp.taxonomy.edges import Edges, edges
from gkbg_nlp.taxonomy.needles import needles
from gkbg_nlp.taxonomy.patterns import Rule, load_rules

_MOST_CHARACTERS = 1 << 13  # kept of each edge: more are no Chinese text
_ASCII_LETTER = "A-Za-z\u0130\u0131\u017f\u212a"  # and what re takes for one of them where case does not count
_CELLS = frozenset("\t|")


INSIDE, EDGE, ABOVE, BEFORE = ("any",), ("edge",), ("any", "edge"), ("any", "edge", "head")
BEHIND, BELOW = ("any", "edge", "tail"), ("edge", "tail")
ZONES = (INSIDE, EDGE, ABOVE, BEFORE, BEHIND, BELOW)


class _Edge(dict[str, int]):
    """The bits that a character at one edge of a text leaves, found out when the character is first met."""

    def __init__(self, characters: Sequence[re.Pattern[str] | None]) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, character: str) -> int:
        bits = 0
        for number, pattern in enumerate(self._characters):
            if pattern is None or character == "\n" or pattern.match(character):
                bits |= 1 << number
        if len(self) < _MOST_CHARACTERS:
            self[character] = bits
        return bits


class RuleBook:
    """All rules of a file; sets of them are the bits of a number, in the order of the file. A rule of several forms has a bit for each.

    Attributes:
        first: the bits that fit some text with this first character.
        last: the same of the last character.
        groups: the bits of each group; those that are asked for often are attributes.
        zones: the bits of the noise rules of each set of zones.
        inside: those of the noise rules that hold anywhere.
        prose: those of the rules that may fit a sentence.
        celled: those of the table rules that fit no line without a tab or a bar.
        closing: those of the signature rules up to ``body``.
    """

    def __init__(self, groups: Mapping[str, Sequence[Rule]]) -> None:
        self._rules: list[Rule] = []
        found: list[Edges] = []
        for rule in (rule for rules in groups.values() for rule in rules):
            pairs = edges(rule.pattern, rule.match)
            self._rules += [rule] * len(pairs)
            found += pairs
        self.first = _Edge([first for first, _ in found])
        self.last = _Edge([last for _, last in found])
        self.groups = {group: self._bits(rules) for group, rules in groups.items()}
        noise, signatures = groups["noise"], groups["signature"]
        self.zones = {zones: self._bits([r for r in noise if r.zone in zones]) for zones in ZONES}
        self.inside = self.zones[INSIDE]
        self.prose = self._bits([r for r in noise if r.prose])
        self.celled = self._bits([r for r in groups["table"] if (needles(r.pattern) or {""}) <= _CELLS])
        self.closing = self._bits(signatures[: [r.id for r in signatures].index("body") + 1])
        words = [(r, caseless_needles(r.pattern)) for r in noise if r.match == "search"]
        self._worded = self._bits([r for r, needed in words if needed])
        self._words = any_word({word for _, needed in words for word in needed}).search
        self.tests = {group: tuple(rule.test for rule in rules) for group, rules in groups.items()}
        residue = groups["template_residue"][0].pattern
        self.residues: Callable[[str], str] = partial(residue.sub, "")
        self.noise, self.title, self.signature, self.table = self.groups["noise"], self.groups["title"], self.groups["signature"], self.groups["table"]
        self.within, self.caption = self.groups["table_inside"], self.groups["table_start"]
        self.residue, self.terminal = self.groups["template_residue"], self.groups["terminal"]

    def _bits(self, rules: Sequence[Rule]) -> int:
        return sum(1 << number for number, rule in enumerate(self._rules) if any(rule is one for one in rules))

    def can(self, text: str) -> int:
        """The rules that a text's edges do not rule out."""
        return self.first[text[0]] & self.last[text[-1]] if text else -1

    def hit(self, bits: int, text: str) -> str | None:
        """The id of the first rule of ``bits`` that fits."""
        while bits:
            low = bits & -bits
            rule = self._rules[low.bit_length() - 1]
            if rule.test(text):
                return rule.id
            bits ^= low
        return None

    def name(self, bits: int) -> str | None:
        """The id of the first rule of ``bits``."""
        return self._rules[(bits & -bits).bit_length() - 1].id if bits else None

    def fits(self, bits: int, text: str) -> int:
        """Those of the noise rules ``bits`` that fit."""
        can = bits
        if can & self._worded and not self._words(text):
            can &= ~self._worded
        found = 0
        while can:
            low = can & -can
            if self._rules[low.bit_length() - 1].test(text):
                found |= low
            can ^= low
        return found


def caseless_needles(pattern: re.Pattern[str]) -> frozenset[str]:
    """Words one of which stands, in whatever case, in every text that a pattern which ignores case matches; none where none are known."""
    return needles(re.compile(pattern.pattern, pattern.flags & ~re.IGNORECASE)) or frozenset()


def any_word(words: set[str]) -> re.Pattern[str]:
    """A pattern that is found wherever one of the words stands in whatever case.

    A letter stands for all words that begin with one, and a word goes as far as its first letter: so ``re`` need not ignore case, and
    can look for the first characters of all words at once.
    """
    heads = {re.split("(?i:[a-z])", word)[0] for word in words}
    known = sorted(re.escape(head) for head in heads if head)
    return re.compile("|".join([f"[{_ASCII_LETTER}]", *known]) if "" in heads else "|".join(known) or "(?!)")


@cache
def book() -> RuleBook:
    """The shipped rules."""
    return RuleBook(load_rules("layout.toml"))
