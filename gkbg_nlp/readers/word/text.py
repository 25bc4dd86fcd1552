"""The characters of one paragraph of a DOCX file, and what hangs in it: text boxes and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gkbg_nlp.readers.word.formats import format_number, glyph
from gkbg_nlp.readers.word.parts import Element, switched_on, value, w, whole

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
ALTERNATIVES, _CHOICE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"

# What a tracked change took out, properties, readings above characters: nothing of them is shown as text.
_SILENT = {w(name) for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "rt", "rubyPr")}
_SIGNS = {w("tab"): " ", w("ptab"): " ", w("cr"): "\n", w("noBreakHyphen"): "-"}
_TEXTS = frozenset((w("t"), _MATH_TEXT))
# What makes one of two drawings of the same thing the better one: that it has text.
_LETTERS = (w("t"), w("sym"), _MATH_TEXT, _WORD_ART)
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_BREAKS_IN_TEXT = re.compile("[\t\n\r]")
# Word's "enclosed characters" are a field that draws one over the other: a circle and what stands in it.
_ENCLOSED = re.compile(r"\s*eq\s*\\o\\ac\s*\(\s*([○◯])\s*[,，;]\s*([^)]{1,4}?)\s*\)", re.IGNORECASE)


@dataclass(slots=True)
class Inline:
    """What a paragraph holds: its text with ``\\n`` for line breaks, its text boxes, the notes it refers to (part and id), words drawn as
    pictures, and how many symbols of unknown fonts stand as U+FFFD."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    word_art: list[str] = field(default_factory=list)
    unknown: int = 0


@dataclass(slots=True)
class _Fields:
    """Fields that are open: for each whether its code still runs. What a code holds is no text."""

    open: list[bool] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def mark(self, kind: str | None) -> str:
        """Take a begin, separate or end; gives the character that a field without result draws."""
        if kind == "begin":
            self.open.append(True)
            self.code.clear()
        elif kind == "separate" and self.open:
            self.open[-1] = False
        elif kind == "end" and self.open and self.open.pop():
            return _enclosed("".join(self.code))
        return ""


def read_inline(paragraph: Element) -> Inline:
    """The content of a ``w:p``. Insertions stand, deletions and hidden text do not; fields give their results."""
    out = Inline()
    pieces: list[str] = []
    fields = _Fields()
    stack = [iter(paragraph)]  # no recursion: wrappers nest as deep as a forger likes
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
            continue
        tag = one.tag
        if not isinstance(tag, str):  # a comment or an instruction
            continue
        if tag in _TEXTS:
            piece = _text(one)
        elif tag == w("fldChar"):
            pieces.append(fields.mark(value(one, "fldCharType")))
            continue
        elif tag == w("instrText"):
            fields.code.append(one.text or "")
            continue
        elif tag in _SIGNS:
            piece = _SIGNS[tag]
        elif tag == w("br"):
            piece = "\n"  # a page break too: what follows begins a line; at the paragraph's ends it is cut off
        elif tag == w("sym"):
            piece = glyph(value(one, "font"), _code(value(one, "char"))) or "\ufffd"
            out.unknown += piece == "\ufffd"
        else:
            if (inner := _within(one, out)) is not None:
                stack.append(iter(inner))
            continue
        if not any(fields.open):
            pieces.append(piece)
    out.text = "".join(pieces)
    return out


def _within(one: Element, out: Inline) -> Element | None:
    """The element to go on in, if any; boxes, notes and drawn words are put aside."""
    tag = one.tag
    if tag in _SILENT or is_placeholder(one):
        return None
    if tag == w("txbxContent"):
        out.boxes.append(one)
    elif tag in _NOTES:
        out.notes.append((_NOTES[tag], value(one, "id") or ""))
    elif tag == _WORD_ART:
        out.word_art.append(" ".join((one.get("string") or "").split()))
    elif tag == ALTERNATIVES:
        return alternative(one)
    elif tag == w("r") and switched_on(one.find(f"{w('rPr')}/{w('vanish')}")):
        return None
    else:
        found: Element = one
        return found
    return None


def alternative(content: Element) -> Element | None:
    """The one drawing that counts where a file has several of the same thing for programs of different age."""
    branches = [*content.findall(_CHOICE), *content.findall(_FALLBACK)]
    return next((branch for branch in branches if next(branch.iter(*_LETTERS), None) is not None), None)


def is_placeholder(element: Element) -> bool:
    """Whether ``element`` is a content control that shows its prompt because nobody filled it in."""
    return element.tag == w("sdt") and switched_on(element.find(f"{w('sdtPr')}/{w('showingPlcHdr')}"))


def _text(element: Element) -> str:
    text = element.text or ""
    if element.tag != _MATH_TEXT and element.get(_PRESERVE) != "preserve":
        text = text.strip(" \t\r\n")  # so the standard: blanks at the ends count only where the file says so
    return _BREAKS_IN_TEXT.sub(" ", text)


def _code(text: str | None) -> int:
    try:
        return int(text or "", 16)
    except ValueError:
        return 0xE000


def _enclosed(code: str) -> str:
    match = _ENCLOSED.match(code)
    if match is None:
        return ""
    number = whole(match[2], 0)
    return format_number(number, "decimalEnclosedCircle") if number else match[2]
