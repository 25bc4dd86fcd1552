"""What each COUNT counts, by which channel it went or came, and of which period it is, read from its sentence.

The head of a Chinese noun phrase stands last, so of several nouns the one next to the number decides: behind it where nothing but its
modifiers stands between (12件公开申请), else before it. A number with neither goes on with what the sentence counted last. Where the text
does not decide, an attribute stays unset.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate

from gkbg_nlp.indicators.count_channels import Channels
from gkbg_nlp.indicators.count_times import Times
from gkbg_nlp.indicators.periods import Periods
from gkbg_nlp.indicators.sentences import Sentence
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.count_attributes import NUMBER, OTHER_MATTER, load_count_attributes
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, COUNT_MARK, COUNT_NUMBER, MONEY_MARK
from gkbg_nlp.taxonomy.precompiled import compiled

_NUMBER = compiled(f"[{ANY_NUMBER}]")
_COUNT = compiled(f"[{COUNT_NUMBER}]")
_JOINED = compiled("(公开|工作|类|各类|和|及|、|相关|政府|主动)*")  # between two nouns of one phrase behind a number
_NO_MODIFIER = frozenset("没有把均都在是了于为的,、")  # never between a number and the noun behind it: 3名专职|工作人员
_LONGEST_MODIFIER = 6
_NEAR = 3  # characters between a noun and the number behind it: 会议共|3次
_MOST_BACK = 20  # words looked back over: sentences without end stay cheap
_LONGEST_BEHIND = 60  # characters behind a number that can say what it counts
_CARRIED = 24  # characters of a sentence that goes on counting without naming it again
_CLAUSE_END = compiled(f"[,;。:、(）){ANY_NUMBER}]")
_NOUN_FOLLOWS = compiled("(?![的、和及等均其已被占于由在中不未也都并就里当])[一-鿿]")
_BY_KIND = compiled("其中|按|当中|里|从")
_PART = compiled("其中|包括|分别")
_OF_ITEMS = frozenset({"条", "条次"})
_SENT = frozenset({"items", "documents", "interpretations", "responses", "visits", "followers", "interviews", "participants"})
_INCOMING = frozenset({"requests", "replies", "enquiries", "complaints", "proposals"})
# an answer to one of these is no reply to a request
_ANSWERED = frozenset({"enquiries", "complaints", "proposals", "decisions", "reviews", "litigations"})
_BEHIND_ALL = 1 << 60


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
        self.words = words = load_count_attributes()
        self.sentences = sentences
        self.above = above
        self.counts = counts
        texts = [sentence.text for sentence in sentences]
        self.text = text = "\n".join(texts)
        self.ends = ends = [end - 1 for end in accumulate([len(one) + 1 for one in texts])]
        plain = _COUNT.sub(NUMBER, text)  # in which the words are looked for
        heads = words.heads.find(plain)
        self.starts, self.stops, self.nouns = words.counted.words(plain, heads.items(), ends)
        self.starts.append(_BEHIND_ALL)
        others = [place for place in heads.items() if place[1] >= words.heads.first]
        self.sent, self.come = Channels(words.channel, plain, others), Channels(words.incoming, plain, others)
        self.times = Times(words.period, plain, others, ends, year)
        self.section: str | None = None
        self.begin = self.end = self.first = 0  # the sentence: where it begins and ends, its first noun

    def read(self) -> Periods:
        """Set the attributes; gives the numbers' periods."""
        periods: Periods = {}
        numbers = [number.start() for number in _NUMBER.finditer(self.text)]
        at = 0
        for line, end in enumerate(self.ends):
            self.end = end
            upto = bisect_left(numbers, end, at)
            self._read(line, numbers[at:upto], periods)
            at = upto
            self.begin = end + 1
        return periods

    def _read(self, line: int, numbers: Sequence[int], periods: Periods) -> None:
        """One sentence."""
        sentence = self.sentences[line]
        text, entities, counts, starts, begin = self.text, sentence.entities, self.counts, self.starts, self.begin
        self.section = sentence.section
        self.first = noun = bisect_left(starts, begin)
        # plans and remarks have no period: 今年要在12个村…
        times = self.times if self.section != "problems" and self.times.any(begin, numbers[-1]) else None
        last: dict[str, str] = {}  # what was counted last, by unit
        channel: str | None = None
        parts = False  # the numbers are parts of one whose channel is known: 网站263条, 其中机构类7条, 法规类24条
        stop = begin
        for at in numbers:
            left, stop = stop, at + 1
            code = ord(text[at])
            if code >= MONEY_MARK:
                continue
            found = entities[code - COUNT_MARK]
            if (unit := found.unit) is None or (entity := counts.get(found.start)) is None:
                continue
            while starts[noun] < at:
                noun += 1
            counted = self._counted(left, at, unit, last.get(unit), line, noun)
            period = None
            if times is not None and (period := times.period(text, begin, at)) is not None:
                periods[found.start] = period
                if period == "year" or period == "total":
                    entity.period = period
            if counted is None or counted == OTHER_MATTER:
                last.pop(unit, None)
                continue
            entity.counted = last[unit] = counted
            channels = self.sent if counted in _SENT else self.come if counted in _INCOMING else None
            own = channels.between(left, at) or self._channel_behind(channels, stop) if channels is not None else None
            if own is not None:
                channel, parts = own, False
            elif channel is not None:
                parts = (parts or _BY_KIND.search(text, left, at) is not None) and period != "total"
                channel = channel if parts else None
            if channel is not None and channels is not None:
                entity.channel = channel

    def _counted(self, left: int, at: int, unit: str, last: str | None, line: int, following: int) -> str | None:
        """What the number at ``at`` counts; ``following`` is the first noun behind it."""
        words = self.words
        found = self._behind(at + 1, unit, following) if self.starts[following] - at <= _LONGEST_MODIFIER + 1 else -1
        if found < 0:
            if unit in words.noun_behind and _NOUN_FOLLOWS.match(self.text, at + 1, self.end):
                return None  # 64个工地: a noun that is in no list
            found = self._ahead(left, at, unit, following)
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
        return self._subject_above(line) if carried and following == self.first else None

    def _behind(self, start: int, unit: str, following: int) -> int:
        """The noun phrase right behind the number: its last noun; -1 where there is none that is counted in its unit."""
        starts, stops, nouns = self.starts, self.stops, self.nouns
        found = end = -1
        for k in range(following, len(nouns)):
            if found < 0 and starts[k] - start > _LONGEST_MODIFIER:
                break
            if nouns[k].weak:
                continue
            if found < 0:
                if not _NO_MODIFIER.isdisjoint(self.text[start : starts[k]]):
                    break
                end = self._clause_end(start)
            elif _JOINED.fullmatch(self.text, stops[found], starts[k]) is None:
                break
            if stops[k] > end:
                break
            found = k
        return found if found >= 0 and (not nouns[found].units or unit in nouns[found].units) else -1

    def _ahead(self, left: int, at: int, unit: str, following: int) -> int:
        """The nearest noun before the number that is counted in its unit; -1 where none is."""
        starts, stops, nouns = self.starts, self.stops, self.nouns
        weak = -1
        for k in range(following - 1, self.first - 1, -1):
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
            if noun.weak:
                continue
            if noun.id in _ANSWERED:
                return noun.id
            if noun.id == "requests":
                break
        return "replies" if self.text.find("申请", self.begin, at) >= 0 else None

    def _subject_above(self, line: int) -> str | None:
        """The subject that the sentence before named last: (二)行政诉讼。当年2宗."""
        above = self.above[line]
        if above is None or above.block != self.sentences[line].block:
            return None
        if line and self.sentences[line - 1] is above:
            nouns = self.nouns[bisect_left(self.starts, self.begin - len(above.text) - 1) : self.first]
        else:
            text = above.text  # without a count
            nouns = self.words.counted.words(text, self.words.heads.find(text).items(), [len(text)])[2]
        named = [noun.id for noun in nouns if noun.free and noun.id != "replies"]
        return named[-1] if named else None

    def _channel_behind(self, channels: Channels, start: int) -> str | None:
        """The channel named behind a number in its clause."""
        return channels.between(start, self._clause_end(start)) if channels.any(start, start + _LONGEST_BEHIND) else None

    def _clause_end(self, at: int) -> int:
        """Where the words behind a number end that can say what it counts."""
        limit = min(self.end, at + _LONGEST_BEHIND)
        stop = _CLAUSE_END.search(self.text, at, limit)
        return stop.start() if stop is not None else limit
