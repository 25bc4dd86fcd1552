"""Labelled data in the forms of other tools: one file a format, one registry, one check for all (docs/exchange.md)."""

from gkbg_nlp.corpus.exchange.convert import Converted, convert
from gkbg_nlp.corpus.exchange.form import Labelled, Notes, Options
from gkbg_nlp.corpus.exchange.registry import FORMATS, read, read_labelled, render
from gkbg_nlp.corpus.exchange.store import OccupiedError

__all__ = ["FORMATS", "Converted", "Labelled", "Notes", "OccupiedError", "Options", "convert", "read", "read_labelled", "render"]
