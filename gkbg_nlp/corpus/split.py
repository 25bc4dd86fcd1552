"""The recorded split of a corpus: ``split.toml`` in its folder or beside it names the held-out reports."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = "split.toml"
HELD_OUT = ("dev", "test")
PARTS = ("train", *HELD_OUT)


class SplitError(ValueError):
    """A split file that cannot be read as one: ``file``, ``line``, ``message`` and ``mend``."""

    def __init__(self, file: Path, line: int, message: str, mend: str) -> None:
        super().__init__(f"{file}:{line}: {message}: {mend}")
        self.file, self.line, self.message, self.mend = file, line, message, mend


@dataclass(frozen=True, slots=True)
class Split:
    """Ids of the held-out parts; every other report is for training."""

    file: Path
    parts: dict[str, tuple[str, ...]]
    source: str

    def part_of(self, report: str) -> str:
        """``test``, ``dev`` or ``train``."""
        return next((part for part in ("test", "dev") if report in self.parts.get(part, ())), "train")

    def line_of(self, report: str) -> int:
        """The first line that names the report; 1 where none does."""
        quoted = re.compile(rf"""["']{re.escape(report)}["']""")
        return next((n for n, line in enumerate(self.source.splitlines(), 1) if quoted.search(line)), 1)


def read_split(file: Path) -> Split:
    """Read a split file.

    Raises:
        SplitError: it is not TOML, or has something else than lists of ids.
    """
    source = file.read_text("utf-8")
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        inside = re.search(r"at line (\d+)", str(error))
        raise SplitError(file, int(inside[1]) if inside else 1, f"the split is not TOML: {error}", 'write test = ["r001"]') from error
    for part, ids in document.items():
        if part not in HELD_OUT:
            raise SplitError(file, 1, f"unknown part {part!r}", f"known: {', '.join(HELD_OUT)}; all other reports are for training")
        if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
            raise SplitError(file, 1, f"{part} is no list of ids", f'write {part} = ["r001"]')
    return Split(file, {part: tuple(document[part]) for part in HELD_OUT if part in document}, source)


def find_split(folder: Path) -> Split | None:
    """The split of a corpus folder: its own file, or that of the folder above; ``None`` without one."""
    for place in (folder, folder.resolve().parent):
        if (place / FILE).is_file():
            return read_split(place / FILE)
    return None
