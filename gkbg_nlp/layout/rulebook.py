"""The rules of ``layout.toml`` as bits, and which of them a line's first and last character let fit at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import takewhile

from ahocorasick_rs import AhoCorasick

from gkbg_nlp.taxonomy.edges import Edges, edges
from gkbg_nlp.taxonomy.needles import needles
from gkbg_nlp.taxonomy.patterns import Rule, load_rules
from gkbg_nlp.taxonomy.precompiled import compiled

_MOST_CHARACTERS = 1 << 13  # kept of each edge: more are no Chinese text
_ALIKE = {"i": "\u0130\u0131", "s": "\u017f", "k": "\u212a"}
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
        unplain: those that speak against a sentence's being a paragraph, long or short.
        short: those that speak against a short one's being a paragraph, beside ``unplain``.
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
        self.zones: dict[tuple[str, ...], int] = {zones: self._bits([r for r in noise if r.zone in zones]) for zones in ZONES}
        self.inside = self.zones[INSIDE]
        self.prose = self._bits([r for r in noise if r.prose])
        self.celled = self._bits([r for r in groups["table"] if (needles(r.pattern) or {""}) <= _CELLS])
        self.closing = self._bits(signatures[: [r.id for r in signatures].index("body") + 1])
        self._screen = _Screen([(self._bits([r]), caseless_needles(r.pattern)) for r in noise])
        self.unplain = self.inside | self.celled | self.closing | self.groups["template_residue"]
        self.short = self.groups["table"] | self.groups["table_start"]
        self.tests = {group: tuple(rule.test for rule in rules) for group, rules in groups.items()}
        residue = groups["template_residue"][0].pattern
        self.residues: Callable[[str], str] = partial(residue.sub, "")
        self.noise, self.title, self.signature, self.table = (
            self.groups["noise"],
            self.groups["title"],
            self.groups["signature"],
            self.groups["table"],
        )
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

    def screened(self, bits: int, text: str) -> int:
        """Those of the noise rules ``bits`` that need no word which the text lacks."""
        return bits & self._screen.mask(text)

    def fits(self, bits: int, text: str) -> int:
        """Those of ``bits`` whose rules fit."""
        found = 0
        while bits:
            low = bits & -bits
            if self._rules[low.bit_length() - 1].test(text):
                found |= low
            bits ^= low
        return found


class _Screen:
    """Tells by words which of several rules that ignore case can fit a text at all.

    A word counts up to its first letter, in which case is seen; one that begins with a letter counts as that letter in either case.
    """

    def __init__(self, needed: Sequence[tuple[int, frozenset[str]]]) -> None:
        self._always = 0
        words: dict[str, int] = {}
        for bits, needles_of in needed:
            if not needles_of:
                self._always |= bits
            for word in needles_of:
                plain = "".join(takewhile(_caseless, word))
                for one in [plain] if plain else _same_letters(word[0]):
                    words[one] = words.get(one, 0) | bits
        self._automaton = AhoCorasick(list(words))
        self._bits = list(words.values())

    def mask(self, text: str) -> int:
        """The bits of the rules that no missing word rules out."""
        found = self._always
        for word, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found |= self._bits[word]
        return found


def _caseless(character: str) -> bool:
    return character.lower() == character.upper()


def _same_letters(letter: str) -> str:
    """What ``re`` takes for an ASCII letter where case does not count."""
    return letter.lower() + letter.upper() + _ALIKE.get(letter.lower(), "")


def caseless_needles(pattern: re.Pattern[str]) -> frozenset[str]:
    """Words one of which stands, in whatever case, in every text that a pattern which ignores case matches; none where none are known."""
    words = needles(compiled(pattern.pattern, pattern.flags & ~re.IGNORECASE)) or frozenset()
    known = all(word[0].isascii() or _caseless(word[0]) for word in words)
    return words if known else frozenset()


@cache
def book() -> RuleBook:
    """The shipped rules."""
    return RuleBook(load_rules("layout.toml"))
