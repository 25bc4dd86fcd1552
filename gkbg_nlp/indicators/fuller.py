"""The indicators of the official statistics form, as far as sentences state them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.indicators.sentences import Sentence
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Indicator
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, FullerRule, load_indicators
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.screen import Screen

_NUMBER = compiled(f"[{ANY_NUMBER}]|\\d")
_LAST = compiled(f".*[,{ANY_NUMBER}\\d]")
_DENIAL = compiled("[未无没零〇0]")
_FAR = 2000  # characters of a sentence that can hold the subject of its number
_CONTEXT = 160  # characters before a number in which its subject is looked for
_TOGETHER = 8  # two subjects so near to each other, without a number between them, are named in one breath
_LISTED = frozenset({"responses", "interviews"})  # numbers of a list of channels add up
_ELSEWHEN = 100_000  # behind every rank of its own
_YEAR = compiled(r"(19|20)\d\d")  # a bare number like it is a year
_BEHIND_BARE = compiled(r"$|[,、()）:]")


class _Reading(msgspec.Struct, eq=False, gc=False):
    """One candidate: value, view span, rank (the lowest wins), rule id, the sentence's number."""

    value: int | float
    span: tuple[int, int]
    rank: int
    rule: str
    sentence: int
    approx: bool = False
    listed: bool = False
    """Whether its words name a channel, as the members of a list of channels do."""


class _Look:
    """One sentence that is read: what several rules ask of it is found once, when the first asks."""

    __slots__ = ("_above", "_headings", "_plan", "_sentences", "denial", "index", "number", "sentence", "text")

    def __init__(self, sentences: Sequence[Sentence], headings: Sequence[int], index: int) -> None:
        self.sentence = sentence = sentences[index]
        self.text = text = sentence.text
        self.index = index
        self.number = _NUMBER.search(text) is not None
        self.denial = _DENIAL.search(text) is not None
        self._sentences = sentences
        self._headings = headings
        self._above: str | None = None
        self._plan = -1

    @property
    def plan(self) -> int:
        """Where the words end that make a plan of every number behind them: a sentence without end stays cheap."""
        if self._plan < 0:
            plan = sign("planned").search(self.text)
            self._plan = plan.end() if plan is not None else len(self.text)
        return self._plan

    @property
    def above(self) -> str:
        """The words before the sentence in its block, behind those of the heading above it."""
        if self._above is None:
            text, at, sentences = "", self.index - 1, self._sentences
            while at >= 0 and sentences[at].block == self.sentence.block and len(text) < _CONTEXT:
                text = sentences[at].text + "。" + text
                at -= 1
            last = bisect_left(self._headings, self.index) - 1
            heading = sentences[self._headings[last]].text if last >= 0 else ""
            self._above = f"{heading}。{text[-_CONTEXT:]}"
        return self._above


def read_fuller(
    sentences: Sequence[Sentence], view: View, tabled: Mapping[str, Indicator], periods: Mapping[int, Period]
) -> dict[str, Indicator]:
    """What the sentences state, by id; of ``tabled`` (what the tables say) the official figures win.

    Of several numbers one of another of the ``periods`` than the report's year comes last.
    """
    found: dict[str, list[_Reading]] = {}
    screen, by_section = _screen(), _by_section()
    headings = [k for k, sentence in enumerate(sentences) if sentence.role == "heading"]
    read = [k for k, sentence in enumerate(sentences) if sentence.section in by_section and sentence.role != "heading"]
    for index, mask in zip(read, screen.masks([sentences[k].text for k in read]), strict=True):
        section = by_section[sentences[index].section]
        if not mask & section.mask:
            continue
        look = _Look(sentences, headings, index)
        if not (look.number or look.denial):
            continue
        for place, bit, rule in section.rules:
            if mask & bit and (readings := _read(rule, look, place)):
                found.setdefault(rule.id, []).extend(readings)
    fuller = load_indicators().fuller
    out: dict[str, Indicator] = {}
    for name, readings in found.items():
        readings = [r for r in readings if periods.get(r.span[0]) != "later"]
        if len(readings) > 1 and (late := of_another_time([r.span[0] for r in readings], periods)):
            for one in readings:
                one.rank += _ELSEWHEN * (one.span[0] in late)
        if readings:
            out[name] = _winner(fuller[name], readings, view, tabled.get(name))
    return out


@dataclass(frozen=True, slots=True)
class _Section:
    """What looks at the sentences of one section: each rule with the section's place in its own order and its bit of the screen."""

    mask: int
    rules: tuple[tuple[int, int, FullerRule], ...]


def _read_by_prose() -> list[FullerRule]:
    return [rule for rule in load_indicators().fuller.values() if rule.patterns]


@cache
def _screen() -> Screen:
    """Tells which rules' gates a sentence opens."""
    return Screen([compiled("|".join(rule.gate)) for rule in _read_by_prose()])


@cache
def _by_section() -> dict[str | None, _Section]:
    rules: dict[str, list[tuple[int, int, FullerRule]]] = {}
    for order, rule in enumerate(_read_by_prose()):
        for place, section in enumerate(rule.sections):
            rules.setdefault(section, []).append((place, 1 << order, rule))
    return {name: _Section(sum(bit for _, bit, _ in found), tuple(found)) for name, found in rules.items()}


def _read(rule: FullerRule, look: _Look, place: int) -> list[_Reading]:
    text, sentence = look.text, look.sentence
    out: list[_Reading] = []
    taken: set[int] = set()
    ban = -1
    for order, wording in enumerate(rule.patterns if look.number else ()):
        for match in wording.pattern.finditer(text):
            at = match.start("n")
            if at in taken or (value := _value(rule, sentence, match)) is None or look.plan <= at:
                continue
            if ban < 0:  # as the plan
                banned = rule.refuse_sentence.search(text) if rule.refuse_sentence is not None else None
                ban = banned.end() if banned is not None else len(text) + 1
            if ban <= match.end() or _refused(rule, text, match) or not _is_subject(rule, look, match.end()):
                continue
            taken.add(at)
            entity = sentence.entity(at)
            approx = entity is not None and entity.approx is True
            listed = rule.id in _LISTED and sign(f"listed.{rule.id}").search(text, _left(text, match), at) is not None
            span = sentence.span(at, match.end("n"))
            out.append(_Reading(value, span, place * 100 + order, wording.id, sentence.number, approx, listed))
    if not out and look.denial:
        for order, wording in enumerate(rule.zero):
            none = wording.pattern.search(text)
            if none is not None and _is_subject(rule, look, none.end()):
                span = sentence.span(none.start(), none.end())
                out.append(_Reading(0, span, place * 100 + 50 + order, wording.id, sentence.number))
    return out


def _refused(rule: FullerRule, text: str, match: re.Match[str]) -> bool:
    """Whether the clause says that the number is of another matter, of other years or a difference."""
    words = load_indicators().words
    left, at = _left(text, match), match.start("n")
    if words["cumulative"].search(text[left:at]) or words["comparison"].search(text[left:at]) or _part_of_other_years(text, at):
        return True
    return rule.refuse is not None and rule.refuse.search(text[left : match.end()]) is not None


def _left(text: str, match: re.Match[str]) -> int:
    """Where the words begin that the match's number owns: behind the last comma or number."""
    start = match.start()
    from_ = max(0, start - _CONTEXT)  # so far only: a sentence without end stays cheap
    last = _LAST.match(text, from_, start)
    return last.end() if last is not None else from_


def _part_of_other_years(text: str, at: int) -> bool:
    """Whether the number at ``at`` is a part of a figure that is not the year's: 历年累计收到申请210件,其中网上150件.

    The whole is the last number before 其中 that is no difference (收到申请12件,比上年多3件,其中…).
    """
    part = text.rfind("其中", 0, at)
    if part < 0:
        return False
    head = text[max(part - _CONTEXT, 0) : part]
    words = load_indicators().words
    numbers = list(_NUMBER.finditer(head))
    for before, number in zip([0, *(m.end() for m in numbers)][-2::-1], reversed(numbers), strict=True):
        said = head[before : number.start()]
        if words["cumulative"].search(said) or sign("year_before").search(said):
            return True
        if words["comparison"].search(said) is None:
            return False
    return False


def _is_subject(rule: FullerRule, look: _Look, end: int) -> bool:
    """Whether the last subject named before ``end`` of the sentence, or in the words above it, is the rule's, alone."""
    if rule.mention is None:
        return True
    before = look.above + look.text[:end] if end <= _FAR else look.text[end - _FAR : end]
    mentions = list(rule.mention.finditer(before))
    if not mentions or mentions[-1].lastgroup != "s":
        return False
    if len(mentions) == 1 or mentions[-2].lastgroup == "s":
        return True
    between = before[mentions[-2].end() : mentions[-1].start()]
    return len(between) > _TOGETHER or "。" in between or _NUMBER.search(between) is not None


def _value(rule: FullerRule, sentence: Sentence, match: re.Match[str]) -> int | float | None:
    entity = sentence.entity(match.start("n"))
    if entity is None:
        bare = (
            _BEHIND_BARE.match(sentence.text, match.end("n")) is not None
            and match["n"].isdigit()
            and len(match["n"]) <= 6
            and not _YEAR.fullmatch(match["n"])
        )
        return int(match["n"]) if bare and rule.units is not None and rule.units.pattern else None
    if not isinstance(entity.value, (int, float)):
        return None
    if entity.label == "COUNT" and (rule.units is None or entity.unit is None or rule.units.search(entity.unit) is None):
        return None
    return entity.value


def _winner(rule: FullerRule, readings: list[_Reading], view: View, table: Indicator | None) -> Indicator:
    if len(readings) == 1 and table is None:
        return _indicator(rule, readings, view)
    ordered = sorted(readings, key=lambda r: (r.rank >= _ELSEWHEN, r.rank >= 50 and r.value == 0, r.rank // 100, r.span[0]))
    best = ordered[0]
    members = [r for r in ordered if r.sentence == best.sentence and r.rank // 100 == best.rank // 100]
    if not rule.sums:
        rest = sum(r.value for r in members) - best.value
        members = [best] if best.value == rest else [best, *(r for r in members if r is not best and r.listed and best.listed)]
    prose = _indicator(rule, sorted(members, key=lambda r: r.span), view)
    used = {r.span for r in members}
    losers = [(_indicator(rule, [r], view), _why(best, r)) for r in ordered if r.span not in used]
    if table is not None:
        candidates.add(table, [(prose, "table"), *((one, "table") for one, _ in losers)])
        return table
    candidates.add(prose, losers)
    return prose


def _why(winner: _Reading, loser: _Reading) -> str:
    """The id of the reason why the loser lost."""
    if loser.rank >= _ELSEWHEN > winner.rank:
        return "period"
    return "chapter" if loser.rank // 100 > winner.rank // 100 else "first"


def _indicator(rule: FullerRule, members: Sequence[_Reading], view: View) -> Indicator:
    evidence = [(view.source_start(r.span[0]), view.source_end(r.span[1])) for r in members]
    one = Indicator(sum(r.value for r in members), rule.unit, evidence, f"indicators.{rule.id}.{members[0].rule}")
    if any(r.approx for r in members):
        one.approx = True
    return one
