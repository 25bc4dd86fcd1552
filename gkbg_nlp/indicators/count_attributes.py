"""What each COUNT counts, by which channel it went or came, and of which period it is, read from its sentence.

The head of a Chinese noun phrase stands last, so of several nouns the one next to the number decides: behind it where nothing but its
modifiers stands between (12件公开申请), else before it. A number with neither goes on with what the sentence counted last. Where the text
does not decide, an attribute stays unset.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from gkbg_nlp.indicators.periods import Period, Periods
from gkbg_nlp.indicators.sentences import Sentence
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.count_attributes import OTHER_MATTER, WEAK, CountAttributes, Mention, load_count_attributes
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, COUNT_NUMBER

_NUMBER = re.compile(f"[{ANY_NUMBER}]")
_COUNT = re.compile(f"[{COUNT_NUMBER}]")
_YEAR = re.compile(r"20\d\d")
_UP_TO, _MONTH = re.compile("(?:截至|截止|截止到|到|至)$"), re.compile(r"\d{1,2}月|初")  # 截至2017年2月: when it was counted
_JOINED = re.compile("(公开|工作|类|各类|和|及|、|相关|政府|主动)*")  # between two nouns of one phrase behind a number
_MODIFIER = re.compile("[^没有把均都在是了于为的,、]{0,6}")  # between a number and the noun behind it: 3名专职|工作人员
_NEAR = 3  # characters between a noun and the number behind it: 会议共|3次
_MOST_BACK = 20  # words looked back over: sentences without end stay cheap
_LONGEST_BEHIND = 60  # characters behind a number that can say what it counts
_CARRIED = 24  # characters of a sentence that goes on counting without naming it again
_CLAUSE_END = re.compile("[,;。:、(）)]")
_NOUN_FOLLOWS = re.compile("(?![的、和及等均其已被占于由在中不未也都并就里当])[一-鿿]")
_TITLED = re.compile("《[^》]*》?")
_BY_KIND = re.compile("其中|按|当中|里|从")
_PART = re.compile("其中|包括|分别")
_LIST = re.compile("[^,。;:]{0,6}?[、和及与/][^,。;:]{0,4}")  # between two channels of one list
_OF_ITEMS = frozenset({"条", "条次"})
_SENT = frozenset({"items", "documents", "interpretations", "responses", "visits", "followers", "interviews", "participants"})
_INCOMING = frozenset({"requests", "replies", "enquiries", "complaints", "proposals"})
# an answer to one of these is no reply to a request
_ANSWERED = frozenset({"enquiries", "complaints", "proposals", "decisions", "reviews", "litigations"})


def describe_counts(sentences: Sequence[Sentence], counts: Mapping[tuple[int, int], Entity], year: int | None) -> Periods:
    """Set ``counted``, ``channel`` and ``period`` of the COUNT entities, where the text decides them.

    Returns of which period each number is, by its view offset, where the sentence says so.

    Args:
        sentences: all of the report, those of tables too.
        counts: the entities to set, by the view span of the number.
        year: the report's year; a figure of another year has no period.
    """
    words = load_count_attributes()
    periods: Periods = {}
    for index, sentence in enumerate(sentences):
        if _COUNT.search(sentence.text) is not None:
            above = sentences[index - 1] if index and sentences[index - 1].block == sentence.block else None
            periods |= _Reader(sentence, above, counts, year, words).read()
    return periods


class _Reader:
    """The numbers of one sentence, from left to right."""

    def __init__(
        self, sentence: Sentence, above: Sentence | None, counts: Mapping[tuple[int, int], Entity], year: int | None, words: CountAttributes
    ) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.above = above
        self.counts = counts
        self.year = year
        self.words = words
        self.nouns = words.counted.mentions(self.text)
        self.starts = [noun.start for noun in self.nouns]
        self.request = self.text.find("申请")
        untitled = _TITLED.sub(lambda m: "《" * len(m[0]), self.text)  # 《2015年工作要点》 says no period
        self.periods = words.period.mentions(untitled)
        self.times = [period.start for period in self.periods]

    def read(self) -> Periods:
        """Set the attributes; gives the numbers' periods."""
        periods: Periods = {}
        last: dict[str, str] = {}  # what was counted last, by unit
        channel: str | None = None
        parts = False  # the numbers are parts of one whose channel is known: 网站263条, 其中机构类7条, 法规类24条
        stop = 0
        for number in _NUMBER.finditer(self.text):
            left, at, stop = stop, number.start(), number.end()
            found = self.sentence.clause.entity(at)
            entity = self.counts.get((found.start, found.end)) if found is not None else None
            if found is None or entity is None or found.unit is None:
                continue
            right = _clause_end(self.text, stop)
            counted = self._counted(left, at, right, found.unit, last.get(found.unit))
            if (period := self._period(at)) is not None:
                periods[found.start] = period
                if period in ("year", "total"):
                    entity.period = period
            if counted is None or counted == OTHER_MATTER:
                last.pop(found.unit, None)
                continue
            entity.counted = last[found.unit] = counted
            own = self._channel(left, at, right, counted)
            parts = (parts or _BY_KIND.search(self.text, left, at) is not None) and own is None and period != "total"
            channel = own or (channel if parts else None)
            if channel is not None and counted in _SENT | _INCOMING:
                entity.channel = channel
        return periods

    def _counted(self, left: int, at: int, right: int, unit: str, last: str | None) -> str | None:
        found = self._behind(at + 1, right, unit)
        if found is None and unit in self.words.noun_behind and _NOUN_FOLLOWS.match(self.text, at + 1):
            return None  # 64个工地: a noun that is in no list
        if found is None:
            found = self._ahead(left, at, unit)
        if found is not None and found.id.endswith(WEAK):
            weak = found.id.removesuffix(WEAK)
            return last or (None if weak == "requests" != self.sentence.section else weak)
        if found is not None and found.id in _ANSWERED and unit in _OF_ITEMS and self.sentence.section == "proactive":
            return "items"  # 信访法规类17条: a kind of information
        if found is not None:
            return self._of_what(found, at, last) if found.id == "replies" else found.id
        goes_on = (unit in self.words.carried and at - left <= _CARRIED) or _PART.search(self.text, left, at) is not None
        if last is not None and goes_on:
            return last
        if unit in _OF_ITEMS and self.sentence.section == "proactive":
            return "items"  # lists of kinds and channels: 县政府网站:186条
        if unit in self.words.carried and (not self.starts or self.starts[0] >= at):
            return self._subject_above
        return None

    def _behind(self, start: int, stop: int, unit: str) -> Mention | None:
        """The noun phrase right behind the number: its last noun."""
        found = None
        for one in islice(self.nouns, bisect_left(self.starts, start), None):
            if one.id.endswith(WEAK):
                continue
            gap = (start, one.start) if found is None else (found.end, one.start)
            near = (_MODIFIER if found is None else _JOINED).fullmatch(self.text, *gap) is not None
            if one.end > stop or not near:
                break
            found = one
        return found if found is not None and self._fits(found, unit) else None

    def _ahead(self, left: int, at: int, unit: str) -> Mention | None:
        """The nearest noun before the number that is counted in its unit."""
        weak: Mention | None = None
        for one in self._back(bisect_left(self.starts, at)):
            if one.start < left:
                break
            if one.end > at or not self._fits(one, unit):
                continue
            if one.id.endswith(WEAK):
                weak = weak or one
            elif one.id in self.words.free or weak is not None or at - one.end <= _NEAR:
                return one
        return weak

    def _fits(self, mention: Mention, unit: str) -> bool:
        units = self.words.units[mention.id.removesuffix(WEAK)]
        return not units or unit in units

    def _of_what(self, reply: Mention, at: int, last: str | None) -> str | None:
        """What was answered: 投诉45件, 办结45件 are complaints, answers to requests are replies."""
        if last in _ANSWERED:
            return last
        if self.sentence.section in _ANSWERED:
            return self.sentence.section
        if self.sentence.section == "requests":
            return reply.id
        near = self._back(bisect_left(self.starts, reply.start))
        before = next((m.id for m in islice(near, _MOST_BACK) if m.id in _ANSWERED or m.id == "requests"), None)
        if before is not None and before != "requests":
            return before
        return reply.id if 0 <= self.request < at else None

    def _back(self, index: int) -> Iterator[Mention]:
        """The nouns before ``index``, the nearest first."""
        return (self.nouns[k] for k in range(index - 1, -1, -1))

    @cached_property
    def _subject_above(self) -> str | None:
        """The subject that the sentence before named last: (二)行政诉讼。当年2宗."""
        if self.above is None:
            return None
        named = [m.id for m in self.words.counted.mentions(self.above.text) if m.id in self.words.free and m.id != "replies"]
        return named[-1] if named else None

    def _channel(self, left: int, at: int, right: int, counted: str) -> str | None:
        """The channel named between the last number and this one, or behind it in its clause; several make it mixed."""
        words = self.words.channel if counted in _SENT else self.words.incoming if counted in _INCOMING else None
        if words is None:
            return None
        found = words.mentions(self.text, left, at) or words.mentions(self.text, at + 1, right)
        if not found:
            return None
        run = [found[-1]]
        for one in reversed(found[:-1]):  # 通过网站、微信: named in one breath
            if _LIST.fullmatch(self.text, one.end, run[-1].start) is None:
                break
            run.append(one)
        ids = {one.id for one in run}
        return ids.pop() if len(ids) == 1 else "mixed"

    def _period(self, at: int) -> Period | None:
        """What the last word of time before the number says: the report's year, all years, another year."""
        if self.sentence.section == "problems":
            return None  # plans and remarks: 今年要在12个村…
        last = bisect_left(self.times, at)
        for one in reversed(self.periods[max(0, last - _MOST_BACK) : last]):
            if one.id == "other":
                return "other"
            if one.id == "total":
                if _NUMBER.search(self.text, one.end, at):
                    continue  # 本年收到23宗(2008年以来累计176宗), 答复21宗: of the figure right behind it alone
                return "total"
            stated = _YEAR.match(self.text, one.start)
            if stated is None or self.year is None or int(stated[0]) == self.year:
                return "year"
            dated = _UP_TO.search(self.text, 0, one.start) is not None or _MONTH.match(self.text, one.end) is not None
            return "later" if int(stated[0]) > self.year and not dated else "other"
        return None


def _clause_end(text: str, at: int) -> int:
    """Where the words behind a number end that can say what it counts."""
    limit = min(len(text), at + _LONGEST_BEHIND)
    stop = _CLAUSE_END.search(text, at, limit)
    following = _NUMBER.search(text, at, limit)
    return min(stop.start() if stop else limit, following.start() if following else limit)
