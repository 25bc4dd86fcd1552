"""Tag Chinese government-information-disclosure annual reports: sections, entities, indicators.

    import gkbg_nlp
    pipeline = gkbg_nlp.load()
    report = pipeline(text)

Importing this package loads no library; ``load`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Pipeline", "Report", "__version__", "load", "read_reports", "tag_files"]

if TYPE_CHECKING:
    from gkbg_nlp.batch import tag_files
    from gkbg_nlp.exports import read_reports
    from gkbg_nlp.pipeline import Pipeline, load
    from gkbg_nlp.report import Report

_LAZY = {
    "load": "gkbg_nlp.pipeline",
    "Pipeline": "gkbg_nlp.pipeline",
    "Report": "gkbg_nlp.report",
    "read_reports": "gkbg_nlp.exports",
    "tag_files": "gkbg_nlp.batch",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'gkbg_nlp' has no attribute {name!r}; it has {', '.join(__all__)}")
    import importlib

    return getattr(importlib.import_module(_LAZY[name]), name)
