"""Sentences with marks in them, as the corpus writes them: ``{PHONE:0930-3214567}``, ``{COUNT=60000 条:6万多条}``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from gkbg_nlp.corpus.annotated import parse
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity

Find = Callable[..., list[Entity]]
_HEAD = '+++\nid = "t"\nera = "B"\nprovince = "省"\nbody = "局"\n+++\n@paragraph overview\n'


@pytest.fixture
def check() -> Callable[[Find, Sequence[str], str], list[Entity]]:
    """Compare what a matcher finds of some labels in a sentence with its marks; returns what it found."""

    def run(find: Find, labels: Sequence[str], marked: str, taken: Sequence[Entity] = ()) -> list[Entity]:
        report = parse(_HEAD + marked, "sentence")
        # The view: as long as the source, every line a block.
        text = fold(report.text)
        found = [e for e in find(text, taken) if e.label in labels]
        said = [(e.label, report.text[e.start : e.end]) for e in found]
        assert said == [(e.label, e.text) for e in report.entities if e.label in labels]
        assert [(e.start, e.end) for e in found] == [(e.start, e.end) for e in report.entities if e.label in labels]
        for entity, mark in zip(found, [e for e in report.entities if e.label in labels], strict=True):
            if mark.label == "COUNT":
                assert (entity.value, entity.unit) == (mark.value, fold(str(mark.unit)))
            elif mark.value is not None:
                assert entity.value == mark.value
        return found

    return run
