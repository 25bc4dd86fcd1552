"""Accuracy of what is not marked uncertain, and gold of another family of reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation_helpers import document, put_gold, right, said

from gkbg_nlp.evaluation.calibration import Certain
from gkbg_nlp.evaluation.gold import read_gold, read_gold_file
from gkbg_nlp.evaluation.gold_json import GoldError
from gkbg_nlp.evaluation.records import Evaluation
from gkbg_nlp.evaluation.report import evaluate
from gkbg_nlp.evaluation.tables import tables
from gkbg_nlp.report.records import Report

HEADING, WRONG, RIGHT = 1, 2, 3  # the labelled blocks of said(), by number


def marked(*uncertain: int) -> Report:
    """What the tagger said (two of three sections right), some of it marked uncertain."""
    report = said()
    for number in uncertain:
        report.blocks[number].uncertain = True
    return report


def certain(report: Report) -> Certain:
    return evaluate([document()], lambda text: report, resamples=5).calibration.certain


@pytest.mark.parametrize(
    ("uncertain", "blocks", "wrong"),
    [
        ((), 3, 1),
        ((WRONG,), 2, 0),
        ((RIGHT,), 2, 1),
        ((HEADING, RIGHT), 1, 1),
        ((HEADING, RIGHT, WRONG), 0, 0),
    ],
)
def test_what_is_marked_uncertain_is_not_counted(uncertain: tuple[int, ...], blocks: int, wrong: int) -> None:
    found = certain(marked(*uncertain))
    assert (found.blocks, found.wrong) == (blocks, wrong)
    assert found.coverage.value == pytest.approx(blocks / 3)
    assert found.accuracy.value == (pytest.approx(1 - wrong / blocks) if blocks else None)


def test_uncertain_false_is_certain() -> None:
    report = said()
    for block in report.blocks:
        block.uncertain = False
    assert certain(report).blocks == 3


def test_it_is_the_mark_that_counts_and_not_the_confidence() -> None:
    report = marked(HEADING)  # the surest of all
    report.blocks[WRONG].confidence = 0.0
    assert (certain(report).blocks, certain(report).wrong) == (2, 1)


def test_a_block_without_a_section_is_neither_certain_nor_covered() -> None:
    report = said()
    report.blocks[RIGHT].section = report.blocks[RIGHT].confidence = None
    found = certain(report)
    assert (found.blocks, found.wrong) == (2, 1) and found.coverage.value == pytest.approx(2 / 3)


def test_the_mark_changes_no_other_figure() -> None:
    plain, some = (evaluate([document()], lambda text, r=r: r, resamples=5) for r in (said(), marked(WRONG)))  # type: ignore[misc]
    assert plain.headline == some.headline
    assert (plain.calibration.brier, plain.calibration.thresholds) == (some.calibration.brier, some.calibration.thresholds)


def test_sums_over_reports() -> None:
    first, second = document(), document()
    reports = iter([marked(WRONG), marked(HEADING, RIGHT)])
    found = evaluate([first, second], lambda text: next(reports), resamples=5).calibration.certain
    assert (found.blocks, found.wrong) == (3, 1) and found.coverage.value == pytest.approx(0.5)


def coverage_rows(result: Evaluation) -> list[tuple[str, ...]]:
    (table,) = [t for t in tables(result) if t.title == "Accuracy at coverage"]
    return list(table.rows)


def test_the_table_has_it_as_its_last_row() -> None:
    row = coverage_rows(evaluate([document()], lambda text: marked(WRONG), resamples=5))[-1]
    assert row[0] == "certain" and row[1].startswith("0.667") and row[2].startswith("1.0000") and row[3:] == ("2", "0")


# -- gold of another family --

OWN = ("stock", "readers")
GKBG = '+++\nid = "lib"\nera = "B"\nprovince = "某省"\nbody = "library"\n+++\n@heading stock 1\n一、馆藏\n@paragraph readers\n来看书的人多了。\n'


def own_blocks() -> list[dict[str, object]]:
    blocks: list[dict[str, object]] = [dict(b) for b in document().gold["blocks"]]
    for block, section in zip(blocks, (None, "stock", "stock", "readers"), strict=True):
        block["section"] = section
    return blocks


def test_both_forms_are_read_with_sections_of_their_own(tmp_path: Path) -> None:
    put_gold(tmp_path / "gold", blocks=own_blocks())
    (tmp_path / "gold" / "lib.gkbg").write_text(GKBG, "utf-8")
    found = {d.name: [b["section"] for b in d.gold["blocks"]] for d in read_gold(tmp_path / "gold", OWN)}
    assert found == {"a": [None, "stock", "stock", "readers"], "lib": ["stock", "readers"]}


def test_without_them_they_are_unknown(tmp_path: Path) -> None:
    path = put_gold(tmp_path / "gold", blocks=own_blocks())
    (tmp_path / "gold" / "lib.gkbg").write_text(GKBG, "utf-8")
    with pytest.raises(GoldError, match=r"a\.json:\d+: blocks\[1\]: unknown section 'stock': known are preamble"):
        read_gold_file(path)
    with pytest.raises(GoldError) as caught:
        read_gold(tmp_path / "gold")
    assert "lib.gkbg:7: unknown section 'stock'; known: preamble" in str(caught.value)


def test_the_shipped_sections_are_unknown_to_another_family(tmp_path: Path) -> None:
    path = put_gold(tmp_path / "gold")
    with pytest.raises(GoldError, match=r"unknown section 'overview': known are stock, readers"):
        read_gold_file(path, OWN)


def test_figures_name_the_familys_sections(tmp_path: Path) -> None:
    put_gold(tmp_path / "gold", blocks=own_blocks())
    documents = read_gold(tmp_path / "gold", OWN)
    result = evaluate(documents, lambda text: right(documents[0]), resamples=5)
    assert {s.name for s in result.sections} == set(OWN) and result.headline["section_acc"].value == 1.0
    assert result.calibration.certain.blocks == 3
    assert set(result.confusion.rows) == set(OWN)
