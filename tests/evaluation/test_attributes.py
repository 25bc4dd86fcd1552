"""The figures of counts' attributes: by hand, and over the annotated reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.corpus.annotated import GoldEntity, GoldReport
from gkbg_nlp.evaluation.attributes import GoldCount, GoldCounts, read_counts, score_counts
from gkbg_nlp.report.records import SCHEMA_VERSION, Entity, Meta, Report, Source

ROOT = Path(__file__).resolve().parents[2]
TEXT = "公开3条,会议2次,收1件"


def report(*entities: Entity) -> Report:
    return Report(SCHEMA_VERSION, "x", Source("", "text"), Meta(), TEXT, [], list(entities), {}, [], [], [])


def gold() -> tuple[list[GoldCounts], dict[str, GoldReport]]:
    counts = [
        GoldCount(2, 4, "3条", "items", "website", "year"),
        GoldCount(7, 9, "2次", "meetings", None, None),
        GoldCount(11, 13, "1件", None, None, "total"),
    ]
    entities = [GoldEntity(c.start, c.end, "COUNT", c.text) for c in counts]
    return [GoldCounts("r1", counts)], {"r1": GoldReport("r1", TEXT, [], entities, {})}


def test_figures_by_hand() -> None:
    annotated, corpus = gold()
    tagged = report(
        Entity(2, 4, "COUNT", counted="items", period="year"),
        Entity(7, 9, "COUNT", counted="trainings"),
        Entity(11, 13, "COUNT", counted="requests", period="year"),
    )
    counted, channel, period = score_counts(annotated, corpus, lambda _: tagged, resamples=5)
    assert (counted.gold, counted.found, counted.right, counted.precision.value) == (2, 3, 1, 1 / 3)
    assert (channel.gold, channel.found, channel.right, channel.precision.value, channel.recall.value) == (1, 0, 0, None, 0.0)
    assert (period.gold, period.found, period.right, period.recall.value) == (2, 2, 1, 0.5)
    missed = score_counts(annotated, corpus, lambda _: report(), resamples=5)[0]
    assert (missed.gold, missed.found, missed.right) == (2, 0, 0)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [('"r1"', '"r2"', "has no report r2"), ('"start":2', '"start":1', "are not the COUNT spans"), ('"items"', '"thing"', "does not hold"), ("{", "", "Expected `object`")],
)  # fmt: skip
def test_broken_annotations_are_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    import msgspec

    annotated, corpus = gold()
    text = msgspec.json.encode(annotated[0]).decode()
    (tmp_path / "r1.json").write_text(text)
    assert read_counts(tmp_path, corpus) == annotated
    (tmp_path / "r1.json").write_text(text.replace(old, new, 1))
    with pytest.raises(ValueError, match=words) as raised:
        read_counts(tmp_path, corpus)
    assert "r1.json" in str(raised.value)


def test_the_shipped_attributes_are_more_often_right_than_not(pipeline: Pipeline, gold_reports: list[GoldReport]) -> None:
    corpus = {r.id: r for r in gold_reports}
    annotated = read_counts(ROOT / "data/corpus/attributes/first", corpus)
    assert len(annotated) == 30
    counted, channel, period = score_counts(annotated, corpus, pipeline.tag, resamples=2)
    assert counted.right / counted.found >= 0.92
    assert counted.right / counted.gold >= 0.70
    assert channel.right / channel.found >= 0.82
    assert period.right / period.found >= 0.90
