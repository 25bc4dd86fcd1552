"""The heading chain above each block, and what its words say of the block's section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from gkbg_nlp.layout.numbering import Numbering
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.sections import HeadingEvidence, Sections, load_sections

_LOOK_AHEAD = 20  # chapters of the same number that are tried as the outer list's next
LABELLED = frozenset({"heading", "paragraph", "table"})
_OPENS = compiled(r"[^。:;!?]{2}[^。:;!?.]{0,28}")
_STOPPED = compiled(r"([^。:;!?]{2,30}?)([。:]|\.(?!\d))")  # a full stop in half width ends a head where no digit follows
_STOPS = frozenset("。:.")
_WORD = compiled(r"[^\W\d_]")
_SUBJECT = compiled(r"^.{2,14}(方面|情况|工作|机制)$")  # 监督保障方面。: a head without a number
_RUN_IN_LOOSE = compiled(r"([^。:;!? ]{2,24}) (?=\S)")


_CONTACT = compiled(r"(联系|电 *话|传 *真|邮 *编|邮政|地 *址|办公|通讯|电子|邮 *箱|网 *址).{0,8}:")


class BlockLike(Protocol):
    """What this room needs to know of a layout block."""

    @property
    def role(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def number(self) -> Numbering | None: ...
    @property
    def level(self) -> int | None: ...


class Heading(Struct):
    """An open heading: depth in the chain (after renumbered chapters are set right), words and their evidence."""

    depth: int
    words: str
    evidence: HeadingEvidence | None


class Witness(Struct):
    """What headings say of one block.

    ``sections`` are the candidates in the order they are named, empty where no heading decides; ``rule`` is the wording of
    the first. ``strength`` is 2 where the innermost heading decides, 1 where a weak or outer one does, 0 where none does.
    ``chain`` holds the headings above, outermost first; ``own`` is the block's own heading or run-in head. ``mute``: the block has no
    word (a cell of figures), so only what stands above it can speak.
    """

    sections: tuple[str, ...]
    rule: str | None
    strength: int
    chain: tuple[Heading, ...]
    own: HeadingEvidence | None
    run_in: str
    mute: bool = False


def witnesses(blocks: Sequence[BlockLike], sections: Sections | None = None) -> list[Witness | None]:
    """One witness a block; ``None`` for roles that carry no section. ``sections`` is the taxonomy, by default the shipped one."""
    known = sections or load_sections()
    chain: tuple[Heading, ...] = ()
    above: Heading | None = None  # the heading of the chain that decides
    plain: Witness | None = None  # what the chain says of a block without words of its own
    out: list[Witness | None] = []
    depths = _depths(blocks)
    first_chapter = next((i for i, b in enumerate(blocks) if b.role == "heading" and b.level == 1), 0)
    for i, block in enumerate(blocks):
        role = block.role
        if role not in LABELLED:
            out.append(None)
            continue
        text = block.text
        if role == "heading":
            depth = depths[i]
            while chain and chain[-1].depth >= depth:
                chain = chain[:-1]
            words, own = known.head(text[block.number.end :] if block.number else text)
            out.append(_for_heading(chain, own, known))
            chain = (*chain, Heading(depth, words, own))
            above, plain = _decisive(chain, known), None
            continue
        run_in = _run_in_head(block) if role == "paragraph" else ""
        own = known.head(run_in)[1] if run_in else None
        if not chain and known.opening and i < first_chapter and role == "paragraph":
            out.append(Witness((known.opening,), f"section.{known.opening}.place", 2 if _CONTACT.match(text) else 1, (), own, run_in))
            continue
        if own is not None or run_in:
            said = _for_text(chain, above, own, run_in, known)
        elif plain is None:
            said = plain = _for_text(chain, above, None, "", known)
        else:
            said = plain  # under one chain, blocks without words of their own share a witness
        if not text[:1].isalpha() and _WORD.search(text) is None:
            said = replace(said, mute=True)
        out.append(said)
    return out


def _depths(blocks: Sequence[BlockLike]) -> list[int]:
    """The depth of each heading: its level, one more where 一、 二、 are numbered anew under a chapter.

    Chapters 一、 二、 [一、 二、 三、] 三、: a second 一、 opens an inner list if the outer number goes on later.
    """
    depths = [(b.level or 1) if b.role == "heading" else 0 for b in blocks]
    firsts = [(i, b.number.value) for i, b in enumerate(blocks) if b.role == "heading" and b.number and b.number.level == 1]
    places: dict[int, list[int]] = {}
    for place, (_, value) in enumerate(firsts):
        places.setdefault(value, []).append(place)
    inner: set[int] = set()
    outer = 0
    at = 0
    while at < len(firsts):
        value = firsts[at][1]
        if value == 1 and outer >= 1:
            nexts = places.get(outer + 1, [])
            behind = bisect_right(nexts, at)
            stop = next((k for k in nexts[behind : behind + _LOOK_AHEAD] if firsts[k - 1][1] != outer), None)
            if stop is not None:
                inner.update(i for i, _ in firsts[at:stop])
                at = stop
                continue
        outer = value
        at += 1
    for i in inner:
        depths[i] += 1
    return depths


def _run_in_head(block: BlockLike) -> str:
    """The head that a paragraph opens with (（一）加强领导。…), empty where it opens with a sentence."""
    words = block.text[block.number.end :] if block.number else block.text
    if (opens := _OPENS.match(words)) is None:
        return ""
    end = opens.end()
    after = words[end : end + 1]
    if after == ".":
        stopped = _STOPPED.match(words)
        end, after = (stopped.end(1), stopped[2]) if stopped else (end, "")
    head = words[:end] if after in _STOPS else ""
    if head and len(words) > end + 1 and (block.number is not None or after == ":" or _SUBJECT.search(head)):
        return head
    if block.number is not None and (match := _RUN_IN_LOOSE.match(words)):
        return match[1]
    return ""


def _for_heading(chain: tuple[Heading, ...], own: HeadingEvidence | None, known: Sections) -> Witness:
    parent = _decisive(chain, known)
    if parent and parent.evidence and parent.evidence.sections[0] in known.keeping and not (_closes(own, known) or _among(own, parent)):
        return Witness(parent.evidence.sections[:1], parent.evidence.rules[0], 2, chain, own, "")
    if own and not own.weak:
        return Witness(own.sections, own.rules[0], 2, chain, own, "")
    if parent and parent.evidence:
        return Witness(parent.evidence.sections, parent.evidence.rules[0], 1, chain, own, "")
    if own:
        return Witness(own.sections, own.rules[0], 1, chain, own, "")
    return Witness((), None, 0, chain, own, "")


def _for_text(chain: tuple[Heading, ...], above: Heading | None, own: HeadingEvidence | None, run_in: str, known: Sections) -> Witness:
    if own and _closes(own, known) and run_in.startswith(("附", "名词", "指标")):
        return Witness(own.sections[:1], own.rules[0], 2, chain, own, run_in)
    generic = above is None or above.evidence is None or above.evidence.weak
    if own and not own.weak and (generic or _merged(above)) and (own.coverage >= 0.15 or _SUBJECT.search(run_in)):
        strength = 2 if own.coverage >= 0.4 or _SUBJECT.search(run_in) else 1
        return Witness(own.sections[:1], own.rules[0], strength, chain, own, run_in)
    if above and above.evidence and not above.evidence.open:
        strength = 2 if above is chain[-1] else 1
        return Witness(above.evidence.sections, above.evidence.rules[0], strength, chain, own, run_in)
    return Witness((), None, 0, chain, own, run_in)


def _closes(own: HeadingEvidence | None, known: Sections) -> bool:
    """附件, 附表, 名词解释: they end the chapter above whatever their level."""
    return own is not None and not own.weak and own.sections[0] == known.closing and own.coverage >= 0.4


def _among(own: HeadingEvidence | None, chapter: Heading) -> bool:
    """Whether the words name one of the sections of a merged chapter (存在问题和下一步打算 > 下一步打算)."""
    return own is not None and not own.weak and chapter.evidence is not None and own.sections[0] in chapter.evidence.sections


def _merged(heading: Heading | None) -> bool:
    return heading is not None and heading.evidence is not None and len(heading.evidence.sections) > 1


def _decisive(chain: tuple[Heading, ...], known: Sections) -> Heading | None:
    """The innermost heading whose words decide a section; a weak one only where it is the innermost and no strong one stands above.

    A weak one further out says nothing of text under a heading of another subject, whatever that is (概述 over 我们的做法).
    """
    for heading in reversed(chain):
        if heading.evidence and not heading.evidence.weak:
            kept = next((h for h in chain if h is not heading and h.depth < heading.depth and _keeps(h, known)), None)
            return heading if kept is None or _closes(heading.evidence, known) or _among(heading.evidence, kept) else kept
    return chain[-1] if chain and chain[-1].evidence else None


def _keeps(heading: Heading, known: Sections) -> bool:
    evidence = heading.evidence
    return evidence is not None and not evidence.weak and evidence.sections[0] in known.keeping
