"""E-mail addresses and URLs, with the damage of exports and mirrors mended in the value (＠, 。 for a dot, blanks)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gkbg_nlp.entities.numerals import alternation, outside
from gkbg_nlp.entities.scan import matches_at, starts
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.contacts import contact_words
from gkbg_nlp.taxonomy.precompiled import compiled

_LOCAL = 64  # the longest local part of an e-mail address
_HOST = 120
_HOST_PART = compiled("[A-Za-z0-9_-]+")
_AT = compiled(r"[@#([](?:(?<=@)|(?<=#)|(?:at|AT)[)\]])")
# Each begins with one character, so that the scan for it is a cheap one.
_AT_STARTS = {mark: compiled(re.escape(mark) + (r"(?=(?:at|AT)[)\]])" if mark in "([" else "")) for mark in "@#(["}
_IP = compiled(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")


@dataclass(frozen=True, slots=True)
class _Patterns:
    local: re.Pattern[str]
    local_label: re.Pattern[str]
    domain: re.Pattern[str]
    url: re.Pattern[str]
    url_starts: dict[str, re.Pattern[str]]
    host_back: re.Pattern[str]
    scheme: re.Pattern[str]
    host: re.Pattern[str]
    path: re.Pattern[str]
    suffixes: frozenset[str]


@cache
def _patterns() -> _Patterns:
    words = contact_words()
    domains = alternation(words["url.domain"])
    label = alternation(words["email.label"], blanks=True)
    name = "[A-Za-z0-9](?>[A-Za-z0-9_-]{0,62})"
    dot = "(?: ?[.。·] ?)"
    return _Patterns(
        local=compiled(rf"(?<![A-Za-z0-9._+-])[A-Za-z0-9_][A-Za-z0-9._+-]{{0,{_LOCAL}}} ?\Z"),
        local_label=compiled(rf"{label}[ :为是*(]{{0,6}}(?P<local>[A-Za-z0-9_](?:[A-Za-z0-9._+-]| (?=[A-Za-z0-9._])){{0,{_LOCAL}}} ?)\Z"),
        domain=compiled(rf" ?{name}(?:{dot}{name}){{1,5}}"),
        url=compiled(
            rf"[hHwW.。](?=[ A-Za-z0-9])(?:(?<=[hH])(?:ttps?|TTPS?) ?: ?[/\\]{{1,2}}|(?<=[wW])(?:ww|WW) ?[.。]|(?<=[.。]) ?(?i:{domains})(?![A-Za-z0-9])|(?<=\.)[0-9]{{1,3}}\.[0-9]{{1,3}}\.[0-9]{{1,3}}[:/])"
        ),
        url_starts={
            "h": compiled("h(?=ttp|TTP)"),
            "H": compiled("H(?=ttp|TTP)"),
            "w": compiled("w(?=ww|WW)"),
            "W": compiled("W(?=ww|WW)"),
            ".": compiled(rf"\.(?= ?(?i:{domains})|[0-9]{{1,3}}\.)"),
            "。": compiled("。(?=[ A-Za-z0-9])"),
        },
        host_back=compiled(rf"(?<![A-Za-z0-9@])[A-Za-z0-9](?:[A-Za-z0-9-]|(?<=[A-Za-z0-9]) ?[.。] ?(?=[A-Za-z0-9])){{0,{_HOST}}}\Z"),
        scheme=compiled(r"(?:https?|HTTPS?) ?: ?[/\\]{1,2} ?\Z"),
        host=compiled(rf"{name}(?:{dot}{name}){{1,7}}"),
        path=compiled(
            rf"(?::[0-9]{{2,5}})?(?:/(?:[A-Za-z0-9._~%/?#@!$&'*+=:-]|。(?={alternation(words['url.page'])}(?![A-Za-z]))){{0,300}})?"
        ),
        suffixes=frozenset(words["url.domain"]),
    )


def find_web(text: str) -> list[Entity]:
    """The EMAIL and URL spans, sorted by start; the host of an e-mail address is no URL."""
    mails, urls = _emails(text), _urls(text)
    if not mails:
        return urls
    found = mails + outside(urls, [(e.start, e.end) for e in mails])
    found.sort(key=lambda e: e.start)
    return found


def _mend(text: str) -> str:
    return text.replace(" ", "").replace("。", ".").replace("·", ".").replace("\\", "/")


def _emails(text: str) -> list[Entity]:
    marks = starts(text, _AT_STARTS)
    if not marks:
        return []
    patterns = _patterns()
    found: list[Entity] = []
    last = 0
    for at in matches_at(_AT, text, marks):
        domain = patterns.domain.match(text, at.end())
        if domain is None:
            continue
        end = _host_end(text, domain.start(), domain.end(), strict=at[0] != "@")
        if end is None:
            continue
        floor = max(last, at.start() - _LOCAL - 20)
        local = patterns.local_label.search(text, floor, at.start())
        start = local.start("local") if local else -1
        if local is None:
            plain = patterns.local.search(text, max(last, at.start() - _LOCAL - 2), at.start())
            start = plain.start() if plain else -1
        if start < 0:
            continue
        value = _mend(text[start : at.start()]) + "@" + _mend(text[at.end() : end])
        found.append(Entity(start, end, "EMAIL", value=value, rule="contacts.email" if at[0] == "@" else "contacts.email.masked"))
        last = end
    return found


def _host_end(text: str, start: int, end: int, *, strict: bool) -> int | None:
    """Where a host ends: behind its last top domain; a blank or 。 goes on only into another domain part.

    An e-mail address may end in a part that is no known top domain (``strict`` is False), a bare host not.
    """
    suffixes = _patterns().suffixes
    parts = list(_HOST_PART.finditer(text, start, end))
    stop: int | None = None
    for before, part in pairwise(parts):
        gap = text[before.end() : part.start()]
        known = part[0].lower() in suffixes
        if gap != "." and not known and (stop is not None or "。" in gap):
            break  # x@y.com。www…: the sentence goes on
        # no top domain is made of digits alone: 12@3.5 is a price
        if known or (not strict and stop is None and part is parts[-1] and gap == "." and not part[0].isdigit()):
            stop = part.end()
    return stop


def _urls(text: str) -> list[Entity]:
    patterns = _patterns()
    found: list[Entity] = []
    last = 0
    for hit in matches_at(patterns.url, text, starts(text, patterns.url_starts)):
        if hit.start() < last:
            continue
        mark = hit[0][0]
        if mark in "hH":
            entity = _forward(text, hit.start(), hit.end(), "contacts.url.http")
        elif mark in "wW":
            if hit.start() and text[hit.start() - 1].isascii() and text[hit.start() - 1].isalnum():
                continue
            entity = _forward(text, hit.start(), hit.start(), "contacts.url.www")
        else:
            back = patterns.host_back.search(text, max(last, hit.start() - _HOST), hit.start())
            if back is None:
                continue
            scheme = patterns.scheme.search(text, max(last, back.start() - 12), back.start())
            entity = _forward(text, scheme.start() if scheme else back.start(), back.start(), "contacts.url.host")
            if entity is not None and all(part in patterns.suffixes for part in str(entity.value).lower().split(".")):
                continue  # 以.gov.cn为后缀 speaks of a domain, and names no host in it
        if entity is not None:
            found.append(entity)
            last = entity.end
    return found


def _forward(text: str, start: int, host_at: int, rule: str) -> Entity | None:
    """The URL whose host begins at ``host_at``, up to the end of its path."""
    patterns = _patterns()
    while host_at < len(text) and text[host_at] == " ":
        host_at += 1
    host = patterns.host.match(text, host_at)
    if host is None:
        return None
    if _IP.fullmatch(host[0]):
        end: int | None = host.end()
    else:
        end = _host_end(text, host.start(), host.end(), strict=True)
        if end is None and rule == "contacts.url.http":
            end = host.end()
    if end is None or end <= start:
        return None
    path = patterns.path.match(text, end)
    stop = path.end() if path else end
    while stop > end and text[stop - 1] in ".,;:!?'*&=-~":
        stop -= 1
    if text[start:stop].count(".") + text[start:stop].count("。") < 1:
        return None
    return Entity(start, stop, "URL", value=_mend(text[start:stop]), rule=rule)
