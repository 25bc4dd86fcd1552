"""Suggestions: doubt as it is defined, no near-copies, limits, the same list every time, rows that training reads."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.exchange import read_labelled
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import SectionModel
from gkbg_nlp.taxonomy.sections import squeeze
from gkbg_nlp.training.suggest import ALIKE, Candidate, Doubt, Suggestion, _vectors, candidates, doubts, suggest
from gkbg_nlp.training.suggest_rows import COLUMNS, render_csv, render_jsonl, rows, write_rows

CLEAR = Doubt("fees", 0.98, "requests", 0.02, "fees", None, 0.1, 0.96)
TORN = Doubt("fees", 0.5, "requests", 0.48, "fees", None, 0.5, 0.02)


def candidate(document: str, block: int, text: str, doubt: Doubt = CLEAR, bare: Doubt | None = CLEAR) -> Candidate:
    return Candidate(document, block, 100 * block, 100 * block + len(text), "paragraph", None, text, (), doubt, bare)


@pytest.fixture(scope="module")
def found(loaded: SectionModel, gold_reports: list[GoldReport]) -> list[Candidate]:
    """Candidates of reports that the small model was not fitted on."""
    return [c for r in sorted(gold_reports, key=lambda r: r.id)[18:26] for c in candidates(r.id, r.text, loaded)]


# -- doubt --


class Two:
    sections = ("fees", "requests")


def doubt_of(probability: float, marginal: float, named: tuple[str, ...] = (), path: int = 0) -> Doubt:
    witness = Witness(named, None, 2 if named else 0, (), None, "")
    row = np.array([[probability, 1 - probability]])
    return doubts(Two(), np.log(row), [path], np.array([[marginal, 1 - marginal]]), [witness])[0]


def test_margin_entropy_and_conflict() -> None:
    one = doubt_of(0.5, 0.75)
    assert (one.section, one.runner_up, one.favourite, one.named) == ("fees", "requests", "fees", None)
    assert (one.confidence, one.runner_up_probability, one.margin) == (0.75, 0.25, 0.5)
    assert one.entropy == pytest.approx(1)
    assert not one.conflict and one.score == pytest.approx((0.5 + 1 + 0) / 3)
    assert doubt_of(0.5, 0.75, ("requests",)).score == pytest.approx((0.5 + 1 + 1) / 3)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.sampled_from([(), ("fees",), ("requests", "fees")]), st.integers(0, 1))
def test_a_score_lies_between_0_and_1(probability: float, marginal: float, named: tuple[str, ...], path: int) -> None:
    one = doubt_of(probability, marginal, named, path)
    assert 0 <= one.score <= 1 and one.reason
    assert {one.section, one.runner_up} == {"fees", "requests"}


def test_of_two_sections_that_a_heading_names_either_agrees() -> None:
    assert not doubt_of(0.9, 0.9, ("requests", "fees")).conflict
    assert doubt_of(0.9, 0.9, ("requests",)).conflict


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (doubt_of(0.9, 0.9, ("requests",)), "the heading says requests, the words say fees"),
        (doubt_of(0.2, 0.9), "the words say requests, the order of sections fees"),
        (doubt_of(0.9, 0.6), "undecided between fees and requests"),
        (doubt_of(0.6, 0.99), "the words alone are undecided (entropy 0.97)"),
    ],
)
def test_the_reason(one: Doubt, said: str) -> None:
    assert one.reason == said


def test_what_only_its_heading_makes_clear() -> None:
    one = candidate("a", 1, "无。", CLEAR, TORN)
    assert one.score == pytest.approx((CLEAR.score + TORN.score) / 2)
    assert one.reason == "clear by its headings only; without them: undecided between fees and requests"
    assert replace(one, bare=None).score == CLEAR.score / 2


def test_candidates_are_the_blocks_with_a_section(loaded: SectionModel, gold_reports: list[GoldReport]) -> None:
    text = gold_reports[20].text
    blocks = segment(text).blocks
    found = witnesses(blocks)
    made = {c.block: c for c in candidates("x", text, loaded)}
    for i, (block, label) in enumerate(zip(blocks, label_blocks(blocks, loaded), strict=True)):
        assert (label is None) == (i not in made)
        if label:
            one = made[i]
            assert (one.start, one.end, one.role, one.text) == (block.start, block.end, block.role, text[block.start : block.end])
            assert one.doubt.section == label.section
            assert one.doubt.confidence == pytest.approx(label.confidence, abs=1e-3)
            assert (one.bare is None) == (block.role == "heading")
            assert [squeeze(blocks[h].words) for h in one.above] == [h.words for h in found[i].chain]  # type: ignore[union-attr]
    assert any(c.above for c in made.values())


def test_nothing_to_choose_from(loaded: SectionModel) -> None:
    assert candidates("x", "临江市水务局2016年政府信息公开工作年度报告\n", loaded) == []
    assert suggest([], 5) == []


# -- the choice --


def test_the_most_doubtful_comes_first() -> None:
    made = suggest([candidate("a", 1, "收费情况甲"), candidate("b", 1, "申请办理乙", TORN, TORN)], 2)
    assert [(s.rank, s.candidate.document, s.likeness) for s in made] == [(1, "b", 0.0), (2, "a", made[1].likeness)]


def test_near_copies_are_listed_once() -> None:
    same = [candidate(d, 1, f"本年度没有收取任何费用{n}元。", TORN, TORN) for d, n in (("a", 1), ("b", 22), ("c", 333))]
    made = suggest([*same, candidate("d", 1, "门户网站主动公开信息若干")], 4)
    assert [s.candidate.document for s in made] == ["a", "d"]


def test_what_is_unlike_goes_before_what_is_a_little_more_doubtful() -> None:
    near = replace(TORN, entropy=0.45)
    first = candidate("a", 1, "收到申请四件都在限期之内答复", TORN, TORN)
    alike = candidate("b", 1, "收到申请七件都在期限之内答复", TORN, TORN)
    unlike = candidate("c", 1, "没有发生行政复议与行政诉讼", near, near)
    assert [s.candidate.document for s in suggest([first, alike, unlike], 3)][:2] == ["a", "c"]


def test_labelled_texts_are_not_listed_again() -> None:
    made = suggest(
        [candidate("a", 1, "没有收取费用3元。", TORN, TORN), candidate("b", 1, "收到申请两件")], 2, labelled=["没有收取费用55元。"]
    )
    assert [s.candidate.document for s in made] == ["b"]


def test_limits(found: list[Candidate]) -> None:
    made = suggest(found, 20, per_document=2)
    documents = [s.candidate.document for s in made]
    assert max(documents.count(d) for d in documents) == 2
    assert [s.rank for s in made] == list(range(1, len(made) + 1))
    assert len(suggest(found, 20, per_document=100, pool=3, even=0)) <= 3
    for numbers in ({"count": 0}, {"count": 1, "per_document": 0}, {"count": 1, "pool": 0}, {"count": 1, "even": 1.1}):
        with pytest.raises(ValueError, match="1 or more"):
            suggest(found, **numbers)  # type: ignore[arg-type]


def test_a_share_is_drawn_evenly(found: list[Candidate]) -> None:
    made = suggest(found, 20, even=0.25)
    assert [s.rank for s in made if s.drawn] == [4, 8, 12, 16, 20]
    assert {s.reason for s in made if s.drawn} == {"drawn evenly, so that the usual is labelled too"}
    assert not any(s.drawn for s in suggest(found, 20, even=0))
    calm = [replace(c, doubt=CLEAR, bare=CLEAR) for c in found]
    drawn = [(s.candidate.document, s.candidate.start) for s in suggest(found, 20, even=1)]
    # doubt has no part in the draw
    assert drawn == [(s.candidate.document, s.candidate.start) for s in suggest(calm, 20, even=1)]
    assert drawn != [(s.candidate.document, s.candidate.start) for s in suggest(found, 20, even=0)]


def test_the_list_does_not_depend_on_the_order_of_the_candidates(found: list[Candidate]) -> None:
    shuffled = [found[i] for i in np.random.default_rng(1).permutation(len(found))]
    assert suggest(shuffled, 15) == suggest(found, 15)
    even = [candidate("b", 1, "收费情况"), candidate("a", 2, "办理申请"), candidate("a", 1, "主动公开")]
    assert [(s.candidate.document, s.candidate.block) for s in suggest(even, 1)] == [("a", 1)]


def test_no_two_of_the_list_are_alike(found: list[Candidate]) -> None:
    made = suggest(found, 30, per_document=30)
    vectors, _ = _vectors([s.candidate.text for s in made], [])
    cosine = (vectors @ vectors.T).toarray()
    np.fill_diagonal(cosine, 0)
    # the list's own vectors weigh rare n-grams a little otherwise than the pool's
    assert cosine.max() < ALIKE + 0.08
    doubtful = np.mean([s.candidate.score for s in made])
    assert doubtful > 2 * np.mean([c.score for c in found])


@given(st.lists(st.text(st.sampled_from("*# \n甲"), max_size=4), min_size=1, max_size=5))
def test_texts_of_nothing_but_marks(texts: list[str]) -> None:
    made = suggest([candidate(f"d{i}", 1, text, TORN, TORN) for i, text in enumerate(texts)], 5)
    assert 1 <= len(made) <= len(texts)


# -- rows --


def test_rows_are_read_as_labelled_paragraphs(found: list[Candidate], gold_reports: list[GoldReport], tmp_path: Path) -> None:
    made = rows(suggest(found, 12), found)
    write_rows(made, tmp_path / "more.csv")
    texts = {r.id: r.text for r in gold_reports}
    read = {(r.id, b.start): (r, b) for r in read_labelled(tmp_path / "more.csv") for b in r.blocks}
    assert len(read) == len(made)
    for row in made:
        report, block = read[row["document"], row["start"]]
        assert (block.role, block.section, block.level, block.end) == (row["role"], row["section"], row["level"], row["end"])
        assert report.text[block.start : block.end] == texts[row["document"]][block.start : block.end] == row["text"]


def test_headings_are_rows_where_they_are_asked_for(found: list[Candidate]) -> None:
    chosen = suggest(found, 12)
    plain, full = rows(chosen), rows(chosen, found)
    assert len(plain) == 12 and all(row["rank"] for row in plain)
    above = [row for row in full if row["rank"] is None]
    assert above and all(row["role"] == "heading" and row["reason"].startswith("heading above block") for row in above)
    assert len(full) == len(plain) + len(above) == len({(row["document"], row["block"]) for row in full})
    assert [(row["document"], row["block"]) for row in full] == sorted((row["document"], row["block"]) for row in full)


def test_csv_for_excel_and_jsonl() -> None:
    one = Suggestion(1, candidate("甲.txt", 3, '两行\n"引号", 逗号'), 0.0)
    raw = render_csv(rows([one]))
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    (back,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert tuple(back) == COLUMNS and back["text"] == one.candidate.text and back["level"] == "" and back["rank"] == "1"
    (line,) = render_jsonl(rows([one])).decode().splitlines()
    assert json.loads(line)["label"] == ["fees"] and json.loads(line)["text"] == one.candidate.text


def test_writing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.csv or \.jsonl"):
        write_rows([], tmp_path / "a.txt")
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        write_rows([], tmp_path / "no" / "a.csv")
    write_rows([], tmp_path / "a.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
