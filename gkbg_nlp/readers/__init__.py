"""Bytes of one format -> decoded text and source facts. This room knows only the record types."""

from gkbg_nlp.readers.decoded import Decoded
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.registry import DEFAULT_MAX_BYTES, is_known, known_suffixes, read_bytes, read_path

__all__ = ["DEFAULT_MAX_BYTES", "Decoded", "ReadError", "is_known", "known_suffixes", "read_bytes", "read_path"]
