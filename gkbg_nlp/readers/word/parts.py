"""The XML parts of a DOCX file that its text depends on, found by their relations and parsed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml
from lxml import etree

from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.word.limits import Package, damaged
from gkbg_nlp.report.records import Finding

Element = Any
"""An element of lxml, which has no types."""

# A long report has some ten thousand; a forged file packs millions into a few kilobytes. So many take some seconds.
MAX_TAGS = 1_000_000

_W = f"{{{nsmap['w']}}}"
# "Strict" files, which Word can write, name the same elements by other addresses.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", nsmap["w"].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", nsmap["m"].encode()),
)
_OPTIONAL = ("styles", "numbering", "footnotes", "endnotes")
_TITLE = f"{{{nsmap['dc']}}}title"
_TITLE_MAX = 300


def w(name: str) -> str:
    """The full tag or attribute name of WordprocessingML's ``name``."""
    return _W + name


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of an element that may be missing."""
    found: str | None = None if element is None else element.get(_W + name)
    return found


def whole(text: str | None, default: int, top: int = 1_000_000) -> int:
    """The whole number that an attribute holds, at most ``top`` in size; ``default`` where it holds none."""
    try:
        number = int(text) if text is not None and len(text) < 20 else default
    except ValueError:
        return default
    return max(-top, min(number, top))


def switched_on(element: Element | None) -> bool:
    """Whether a yes-or-no property such as ``w:vanish`` is there and not said to be off."""
    return element is not None and (value(element) or "1").lower() not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Parts:
    """Roots of the parts; ``None`` for those that the file has not. ``title`` is that of its core properties."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    title: str | None
    findings: tuple[Finding, ...]


def load_parts(package: Package) -> Parts:
    """The parts of a package. One that the text can do without and that is broken is left out, with the finding ``unreadable_part``.

    Raises:
        ReadError: ``unreadable``: no document, or one that is no well-formed XML; ``too_large``.
    """
    findings: list[Finding] = []
    top = _related(package, "", findings)
    main = top.get("officeDocument", "word/document.xml")
    data = package.read(main)
    if data is None:
        raise damaged(f"it has no {main}")
    document = _parse(data, main)
    beside = _related(package, main, findings)
    found: dict[str, Element | None] = {}
    for kind in _OPTIONAL:
        found[kind] = _optional(package, beside.get(kind), findings)
    core = _optional(package, top.get("core-properties"), findings)
    title = " ".join((core.findtext(_TITLE) or "").split())[:_TITLE_MAX] if core is not None else ""
    return Parts(
        document, found["styles"], found["numbering"], found["footnotes"], found["endnotes"], title or None, tuple(findings)
    )  # fmt: skip


def _optional(package: Package, name: str | None, findings: list[Finding]) -> Element | None:
    if name is None:
        return None
    try:
        data = package.read(name)
        return None if data is None else _parse(data, name)
    except ReadError as error:
        findings.append(Finding("unreadable_part", "warning", f"read without {name}: {error.message}"))
        return None


def _related(package: Package, source: str, findings: list[Finding]) -> dict[str, str]:
    """Member names by the last word of their relation's type, of what ``source`` refers to inside the file."""
    folder, base = posixpath.split(source)
    rels = _optional(package, posixpath.join(folder, "_rels", f"{base}.rels"), findings)
    found: dict[str, str] = {}
    for relation in () if rels is None else rels.iter("{*}Relationship"):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") == "External" or not target:
            continue
        kind = (relation.get("Type") or "").rpartition("/")[2]
        found.setdefault(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return found


def _parse(data: bytes, name: str) -> Element:
    if data.count(b"<") > MAX_TAGS:
        raise ReadError("too_large", f"{name} has more than {MAX_TAGS:,} tags")
    for strict, plain in _STRICT:
        data = data.replace(strict, plain)
    try:
        root = parse_xml(data)
    except (etree.LxmlError, ValueError, LookupError) as error:
        reason = str(error).partition("\n")[0][:100]
        raise damaged(f"{name} is no well-formed XML ({reason})") from error
    # Office never writes a DTD; entities are what bombs are made of.
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(f"{name} has a document type, which no Office program writes")
    return root
