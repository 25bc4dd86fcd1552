"""Which font draws Chinese labels, and the words of a picture in the language that can be drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gkbg_nlp.exports.errors import need

EXTRA = "plot"


@cache
def families() -> tuple[str, ...]:
    """The families of ``data/fonts.toml``, the best first."""
    source = (files("gkbg_nlp.exports") / "data" / "fonts.toml").read_text("utf-8")
    return tuple(entry["name"] for entry in tomllib.loads(source)["family"])


def installed() -> set[str]:
    """The families that matplotlib finds on this system.

    Raises:
        ExportError: matplotlib is not installed.
    """
    return {font.name for font in need("matplotlib.font_manager", EXTRA).fontManager.ttflist}


@dataclass(frozen=True, slots=True)
class Words:
    """The language of a picture: Chinese with a font that has it, English without."""

    font: str | None

    def say(self, zh: str, en: str) -> str:
        """The wording that can be drawn."""
        return en if self.font is None else zh

    def name(self, text: str) -> str:
        """A name of data; without a Chinese font, characters that the default font may not have are written as escapes."""
        return text if self.font is not None else text.encode("ascii", "backslashreplace").decode("ascii")

    @property
    def fonts(self) -> list[str]:
        """The families to draw with, in order."""
        return [*([self.font] if self.font else []), "DejaVu Sans"]


def words_for(have: Collection[str], known: Sequence[str] | None = None) -> tuple[Words, str | None]:
    """The language to draw in, where the families ``have`` are installed, and a note where labels are English for want of a font."""
    for family in families() if known is None else known:
        if family in have:
            return Words(family), None
    return Words(None), f"no Chinese font is installed, labels are English: install one of {', '.join(families()[:3])}"
