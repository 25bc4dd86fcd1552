"""Documents that are tagged several at a time."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import gkbg_nlp
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.batch.parts import Job, make_part
from gkbg_nlp.batch.shards import Shard
from gkbg_nlp.batch.workers import parallel_parts
from gkbg_nlp.report.document import Document
from gkbg_nlp.report.records import Report, encode

from .batch_fakes import FakePipeline, KillingPipeline

SAMPLES = [f.read_text("utf-8") for f in sorted((Path(gkbg_nlp.__file__).parent / "samples").glob("*.txt"))]


class Counting(FakePipeline):
    """Keeps how many documents it was given at once."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def tag_many(self, documents: Sequence[Document]) -> list[Report]:
        self.sizes.append(len(documents))
        return super().tag_many(documents)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shard(*texts: str) -> Shard:
    for number, text in enumerate(texts):
        Path(f"{number}.txt").write_text(text, "utf-8")
    return Shard(0, 0, tuple(Input(f"{number}.txt") for number in range(len(texts))))


def lines(tagger: FakePipeline, of: Shard, **options: bool) -> bytes | None:
    return make_part(Job(FakePipeline, 10**6, None), tagger, of, **options).data


def test_many_at_once_are_the_lines_of_one_by_one() -> None:
    texts = [f"第{number}份。" for number in range(70)]
    texts[5], texts[40] = "崩溃", ""
    tagger = Counting()
    assert lines(tagger, shard(*texts)) == lines(FakePipeline(), shard(*texts), together=False)
    assert tagger.sizes == [32, 31, 6]  # the empty file is read and not tagged


def test_large_documents_are_few_at_once() -> None:
    tagger = Counting()
    lines(tagger, shard(*(f"{number}" + "长" * 90_000 for number in range(7))))
    assert tagger.sizes == [3, 3]  # and the last alone


def test_one_that_fails_costs_its_own_record() -> None:
    data = lines(FakePipeline(), shard("甲。", "崩溃", "乙。"))
    assert data is not None
    assert [b"RuntimeError" in line for line in data.splitlines()] == [False, True, False]


def test_one_that_kills_its_worker_in_company_is_found_out() -> None:
    """Nobody is blamed for the first death; then they go one by one."""
    of = shard("甲。", "段错误", "乙。")
    (made,) = parallel_parts(Job(KillingPipeline, 10**6, None), [of], 1)
    assert [path for path, _, _ in made.part.failed] == ["1.txt"] and made.part.lines == 3


def test_marks_name_a_document_only_while_it_is_alone() -> None:
    of, marks = shard("甲。", "乙。"), list[object]()
    make_part(Job(FakePipeline, 10**6, None), FakePipeline(), of, mark=marks.append)
    assert marks == [(0, 0), (1, 0), None, None]
    marks.clear()
    make_part(Job(FakePipeline, 10**6, None), FakePipeline(), of, mark=marks.append, together=False)
    assert marks == [(0, 0), (1, 0), None]


def test_reports_are_the_same_alone_and_together() -> None:
    pipeline = gkbg_nlp.load()
    texts = [*SAMPLES, "", SAMPLES[0][:700], "\ud800一、概述\n甲。", "公开3条。"]
    alone = [encode(pipeline(text)) for text in texts]
    assert [encode(r) for r in pipeline.tag_many([Document(text) for text in texts])] == alone
    assert [encode(r) for r in pipeline.pipe(texts, batch_size=3)] == alone
    assert pipeline.tag_many([]) == []
