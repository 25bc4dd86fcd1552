"""What a single line can be, by its own words: heading, table row, noise."""

from __future__ import annotations

import re

from gkbg_nlp.layout.lines import Line
from gkbg_nlp.layout.rulebook import book
from gkbg_nlp.taxonomy.sections import HeadingEvidence, squeeze

_LONGEST_HEADING = 46
_SENTENCE = re.compile(r"[\u4e00-\u9fff\d”》)]。$")
_SITE = re.compile(r"[>|【]|版权|备案|ICP|分辨率", re.IGNORECASE)
_LONGEST_NOISE = 200  # a row of a site's navigation
_COUNTS = re.compile(r"\d+ ?(余|多)?(条|件|次|篇|人|起|份|个)")
_INNER_SENTENCE = re.compile(r"[。;!?](?!$)")


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
        return rules.name(_noise(line, bits))
    if line.noise < 0:
        line.noise = _noise(line, line.can & rules.noise)
    return rules.name(line.noise & bits)


def _noise(line: Line, bits: int) -> int:
    """Those of the noise rules ``bits`` that fit the line."""
    text = line.text
    if len(text) > _LONGEST_NOISE and len(text.strip("| \t")) > _LONGEST_NOISE:
        return 0
    if text.endswith("。") and _SENTENCE.search(text) and not _SITE.search(text):
        bits &= book().prose
    return book().fits(bits, text)


def is_table_row(line: Line) -> str | None:
    """The id of the table rule that fits a line anywhere in the text."""
    text, rules = line.text, book()
    bits = line.can & rules.table
    if not bits or (text.endswith("。") and len(text) > 30 and "\t" not in text and "|" not in text):
        return None
    return rules.hit(bits, text)


def is_inside_table(line: Line) -> bool:
    """Whether a line that follows table rows can be one more of them."""
    rules = book()
    return rules.hit(line.can & rules.within, line.text) is not None


def states_fact(words: str) -> bool:
    """Whether the words hold what sentences hold and headings do not: a subject of one's own, a count, a denial."""
    return hits("sentence", words)


def is_caption(line: Line) -> bool:
    """Whether the line names a table that follows or could follow."""
    if line.number is not None:
        return False
    rules = book()
    return rules.hit(line.can & rules.caption, line.text) is not None


def hits(group: str, words: str) -> bool:
    """Whether a rule of a group of ``layout.toml`` fits the words."""
    for test in book().tests[group]:
        if test(words):
            return True
    return False


def ends_sentence(text: str) -> bool:
    """Whether a line closes with a mark that ends a sentence or announces a list."""
    rules = book()
    return text[-1:] == "。" or (rules.last[text[-1]] & rules.terminal != 0 and hits("terminal", text))


def heading_rule(line: Line, following: Line | None) -> str | None:
    """Why the line is a heading standing alone (a layout rule's id), ``None`` where it is not one."""
    words = line.words
    if line.can & book().residue:
        words = book().residues(words)
    words = words.rstrip(" ")
    if not words or len(words) > _LONGEST_HEADING or _INNER_SENTENCE.search(words):
        return None
    if words[-1] in ";,、!?" or "|" in words or "\t" in words:
        return None
    closed = words[-1] in "。:."
    core = words.rstrip("。:. ")
    if not core:
        return None
    if line.number:
        return _numbered(line, following, core, closed)
    return _unnumbered(line, core, closed)


def _numbered(line: Line, following: Line | None, core: str, closed: bool) -> str | None:
    number = line.number
    if number is None or not re.search(r"[\u4e00-\u9fff]", core):
        return None
    named = evidence(line)
    tail = hits("heading_tail", core)
    if number.level == 1 and not closed and len(core) <= 34 and not _COUNTS.search(core):
        return "heading.numbered"  # 一、 with no closing mark: a chapter's head, slogans with commas too
    if ":" in core:  # （二）改进措施:多公开。 is a run-in head with its text
        return None
    if states_fact(core) and not (named and tail and not closed and not _COUNTS.search(core)):
        return None
    if "如下" in core or (closed and len(core) > 26 and not named):
        return None
    sibling = following is not None and following.number is not None and following.number.form == number.form
    if number.level == 1:
        return "heading.numbered" if not closed or not sibling or named else None
    if closed and sibling:  # short numbered sentences one below the other are a list
        return None
    if sibling and not (named and tail):
        return None
    opens_prose = following is not None and following.number is None and len(following.text) >= 25 and not closed and len(core) <= 20
    if number.level >= 3 and not (named or tail or line.bold or line.md or opens_prose):
        return None
    return "heading.numbered"


def _unnumbered(line: Line, core: str, closed: bool) -> str | None:
    if is_caption(line):
        return "heading.caption"
    if len(core) > 34 or states_fact(core) or core[-1] in "”》)" or re.search(r"[,、:].*[,:]", core):
        return None
    if (line.md or line.bold) and not closed:
        return "heading.markdown"
    named = evidence(line)
    if named is None or ("," in core or ":" in core):
        return None
    if closed and not (len(core) <= 14 and line.text[-1] == ":" and hits("heading_tail", core)):
        return None
    if hits("heading_tail", core) and len(core) >= 2 and (named.coverage >= 0.3 or len(core) <= 12):
        return "heading.wording"
    return "heading.wording" if named.coverage >= 0.6 else None


def can_be_marked(line: Line) -> bool:
    """Whether a line that the file's format has as a heading reads like one: offices mark whole paragraphs by mistake."""
    return len(line.words) <= _LONGEST_HEADING and not _INNER_SENTENCE.search(line.words) and not states_fact(line.words)


def stands_alone(line: Line, following: Line | None) -> bool:
    """Whether an unnumbered line between a finished paragraph and running text can only be a heading (a slogan, a subject)."""
    text = line.text
    if not 3 <= len(text) <= 24 or following is None or line.bullet or re.search(r"[。;:!?|\t\d]", text) or text.count(",") > 1:
        return False
    if not re.search(r"[\u4e00-\u9fff]$|[”\"]$", text) or states_fact(text):
        return False
    return len(following.text) >= 25 and following.number is None and not is_caption(following)
