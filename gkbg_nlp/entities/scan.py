"""Searching a whole view by what is rare: finding one character costs a twentieth of what trying a class of characters does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from gkbg_nlp.taxonomy.precompiled import compiled


def places(text: str, words: Iterable[str]) -> list[int]:
    """Where any of the words stands, ascending."""
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    found.sort()
    return found


def heads(words: Iterable[str], *, blanks: bool = False) -> dict[str, re.Pattern[str]]:
    """Patterns that find where the words can begin, by the first character of each: those of one character are all found."""
    seconds: dict[str, set[str]] = {}
    for word in words:
        seconds.setdefault(word[0], set()).add(word[1:2])
    found = {}
    for head, following in seconds.items():
        behind = "".join(map(re.escape, sorted(following | ({" "} if blanks else set()))))
        found[head] = compiled(re.escape(head) + (f"(?=[{behind}])" if "" not in following else ""))
    return found


def starts(text: str, patterns: Mapping[str, re.Pattern[str]]) -> list[int]:
    """Where any of the patterns matches, ascending; each begins with the character that it stands under."""
    found = []
    for head, pattern in patterns.items():
        if head in text:
            for match in pattern.finditer(text):
                found.append(match.start())
    found.sort()
    return found


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` gives of a pattern that can begin at these places only, ascending."""
    last = 0
    for start in starts:
        if start >= last and (match := pattern.match(text, start)) is not None:
            last = match.end()
            yield match
