"""Postal addresses and postcodes.

An address is what stands behind 地址 up to the next label, bracket or sentence end, if it is made of places. Without a label it
needs a road with a house number, in a line that holds contact data.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gkbg_nlp.entities.numerals import alternation, guarded
from gkbg_nlp.entities.scan import heads, matches_at, starts
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.contacts import contact_words
from gkbg_nlp.taxonomy.precompiled import compiled

_MAX = 90  # the longest address with its body and building has about 60 characters
_LOOSE = (None, "在", "设在", "位于")  # a sentence may go on behind them: what follows must be an address by itself
_CJK = "[\u4e00-\u9fff]"
_HOUSE = "0-9一二三四五六七八九十百甲乙附-"  # of what the number of a house is made
_NUMBERED = compiled("[0-9一二三四五六七八九十] ?[号楼室层院座]")
# What a house number or a room ends with. Each begins with one character, so that the scan for it is a cheap one.
_HOUSE_ENDS = {
    mark: compiled(f"{mark}(?:(?<=[{digits}]{mark})|(?<=[{digits}] {mark})|(?<=[{digits}]  {mark}))")
    for mark, digits in {"号": _HOUSE, "弄": _HOUSE, "室": "0-9", "房": "0-9"}.items()
} | {"内": compiled("内(?<=院内)")}
_ROOM_BEHIND = compiled(" {1,2}[^ ]{0,12}[0-9一二三四五六七八九十][号楼室层院座]")


@dataclass(frozen=True, slots=True)
class _Patterns:
    code: re.Pattern[str]
    code_behind: re.Pattern[str]
    label: re.Pattern[str]
    not_label: re.Pattern[str]
    separator: re.Pattern[str]
    stop: re.Pattern[str]
    part: re.Pattern[str]
    verb: re.Pattern[str]
    street: re.Pattern[str]
    code_heads: dict[str, re.Pattern[str]]
    label_heads: dict[str, re.Pattern[str]]
    bare: re.Pattern[str]
    settled: re.Pattern[str]
    ending: re.Pattern[str]
    bare_start: re.Pattern[str]
    bare_label: re.Pattern[str]
    sent: re.Pattern[str]
    context: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = contact_words()
    number = alternation(words["number.word"])
    house = rf"{guarded(words['address.road'])}(?: {{0,2}}[东南西北中]段?|延长线|延伸段)? {{0,2}}(?>[{_HOUSE}]{{1,8}}) {{0,2}}[号弄]"
    stops = alternation(words["address.stop"], blanks=True)
    introduced = alternation(words["address.bare_label"])
    return _Patterns(
        code=compiled(
            rf"{guarded(words['postcode.label'], blanks=True)}(?: ?{number})? ?(?:\([^()0-9\n]{{0,8}}\))?[ :*_|,(\[]{{0,6}}(?P<code>[0-9](?: ?[0-9]){{5}})(?![0-9])"
        ),
        code_behind=compiled(r"[ ,、(]{0,4}(?P<code>[0-9]{6})(?:(?= ?[);,。、\n])| ?\(邮编\)|\Z|(?= {1,4}[^0-9]))"),
        label=compiled(guarded(words["address.label"], blanks=True)),
        not_label=compiled(rf"{alternation(words['address.not_label'])} ?\Z"),
        separator=compiled(
            rf"(?: ?\((?:[^()0-9\n]{{1,10}})\))?[ *_]{{0,4}}(?P<sep>[:|]|{alternation(words['address.separator'])} ?:?)?[ *_|]{{0,6}}"
        ),
        stop=compiled(
            rf"[;。\n|()]|[ ,、*\[]{{0,4}}(?:{stops}|(?![0-9]{{6,12}} ?[室房])[0-9]{{6}}(?:[0-9-]|(?![0-9号]))|0[0-9]{{2,3}}[) -]|1[3-9][0-9]{{9}})"
        ),
        part=compiled(alternation(words["address.part"])),
        verb=compiled(alternation(words["address.verb"])),
        street=compiled(rf"{house}|{_CJK}(?:路|街|大道|巷|村|镇|乡|院内|[0-9一二三四五六七八九十]楼|大楼|大厦|广场|[0-9]号)"),
        code_heads=heads(words["postcode.label"], blanks=True),
        label_heads=heads(words["address.label"], blanks=True),
        bare=compiled(rf"(?:{house}|[厦楼院心](?: {{0,2}}[0-9]{{1,4}} {{0,2}}[室房]|(?<=院)内))\Z"),
        settled=compiled("[市区县旗镇乡街路道村]"),
        ending=compiled(rf".*(?:{alternation([*words['address.part'], *words['address.body']])}|(?<=号))"),
        bare_start=compiled(
            rf"(?:.*(?:{introduced}|[^\u4e00-\u9fff0-9]|[到至在向往于寄](?!家)))?(?P<head>(?:{_CJK}{{2,6}}[省市区县州盟旗镇乡道] ){{0,3}}{_CJK}{{1,40}})\Z"
        ),
        bare_label=compiled(rf"{introduced}[: 为是(*]{{0,5}}\Z"),
        sent=compiled(
            rf".*{alternation(words['address.sent'])}(?P<address>{_CJK}[^,;:。()\n]{{5,40}}?) ?[,;、(] ?{alternation(words['postcode.label'], blanks=True)}[^0-9\n]{{0,6}}\Z"
        ),
        context=compiled(alternation(words["context"])),
    )


def find_postal(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The ADDRESS and POSTCODE spans, sorted by start; ``taken`` are e-mail addresses and URLs."""
    patterns = _patterns()
    found: list[Entity] = []
    for match in matches_at(patterns.code, text, starts(text, patterns.code_heads)):
        found.append(Entity(*match.span("code"), "POSTCODE", value=match["code"].replace(" ", ""), rule="contacts.postcode.label"))
    addresses = _labelled(text)
    addresses.extend(_bare(text, addresses))
    addresses.extend(_sent(text, found, addresses))
    known = {e.start for e in found}
    for address in addresses:
        code = patterns.code_behind.match(text, address.end)
        if code is not None and code.start("code") not in known:
            found.append(Entity(*code.span("code"), "POSTCODE", value=code["code"], rule="contacts.postcode.line"))
    found.extend(addresses)
    found.sort(key=lambda e: e.start)
    return found


def _labelled(text: str) -> list[Entity]:
    patterns = _patterns()
    found: list[Entity] = []
    last = 0
    for label in matches_at(patterns.label, text, starts(text, patterns.label_heads)):
        if label.start() < last or patterns.not_label.search(text, max(0, label.start() - 5), label.start()):
            continue
        separator = patterns.separator.match(text, label.end())
        start = separator.end() if separator else label.end()
        strict = separator is None or separator["sep"] in _LOOSE or label[0][-1] in "点所"
        end = _end(text, start)
        body = text[start:end]
        if not _is_address(body) or (strict and (not patterns.street.search(body) or patterns.verb.search(body))):
            continue
        found.append(Entity(start, end, "ADDRESS", rule="contacts.address.label"))
        last = end
    return found


def _sent(text: str, codes: Sequence[Entity], addresses: Sequence[Entity]) -> list[Entity]:
    """Addresses without label and house number between what sends there and a postcode (请到某县某路大厦3楼,邮编…): both sides decide."""
    patterns = _patterns()
    found: list[Entity] = []
    for code in codes:
        line = max(text.rfind("\n", 0, code.start) + 1, code.start - _MAX)
        match = patterns.sent.match(text, line, code.start)
        if match is None or any(a.start < match.end("address") and match.start("address") < a.end for a in addresses):
            continue
        if _is_address(match["address"]) and patterns.street.search(match["address"]):
            found.append(Entity(*match.span("address"), "ADDRESS", rule="contacts.address.sent"))
    return found


def _is_address(body: str) -> bool:
    return 3 < len(body) <= _MAX and "\u4e00" <= body[0] <= "\u9fff" and _patterns().part.search(body) is not None


def _end(text: str, start: int) -> int:
    """The end of an address that begins at ``start``: at a label, a number of another kind, a bracket or the sentence's end."""
    patterns = _patterns()
    limit = min(len(text), start + _MAX)
    at = start
    while True:
        stop = patterns.stop.search(text, at, limit)
        if stop is None:
            end = limit if limit == len(text) else start  # longer than any address: it is none
            break
        end = stop.start()
        if stop[0] == "(" and end > start:
            close = text.find(")", end, end + 24)
            inner = text[end + 1 : close] if close > 0 else ""
            # 和平路19号(区政务中心三楼) goes on, (邮编…) and (周一至周五) do not.
            if inner and patterns.part.search(inner) and not patterns.stop.search(inner + " ") and "\n" not in inner and ":" not in inner:
                at = close + 1
                continue
        break
    end = _cut_at_comma(text, start, end)
    while end > start and text[end - 1] in ' ,、:*_"“”.-|[/':
        end -= 1
    return end


def _cut_at_comma(text: str, start: int, end: int) -> int:
    """An address goes on behind a comma only with another of its parts that holds a number (…路1号,政务中心3楼)."""
    patterns = _patterns()
    at = text.find(",", start, end)
    while at >= 0:
        following = text.find(",", at + 1, end)
        piece = text[at + 1 : following if following >= 0 else end].strip()
        if not (len(piece) <= 24 and patterns.part.search(piece) and _NUMBERED.search(piece)):
            return at
        at = following
    return end


def _houses(text: str) -> Iterator[re.Match[str]]:
    """House numbers and rooms, found by their last character, which is rarer than a road's name."""
    patterns = _patterns()
    ends = [match.end() for mark, end in _HOUSE_ENDS.items() if mark in text for match in end.finditer(text)]
    for end in sorted(ends):
        house = patterns.bare.search(text, max(0, end - 20), end)
        if house is not None:
            yield house


def _bare(text: str, labelled: Sequence[Entity]) -> list[Entity]:
    """Addresses without the word 地址: a road with a house number in a line of contact data, or behind 位于, 寄至."""
    patterns = _patterns()
    found: list[Entity] = []
    spans = [(e.start, e.end) for e in labelled]
    last = 0
    for house in _houses(text):
        at = bisect_right(spans, (house.start(), len(text))) - 1
        if house.start() < last or (at >= 0 and house.start() < spans[at][1]):
            continue
        line = max(text.rfind("\n", max(0, house.start() - 60), house.start()) + 1, house.start() - 40, last)
        head = patterns.bare_start.match(text, line, house.start() + 1)
        if head is None:
            continue
        start = head.start("head")
        end = _end(text, start)
        if end > house.end():
            tail = patterns.ending.match(text, house.end(), end)
            end = tail.end() if tail else house.end()
        if patterns.settled.search(text, start, house.start() + 1) is None:
            continue
        if end < house.end() or not _is_address(text[start:end]):
            continue
        blank = text.find(" ", house.end(), end)  # without a label a blank ends it, unless a floor or room follows
        introduced = patterns.bare_label.search(text, max(0, start - 12), start) is not None
        near = text[max(0, start - 60) : start].rpartition("\n")[2] + text[end : end + 60].partition("\n")[0]
        coded = patterns.code_behind.match(text, end) is not None
        if not introduced and not coded and not (patterns.context.search(near) and (start == 0 or text[start - 1] in "\n:(,;、 |到至在")):
            continue
        if blank > 0 and not _ROOM_BEHIND.match(text, blank, end):
            end = blank
        found.append(Entity(start, end, "ADDRESS", rule="contacts.address.street"))
        last = end
    return found
