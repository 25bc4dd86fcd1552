"""Telephone and fax numbers.

The shape finds candidates, what stands before a number (its label, or the number before it in a list) decides: a number with an
area code, a mobile or a 400 number stands for itself unless its surroundings make a code of it, every shorter one needs a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gkbg_nlp.entities.numerals import alternation
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.contacts import contact_words
from gkbg_nlp.taxonomy.precompiled import compiled

_GAP = 22  # the most that may stand between two numbers of a list: a joint and a note in brackets
_BACK = 40  # a label with a name behind it has at most so many characters
_B = " {0,3}"
_LOCAL = r"(?:[1-9][0-9]{6,7}|[1-9][0-9]{2,3} ?[ -] ?[0-9]{4})"
_ALONE = compiled(r" {0,3}(?:[)。,;、\n|*]|\Z|转| {1,4}[^0-9 ])")
# An index number goes on behind its dash or stroke (01234567-8/2013-00012); a second telephone number does too, but whole.
_CODE = compiled(r"-[0-9]|/(?!(?:[1-9][0-9]{6,7}|\(?0[0-9]{2,3}\)?[ -]{0,3}[1-9][0-9]{6,7}|1[3-9][0-9]{9})(?![0-9/-]))[0-9]")
# Behind a mark, or behind the name of the office or person that it is of (办公室3214567,法规科3214568).
_PARTED = compiled("(?:[,;:、( ]|[,;、(] {0,3}[\u4e00-\u9fff]{1,10} {0,3}:?)\\Z")
_SERVICE = compiled("1(?:[12][0-9]|2[0-9]{3})|9[56][0-9]{3}")
_PARTS = compiled("[1-9][0-9]{2,3} ?[ -] ?[0-9]{4}")
_YEARS = compiled("(?:19|20)[0-9]{2} ?[ -] ?(?:19|20)[0-9]{2}")
_DATE_LIKE = compiled(r"(?:19[5-9]|20[0-4])[0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class _Words:
    number: re.Pattern[str]
    label: re.Pattern[str]
    behind: re.Pattern[str]
    fax_note: re.Pattern[str]
    hotline: tuple[str, ...]
    given: tuple[str, ...]
    strong: re.Pattern[str]
    office: re.Pattern[str]
    context: re.Pattern[str]
    colon: re.Pattern[str]
    join: re.Pattern[str]


def _number_pattern(turn: str) -> re.Pattern[str]:
    """The shapes of telephone numbers. One first class, so that the scan skips by a look-up; the number begins where no other ends."""
    extension = rf"(?:{_B}(?:-{{1,2}}|[×xX*#]|{turn}){_B}:?{_B}(?P<ext>[0-9]{{1,5}})(?![0-9])|{_B}\({_B}{turn}{_B}:?{_B}(?P<ext2>[0-9]{{1,5}}){_B}\))?"
    return compiled(
        r"[0-9](?<![0-9A-Za-z_][0-9])(?:"
        rf"(?P<area>(?:(?:(?<=\+8)6|(?<=0)086){_B}-?{_B}0?|(?<=8)6(?:(?: {{1,3}}|{_B}-{_B})0?|0)|(?<=0))(?:10|2[0-9]|[3-9][0-9]{{2}}))(?P<sep>{_B}[)\]】]?[ -]{{0,5}})(?P<local>{_LOCAL})(?![0-9]){extension}"
        rf"|(?P<mobile>(?:(?<=8)6{_B}-?{_B}1|(?<=1))[3-9][0-9](?:[0-9]{{8}}| [0-9]{{4}} [0-9]{{4}}|-[0-9]{{4}}-[0-9]{{4}}))(?![0-9])"
        rf"|(?P<free>(?<=[48])00{_B}-?{_B}(?:[0-9]{{3}}{_B}-?{_B}[0-9]{{4}}|[0-9]{{4}}{_B}-?{_B}[0-9]{{3}}))(?![0-9]){extension.replace('ext', 'fext')}"
        rf"|(?P<odd>(?<=0)[0-9]{{2,3}}{_B}[)/.·]?[ -]{{0,3}}[0-9]{{5,8}}|[0-9]{{2,3}}{_B}-{_B}[1-9][0-9]{{6,7}}|(?<=[1-9])[0-9]{{2,3}} ?[ -] ?[0-9]{{4}})(?![0-9]){extension.replace('ext', 'oext')}"
        rf"|(?P<bare>(?<=[1-9])[0-9]{{6,7}})(?![0-9]){extension.replace('ext', 'bext')}"
        r"|(?P<short>(?<=[1-9])[0-9]{4,5}|(?<=1)[12][0-9])(?![0-9])"
        r")"
    )


@cache
def _words() -> _Words:
    words = contact_words()
    phone = alternation(words["phone.label"], blanks=True)
    fax = alternation(words["fax.label"], blanks=True)
    named = alternation(words["phone.label.strong"], blanks=True)  # 联系(传真:…) calls, it names no telephone
    refused = alternation(words["refused.label"])
    number = alternation(words["number.word"])
    joint = rf"(?:{number})?{_B}[(/、,和及兼与或暨\\&|+]{{1,2}}{_B}(?:兼|含|及)?"
    tail = (
        rf"(?:{_B}(?:{number}){{1,2}})?{_B}(?:\([^()0-9\n]{{0,16}}\))?[ :*_|为是]{{0,8}}"
        # a name may stand in between (电话:王某 3214567), but no other label (电话:略 传真:3214567)
        rf"(?:(?<=[: ])(?:(?!{fax}|{named}|{refused})[^0-9:;。,、()\n]){{1,14}}[ :]{{0,3}})?[ (\[]{{0,4}}\Z"
    )
    return _Words(
        number=_number_pattern(alternation(words["number.extension"])),
        label=compiled(
            rf"(?:(?P<both>{named}{joint}{fax}\)?|{fax}{joint}{named}\)?|电{_B}话{_B}传{_B}真)|(?P<fax>{fax})"
            rf"|(?P<phone>{phone})|(?P<no>{refused})){tail}"
        ),
        behind=compiled(rf" ?(?:余|多)?{alternation(words['refused.behind'])}"),
        fax_note=compiled(rf"{_B}\({_B}(?P<word>[^()\n]{{0,6}}{fax}(?:机|号)?){_B}\)"),
        hotline=words["hotline.behind"],
        given=words["hotline.given"],
        strong=compiled(
            rf"{alternation(words['phone.label.strong'], blanks=True)}(?:{number})?{_B}(?:\([^()0-9\n]{{0,16}}\))?[ :*为是(]{{0,6}}\Z"
        ),
        office=compiled(rf"{alternation(words['office'])} ?[ :(]{{1,4}}\Z"),
        context=compiled(alternation(words["context"])),
        colon=compiled(r"(?:[:(]|为|是) {0,3}\Z"),
        join=compiled(rf"(?:{_B}\([^()0-9\n]{{1,12}}\))?{_B}(?:[、/,;|\\]|{alternation(words['list.join'])}){{0,2}}{_B}\Z"),
    )


# What each shape begins with: five digits in a row; two to four parted from the next ones; a hotline of three.
_START = compiled(
    r"[0-9](?<![0-9A-Za-z_][0-9])(?=[0-9]{4}|(?<=0)[0-9]{1,3}[ )\]】/.·-]{1,9}[0-9]|[0-9]{1,3}[ -]{1,7}[0-9]{2}|(?<=1)[12][0-9](?![0-9]))"
)


@dataclass(slots=True)
class _Label:
    kind: str  # phone, fax, both, no or ""
    end: int
    shared: bool = False  # 电话、传真: with two numbers behind it
    inherited: bool = False  # of the number before it in the list


def find_phones(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The PHONE and FAX spans, sorted by start; ``taken`` are the contact data whose digits are none."""
    found: list[Entity] = []
    at = index = 0
    label = _Label("", -1)
    number, counts = _words().number, _words().behind
    for begin in [start.start() for start in _START.finditer(text)]:
        if begin < at or (match := number.match(text, begin)) is None:
            continue
        while index < len(taken) and taken[index].end <= match.start():
            index += 1
        if index < len(taken) and taken[index].start < match.end():
            at = max(taken[index].end, match.start() + 1)
            continue
        at = match.end()
        if counts.match(text, at):
            continue
        start = match.start()
        opening = _opening(text, match)
        own = _label(text, opening, found[-1].end if found else 0)
        if own.kind == "" and found and opening - found[-1].end <= _GAP and _words().join.match(text, found[-1].end, opening):
            own = _Label(label.kind, start, inherited=True)
            if label.shared and found[-1].label == "PHONE":
                own.kind = "fax"  # 电话、传真:A、B names two numbers
        entity = _accept(text, match, own, found)
        if entity is None:
            continue
        label = own if own.kind else _Label("phone", own.end)
        found.append(entity)
        at = entity.end
    return found


def _opening(text: str, match: re.Match[str]) -> int:
    """The start of the number with the bracket or + that belongs to it: (0533)2183391, +86 533 …"""
    start = match.start()
    closing = (match["sep"] or "").strip(" -") if match["area"] else ""
    if closing and text[start - 1 : start] == _OPENS[closing]:
        start -= 1
    if text[start - 1 : start] == "+" and text[start] in "08":
        start -= 1
    return start


def _label(text: str, start: int, floor: int) -> _Label:
    """The label whose reach ends at ``start``; none reaches over the number before it."""
    match = _words().label.search(text, max(floor, start - _BACK), start)
    if match is None:
        return _Label("", start)
    kind = match.lastgroup or ""
    return _Label(kind, match.end(), shared=kind == "both" and "(" not in (match["both"] or "("))


def _accept(text: str, match: re.Match[str], label: _Label, found: list[Entity]) -> Entity | None:
    """The entity of a candidate, or None where its shape and its surroundings make no telephone number."""
    words = _words()
    start, end = _opening(text, match), match.end()
    shape = (
        match.lastgroup
        if match.lastgroup in ("area", "mobile", "free", "odd", "bare", "short")
        else next(k for k in ("area", "mobile", "free", "odd", "bare", "short") if match[k])
    )
    if label.kind == "no":
        return None
    labelled = label.kind in ("phone", "fax", "both")
    before = text[start - 1 : start]
    if before in ("-", "/", ".", "〔", "[", "第", "№", "_", "@") and not labelled:
        return None
    if text[end : end + 1].isascii() and text[end : end + 1].isalnum() and not labelled:
        return None
    if not labelled and _CODE.match(text, end):
        return None
    if shape == "short" and not _hotline(text, match[0], start, end, label):
        return None
    if shape == "odd" and (not labelled or _YEARS.fullmatch(match[0])):
        return None
    if shape == "bare" and _DATE_LIKE.fullmatch(match[0]) and not words.strong.search(text, max(0, start - 24), start):
        return None
    if shape == "bare" and not labelled and not _in_contacts(text, match, start, end):
        return None
    if shape == "free" and len(re.sub("[^0-9]", "", match["free"])) + 1 != 10:
        return None
    kind = "FAX" if label.kind == "fax" else "PHONE"
    note = words.fax_note.match(text, end)
    if note is not None and label.kind != "fax":
        # behind a label of its own the note makes the number one for both, in a list it says which of the numbers is the fax
        only = label.kind == "" or label.inherited
        kind = "FAX" if only and re.fullmatch("传 {0,3}真(?:机|号)?", note["word"]) else "PHONE"
    return Entity(start, end, kind, value=_value(text[start:end], match), rule=f"contacts.{kind.lower()}.{_RULES[shape]}")


_OPENS = {")": "(", "]": "[", "】": "【"}
_RULES = {"area": "landline", "mobile": "mobile", "free": "free", "odd": "labelled", "bare": "local", "short": "hotline"}


def _hotline(text: str, number: str, start: int, end: int, label: _Label) -> bool:
    """A short number given as a number (举报电话:12345), not a hotline's name (12345热线)."""
    words = _words()
    if text.startswith(words.given, end + 1 if text[end : end + 1] == " " else end):
        return True
    if label.kind not in ("phone", "fax", "both") or text.startswith(words.hotline, end) or text.startswith(("”", '"', "’"), end):
        return False
    if label.inherited and text[start - 1] in "、或/":  # 电话:7152016、12345; six digits would be a postcode
        return _SERVICE.fullmatch(number) is not None and _ALONE.match(text, end) is not None
    window = text[max(0, start - 24) : start]
    return bool(words.strong.search(window) or (words.colon.search(window) and words.label.search(window)))


def _in_contacts(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a bare number stands as a contact: behind an office or a name, or in a list, at the end of its clause."""
    words = _words()
    if not _ALONE.match(text, end):
        return False
    line = text[max(0, start - 80) : start].rpartition("\n")[2]
    if words.context.search(line) and _PARTED.search(line):
        return True
    near = text[max(0, start - 160) : start]
    return words.office.search(line) is not None and words.context.search(near) is not None


def _value(written: str, match: re.Match[str]) -> str:
    """ASCII digits and '-': one '-' behind the area code and before the extension, none inside the local number."""
    extension = next((match[k] for k in ("ext", "ext2", "fext", "fext2", "oext", "oext2", "bext", "bext2") if match[k]), None)
    head = written
    if extension is not None:
        head = written[: written.rindex(extension)]
    head = re.sub("[^0-9-]+", " ", head).strip(" -")
    if match["area"]:
        local = re.sub("[^0-9]", "", match["local"])
        area = re.sub("-+", "-", re.sub(" +", "-", re.sub("[^0-9 -]", " ", written[: written.index(match["local"])]).strip(" -")))
        area = re.sub("-{2,}", "-", area)
        head = f"{area}-{local}" if match["sep"].strip(" ") or match["sep"] else area + local
    elif match["odd"] and _PARTS.fullmatch(head):
        head = re.sub("[ -]", "", head)  # 5747-8806 is one local number, written in two parts
    elif match["mobile"] and head.startswith("86"):
        head = re.sub("^86[ -]+", "86-", head).replace(" ", "")
    else:
        head = re.sub(" *-+ *", "-", head.replace(" ", "-" if match["odd"] and written[:1] in "0(" else "")).replace(" ", "")
    return head if extension is None else f"{head}-{extension}"
