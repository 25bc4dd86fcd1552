"""The first step of every loader: TOML text to a dictionary, with the error that names the file."""

from __future__ import annotations

import tomllib
from typing import Any

from gkbg_nlp.taxonomy.errors import TaxonomyError


def read_document(source: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        TaxonomyError: the text is no TOML.
    """
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(file, "toml", str(error)) from error
