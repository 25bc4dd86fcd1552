"""The matchers in the order in which they run; each sees what those before it found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import methodcaller

from gkbg_nlp.entities import agencies, contacts, counts, dates, docno, laws, mentions, money
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.rules import off_rules

Find = Callable[[str, Sequence[Entity]], list[Entity]]
_copy: Callable[[Entity], Entity] = methodcaller("__copy__")


# Numbers that are part of a telephone number, a law's title or a date are none to the later matchers; counts run behind agencies,
# whose names hold words that look like counts (三台县人民法院), and mentions last, because a name is no pronoun.
MATCHERS: dict[str, Find] = {
    "gkbg_contacts": contacts.find,
    "gkbg_laws": laws.find,
    "gkbg_docno": docno.find,
    "gkbg_dates": dates.find,
    "gkbg_money": money.find,
    "gkbg_agencies": agencies.find,
    "gkbg_counts": counts.find,
    "gkbg_mentions": mentions.find,
}


def check_segmenter(segmenter: str) -> None:
    """Raise a :class:`ValueError` for a name that is no segmenter."""
    if segmenter not in ("char", "jieba"):
        raise ValueError(f"segmenter {segmenter!r}: choose 'char' or 'jieba'")


def find(matcher: Find, text: str, found: Sequence[Entity]) -> list[Entity]:
    """What a matcher finds in a view's text behind ``found``, without the rules that are off."""
    new = matcher(text, found)
    off = off_rules()
    return [e for e in new if e.rule not in off] if off else new


def find_all(texts: Sequence[str], matchers: Iterable[Find]) -> list[list[Entity]]:
    """What the matchers find in each view's text, in view offsets; one matcher goes over all texts before the next."""
    every: list[list[Entity]] = [[] for _ in texts]
    for matcher in matchers:
        for text, found in zip(texts, every, strict=True):
            found.extend(find(matcher, text, found))
    return every


def to_source(entities: Sequence[Entity], view: View, text: str) -> list[Entity]:
    """Copies of view entities with source offsets, the exact slice as text, and a COUNT's unit as it is written."""
    out = []
    starts, sources = view.pieces
    ends = [*starts[1:], len(view.text) + 1]
    piece = low = high = 0  # the part of the view that the last entity began in; most begin there or in the next
    for e in entities:
        start, end = e.start, e.end
        if start < low:
            piece, high = 0, 0
        if high <= start:
            piece = bisect_right(starts, start, piece) - 1
            low, high = starts[piece], ends[piece]
        shift = sources[piece] - low
        copy = _copy(e)
        copy.start = start = start + shift
        copy.end = end = end + shift if end <= high else view.source_end(end)
        copy.text = written = text[start:end]
        unit = e.unit
        if unit is not None and not written.endswith(unit) and e.label == "COUNT":
            copy.unit = "".join(written.split())[-len(unit) :]  # the view is folded: 條 was 条 there
        out.append(copy)
    return out


def sort_key(e: Entity) -> tuple[int, int, str]:
    """Entities are listed by start, the longer first."""
    return e.start, -e.end, e.label
