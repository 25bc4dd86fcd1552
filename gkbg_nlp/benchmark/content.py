"""What reports hold, to see whether generated ones are like real ones: blocks, entities and indicators, and how much text recurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gkbg_nlp.benchmark.records import Content
from gkbg_nlp.pipeline import Pipeline

_SENTENCE = re.compile(r"[^。\n]{4,}。")
_CLAUSE = re.compile(r"[^。，；：、\n]{4,}")


def content(name: str, texts: Sequence[str], pipeline: Pipeline) -> Content:
    """Means a report, as the pipeline reads them."""
    roles: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    indicators = 0
    for text in texts:
        report = pipeline.tag(text)
        roles.update(block.role for block in report.blocks)
        labels.update(entity.label for entity in report.entities)
        indicators += sum(one.value is not None for one in report.indicators.values())
    count = len(texts)
    return Content(
        name, count, sum(map(len, texts)) / count, _means(roles, count), _means(labels, count), indicators / count,
        recurring(texts, _SENTENCE), recurring(texts, _CLAUSE),
    )  # fmt: skip


def recurring(texts: Sequence[str], unit: re.Pattern[str] = _CLAUSE) -> float:
    """The share of units that an earlier report has, word for word."""
    seen: set[str] = set()
    found = again = 0
    for text in texts:
        own = [match[0].strip() for match in unit.finditer(text)]
        found += len(own)
        again += sum(one in seen for one in own)
        seen.update(own)
    return again / max(1, found)


def _means(counts: Counter[str], reports: int) -> dict[str, float]:
    return {name: number / reports for name, number in counts.most_common()}
