"""The code that this Python's pattern compiler makes. Needs the standard library only, so that any Python can run it as a script:
a JSON list of texts and flags on standard input, on standard output name and version of the compiler and what :func:`code_of` gives."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

_COMPILER: Any = re._compiler  # type: ignore[attr-defined]


def code_of(pattern: str, flags: int) -> tuple[int, int, dict[str, int], list[int]]:
    """Flags, number of groups, their names and the code of a pattern, as ``re._compiler.compile`` hands them to ``_sre``."""
    parsed = _COMPILER._parser.parse(pattern, flags)
    words = [int(word) for word in _COMPILER._code(parsed, flags)]
    return int(flags | parsed.state.flags), parsed.state.groups - 1, dict(parsed.state.groupdict), words


if __name__ == "__main__":
    codes = [code_of(pattern, flags) for pattern, flags in json.load(sys.stdin)]
    json.dump([sys.implementation.cache_tag, _COMPILER._sre.MAGIC, codes], sys.stdout)
