"""What a single line can be, by its own words: heading, table row, noise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkbg_nlp.layout.lines import Line
from gkbg_nlp.layout.numbering import HAN_DIGITS
from gkbg_nlp.layout.rulebook import book
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.sections import HeadingEvidence, squeeze

_LONGEST_HEADING = 46
_SENTENCE = compiled(r"[\u4e00-\u9fff\d”》)]。$")
_SITE = compiled(r"[>|【]|版权|备案|ICP|分辨率", re.IGNORECASE)
_LONGEST_PIECE = 16  # characters of a broken cell
_ROWS_AHEAD = 12  # lines among which another row must follow it
_LONGEST_ROW = 30  # of those that end like a sentence
_LONGEST_NOISE = 200  # a row of a site's navigation
_COUNTS = compiled(r"\d+ ?(余|多)?(条|件|次|篇|人|起|份|个)")
_CHAPTER = compiled(r"[^。;!?|\t\d]{0,33}[\u4e00-\u9fff]$")  # what most chapters are called: see _numbered
_HAN = compiled(r"[\u4e00-\u9fff]")
_LIST = compiled(r"[,、:].*[,:]")
_MARK = compiled(r"[。,;:!?]")
_NO_SLOGAN = compiled(r"[。;:!?|\t\d]")
_WORD_END = compiled(r"[\u4e00-\u9fff”\"]")
_INNER_SENTENCE = compiled(r"[。;!?](?!$)")


def evidence(line: Line) -> HeadingEvidence | None:
    """What the line's words say of sections, read as a heading's."""
    if line.named is False:
        line.named = line.sections.read(squeeze(line.words))
    return line.named


def is_noise(line: Line, zones: tuple[str, ...]) -> str | None:
    """The id of the noise rule that fits, among the rules of ``zones``; bars around the only cell of a row are noise anywhere."""
    if line.frame:
        return "frame"
    rules = book()
    bits = line.can & rules.zones[zones]
    if not bits:
        return None
    if bits == bits & rules.inside:  # within the text: only the few rules that hold there
        return None if _is_long(line.text) else rules.hit(bits, line.text)
    if line.noise < 0:
        line.noise = _noise(line, line.can & rules.noise)
    return rules.name(line.noise & bits)


def _noise(line: Line, bits: int) -> int:
    """Those of the noise rules ``bits`` that fit the line."""
    text, rules = line.text, book()
    if _is_long(text):
        return 0
    bits = rules.screened(bits, text)
    if bits & ~rules.prose and text.endswith("。") and _SENTENCE.search(text) and not _SITE.search(text):
        bits &= rules.prose
    return rules.fits(bits, text)


def _is_long(text: str) -> bool:
    return len(text) > _LONGEST_NOISE and len(text.strip("| \t")) > _LONGEST_NOISE


def is_plain(line: Line, *, in_table: bool) -> bool:
    """Whether a line that ends in 。 is a paragraph at once; its edges let no rule of ``unplain`` fit.

    A long one can be neither heading nor closing line nor row, a short one without a number neither, if it is no row and no caption.
    """
    number, size = line.number, len(line.text)
    if size > _LONGEST_HEADING:
        # a heading that was run into its text stays to be looked for
        return number is None or (size - number.end > _LONGEST_HEADING and (number.level > 1 or " " not in line.text))
    if number is not None or in_table or line.marked is not None or line.text[0] in HAN_DIGITS:
        return False
    rules = book()
    bits = line.can & (rules.short if size <= _LONGEST_ROW else rules.caption)
    return not bits or rules.hit(bits, line.text) is None


def is_table_row(line: Line) -> str | None:
    """The id of the table rule that fits a line anywhere in the text."""
    text, rules = line.text, book()
    bits = line.can & rules.table
    if not bits or (text.endswith("。") and len(text) > _LONGEST_ROW and "\t" not in text and "|" not in text):
        return None
    return rules.hit(bits, text)


def is_inside_table(line: Line) -> bool:
    """Whether a line that follows table rows can be one more of them."""
    rules = book()
    return rules.hit(line.can & rules.within, line.text) is not None


def is_cell_piece(lines: Sequence[Line], at: int, last: int) -> bool:
    """A few characters of a cell that an export broke over lines (商 业 企 / 业), with rows still to come."""
    line = lines[at]
    if len(line.text) > _LONGEST_PIECE or _MARK.search(line.text):
        return False
    named = evidence(line)
    if named and not named.weak and named.coverage >= 0.4 and len(line.words) >= 6:
        return False
    return any(is_table_row(one) for one in lines[at + 1 : min(last, at + 1 + _ROWS_AHEAD)])


def states_fact(words: str) -> bool:
    """Whether the words hold what sentences hold and headings do not: a subject of one's own, a count, a denial."""
    return hits("sentence", words)


def is_caption(line: Line) -> bool:
    """Whether the line names a table that follows or could follow."""
    if line.number is not None:
        return False
    bits = line.can & book().caption
    return bits != 0 and book().hit(bits, line.text) is not None


def hits(group: str, words: str) -> bool:
    """Whether a rule of a group of ``layout.toml`` fits the words."""
    for test in book().tests[group]:  # noqa: SIM110  # a generator costs as much again
        if test(words):
            return True
    return False


def ends_sentence(text: str) -> bool:
    """Whether a line closes with a mark that ends a sentence or announces a list."""
    last = text[-1:]
    return last == "。" or (book().last[last] & book().terminal != 0 and hits("terminal", text))


def heading_rule(line: Line, following: Line | None) -> str | None:
    """Why the line is a heading standing alone (a layout rule's id), ``None`` where it is not one."""
    number = line.number
    if number is not None and number.level == 1 and _CHAPTER.match(line.text, number.end):
        return "heading.numbered"
    words = line.words
    if line.can & book().residue:
        words = book().residues(words).rstrip(" ")
    if not words or len(words) > _LONGEST_HEADING or _INNER_SENTENCE.search(words):
        return None
    if words[-1] in ";,、!?" or "|" in words or "\t" in words:
        return None
    closed = words[-1] in "。:."
    core = words.rstrip("。:. ")
    if not core:
        return None
    if number is not None:
        return _numbered(line, following, core, closed)
    return _unnumbered(line, core, closed)


def _numbered(line: Line, following: Line | None, core: str, closed: bool) -> str | None:
    """The reasons are asked in the order of their cost: what the words name comes last."""
    number = line.number
    if number is None or not ("\u4e00" <= core[0] <= "\u9fff" or _HAN.search(core)):
        return None
    level = number.level
    if level == 1 and not closed and len(core) <= 34 and not _COUNTS.search(core):
        return "heading.numbered"  # 一、 with no closing mark: a chapter's head, slogans with commas too
    if ":" in core or "如下" in core:  # （二）改进措施:多公开。 is a run-in head with its text
        return None
    listed = following is not None and following.number is not None and following.number.form == number.form
    if closed and listed and level > 1:  # short numbered sentences one below the other are a list
        return None
    fact = states_fact(core)
    if fact and (closed or _COUNTS.search(core)):
        return None
    listed = listed and (closed or level > 1)
    if (fact or (listed and level > 1)) and not hits("heading_tail", core):
        return None
    if (fact or listed or (closed and len(core) > 26)) and not evidence(line):
        return None
    if level < 3 or line.bold or line.md or hits("heading_tail", core) or evidence(line):
        return "heading.numbered"
    opens_prose = following is not None and following.number is None and len(following.text) >= 25 and not closed and len(core) <= 20
    return "heading.numbered" if opens_prose else None


def _unnumbered(line: Line, core: str, closed: bool) -> str | None:
    if is_caption(line):
        return "heading.caption"
    if closed and (line.text[-1] != ":" or len(core) > 14):
        return None
    if len(core) > 34 or core[-1] in "”》)" or states_fact(core) or _LIST.search(core):
        return None
    if (line.md or line.bold) and not closed:
        return "heading.markdown"
    if "," in core or ":" in core:
        return None
    named = evidence(line)
    if named is None:
        return None
    tail = hits("heading_tail", core)
    if closed and not tail:
        return None
    if tail and len(core) >= 2 and (named.coverage >= 0.3 or len(core) <= 12):
        return "heading.wording"
    return "heading.wording" if named.coverage >= 0.6 else None


def can_be_marked(line: Line) -> bool:
    """Whether a line that the file's format has as a heading reads like one: offices mark whole paragraphs by mistake."""
    return len(line.words) <= _LONGEST_HEADING and not _INNER_SENTENCE.search(line.words) and not states_fact(line.words)


def stands_alone(line: Line, following: Line | None) -> bool:
    """Whether an unnumbered line between a finished paragraph and running text can only be a heading (a slogan, a subject)."""
    text = line.text
    if following is None or not 3 <= len(text) <= 24 or len(following.text) < 25 or following.number is not None or line.bullet:
        return False
    if not _WORD_END.match(text[-1]) or _NO_SLOGAN.search(text) or text.count(",") > 1 or states_fact(text):
        return False
    return not is_caption(following)
