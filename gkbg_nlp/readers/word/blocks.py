"""The body of a DOCX file as paragraphs and tables in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gkbg_nlp.readers.word.numbering import Numbering
from gkbg_nlp.readers.word.parts import Element, Parts, value, w
from gkbg_nlp.readers.word.styles import Styles
from gkbg_nlp.readers.word.tables import read_table
from gkbg_nlp.readers.word.text import Inline, read_inline
from gkbg_nlp.readers.word.walk import FOREIGN, Block, Paragraph, content_of, is_contents
from gkbg_nlp.report.records import Finding

# Two blanks of full width, as texts begin their paragraphs; the file says it as a measure.
_INDENT = "\u3000\u3000"
# Notes of these types are lines drawn between text and notes.
_DRAWN_NOTES = ("separator", "continuationSeparator", "continuationNotice")


class BlockReader:
    """Reads the blocks of one file; it counts numbers and notes on the way, so each element is read once and in order."""

    def __init__(self, parts: Parts) -> None:
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering)
        self._noted = {"footnotes": parts.footnotes, "endnotes": parts.endnotes}
        self._notes: dict[tuple[str, str], None] = {}  # in the order of their first mention
        self._seen: Counter[str] = Counter()

    def count(self, what: str, number: int = 1) -> None:
        """Note something that becomes a finding: one of the codes of :meth:`findings`."""
        self._seen[what] += number

    def blocks(self, parent: Element) -> list[Block]:
        """The blocks inside ``parent`` (a body, a cell, a box, a note), text boxes behind the paragraph that they hang in.

        Raises:
            ReadError: ``too_large``: a table beyond all measure.
        """
        out: list[Block] = []
        carried = ""  # text of paragraphs whose end a tracked change took out: it goes on in the next
        for one in content_of(parent):
            if one.tag == w("tbl"):
                out += read_table(one, self.blocks, self.count)
            elif one.tag in FOREIGN:
                self.count("foreign_part")
            else:
                properties = one.find(w("pPr"))
                if is_contents(one) or self._styles.is_contents(properties):
                    self.count("contents")
                    continue
                inline = read_inline(one)
                if properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None:
                    carried += inline.text
                else:
                    out.append(self._paragraph(carried + inline.text, properties))
                    carried = ""
                out += self._hanging(inline)
        if carried:
            out.append(Paragraph(carried))
        return out

    def note_blocks(self) -> list[Block]:
        """The notes that the text refers to, footnotes before endnotes, each kind in the order of the text."""
        out: list[Block] = []
        for part, root in self._noted.items():
            known = {} if root is None else {value(note, "id"): note for note in root if isinstance(note.tag, str)}
            for _, name in [mention for mention in self._notes if mention[0] == part]:
                note = known.get(name)
                if note is not None and value(note, "type") not in _DRAWN_NOTES:
                    out += self.blocks(note)
        return out

    def findings(self) -> tuple[Finding, ...]:
        """What was left out or could only be guessed."""
        messages = {
            "foreign_part": "{} embedded documents are not read",
            "unknown_symbol": "{} symbols of fonts whose glyphs are not known; U+FFFD stands for each",
            "absurd_table": "{} cells of tables claim more columns than a page can hold; they were cut",
        }
        found = [Finding(code, "warning", text.format(self._seen[code])) for code, text in messages.items() if self._seen[code]]
        if self._seen["contents"]:  # Word makes it from the headings, which would stand there twice
            found.append(Finding("contents_left_out", "info", "the table of contents is left out"))
        return tuple(found)

    def _paragraph(self, text: str, properties: Element | None) -> Paragraph:
        text = text.strip("\n")
        level = self._styles.heading_level(properties)
        numbered = self._styles.numbered(properties)
        number = self._numbering.next(numbered) if numbered else ""
        indent = _INDENT if (text or number) and not text[:1].isspace() and self._styles.is_indented(properties) else ""
        return Paragraph(f"{indent}{number}{text.lstrip() if number else text}", level)

    def _hanging(self, inline: Inline) -> Iterator[Block]:
        self._notes.update(dict.fromkeys(inline.notes))
        self.count("unknown_symbol", inline.unknown)
        for box in inline.boxes:
            yield from self.blocks(box)
        yield from (Paragraph(words) for words in inline.word_art if words)
