"""Chinese numerals that are part of the name of a place or an agency: 三台|县, 五台|山, 三门|峡."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from gkbg_nlp.entities.count_rules import NUMERALS
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.placenames import FOLDED
from gkbg_nlp.taxonomy.places import load_places

_ENDS = frozenset("省市区县旗州盟镇乡道")
_LONGEST_NAME = 6  # characters of a place behind the measure word: 三穗|县, 八里庄|街道


def named(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether the count at ``start`` and ``end`` is part of a place's name, or of one of the agencies at ``names``."""
    at = bisect_right(names, (start, len(text)))
    if at and end <= names[at - 1][1]:
        return True
    reach = text[end : end + _LONGEST_NAME]
    if not _ENDS.isdisjoint(reach) and _of_unit(text, start, end, end + len(reach)):
        return True
    return text[start : start + 2] in _pairs() and _of_short_form(text, start, end, end + len(reach))


def _of_unit(text: str, start: int, end: int, last: int) -> bool:
    places = load_places()
    for stop in range(end + 1, last + 1):
        if text[stop - 1] in _ENDS:
            full = places.longest_ending_at(text, stop)
            if full is not None and full <= start:
                return True
            town = places.longest_township_ending_at(text, stop)
            if town is not None and town <= start and text[stop : stop + 1] not in ("镇", "村"):  # 三家|乡镇企业 are three of them
                return True
    return False


def _of_short_form(text: str, start: int, end: int, last: int) -> bool:
    places, landform = load_places(), load_extra().words["count.landform"]
    for stop in range(end, last + 1):
        short = places.longest_short_ending_at(text, stop)
        if short is not None and short <= start and (stop > end or text.startswith(landform, stop)):
            return True
    return False


@cache
def _pairs() -> frozenset[str]:
    """A numeral and the character behind it, wherever a short form of a province, city or county can hold the two.

    A short form is cut out of a name or stands in the list of words; only 州, 县 and 旗 may come nearer to what stands before them
    (湘西州). So all others are in no name, and none needs to be looked for.
    """
    data = files("gkbg_nlp.taxonomy") / "data"
    names = "\n".join((data / file).read_text("utf-8") for file in ("places.tsv", "place_words.tsv"))
    folded = names
    for variant, form in FOLDED.items():
        folded = folded.replace(chr(variant), str(form))
    pairs = {numeral + rest[:1] for text in (names, folded) for numeral in NUMERALS for rest in text.split(numeral)[1:]}
    return frozenset(pairs.union(a + b for a in NUMERALS for b in "州县旗"))
