"""The first step of every loader: TOML text to a dictionary, with the error that names the file."""

from __future__ import annotations

from typing import Any

from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.precompiled import shipped_document


def read_document(source: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text, of a shipped one as they were shipped.

    Raises:
        TaxonomyError: the text is no TOML.
    """
    found = shipped_document(source)
    return parse_document(source, file) if found is None else found


def parse_document(source: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text, parsed. Raises as :func:`read_document`."""
    import tomllib

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(file, "toml", str(error)) from error
