"""Glob patterns of an argument: where to look, how deep, and what fits.

Written here and not taken from :mod:`glob` because that module follows links to directories round in circles.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern taken apart.

    ``base`` is the folder to search (without a slash at the end; ``""`` is the current one), ``depth`` how many names a fitting path has
    below it (``None``: any number), ``regex`` fits whole paths; ``spelled`` says whether the pattern writes a suffix out (``*.dat``).
    """

    base: str
    depth: int | None
    regex: re.Pattern[str]
    spelled: bool

    def fits(self, path: str) -> bool:
        """Whether the pattern matches the whole path."""
        return self.regex.fullmatch(path) is not None


def has_magic(path: str) -> bool:
    """Whether the path holds a character that a pattern gives a meaning: ``*``, ``?``, ``[``."""
    return _MAGIC.search(path) is not None


def parse(pattern: str) -> Pattern:
    """Take a pattern apart: ``*`` and ``?`` stay within a name, ``**`` as a whole name is any number of folders, ``[a-z]`` a set.

    Names that begin with a dot are matched as all others.
    """
    names = pattern.split("/")
    first = next(number for number, name in enumerate(names) if has_magic(name))
    base = "/".join(names[:first])
    if first == 1 and names[0] == "":
        base = "/"
    rest = [name for name in names[first:] if name]
    regex = re.escape(base if base in ("", "/") else base + "/")
    for number, name in enumerate(rest):
        last = number == len(rest) - 1
        if name == "**":
            regex += ".*" if last else "(?:[^/]+/)*"
        else:
            regex += _name(name) + ("" if last else "/")
    depth = None if "**" in rest else len(rest)
    suffix = os.path.splitext(rest[-1])[1]
    return Pattern(base, depth, re.compile(regex, re.DOTALL), bool(suffix) and not has_magic(suffix))


def _name(name: str) -> str:
    out, at = "", 0
    while at < len(name):
        char = name[at]
        end = name.find("]", at + (3 if name[at + 1 : at + 2] == "!" else 2)) if char == "[" else -1
        if char == "*":
            out += "[^/]*"
        elif char == "?":
            out += "[^/]"
        elif end > 0:
            inside = name[at + 1 : end]
            negated = inside.startswith("!")
            out += "(?!/)[" + ("^" if negated else "") + _set(inside[negated:]) + "]"
            at = end
        else:
            out += re.escape(char)
        at += 1
    return out


def _set(inside: str) -> str:
    """The inside of a set, with what a regular expression would take for more than a character made plain; ``-`` stays a range."""
    parts, at = [], 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
            low, high = inside[at], inside[at + 2]
            if low <= high:  # a range that runs backwards holds nothing
                parts.append(f"{re.escape(low)}-{re.escape(high)}")
            at += 3
        else:
            parts.append(re.escape(inside[at]))
            at += 1
    return "".join(parts) or r"^\s\S"
