"""Named public bodies (AGENCY), read from their suffix leftwards: place, level, field of work, suffix.

The grammar's words are data (taxonomy/data/agencies.toml, places.tsv, townships.txt); this module holds how they combine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gkbg_nlp.entities.agency_own import learn
from gkbg_nlp.entities.agency_parts import Names, Parts, load_parts
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.agencies import Suffix

_NO_AFTER_GOVERNMENT = re.compile(r"(采购|投资|购买|职能|债务|定价|性|信息(?!产业|化|中心))")
# Words that begin with a character that would make the suffix part of another word (局部, 局限, 局面): 县水利局|部署.
_NEXT_WORD = ("部门", "部署", "限时", "限期", "面向", "面对", "长期", "长效", "势必", "势头")
_NOT_A_BODY = frozenset(
    "组织 宣传 学习 协调 监督 检查 管理 发展 改革 规范 业务 服务 政务 政务服务 行政服务 行政审批 综合 接待 信息 咨询 信访接待".split()
)
_NO_COMMITTEE = re.compile(r"(村民|居民|业主|职工|家长|家属|评审|专家|技术|学术|筹备|组织|物业|监督|理事)委员会$")
_LONGEST_UNKNOWN_FIELD = 12


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rule: str


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """All agencies of a view's text, none inside another.

    ``taken`` are entities found before; a bare town inside an ADDRESS is a place, and nothing is found inside URL or EMAIL.
    """
    parts = load_parts()
    own = learn(text, parts)
    names = Names(parts, own.places, own.shorts)
    found = [*_candidates(text, parts, names, own.towns)]
    for body in own.bodies:
        found += [_with_inner(text, _Candidate(m.start(), m.end(), "title"), parts, names) for m in re.finditer(re.escape(body), text)]
    blocked = [(e.start, e.end) for e in taken if e.label in ("URL", "EMAIL")]
    addresses = [(e.start, e.end) for e in taken if e.label == "ADDRESS"]
    best: list[_Candidate] = []
    for one in sorted(found, key=lambda c: (c.start, -c.end)):
        if best and one.start < best[-1].end:
            if one.end <= best[-1].end or one.end - one.start <= best[-1].end - best[-1].start:
                continue
            best.pop()
        best.append(one)
    return [
        Entity(c.start, c.end, "AGENCY", rule=f"agencies.{c.rule}")
        for c in best
        if not _inside(c, blocked) and not (c.rule == "township" and _inside(c, addresses))
    ]


def _inside(one: _Candidate, spans: Iterable[tuple[int, int]]) -> bool:
    return any(s <= one.start and one.end <= e for s, e in spans)


def _candidates(text: str, parts: Parts, names: Names, towns: frozenset[str]) -> Iterable[_Candidate]:
    for match in parts.last_characters.finditer(text):
        end = match.end()
        one = _at(text, end, parts, names, towns)
        if one is not None:
            yield _with_inner(text, one, parts, names)


def _at(text: str, end: int, parts: Parts, names: Names, towns: frozenset[str]) -> _Candidate | None:
    """The longest agency that ends at ``end``."""
    following = text[end : end + 1]
    found: list[_Candidate] = []
    last = text[end - 1]
    for word in parts.fixed.get(last, ()):
        if text.endswith(word, 0, end) and not (last == "部" and following in parts.not_after["部"]):
            if not (word in ("国办", "中办") and following in tuple("公发函秘电理事法学")):
                found.append(_Candidate(end - len(word), end, "fixed"))
            break
    for word in parts.organs.get(last, ()):
        if text.endswith(word, 0, end):
            if (one := _organ(text, end, word, names)) is not None:
                found.append(one)
                break
    for suffix, word in parts.suffixes.get(last, ()):
        if text.endswith(word, 0, end) and (following not in suffix.after or word == "办事处" or text.startswith(_NEXT_WORD, end)):
            if (one := _named(text, end, word, suffix, parts, names)) is not None:
                found.append(one)
                break
    if last in "镇乡道木":
        start = names.township_start(text, end)
        if start is not None and _acts(text, start, end, parts, towns):
            start = names.prefix_start(text, start, places_only=True)
            found.append(_Candidate(start, end, "township"))
    return min(found, key=lambda c: c.start, default=None)


def _organ(text: str, end: int, word: str, names: Names) -> _Candidate | None:
    """区委, 市人民政府, 张店区人大: an organ behind a place or a word of level."""
    following = text[end : end + 2]
    if following[:1] in ("路", "街") or following == "大道":  # 县政府路2号
        return None
    if word == "政府" and _NO_AFTER_GOVERNMENT.match(text, end):  # 全区|政府信息公开
        return None
    if word == "委" and (following[:1] in tuple("员托派任屈") or following == "党校"):
        return None
    if word.endswith("办") and following[:1] in tuple("公理事法结件学好案证"):
        return None
    if word in ("人大", "政协") and re.match(r"代表|委员|建议|提案|议案", following):
        return None
    if word == "海关" and following[:1] in tuple("总监"):
        return None
    base = end - len(word)
    start = names.prefix_start(text, base)
    if start == base or (word == "政府" and text[start:base] in ("全国", "国家", "中国", "中华人民共和国")):
        return None
    if names.level_only(text, start, base) and names.joined_left(text, start, base):
        return None
    if text[start:base] == "街道" and not word.endswith("工委"):
        return None
    return _Candidate(start, end, "organ")


def _acts(text: str, start: int, end: int, parts: Parts, towns: frozenset[str]) -> bool:
    """Whether a town named without its government is a body here: the report's own town, or one that does something."""
    grammar = parts.grammar
    if text.startswith(grammar.place_behind, end):
        return False
    if text[start:end] in towns:
        return True
    return text.startswith(grammar.acts_behind, end) or text.endswith(grammar.acts_before, 0, start)


def _named(text: str, end: int, word: str, suffix: Suffix, parts: Parts, names: Names) -> _Candidate | None:
    """张店区体育局, 监察局, 县残疾人联合会, 公路管理署: field of work and suffix behind place or level."""
    base = end - len(word)
    if suffix.id == "station":
        return _station(text, end, base, parts, names)
    fields = parts.fields_start(text, base)
    start = names.prefix_start(text, fields)
    if start < fields and names.level_only(text, start, fields) and names.joined_left(text, start, fields):
        return None
    if text[start - 1 : start] in tuple("xXＸ*×某〇"):  # a form's XX市某局
        return None
    placed = start < fields
    level_only = placed and names.level_only(text, start, fields)
    if text[fields:base] == "党政" and (level_only or not placed):
        return None
    if suffix.id == "federation" and text[start:fields] == "街道":
        return None
    if suffix.id == "section" and word != "办事处" and not _has_duties(text[fields:end], parts):
        return None
    if word == "办事处":
        return _Candidate(start, end, "sub_district") if placed and text[start:base] != "街道" else None
    if word.endswith("委员会") and _NO_COMMITTEE.search(text[max(0, end - 8) : end]):
        return None
    if suffix.id == "commission" and word == "管委会" and not placed:
        return None
    if placed and (
        fields < base
        or word in ("分局", "支局")
        or suffix.id in ("federation", "administration")
        or word.endswith(("管委会", "管理委员会"))
    ):
        return _Candidate(start, end, suffix.id)
    if (
        fields < base
        and not placed
        and suffix.bare
        and word not in ("分局", "支局")
        and not _glued(text, fields, parts)
        and text[fields:base] not in _NOT_A_BODY
    ):
        return _Candidate(fields, end, suffix.id)
    if not placed and suffix.id in ("bureau", "department", "commission", "section", "administration"):
        return _unknown_field(text, end, base, suffix, parts, names)
    return None


def _station(text: str, end: int, base: int, parts: Parts, names: Names) -> _Candidate | None:
    """半截沟镇派出所, 东坪派出所: a station bears its town's name, often without 镇 or 街道; 各派出所 is none."""
    start = names.prefix_start(text, base, places_only=True)
    if start < base:
        return _Candidate(start, end, "station")
    for length in (4, 3, 2):
        stem = text[max(0, base - length) : base]
        if any(parts.places.is_township(stem + kind) for kind in ("镇", "乡", "街道")):
            return _Candidate(base - length, end, "station")
    return None


def _has_duties(words: str, parts: Parts) -> bool:
    return any(field in words for field in parts.grammar.section_fields)


def _glued(text: str, start: int, parts: Parts) -> bool:
    """Whether a bare name (监察局) hangs on words that make it none: 各, 原 is no such word."""
    before = text[start - 1 : start]
    return before in ("各", "两", "全", "每", "级", "分", "总", ")")


def _unknown_field(text: str, end: int, base: int, suffix: Suffix, parts: Parts, names: Names) -> _Candidate | None:
    """A body whose field the lists lack, between a full place name and a suffix: no stop word may stand between."""
    floor = max(0, base - _LONGEST_UNKNOWN_FIELD)
    for start in range(base - 1, floor - 1, -1):
        character = text[start]
        if (
            not "\u4e00" <= character <= "\u9fff"
            or (character in parts.grammar.left_stops and character not in "和与及")
            or character in "个名家两三四五六七八九十"
        ):
            return None
        if character in "省市区县旗州" or (character == "镇" and names.township_start(text, start + 1) is not None):
            at = names.full_start(text, start + 1)
            if at is not None and base - start - 1 >= 2:
                begin = names.prefix_start(text, start + 1)
                return (
                    _Candidate(min(begin, at), end, f"{suffix.id}.open")
                    if suffix.id != "section" or _has_duties(text[start + 1 : end], parts)
                    else None
                )
    return None


def _with_inner(text: str, one: _Candidate, parts: Parts, names: Names) -> _Candidate:
    """The named section behind a body is part of the name: 张店区体育局|办公室, 州生态环境局|建水分局|办公室."""
    if one.rule == "township":
        return one
    end = one.end
    for _ in range(2):
        longer = parts.inner_end(text, end, names) or parts.branch_end(text, end, names)
        if longer is None:
            break
        end = longer
    return _Candidate(one.start, end, one.rule + ".section") if end > one.end else one
