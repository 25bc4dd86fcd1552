"""What each COUNT counts, by which channel it went or came, and of which period it is, read from its sentence.

The head of a Chinese noun phrase stands last, so of several nouns the one next to the number decides: behind it where nothing but its
modifiers stands between (12件公开申请), else before it. A number with neither goes on with what the sentence counted last. Where the text
does not decide, an attribute stays unset.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from gkbg_nlp.indicators.periods import Period, Periods
from gkbg_nlp.indicators.sentences import Sentence
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.count_attributes import NUMBER, OTHER_MATTER, CountAttributes, Noun, load_count_attributes
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, COUNT_MARK, COUNT_NUMBER, MONEY_MARK

_NUMBER = re.compile(f"[{ANY_NUMBER}]")
_COUNT = re.compile(f"[{COUNT_NUMBER}]")
_YEAR = re.compile(r"20\d\d")
_UP_TO, _MONTH = ("截至", "截止", "截止到", "到", "至"), re.compile(r"\d{1,2}月|初")  # 截至2017年2月: when it was counted
_JOINED = re.compile("(公开|工作|类|各类|和|及|、|相关|政府|主动)*")  # between two nouns of one phrase behind a number
_NO_MODIFIER = frozenset("没有把均都在是了于为的,、")  # never between a number and the noun behind it: 3名专职|工作人员
_LONGEST_MODIFIER = 6
_NEAR = 3  # characters between a noun and the number behind it: 会议共|3次
_MOST_BACK = 20  # words looked back over: sentences without end stay cheap
_LONGEST_BEHIND = 60  # characters behind a number that can say what it counts
_CARRIED = 24  # characters of a sentence that goes on counting without naming it again
_CLAUSE_END = re.compile(f"[,;。:、(）){ANY_NUMBER}]")
_NOUN_FOLLOWS = re.compile("(?![的、和及等均其已被占于由在中不未也都并就里当])[一-鿿]")
_TITLED = re.compile("《[^》\n]*》?")
_BY_KIND = re.compile("其中|按|当中|里|从")
_PART = re.compile("其中|包括|分别")
_LIST = re.compile("[^,。;:]{0,6}?[、和及与/][^,。;:]{0,4}")  # between two channels of one list
_OF_ITEMS = frozenset({"条", "条次"})
_SENT = frozenset({"items", "documents", "interpretations", "responses", "visits", "followers", "interviews", "participants"})
_INCOMING = frozenset({"requests", "replies", "enquiries", "complaints", "proposals"})
# an answer to one of these is no reply to a request
_ANSWERED = frozenset({"enquiries", "complaints", "proposals", "decisions", "reviews", "litigations"})


def describe_counts(sentences: Sequence[Sentence], counts: Mapping[int, Entity], year: int | None) -> Periods:
    """Set ``counted``, ``channel`` and ``period`` of the COUNT entities, where the text decides them.

    Returns of which period each number is, by its view offset, where the sentence says so.

    Args:
        sentences: all of the report, those of tables too.
        counts: the entities to set, by the view offset of the number.
        year: the report's year; a figure of another year has no period.
    """
    chosen: list[Sentence] = []
    above: list[Sentence | None] = []
    last: Sentence | None = None
    for sentence in sentences:
        if sentence.entities and _COUNT.search(sentence.text) is not None:
            chosen.append(sentence)
            above.append(last)
        last = sentence
    return _Reader(chosen, above, counts, year).read() if chosen else {}


class _Reader:
    """The numbers of several sentences, from left to right; offsets are those of all of them as lines of one text."""

    def __init__(
        self, sentences: Sequence[Sentence], above: Sequence[Sentence | None], counts: Mapping[int, Entity], year: int | None
    ) -> None:
        words = load_count_attributes()
        self.sentences = sentences
        self.above = above
        self.counts = counts
        self.year = year
        self.words = words
        texts = [sentence.text for sentence in sentences]
        self.text = text = "\n".join(texts)
        self.ends = ends = [end - 1 for end in accumulate([len(one) + 1 for one in texts])]
        self.plain = plain = _COUNT.sub(NUMBER, text)  # in which the words are looked for
        heads = words.heads.find(plain)
        self.starts, self.stops, self.nouns = words.counted.words(plain, heads.items(), ends)
        self.outgoing = _may_begin(heads, words.channel.may)
        self.incoming = _may_begin(heads, words.incoming.may)
        self._find_times(_may_begin(heads, words.period.may))
        self.section: str | None = None
        self.begin = self.end = self.first = 0  # the sentence: where it begins and ends, its first noun

    def read(self) -> Periods:
        """Set the attributes; gives the numbers' periods."""
        periods: Periods = {}
        text = self.text
        numbers = [number.start() for number in _NUMBER.finditer(text)]
        at = 0
        for line, sentence in enumerate(self.sentences):
            end = self.ends[line]
            upto = bisect_left(numbers, end, at)
            self._read(line, sentence, numbers[at:upto], periods)
            at = upto
            self.begin = end + 1
        return periods

    def _read(self, line: int, sentence: Sentence, numbers: Sequence[int], periods: Periods) -> None:
        """One sentence."""
        self.section = sentence.section
        self.end = self.ends[line]
        self.first = bisect_left(self.starts, self.begin)
        text, entities, counts = self.text, sentence.entities, self.counts
        last: dict[str, str] = {}  # what was counted last, by unit
        channel: str | None = None
        parts = False  # the numbers are parts of one whose channel is known: 网站263条, 其中机构类7条, 法规类24条
        stop = self.begin
        for at in numbers:
            left, stop = stop, at + 1
            code = ord(text[at])
            if code >= MONEY_MARK:
                continue
            found = entities[code - COUNT_MARK]
            if (unit := found.unit) is None or (entity := counts.get(found.start)) is None:
                continue
            counted = self._counted(left, at, unit, last.get(unit), line)
            period = self._period(at)
            if period is not None:
                periods[found.start] = period
                if period in ("year", "total"):
                    entity.period = period  # type: ignore[assignment]
            if counted is None or counted == OTHER_MATTER:
                last.pop(unit, None)
                continue
            entity.counted = last[unit] = counted
            own = self._channel(left, at, counted)
            if own is not None:
                channel, parts = own, False
            elif channel is not None:
                parts = (parts or _BY_KIND.search(text, left, at) is not None) and period != "total"
                channel = channel if parts else None
            if channel is not None and (counted in _SENT or counted in _INCOMING):
                entity.channel = channel

    def _counted(self, left: int, at: int, unit: str, last: str | None, line: int) -> str | None:
        words = self.words
        found = self._behind(at + 1, unit)
        if found < 0:
            if unit in words.noun_behind and _NOUN_FOLLOWS.match(self.text, at + 1, self.end):
                return None  # 64个工地: a noun that is in no list
            found = self._ahead(left, at, unit)
        if found >= 0:
            noun = self.nouns[found]
            if noun.weak:
                return last or (None if noun.id == "requests" != self.section else noun.id)
            if noun.id == "replies":
                return self._of_what(found, at, last)
            # 信访法规类17条: a kind of information
            return "items" if noun.id in _ANSWERED and unit in _OF_ITEMS and self.section == "proactive" else noun.id
        carried = unit in words.carried
        if last is not None and ((carried and at - left <= _CARRIED) or _PART.search(self.text, left, at) is not None):
            return last
        if unit in _OF_ITEMS and self.section == "proactive":
            return "items"  # lists of kinds and channels: 县政府网站:186条
        if carried and (self.first == len(self.starts) or self.starts[self.first] >= at):
            return self._subject_above(line)
        return None

    def _behind(self, start: int, unit: str) -> int:
        """The noun phrase right behind the number: its last noun; -1 where there is none that is counted in its unit."""
        starts, stops, nouns = self.starts, self.stops, self.nouns
        found = stop = -1
        for k in range(bisect_left(starts, start), len(starts)):
            if found < 0 and starts[k] - start > _LONGEST_MODIFIER:
                break
            if nouns[k].weak:
                continue
            stop = self._clause_end(start) if stop < 0 else stop
            if stops[k] > stop:
                break
            if found < 0:
                if not _NO_MODIFIER.isdisjoint(self.text[start : starts[k]]):
                    break
            elif _JOINED.fullmatch(self.text, stops[found], starts[k]) is None:
                break
            found = k
        return found if found >= 0 and _fits(nouns[found], unit) else -1

    def _ahead(self, left: int, at: int, unit: str) -> int:
        """The nearest noun before the number that is counted in its unit; -1 where none is."""
        starts, stops, nouns = self.starts, self.stops, self.nouns
        weak = -1
        for k in range(bisect_left(starts, at) - 1, self.first - 1, -1):
            if starts[k] < left:
                break
            noun = nouns[k]
            if stops[k] > at or (noun.units and unit not in noun.units):
                continue
            if noun.weak:
                weak = k if weak < 0 else weak
            elif noun.free or weak >= 0 or at - stops[k] <= _NEAR:
                return k
        return weak

    def _of_what(self, reply: int, at: int, last: str | None) -> str | None:
        """What was answered: 投诉45件, 办结45件 are complaints, answers to requests are replies."""
        if last in _ANSWERED:
            return last
        if self.section in _ANSWERED:
            return self.section
        if self.section == "requests":
            return "replies"
        for k in range(reply - 1, max(self.first, reply - _MOST_BACK) - 1, -1):
            noun = self.nouns[k]
            if not noun.weak and (noun.id in _ANSWERED or noun.id == "requests"):
                if noun.id != "requests":
                    return noun.id
                break
        return "replies" if self.text.find("申请", self.begin, at) >= 0 else None

    def _subject_above(self, line: int) -> str | None:
        """The subject that the sentence before named last: (二)行政诉讼。当年2宗."""
        above = self.above[line]
        if above is None or above.block != self.sentences[line].block:
            return None
        text = _COUNT.sub(NUMBER, above.text)
        _, _, nouns = self.words.counted.words(text, self.words.heads.find(text).items(), [len(text)])
        named = [noun.id for noun in nouns if noun.free and noun.id != "replies"]
        return named[-1] if named else None

    def _channel(self, left: int, at: int, counted: str) -> str | None:
        """The channel named between the last number and this one, or behind it in its clause; several make it mixed."""
        if counted in _SENT:
            words, places = self.words.channel, self.outgoing
        elif counted in _INCOMING:
            words, places = self.words.incoming, self.incoming
        else:
            return None
        k = bisect_left(places, (left, 0))
        if k == len(places) or places[k][0] > at + _LONGEST_BEHIND:
            return None
        starts, stops, ids = words.words(self.plain, places[k : bisect_left(places, (at, 0), k)], [at])
        if not ids:
            right = self._clause_end(at + 1)
            k = bisect_left(places, (at + 1, 0), k)
            starts, stops, ids = words.words(self.plain, places[k : bisect_left(places, (right, 0), k)], [right])
            if not ids:
                return None
        run = {ids[-1]}
        for k in range(len(ids) - 2, -1, -1):  # 通过网站、微信: named in one breath
            if _LIST.fullmatch(self.text, stops[k], starts[k + 1]) is None:
                break
            run.add(ids[k])
        return run.pop() if len(run) == 1 else "mixed"

    def _find_times(self, places: list[tuple[int, int]]) -> None:
        """The words of time and what each says: the report's year, all years, another year."""
        text = self.plain
        if "《" in text:
            text = _TITLED.sub(lambda title: "《" * len(title[0]), text)  # 《2015年工作要点》 says no period
            places = [place for place in places if text[place[0]] != "《"]
        self.times, self.time_ends, ids = self.words.period.words(text, places, self.ends)
        self.said = [self._said(*one) for one in zip(self.times, self.time_ends, ids, strict=True)]

    def _said(self, start: int, end: int, name: str) -> Period:
        if name == "other" or name == "total":
            return name  # type: ignore[return-value]
        stated = _YEAR.match(self.text, start)
        if stated is None or self.year is None or int(stated[0]) == self.year:
            return "year"
        if int(stated[0]) < self.year or self.text.endswith(_UP_TO, 0, start) or _MONTH.match(self.text, end):
            return "other"
        return "later"

    def _period(self, at: int) -> Period | None:
        """What the last word of time before the number says."""
        if self.section == "problems":
            return None  # plans and remarks: 今年要在12个村…
        times = self.times
        last = bisect_left(times, at)
        for k in range(last - 1, max(0, last - _MOST_BACK) - 1, -1):
            if times[k] < self.begin:
                break
            if self.said[k] == "total" and _NUMBER.search(self.text, self.time_ends[k], at) is not None:
                continue  # 本年收到23宗(2008年以来累计176宗), 答复21宗: of the figure right behind it alone
            return self.said[k]
        return None

    def _clause_end(self, at: int) -> int:
        """Where the words behind a number end that can say what it counts."""
        limit = min(self.end, at + _LONGEST_BEHIND)
        stop = _CLAUSE_END.search(self.text, at, limit)
        return stop.start() if stop is not None else limit


def _fits(noun: Noun, unit: str) -> bool:
    return not noun.units or unit in noun.units


def _may_begin(heads: Mapping[int, int], may: Sequence[bool]) -> list[tuple[int, int]]:
    """The places where a word of one lexicon may begin, with their heads."""
    return [place for place in heads.items() if may[place[1]]]
