"""The indicators of the official statistics form, as far as sentences state them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.indicators.sentences import Sentence
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity, Indicator
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, FullerRule, load_indicators

_NUMBER = re.compile(f"[{ANY_NUMBER}]|\\d")
_DENIAL = re.compile("[未无没零〇0]")
_FAR = 2000  # characters of a sentence that can hold the subject of its number
_CONTEXT = 160  # characters before a number in which its subject is looked for
_TOGETHER = 8  # two subjects so near to each other, without a number between them, are named in one breath
_LISTED = frozenset({"responses", "interviews"})  # numbers of a list of channels add up
_ELSEWHEN = 100_000  # behind every rank of its own
_YEAR = re.compile(r"(19|20)\d\d")  # a bare number like it is a year
_BEHIND_BARE = re.compile(r"$|[,、()）:]")


@dataclass(slots=True)
class _Reading:
    """One candidate: value, view span, rank (the lowest wins), rule id, the sentence's number."""

    value: int | float
    span: tuple[int, int]
    rank: int
    rule: str
    sentence: int
    approx: bool = False
    listed: bool = False
    """Whether its words name a channel, as the members of a list of channels do."""


def read_fuller(
    sentences: Sequence[Sentence], view: View, tabled: Mapping[str, Indicator], periods: Mapping[int, Period]
) -> dict[str, Indicator]:
    """What the sentences state, by id; of ``tabled`` (what the tables say) the official figures win.

    Of several numbers one of another of the ``periods`` than the report's year comes last.
    """
    found: dict[str, list[_Reading]] = {}
    by_section = _by_section()
    heading = ""
    for index, sentence in enumerate(sentences):
        text = sentence.text
        if sentence.role == "heading":
            heading = text
            continue
        section = by_section.get(sentence.section or "")
        if section is None or section.gate.search(text) is None:
            continue
        number, denial = _NUMBER.search(text) is not None, _DENIAL.search(text) is not None
        if not (number or denial):
            continue
        for place, gate, rule in section.rules:
            if (number or rule.zero) and gate.search(text) is not None:
                before = "" if rule.mention is None else _context(sentences, index, heading)
                if readings := _read(rule, sentence, before, place, number, denial):
                    found.setdefault(rule.id, []).extend(readings)
    for readings in found.values():
        readings[:] = [r for r in readings if periods.get(r.span[0]) != "later"]
        late = of_another_time((r.span[0] for r in readings), periods)
        for one in readings:
            one.rank += _ELSEWHEN * (one.span[0] in late)
    fuller = load_indicators().fuller
    return {name: _winner(fuller[name], readings, view, tabled.get(name)) for name, readings in found.items() if readings}


@dataclass(frozen=True, slots=True)
class _Section:
    """What looks at the sentences of one section: a pattern of all gates, and each rule with the section's place in its own order."""

    gate: re.Pattern[str]
    rules: tuple[tuple[int, re.Pattern[str], FullerRule], ...]


@cache
def _by_section() -> dict[str, _Section]:
    rules: dict[str, list[tuple[int, re.Pattern[str], FullerRule]]] = {}
    for rule in load_indicators().fuller.values():
        for place, section in enumerate(rule.sections if rule.patterns else ()):
            rules.setdefault(section, []).append((place, _any(rule.gate), rule))
    return {name: _Section(_any(w for _, _, r in found for w in r.gate), tuple(found)) for name, found in rules.items()}


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words; a bare alternation, so that a search skips by first characters."""
    return re.compile("|".join(sorted(set(words))))


def _context(sentences: Sequence[Sentence], index: int, heading: str) -> str:
    """The words before a sentence in its block, behind those of the heading above it."""
    text = ""
    at = index - 1
    while at >= 0 and sentences[at].block == sentences[index].block and len(text) < _CONTEXT:
        text = sentences[at].text + "。" + text
        at -= 1
    return f"{heading}。{text[-_CONTEXT:]}"


def _read(rule: FullerRule, sentence: Sentence, before: str, place: int, number: bool, denial: bool) -> list[_Reading]:
    text = sentence.text
    out: list[_Reading] = []
    taken: set[int] = set()
    # what refuses every number behind it is looked for once: a sentence without end stays cheap
    plan = sign("planned").search(text) if number else None
    ban = rule.refuse_sentence.search(text) if number and rule.refuse_sentence is not None else None
    for order, wording in enumerate(rule.patterns if number else ()):
        for match in wording.pattern.finditer(text):
            at = match.start("n")
            if at in taken or (plan and plan.end() <= at) or (ban and ban.end() <= match.end()) or _refused(rule, text, match):
                continue
            if not _is_subject(rule, before, text, match.end()):
                continue
            if (value := _value(rule, sentence, match)) is None:
                continue
            taken.add(at)
            entity = sentence.clause.entity(at)
            approx = entity is not None and entity.approx is True
            span = sentence.clause.span(at, match.end("n"))
            listed = rule.id in _LISTED and sign(f"listed.{rule.id}").search(text, _left(text, match), at) is not None
            out.append(_Reading(value, span, place * 100 + order, wording.id, sentence.clause.sentence, approx, listed))
    if not out and denial:
        for order, wording in enumerate(rule.zero):
            none = wording.pattern.search(text)
            if none is not None and _is_subject(rule, before, text, none.end()):
                span = sentence.clause.span(none.start(), none.end())
                out.append(_Reading(0, span, place * 100 + 50 + order, wording.id, sentence.clause.sentence))
    return out


def _refused(rule: FullerRule, text: str, match: re.Match[str]) -> bool:
    """Whether the clause says that the number is of another matter, of other years or a difference."""
    words = load_indicators().words
    left = _left(text, match)
    before = text[left : match.start("n")]
    if words["cumulative"].search(before) or words["comparison"].search(before):
        return True
    if _part_of_other_years(text, match.start("n")):
        return True
    return rule.refuse is not None and rule.refuse.search(text[left : match.end()]) is not None


def _left(text: str, match: re.Match[str]) -> int:
    """Where the words begin that the match's number owns: behind the last comma or number."""
    start = match.start()
    from_ = max(0, start - _CONTEXT)  # so far only: a sentence without end stays cheap
    return max(text.rfind(",", from_, start) + 1, max((m.end() for m in _NUMBER.finditer(text, from_, start)), default=from_))


def _part_of_other_years(text: str, at: int) -> bool:
    """Whether the number at ``at`` is a part of a figure that is not the year's: 历年累计收到申请210件,其中网上150件.

    The whole is the last number before 其中 that is no difference (收到申请12件,比上年多3件,其中…).
    """
    part = text.rfind("其中", 0, at)
    head = text[max(part - _CONTEXT, 0) : max(part, 0)]
    words = load_indicators().words
    numbers = list(_NUMBER.finditer(head))
    for before, number in zip([0, *(m.end() for m in numbers)][-2::-1], reversed(numbers), strict=True):
        said = head[before : number.start()]
        if words["cumulative"].search(said) or sign("year_before").search(said):
            return True
        if words["comparison"].search(said) is None:
            return False
    return False


def _is_subject(rule: FullerRule, above: str, text: str, end: int) -> bool:
    """Whether the last subject named before ``end`` of the sentence, or in the words ``above`` it, is the rule's, alone."""
    if rule.mention is None:
        return True
    before = above + text[:end] if end <= _FAR else text[end - _FAR : end]
    mentions = list(rule.mention.finditer(before))
    if not mentions or mentions[-1].lastgroup != "s":
        return False
    if len(mentions) == 1 or mentions[-2].lastgroup == "s":
        return True
    between = before[mentions[-2].end() : mentions[-1].start()]
    return len(between) > _TOGETHER or "。" in between or _NUMBER.search(between) is not None


def _value(rule: FullerRule, sentence: Sentence, match: re.Match[str]) -> int | float | None:
    entity: Entity | None = sentence.clause.entity(match.start("n"))
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
