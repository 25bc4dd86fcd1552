"""The parts of agency names, looked up from a place in a text leftwards: suffixes, fields of work, sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from operator import itemgetter

from gkbg_nlp.entities.agency_words import (
    BARE,
    BARE_NAME,
    BRANCH,
    OPEN,
    OPEN_KINDS,
    PLACED,
    PROPER,
    UNGUARDED,
    EndWords,
    Guard,
    Tail,
    any_end,
    any_of,
    endings,
    longest_first,
)
from gkbg_nlp.taxonomy.agencies import AgencyGrammar, Suffix, load_grammar, load_words
from gkbg_nlp.taxonomy.placenames import FULL
from gkbg_nlp.taxonomy.places import Places, load_places
from gkbg_nlp.taxonomy.precompiled import compiled

_JOINERS = "和与及、"
_LEVELS = "省市区县旗州"
_LONGEST_FIELD = 14
_BRANCHES = ("分局", "支局")
COUNTRY, LEVEL = 8, 16
"""Bits of what a word before a body's own words is, beside those of places (``taxonomy.placenames``)."""
# Which group of agency_words.toml says what may not stand behind which organ.
_GUARDED = {"government": ("政府",), "committee": ("委",), "assembly": ("人大", "政协"), "customs": ("海关",)}


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
        self.bare_names = frozenset(words["name.bare"])
        self.endings = endings(self.fixed.all, self.organs.all, self.suffixes.all, self.bare_names, grammar.section_fields)
        self.government = compiled(_behind_organ("政府", words))
        self.level_of = {word: key.removeprefix("level.") for key in words if key.startswith("level.") for word in words[key]}
        self.small_levels = frozenset(word for word in self.level_of if len(word) == 1)
        listed = dict(places.kinds)
        for bit, some in ((COUNTRY, words["name.country"]), (LEVEL, self.level_of)):
            for word in some:
                listed[word] = listed.get(word, 0) | bit
        self.listed = EndWords(listed)
        """What stands before a body's own words, towns left out: places, names of the state, words of level, as bits."""
        self.ends = compiled(any_end(self.endings.all, words["name.next_words"], ("镇", "乡", "木", "街道")))
        self.phrases = frozenset(words["name.phrases"])
        self.next_words = words["name.next_words"]
        self.internal_fields = frozenset(words["name.internal_fields"])
        self.internal_offices = frozenset(words["name.internal_offices"])
        self.internal_departments = words["name.internal_departments"]
        self.service_fields = any_of(words["name.service_fields"])
        self.section_fields = any_of(grammar.section_fields)
        self.before_name = frozenset(words["name.before_name"])
        self.bundles = frozenset(words["name.bundles"])
        self.zone_stems = frozenset(words["name.zone_stems"])
        self.town_at = words["town.at"]
        self.masks = frozenset(words["name.masks"])
        self.not_ends = words["name.not_ends"]
        self.not_end_tails = frozenset(word[-2:] for word in self.not_ends)
        self.glued = frozenset(words["name.glued"])
        # No name reaches over these; 和, 与 and 及 may stand inside.
        stops = "".join(sorted(grammar.left_stops - set("和与及") | set(words["name.counted"])))
        # The rest of a text that may hold a name whose field no list knows: from the leftmost word of level on without a stop.
        self.open_run = compiled(rf"(?![{stops}])[{_LEVELS}镇](?:(?![{stops}])[\u4e00-\u9fff])*\Z")
        self.weak_sections = frozenset(words["name.weak_sections"])
        self.placed_sections = frozenset(words["name.placed_sections"])
        self.committees = compiled(longest_first(words["name.committees"]) + "委员会$")
        self._fields = EndWords(dict.fromkeys(grammar.fields, True))
        self.full_last = places.full_last
        self.title_ends = words["name.title_ends"]
        self.title_last = frozenset(word[-1] for word in self.title_ends)
        self.title_end_words = frozenset(self.title_ends)
        self.title_stops = frozenset(words["name.title_stops"])
        self.mask_ends = self.masks | {" "}
        self.own_words = lru_cache(4096)(self._own_words)  # 财政局, 监察局: the same ones in most reports
        self.glue = self.bundles | self.zone_stems | {")"}
        self.before = frozenset(map(itemgetter(-1), ("镇", "乡", "街道", "苏木", *self.listed.all)))
        # The last two characters of fields of work, or the only one.
        self.field_ends = frozenset(word[-2:] for word in grammar.fields)
        # 办|公 and 办|法 are words, 办公室|公布 is none: what may not stand behind a section depends on its last character
        self.inner = compiled(
            rf"([\u4e00-\u9fff]{{0,12}}?)({longest_first(grammar.inner_suffix)})(?<!处(?=[理置罚于在分]))(?<!办(?=[公法事学]))"
            r"(?<!科(?=[技研普学目]))(?![长室级])"
        )
        self.branch = compiled(rf"驻?([\u4e00-\u9fff]{{2,9}}?)({longest_first(words['name.branches'])})")
        self.stationed = compiled(rf"派?驻(?:(?!的)[\u4e00-\u9fff]){{1,14}}?{longest_first(words['name.stationed'])}")
        self.committee = compiled(r"([\u4e00-\u9fff]{2,10}?)(委员会|工委|委)(?![员托派任屈])")
        # What each of these four needs behind a name, whatever else: the last character of its words, after some that are no marks.
        ends = {word[-1] for word in (*grammar.inner_suffix, *words["name.branches"], *words["name.stationed"], "委员会", "委")}
        self.goes_on = compiled(rf"[\u4e00-\u9fff]{{0,24}}?[{''.join(sorted(ends))}]")
        self.zones = any_of(words["area.zones"])
        self.seat = compiled(longest_first(words["area.seats"]))
        self.issues = compiled(rf"[ \n#*]*(?:{longest_first(words['area.issues'])}|20[0-3]\d ?年)")
        self.next_town = compiled(r"[、和与][\u4e00-\u9fff]{1,6}?(?:镇|乡|街道)")
        self.and_others = compiled(rf"等?[各\d两三四五六七八九十几多]*个?{longest_first(words['town.others'])}")

    def is_phrase(self, word: str) -> bool:
        """Whether the word's last two or three characters make an everyday word (社区, 乡镇)."""
        return word[-2:] in self.phrases or word[-3:] in self.phrases

    def place_start(self, text: str, end: int) -> int | None:
        """The start of the longest province, city or county that ends at ``end``."""
        kinds = self.listed.all
        for n in self.listed.lengths(text, end):
            if n <= end and kinds.get(text[end - n : end], 0) & FULL and self.places.stands(text, end - n, end):
                return end - n
        return None

    def _own_words(self, field: str, tail: Tail) -> int:
        """What a field of work, empty where there is none, and a suffix may be together, as bits of ``agency_words``."""
        word, kind = tail.word, tail.id
        if kind == "ministry" and field.endswith(self.internal_departments):
            return 0
        office = field in self.internal_offices
        if field + word in self.bare_names:
            alone = 0 if office else BARE_NAME
        else:
            alone = OPEN * (kind in OPEN_KINDS) | (BARE | BRANCH * (word in _BRANCHES)) * (
                tail.bare and field != "" and field not in self.internal_fields
            )
            if office or word == UNGUARDED or (kind == "commission" and word == "管委会") or self._no_section(field, tail):
                alone = 0
        placed = field or word == UNGUARDED or word in _BRANCHES or kind in ("federation", "administration")
        if self._no_section(field, tail) or not (placed or word.endswith(("管委会", "管理委员会"))):
            return alone
        return alone | PLACED | PROPER * office

    def _no_section(self, field: str, tail: Tail) -> bool:
        """Whether a section has no duties of administration, or serves people like a school does."""
        duties = tail.word == UNGUARDED or self.section_fields.search(field + tail.word)
        return tail.id == "section" and (not duties or self.service_fields.search(field) is not None)

    def fields_start(self, text: str, end: int) -> int:
        """The start of the chain of fields (住房|和|城乡建设) that ends at ``end``; ``end`` itself where there is none."""
        at = end
        longest = self._fields.longest
        words, tails, places = self._fields.all, self._fields.tails, self.listed.tails
        while at > 0 and end - at < _LONGEST_FIELD + 8:
            tail = text[at - 2 : at]
            if at < end and text[at - 1] in _LEVELS and tail in places and self.place_start(text, at) is not None:
                break  # 盐城市|质监, not 盐|城市|质监
            if (lengths := tails.get(tail)) is None:
                n = int(text[at - 1] in words)
            elif lengths == (2,):
                n = 2  # no longer word has this tail, which is a word itself
            else:
                n = longest(text, at)
            if n:
                at -= n
                continue
            if at < end and at > 1 and text[at - 1] in _JOINERS and (n := longest(text, at - 1)):
                # 省市场监管局、教育局 are two; 和 joins two names only where what is before ends in a suffix, which no field does
                if text[at - 1] == "、" and not _one_name(text, at - 1 - n):
                    break
                at -= 1 + n
                continue
            break
        return at


def _one_name(text: str, start: int) -> bool:
    return text[start - 1 : start] not in ("、",) and start > 0 and text[start - 1] in "省市区县旗州局厅"


def _suffixes(grammar: AgencyGrammar) -> dict[str, tuple[Suffix, ...]]:
    found: dict[str, tuple[Suffix, ...]] = {}
    for suffix in grammar.suffixes:
        for word in suffix.words:
            found[word] = (*found.get(word, ()), suffix)
    return found


def _guard(pattern: str) -> Guard:
    return compiled(pattern) if pattern else None


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
