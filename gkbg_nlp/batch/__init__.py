"""Paths -> reports on disk: inputs, workers, resumable output. Knows the pipeline, not the insides of formats."""

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import Collected, Input, collect
from gkbg_nlp.batch.result import BatchResult
from gkbg_nlp.batch.rows import Row, Tagger
from gkbg_nlp.batch.run import Loader, tag_files

__all__ = ["BatchError", "BatchResult", "Collected", "Input", "Loader", "Row", "Tagger", "collect", "tag_files"]
