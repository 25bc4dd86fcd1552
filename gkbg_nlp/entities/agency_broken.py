"""Names that a blank breaks, where an export set one for a line break: 住房和城乡建设 局."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from gkbg_nlp.entities.agency_level import Mention
from gkbg_nlp.taxonomy.precompiled import compiled

_BLANK = compiled(" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")  # the blank first: a search jumps from one to the next
_LEAST_LINE = 40  # running text; in shorter lines blanks set words apart (概 述)


def broken(text: str, found: Sequence[Mention], search: Callable[[str], Iterable[Mention]]) -> list[Mention]:
    """The bodies whose own words a single blank breaks, beside those ``found``; ``search`` finds bodies in a text without the blanks.

    A blank between a name's places and its own words sets words apart (首页 临江市 法院), unless the name is the report's own.
    """
    more: list[Mention] = []
    starts = [m.start for m in found]
    for first, last, blanks in _lines(text):
        whole, at = [], first
        for blank in blanks:
            whole.append(text[at:blank])
            at = blank + 1
        joints = [blank - first - n for n, blank in enumerate(blanks)]
        for one in search("".join([*whole, text[at:last]])):
            inside = joints[bisect_left(joints, one.start + 1) : bisect_left(joints, one.end)]
            if not inside or (one.base in inside and one.rule != "title"):
                continue
            start, base = (first + _source(n, joints) for n in (one.start, one.base))
            body_end, end = (first + _source(n - 1, joints) + 1 for n in (one.body_end, one.end))
            near = found[at - 1] if (at := bisect_left(starts, end)) else None
            if (
                near is None or near.end <= start or (near.end == end and near.base <= near.start + 1)
            ):  # 住|房和城乡建设局, 城|乡建设局: a rest
                more.append(Mention(start, base, body_end, end, one.rule))
    return more


def _lines(text: str) -> Iterator[tuple[int, int, list[int]]]:
    """Start, end and blanks of the long lines in which a blank parts Chinese characters."""
    lines: dict[int, list[int]] = {}
    for match in _BLANK.finditer(text):
        lines.setdefault(text.rfind("\n", 0, match.start()) + 1, []).append(match.start())
    for first, blanks in lines.items():
        last = text.find("\n", blanks[-1])
        last = last if last >= 0 else len(text)
        if last - first >= _LEAST_LINE:
            yield first, last, blanks


def _source(offset: int, joints: Sequence[int]) -> int:
    """The offset in the line of one in the line without its blanks: each joint at or before it is one blank."""
    return offset + bisect_left(joints, offset + 1)
