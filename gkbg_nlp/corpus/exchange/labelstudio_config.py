"""The labelling configuration of a Label Studio project for reports: labels of blocks, labels of entities, the text."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from gkbg_nlp.corpus.annotated import LABELS, ROLES, SECTIONS, GoldBlock, GoldReport
from gkbg_nlp.corpus.exchange.labels import block_label, entity_label

BLOCKS, ENTITIES, TEXT = "block", "entity", "text"
"""Names of the tags; ``text`` is the field of a task's data too."""
_LEVELS = 3
"""Levels of headings that are offered where the data has no deeper ones: 一、（一） and 1."""


def labelling_config(reports: Sequence[GoldReport]) -> str:
    """The configuration as XML. Offered are the data's sections and, where these are all of the guide, the guide's."""
    used = dict.fromkeys(block.section for report in reports for block in report.blocks if block.section is not None)
    sections = list(SECTIONS) if set(used) <= set(SECTIONS) else list(used)
    deepest = max((block.level or 0 for report in reports for block in report.blocks), default=0)
    view = ElementTree.Element("View")
    # Without it the page shows a report's lines as one (labelstud.io/tags/text).
    ElementTree.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    ElementTree.SubElement(view, "Filter", toName=BLOCKS, name="filter", hotkey="shift+f", minlength="0")
    offered = dict.fromkeys(_block_labels(sections, max(deepest, _LEVELS)))
    offered.update(dict.fromkeys(block_label(block) for report in reports for block in report.blocks))
    _add(view, BLOCKS, offered, [None, *sections])
    marks = dict.fromkeys(sorted(LABELS))
    marks.update(dict.fromkeys(entity_label(entity.label) for report in reports for entity in report.entities))
    _add(view, ENTITIES, marks, [])
    ElementTree.SubElement(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _block_labels(sections: Sequence[str], levels: int) -> Iterable[str]:
    for role in ROLES:
        if role == "heading":
            yield from (block_label(GoldBlock(0, 1, role, section, level)) for section in sections for level in range(1, levels + 1))
        elif role in ("paragraph", "table"):
            yield from (block_label(GoldBlock(0, 1, role, section, None)) for section in sections)
        else:
            yield block_label(GoldBlock(0, 1, role, None, None))


def _add(view: ElementTree.Element, name: str, labels: Iterable[str], sections: Sequence[str | None]) -> None:
    """A ``Labels`` tag; labels of one section have one colour."""
    tag = ElementTree.SubElement(view, "Labels", name=name, toName=TEXT)
    names = list(labels)
    for number, label in enumerate(names):
        section = label.split(".", 2)[2] if label.count(".") > 1 and name == BLOCKS else None
        place, of = (sections.index(section), len(sections)) if section in sections else (number, len(names))
        red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(place / of, 0.6, 0.6))
        ElementTree.SubElement(tag, "Label", value=label, background=f"#{red:02x}{green:02x}{blue:02x}")
