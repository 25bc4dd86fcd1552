"""The error of a broken data file."""

from __future__ import annotations


class TaxonomyError(ValueError):
    """A data file that does not fit its form; the message names the file, the place in it and what is wrong."""

    def __init__(self, file: str, place: str, message: str) -> None:
        super().__init__(f"{file}: {place}: {message}")
        self.file = file
        self.place = place
