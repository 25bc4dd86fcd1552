"""What a report's own title teaches of its issuing body: its name, and places in it that no list holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_parts import Parts
from gkbg_nlp.taxonomy.precompiled import compiled

# A title line: the body's name, then the year or the subject. Only near the head of the text, where titles stand.
_TITLE_LINE = compiled(
    r"[# *]*(?:20\d\d ?年(?:度)? ?)?(?!度|\([一二三四五六七八九十\d]{1,3}\))([\u4e00-\u9fff()]{3,30}?) ?(?:(?=20\d\d|二[〇0]一|关于|政府信息|政务公开|政务信息|信息公开|年度)|$)[^。\n]{0,46}$"
)
_LONGEST_TITLE = 9 + 30 + 1 + 46  # characters of a title line behind its marks
_REPORT = compiled("报告|年报|总结|函|公开")
_HEAD = 1500
# 现公布某镇2017年信息公开年度报告: a preamble names its town like a title does.
_ISSUED = compiled(
    r"(?:公布|编制|发布|公开)了? ?(?:20\d\d ?年度? ?)?([\u4e00-\u9fff]{2,6}?(?:镇|乡|街道|苏木)) ?(?:20\d\d ?年度? ?)?(?:政府|政务)?信息公开(?:工作)?(?:年度|年报|报告)"
)
_TOWN = compiled(r"([\u4e00-\u9fff]{1,6}(?:镇|乡|街道|苏木))(?:人民政府|政府|党委|办事处)?$")
_BRANCH = compiled(r"局([\u4e00-\u9fff]{2,4}?)分局 ?(?:编制|(?:20\d\d ?年度? ?)?(?:政府|政务)?信息公开)")


@dataclass(frozen=True, slots=True)
class Own:
    """The issuing body as title lines give it, with the length of its places; places and short places in it that the lists lack; its own town."""

    bodies: Mapping[str, int]
    places: frozenset[str]
    shorts: frozenset[str]
    towns: frozenset[str]


def learn(text: str, parts: Parts) -> Own:
    """Read the title lines of a view's text."""
    bodies: dict[str, int] = {}
    places, shorts, towns = set(), set(), set()
    names = Names(parts)
    head = text[:_HEAD]
    for body in dict.fromkeys((*_titled(text, head, parts), *_issued(head, parts))):
        at = _after_known(body, names)
        places |= {p for p in parts.grammar.ambiguous_places if body.startswith(p)}
        if (first := names.full_start(body, 2)) == 0:
            places.add(body[: 2 - first])  # 澧县: a name of two characters counts anywhere once the title has it
        for end in range(at + 2, min(len(body), at + 9)):
            word = body[at:end]
            if len(word) > 2 and word[-1] in "省市区县旗州盟镇乡" and not parts.is_phrase(word):
                places.add(word)
                at = end
                break
        bodies[body] = at
        tail = next((i for i in range(at, min(len(body), at + 4)) if _is_field(body[i:], parts)), 0)
        if 2 <= tail - at <= 3:
            shorts.add(body[at:tail])
        if body.endswith("分局") and (branch := re.search(r"局([\u4e00-\u9fff]{2,4})分局$", body)):
            shorts.add(branch[1])
        if "旗" in body and (banner := re.match(r"([\u4e00-\u9fff])[\u4e00-\u9fff]{2,5}旗", body[: at or None])):
            shorts.add(banner[1] + "旗")  # 克什克腾旗 is 克旗 in its own writing
        if town := _TOWN.search(body):
            start = names.township_start(body, town.end(1))
            towns.add(body[start : town.end(1)] if start is not None else body[at : town.end(1)] if at < town.end(1) else town[1])
    for branch in _BRANCH.finditer(head) if "分局" in head else ():
        if any(parts.places.by_name(branch[1] + unit) for unit in "区县市"):
            shorts.add(branch[1])  # 市公安局|城厢|分局 is 城厢分局 and 城厢公安分局 in its own writing
    towns |= {p for p in places if p[-1] in "镇乡"}
    return Own(bodies, frozenset(places), frozenset(shorts), frozenset(t for t in towns if len(t) > 1))


def _titled(text: str, head: str, parts: Parts) -> Iterator[str]:
    """The bodies that title lines name."""
    at = 0
    for line in head.split("\n"):
        end = at + len(line)
        at = end + 1
        if len(line) > _LONGEST_TITLE and line[0] not in "# *":
            continue
        if line[-1:] not in parts.title_last and _REPORT.search(line) is None:
            continue  # the rest of a title line says that it is a report's, or there is none and the line ends as a body does
        match = _TITLE_LINE.match(line)
        if match is None:
            continue
        body, rest = match[1], line[match.end(1) :]
        if body.endswith(parts.title_ends) and (not rest or _REPORT.search(rest)) and parts.title_stops.isdisjoint(body):
            if rest.strip() or _next_line_is_title(text, end):
                yield body


def _issued(head: str, parts: Parts) -> Iterator[str]:
    """The towns whose report a preamble says that it is."""
    if "镇" in head or "乡" in head or "街道" in head or "苏木" in head:
        for match in _ISSUED.finditer(head):
            if parts.title_stops.isdisjoint(match[1]) and not parts.is_phrase(match[1]):
                yield match[1]


def _next_line_is_title(text: str, end: int) -> bool:
    following = text[end + 1 : end + 60].split("\n")[0]
    return re.search(r"(信息|政务)公开.{0,16}(报告|年报)", following) is not None


def _is_field(words: str, parts: Parts) -> bool:
    """Whether nothing but fields of work stands before the end of a title's body: 水利|局."""
    base = next((at for at in range(len(words)) if words[at:] in parts.title_end_words), len(words))
    return parts.fields_start(words, base) == 0


def _after_known(body: str, names: Names) -> int:
    """The end of the known places that the body begins with."""
    at = 0
    for _ in range(4):
        ends = range(min(len(body), at + 14), at + 1, -1)
        end = next((e for e in ends if names.may_end(body, e) and names.known_start(body, e) == at), None)
        if end is None:
            break
        at = end
    return at
