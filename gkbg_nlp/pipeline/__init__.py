"""The rooms composed: what ``gkbg_nlp.load()`` returns."""

from gkbg_nlp.pipeline.pipeline import Pipeline, load

__all__ = ["Pipeline", "load"]
