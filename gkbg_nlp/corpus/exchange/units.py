"""Offsets in code points and in UTF-16 code units, each from the other."""

from __future__ import annotations

from bisect import bisect_left

_LAST_OF_ONE_UNIT = "\uffff"


class Units:
    """The two countings of one text."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        wide = [i for i, char in enumerate(text) if char > _LAST_OF_ONE_UNIT] if max(text, default="") > _LAST_OF_ONE_UNIT else []
        self._points = wide
        self._units = [point + number for number, point in enumerate(wide)]

    @property
    def differ(self) -> bool:
        """Whether the text has characters of two units."""
        return bool(self._points)

    def to_utf16(self, point: int) -> int:
        """The code units before the code point at ``point``."""
        return point + bisect_left(self._points, point)

    def from_utf16(self, unit: int) -> int | None:
        """The code points before the code unit ``unit``; ``None`` inside a surrogate pair or outside the text."""
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            return None
        point = unit - before
        return point if 0 <= point <= self._length else None
