"""The parts of agency names, looked up from a place in a text leftwards: suffixes, fields of work, sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Generic, TypeVar

from gkbg_nlp.taxonomy.agencies import AgencyGrammar, Suffix, load_grammar, load_words
from gkbg_nlp.taxonomy.places import Places, load_places

T = TypeVar("T")
_JOINERS = "和与及、"
_LONGEST_FIELD = 14
UNGUARDED = "办事处"  # the only suffix that nothing behind it makes another word
# Which group of agency_words.toml says what may not stand behind which organ.
_GUARDED = {"government": ("政府",), "committee": ("委",), "assembly": ("人大", "政协"), "customs": ("海关",)}


class EndWords(Generic[T]):
    """Words with a value each, found at their end: a slice of each possible length is looked up, instead of trying every word."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._words = dict(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[-1], set()).add(len(word))
        self._lengths = {last: tuple(sorted(found, reverse=True)) for last, found in lengths.items()}

    @property
    def last(self) -> Iterable[str]:
        """The characters that a word ends with."""
        return self._lengths.keys()

    @property
    def all(self) -> Mapping[str, T]:
        """All words with their values."""
        return self._words

    def edges(self) -> dict[str, set[str]]:
        """The characters before the last one of all words, by the last; an empty string for a word of one character."""
        found: dict[str, set[str]] = {}
        for word in self._words:
            found.setdefault(word[-1], set()).add(word[-2:-1])
        return found

    def ending_at(self, text: str, end: int) -> Sequence[tuple[str, T]]:
        """The words that end at ``end`` with their values, the longest first."""
        lengths = self._lengths.get(text[end - 1]) if end else None
        if lengths is None:
            return ()
        words = self._words
        return [(word, words[word]) for n in lengths if n <= end and (word := text[end - n : end]) in words]


class Parts:
    """The grammar's words by their ends, and the walks over fields of work."""

    def __init__(self, grammar: AgencyGrammar, places: Places, words: Mapping[str, tuple[str, ...]]) -> None:
        self.grammar = grammar
        self.places = places
        self.words = words
        ministry = next((s.after for s in grammar.suffixes if s.id == "ministry"), frozenset[str]())
        self.fixed = EndWords({word: _guard(_behind_fixed(word, words, ministry)) for word in grammar.fixed})
        self.organs = EndWords({word: _guard(_behind_organ(word, words)) for word in grammar.organs})
        self.suffixes = EndWords(_suffixes(grammar))
        self.government = re.compile(_behind_organ("政府", words))
        self.level_of = {word: key.removeprefix("level.") for key in words if key.startswith("level.") for word in words[key]}
        self.levels = EndWords(self.level_of)
        self.countries = EndWords(dict.fromkeys(words["name.country"], True))
        refused = _refused(self.fixed.all, self.organs.all, self.suffixes.all, words["name.next_words"])
        self.ends = re.compile(
            _any_end(
                [self.fixed.edges(), self.organs.edges(), self.suffixes.edges(), {last: {""} for last in "镇乡木"}, {"道": {"街"}}], refused
            )
        )
        self.last_before = places.last_characters.union(self.countries.last, self.levels.last)
        self._phrases = frozenset(words["name.phrases"])
        self.next_words = words["name.next_words"]
        self.internal_fields = frozenset(words["name.internal_fields"])
        self.internal_offices = frozenset(words["name.internal_offices"])
        self.internal_departments = words["name.internal_departments"]
        self.service_fields = words["name.service_fields"]
        self.bare_names = frozenset(words["name.bare"])
        self.before_name = frozenset(words["name.before_name"])
        self.town_at = words["town.at"]
        self.masks = frozenset(words["name.masks"])
        self.not_ends = words["name.not_ends"]
        self.glued = frozenset(words["name.glued"])
        self.counted = frozenset(words["name.counted"])
        self.weak_sections = frozenset(words["name.weak_sections"])
        self.placed_sections = frozenset(words["name.placed_sections"])
        self.committees = re.compile(longest_first(words["name.committees"]) + "委员会$")
        self._fields = EndWords(dict.fromkeys(grammar.fields, True))
        # 办|公 and 办|法 are words, 办公室|公布 is none: what may not stand behind a section depends on its last character
        self._inner = re.compile(
            rf"([\u4e00-\u9fff]{{0,12}}?){longest_first(grammar.inner_suffix)}(?<!处(?=[理置罚于在分]))(?<!办(?=[公法事学]))"
            r"(?<!科(?=[技研普学目]))(?![长室级])"
        )
        self.branch = re.compile(rf"驻?([\u4e00-\u9fff]{{2,9}}?){longest_first(words['name.branches'])}")

        self.stationed = re.compile(rf"派?驻(?:(?!的)[\u4e00-\u9fff]){{1,14}}?{longest_first(words['name.stationed'])}")
        self.committee = re.compile(r"([\u4e00-\u9fff]{2,10}?)(委员会|工委|委)(?![员托派任屈])")
        self.seat = re.compile(longest_first(words["area.seats"]))
        self.issues = re.compile(rf"[ \n#*]*(?:{longest_first(words['area.issues'])}|20[0-3]\d ?年)")
        self.next_town = re.compile(r"[、和与][\u4e00-\u9fff]{1,6}?(?:镇|乡|街道)")
        self.and_others = re.compile(rf"等?[各\d两三四五六七八九十几多]*个?{longest_first(words['town.others'])}")

    def is_phrase(self, word: str) -> bool:
        """Whether the word's last two or three characters make an everyday word (社区, 乡镇)."""
        return word[-2:] in self._phrases or word[-3:] in self._phrases

    def place_start(self, text: str, end: int) -> int | None:
        """The start of the longest province, city or county that ends at ``end``."""
        return self.places.longest_ending_at(text, end)

    def field_before(self, text: str, end: int) -> int | None:
        """The start of the longest field of work that ends at ``end``."""
        for word, _ in self._fields.ending_at(text, end):
            return end - len(word)
        return None

    def fields_start(self, text: str, end: int) -> int:
        """The start of the chain of fields (住房|和|城乡建设) that ends at ``end``; ``end`` itself where there is none."""
        at = end
        while at > 0 and end - at < _LONGEST_FIELD + 8:
            if at < end and text[at - 1] in "省市区县旗州" and self.place_start(text, at) is not None:  # 盐城市|质监, not 盐|城市|质监
                break
            before = self.field_before(text, at)
            if before is not None:
                at = before
                continue
            if at < end and at > 1 and text[at - 1] in _JOINERS and (joined := self.field_before(text, at - 1)) is not None:
                # 省市场监管局、教育局 are two; 和 joins two names only where what is before ends in a suffix, which no field does
                if text[at - 1] == "、" and not _one_name(text, joined):
                    break
                at = joined
                continue
            break
        return at

    def inner_match(self, text: str, end: int) -> re.Match[str] | None:
        """What may be a section's name right behind a body's: its middle and its suffix."""
        return self._inner.match(text, end)


def _any_end(edges: Iterable[Mapping[str, set[str]]], refused: Mapping[str, str]) -> str:
    """A pattern for the last character of any name.

    Two characters tell most words that only end alike (举行, 大) from 支行 and 人大, and the next one 办理 and 处理 from 办 and 处.
    """
    merged: dict[str, set[str]] = {}
    for some in edges:
        for last, before in some.items():
            merged.setdefault(last, set()).update(before)
    found = []
    for last, before in sorted(merged.items()):
        left = "" if "" in before else f"(?<=[{''.join(sorted(before))}]{last})"
        right = f"(?:(?![{refused[last]}])|(?<={UNGUARDED}))" if refused.get(last) else ""
        found.append(last + left + right)
    return "|".join(found)


def _refused(
    fixed: Mapping[str, re.Pattern[str] | None],
    organs: Mapping[str, re.Pattern[str] | None],
    suffixes: Mapping[str, tuple[Suffix, ...]],
    next_words: Iterable[str],
) -> dict[str, str]:
    """The characters that no word with a last character may stand before; a pre-selection, which the words themselves repeat."""
    allowed = {word[0] for word in next_words} | {"在"}
    found: dict[str, str] = {}
    for last in {word[-1] for word in suffixes}:
        kinds = [suffix.after for word, some in suffixes.items() if word[-1] == last for suffix in some]
        guards = [guard for words in (fixed, organs) for word, guard in words.items() if word[-1] == last]
        common = frozenset.intersection(*kinds) - allowed
        found[last] = "".join(sorted(c for c in common if all(guard is not None and guard.match(c) for guard in guards)))
    return found


def longest_first(words: Iterable[str]) -> str:
    """A group of a regular expression that matches the longest of the words."""
    return f"({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _one_name(text: str, start: int) -> bool:
    return text[start - 1 : start] not in ("、",) and start > 0 and text[start - 1] in "省市区县旗州局厅"


def _suffixes(grammar: AgencyGrammar) -> dict[str, tuple[Suffix, ...]]:
    found: dict[str, tuple[Suffix, ...]] = {}
    for suffix in grammar.suffixes:
        for word in suffix.words:
            found[word] = (*found.get(word, ()), suffix)
    return found


def _guard(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _behind_fixed(word: str, words: Mapping[str, tuple[str, ...]], ministry: Iterable[str]) -> str:
    """What may not stand behind a fixed name, as a pattern; empty for most."""
    if word in ("国办", "中办"):
        return longest_first(words["behind.state_office"])
    if word[-1] == "办":
        return longest_first(words["behind.office"])
    if word[-1] == "部" and ministry:
        return f"(?!{longest_first(words['name.next_words'])}){longest_first(ministry)}"  # 水利部|长江水利委员会, 水利部|门户网站
    return ""


def _behind_organ(word: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """What may not stand behind an organ's word, as a pattern."""
    keys = [
        "street",
        *(key for key, ours in _GUARDED.items() if word in ours),
        *(["office"] if word[-1] == "办" else []),
        *(["department"] if word[-1] == "部" else []),
    ]
    found = [longest_first(words[f"behind.{key}"]) for key in keys]
    if word == "政府":
        found[-1] = f"(?!{longest_first(words['behind.government_unless'])}){found[-1]}"
    return "|".join(found)


@cache
def load_parts() -> Parts:
    """The shipped grammar with the shipped places."""
    return Parts(load_grammar(), load_places(), load_words())
