"""Whose a contact is: the reporting office's, a complaint line's, or the site operator's (docs/contacts.md).

The label of the number decides first, then the body that the sentence speaks of, then the block. Where none does, no role is set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from msgspec import UNSET, UnsetType

from gkbg_nlp.report.records import Block, Entity
from gkbg_nlp.taxonomy.contacts import contact_words
from gkbg_nlp.taxonomy.precompiled import compiled

ContactRole = Literal["office", "complaints", "operator"]
CONTACTS = frozenset({"PHONE", "FAX", "EMAIL", "ADDRESS", "POSTCODE"})
_LISTED = compiled(r"(?:\([^()\n]{0,12}\))?[ 、/,;或和及与]{0,4}[(+]?\Z")  # between the numbers of one list
_LABEL = 14  # the longest label with its bracket and colon
_CLAUSE = 60  # what calls for contact stands at most so far before it
_SENTENCE = 160  # a body's contact data stand at most so far behind its name
_ENDS = compiled("[。!?\n]")
_BRACKET_ENDS = compiled("[)。!?\n]")


@dataclass(frozen=True, slots=True)
class _Words:
    complaint: re.Pattern[str]
    service: re.Pattern[str]
    labelled: re.Pattern[str]
    """What each of the labels above holds a word of; most contacts have none of them."""
    body: re.Pattern[str]
    complaint_bodies: frozenset[str]
    operator: re.Pattern[str]
    operator_label: re.Pattern[str]
    call: re.Pattern[str]
    strict: re.Pattern[str]
    places: tuple[str, ...]


def _any(*ids: str) -> str:
    words = contact_words()
    return "|".join(re.escape(w) for i in ids for w in words[i])


@cache
def _words() -> _Words:
    label = r"[^,。;:()\n]{0,6}(?:\([^()0-9\n]{0,8}\))?[ :(*_|为是]{0,6}\Z"
    kind = "电话|热线|专线|号码|传真|邮箱|信箱|邮件|地址|邮编|邮政编码"
    own = "".join(f"(?<!{re.escape(w)})" for w in contact_words()["role.office.line"])
    return _Words(
        complaint=compiled(f"(?:{_any('role.complaints')})(?:受理|处理|接待)?(?:(?:{kind}){label}|[:(] ?\\Z)"),
        service=compiled(f"{own}(?:{_any('role.service')})(?:{kind})?{label}"),
        labelled=compiled(_any("role.complaints", "role.service", "role.operator")),
        body=compiled(_any("role.complaints.body", "role.office.body")),
        complaint_bodies=frozenset(contact_words()["role.complaints.body"]),
        operator=compiled(_any("role.operator")),
        operator_label=compiled(f"(?:{_any('role.operator')})(?:单位)?(?:{kind})?{label}"),
        call=compiled(_any("office.call")),
        strict=compiled(_any("office.call.strict")),
        places=contact_words()["office.place"],
    )


def rank(block: Block) -> int | None:
    """How likely a block of this kind holds the reporting office's contact (0 is best); None where it holds none."""
    place = block.section or block.role
    places = _words().places
    return places.index(place) if place in places else None


def set_roles(blocks: Sequence[Block], entities: Sequence[Entity], text: str) -> None:
    """Set ``role`` of the contact entities; ``text`` is folded, of the same offsets as the source."""
    operated: dict[int, bool] = {}
    before: Entity | None = None
    for entity in entities:
        if entity.label not in CONTACTS or entity.block is None:
            continue
        at = entity.block
        if blocks[at].role == "boilerplate" and at not in operated:
            operated[at] = _is_operated(at, blocks, text)
        if operated.get(at, False):
            entity.role = "operator"
        elif (
            before is not None and before.label == entity.label and before.block == at and _LISTED.fullmatch(text, before.end, entity.start)
        ):
            entity.role = before.role  # one list, one owner
        else:
            entity.role = _role(entity, blocks[at], text)
        before = entity


def _role(entity: Entity, block: Block, text: str) -> ContactRole | UnsetType:
    words = _words()
    near = text[max(block.start, entity.start - _LABEL) : entity.start]
    if words.labelled.search(near):
        if words.complaint.search(near):
            return "complaints"
        if words.operator_label.search(near):
            return "operator"
        if entity.label in ("PHONE", "FAX") and words.service.search(near):
            return UNSET
    if _of_complaints(text, max(block.start, entity.start - _SENTENCE), entity.start):
        return "complaints"
    if block.role == "boilerplate":
        return UNSET
    return "office" if _called(entity, block, text) else UNSET


def _called(entity: Entity, block: Block, text: str) -> bool:
    """Whether the block is one where a body gives its own contact, and the words before it say so."""
    words = _words()
    if rank(block) is None:
        return False
    place = block.section or block.role
    if place in ("preamble", "signature"):
        return True
    before = text[max(block.start, entity.start - _CLAUSE) : entity.start]
    return words.call.search(before) is not None and (place == "other_matters" or words.strict.search(before) is not None)


def _of_complaints(text: str, start: int, end: int) -> bool:
    """Whether the last body that the sentence names before ``end`` is one that takes complaints."""
    words = _words()
    last = None
    for last in words.body.finditer(text, start, end):  # noqa: B007 - the last one is wanted
        pass
    if last is None or last[0] not in words.complaint_bodies:
        return False
    ends = _BRACKET_ENDS if last[0].endswith("(") else _ENDS
    return ends.search(text, last.end(), end) is None


def _is_operated(index: int, blocks: Sequence[Block], text: str) -> bool:
    """Whether the contacts of a page line are the site operator's: one behind the text, or of a run of such lines that names an operator."""
    first = last = index
    while last + 1 < len(blocks) and blocks[last + 1].role == "boilerplate":
        last += 1
    if last + 1 == len(blocks):
        return True
    while first and blocks[first - 1].role == "boilerplate":
        first -= 1
    operator = _words().operator
    return any(operator.search(text, blocks[i].start, blocks[i].end) for i in range(first, last + 1))
