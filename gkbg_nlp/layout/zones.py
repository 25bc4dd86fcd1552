"""The title, the page noise before the text, and the signature and noise behind it."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.layout.classify import ends_sentence, heading_rule, hits, is_noise, is_table_row, stands_alone
from gkbg_nlp.layout.lines import Line
from gkbg_nlp.layout.rulebook import ABOVE, BEFORE, BEHIND, BELOW, EDGE, book
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.sections import Sections

_HEAD_LINES = 60  # no page header seen is longer
_TITLE_LONGEST = 72
_TITLE_LINES = 4
_YEAR = compiled(r"20\d\d|二[〇0]一")
_YEAR_LINE = compiled(r"[(\[]?20\d\d ?年(度)?[)\]]")
_NOTHING = compiled(r"(无|没有|暂无|无此项)。?")
_PROSE = compiled(r"[,。;].{6,}|。$")


def is_prose(line: Line) -> bool:
    """Whether the line can only be running text: long enough, with marks that sentences have."""
    text = line.text
    return len(text) > 80 or (len(text) >= 24 and _PROSE.search(text) is not None)


def _is_title(text: str, sections: Sections) -> bool:
    if len(text) > _TITLE_LONGEST or "。" in text or "如下" in text:
        return False
    rules = book()
    return sections.title.search(text) is not None if sections.title else rules.hit(rules.can(text) & rules.title, text) is not None


def _title_piece(line: Line) -> bool:
    return (
        len(line.text) <= 46
        and not ends_sentence(line.text)
        and (line.number is None or line.number.level > 2)
        and is_noise(line, ABOVE) is None
    )


def find_titles(lines: list[Line], stop: int) -> list[tuple[int, int]]:
    """Line ranges (end exclusive) of the titles among ``lines[:stop]``; one title may take up to four lines."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < stop:
        end = _title_end(lines, i, min(i + _TITLE_LINES, stop))
        if end is None:
            i += 1
            continue
        begin = i
        # a title without a body's name takes the line above it that is one
        if begin and (not found or begin > found[-1][1]) and not hits("body_word", _join(lines[begin:end])):
            above = lines[begin - 1]
            if _title_piece(above) and hits("body_line", above.text) and lines[begin].gap <= 2:
                begin -= 1
        # 年度 / 报告 or 报 / 告 cut once more
        if end < stop and (_YEAR_LINE.fullmatch(lines[end].text) or lines[end - 1].text[-1] + lines[end].text == "报告"):
            end += 1
        found.append((begin, end))
        i = end
    if len(found) < 2:
        return found
    # a column's name (政府信息公开年度报告) beside a title that names body or year is the site's, not the report's
    named = [f for f in found if _names(lines, f)] or found
    return [f for f in named if not _is_value(lines, f)] or named


def _is_value(lines: list[Line], title: tuple[int, int]) -> bool:
    """Whether the title is a value of a flattened index table: a label that lacks its value right before it, metadata right behind."""
    begin, end = title
    if not begin or end >= len(lines):
        return False
    behind = is_noise(lines[end], EDGE) in ("metadata_bare", "metadata_row", "index_number", "page_stamp")
    return behind and hits("open_label", lines[begin - 1].text)


def _names(lines: list[Line], title: tuple[int, int]) -> bool:
    text = _join(lines[title[0] : title[1]])
    return hits("body_word", text) or _YEAR.search(text) is not None or len(text) > 24


def _join(lines: list[Line]) -> str:
    return "".join(line.text for line in lines).replace(" ", "")


def _title_end(lines: list[Line], begin: int, stop: int) -> int | None:
    """The end of the title that begins with a line and ends before ``stop``, ``None`` where none does."""
    first_half, second_half = book().tests["title_part"]
    line = lines[begin]
    if not _title_piece(line):
        return None
    if _is_title(line.text.replace(" ", ""), line.sections):
        return begin + 1
    # more lines than one: every line but the last is unfinished, and only together do they make a title
    for at in range(begin + 1, stop):
        above, line = lines[at - 1], lines[at]
        if line.gap > 2 or not (hits("body_line", above.text) or first_half(above.text)) or not _title_piece(line):
            return None
        if second_half(line.text.replace(" ", "")) and _is_title(_join(lines[begin : at + 1]), line.sections):
            return at + 1
    return None


def head_end(lines: list[Line], titles: list[tuple[int, int]]) -> int:
    """The index of the first line of the text itself, behind titles, cover lines and page noise."""
    at = titles[-1][1] if titles else 0
    if not titles:
        while at < min(len(lines), _HEAD_LINES) and not starts_text(lines, at):
            at += 1
        return at if at < min(len(lines), _HEAD_LINES) else 0
    limit = min(len(lines), at + 30)
    start = at
    while at < limit and not starts_text(lines, at):
        at += 1
    return at if at < limit else start


def starts_text(lines: list[Line], at: int) -> bool:
    """Whether the report's own text begins at this line."""
    line = lines[at]
    if line.table or is_noise(line, BEFORE):
        return False
    following = lines[at + 1] if at + 1 < len(lines) else None
    if line.bullet and following is not None and following.bullet and not is_prose(line) and not is_prose(following):
        return False  # a site's menu: short points one below the other
    if hits("salutation", line.text):
        return True
    if line.number is not None and line.number.level == 1 and heading_rule(line, following):
        return True
    return (
        is_prose(line)
        or stands_alone(line, following)
        or hits("opens_text", line.text)
        or (heading_rule(line, following) is not None)
        or (ends_sentence(line.text) and len(line.text) >= 8)
    )


def tail_start(lines: list[Line], first: int) -> int:
    """The index behind the last line of the text itself; signatures and page noise follow."""
    at = len(lines)
    while at > first:
        line = lines[at - 1]
        if line.table or _ends_column(lines, at - 1):
            break
        if is_noise(line, BEHIND) is None and signature_rule(line) is None and not _loose(lines, at - 1):
            break
        if _NOTHING.fullmatch(line.text) and at >= 2 and heading_rule(lines[at - 2], line):
            break  # 无 right under a heading is the chapter's text
        at -= 1
    return at


def _ends_column(lines: list[Line], at: int) -> bool:
    """Whether a bare number is the last cell of a table in one column, not a page's: a number or a row stands right above it."""
    above = lines[at - 1] if at else None
    return above is not None and lines[at].text.isdecimal() and (above.text.isdecimal() or is_table_row(above) is not None)


def _loose(lines: list[Line], at: int) -> bool:
    """A short line that is no sentence, between lines of page noise."""
    line = lines[at]
    if len(line.text) > 16 or ends_sentence(line.text) or line.number or is_table_row(line) or at + 1 >= len(lines):
        return False
    return is_noise(lines[at + 1], BELOW) is not None and is_noise(lines[at - 1], BELOW) is not None


def signature_rule(line: Line, *, closing: bool = False) -> str | None:
    """The id of the signature rule that fits, ``None`` where none does; ``closing``: of those that tell date and body."""
    rules = book()
    bits = line.can & (rules.closing if closing else rules.signature)
    if not bits or len(line.text) > 70 or "。" in line.text[:-1]:
        return None
    return rules.hit(bits, line.text)


def closing_rule(lines: Sequence[Line], at: int, last: int) -> str | None:
    """The signature rule of a closing date or body line before attachments: a whole-line date, and the body above it."""
    rule = signature_rule(lines[at], closing=True)
    if rule in ("date", "body_and_date"):
        return rule
    if rule == "body" and len(lines[at].text) <= 30 and at + 1 < last:
        return rule if signature_rule(lines[at + 1]) in ("date", "month") else None
    return None
