"""Python calls of the pipeline by room: a measure of work that is the same on every run of one Python version, whatever the machine does.

A call is counted for the room whose file holds the function; a call of a library or a builtin for the room that made it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import gkbg_nlp
from gkbg_nlp.pipeline import Pipeline

_PACKAGE = str(Path(gkbg_nlp.__file__).resolve().parent)
_SELF = Path(__file__).name
_OUTSIDE = ""


def count_calls(pipeline: Pipeline, texts: Sequence[str]) -> dict[str, dict[str, int]]:
    """Calls of Python functions (``python``) and of functions in C (``c``) that tagging the texts takes, by room.

    The pipeline must be warm: what is made on the first use of a rule would count for the text that meets it first.
    """
    counts: dict[str, list[int]] = {}
    rooms: dict[CodeType, str] = {}

    def room_of(frame: FrameType | None) -> str:
        while frame is not None:
            room = rooms.get(frame.f_code)
            if room is None:
                room = rooms[frame.f_code] = _room(frame.f_code.co_filename)
            if room != _OUTSIDE:
                return room
            frame = frame.f_back
        return "library"

    def seen(frame: FrameType, event: str, _argument: Any) -> None:
        if event in ("call", "c_call"):
            counts.setdefault(room_of(frame), [0, 0])[event == "c_call"] += 1

    before = sys.getprofile()
    for text in texts:
        sys.setprofile(seen)
        try:
            pipeline.tag(text)
        finally:
            sys.setprofile(before)
    return {room: {"python": python, "c": c} for room, (python, c) in sorted(counts.items()) if room != "benchmark"}


def totals(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    """Both kinds of calls of each room together."""
    return {room: kinds["python"] + kinds["c"] for room, kinds in counts.items()}


def _room(file: str) -> str:
    if not file.startswith(_PACKAGE):
        return _OUTSIDE
    inside = Path(file).relative_to(_PACKAGE).parts
    return inside[0] if len(inside) > 1 else _OUTSIDE
