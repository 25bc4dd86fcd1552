"""Transitions, folds, the search for the decoder's numbers, and the facts of a run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from gkbg_nlp.corpus.annotated import SECTIONS, GoldReport, parse
from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.features import BlockInput
from gkbg_nlp.sections.model import load_model
from gkbg_nlp.training.dataset import LabelledReport, gold_blocks, sequence, split
from gkbg_nlp.training.estimator import Pick, jieba_words, keep, make_pipeline
from gkbg_nlp.training.fit import Fitted, Fold, both_ways, cross_validate, held_out_accuracy, predict, transitions, tune_decoder
from gkbg_nlp.training.run import data_hash, train
from gkbg_nlp.training.study import CHAIN, less

SOURCE = (
    '+++\nid = "t"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n+++\n@title\n临江市水务局2016年\n年度报告\n@heading overview 1\n一、概述\n@paragraph overview\n　　全年公开，其中汛期雨\n'
    "情占了大头。\n@heading fees 1\n二、收费\n情况\n@table fees\n收费\t0\n@signature\n2017年3月2日\n"
)


def labelled(gold: list[str], heads: list[bool]) -> LabelledReport:
    return LabelledReport("r", [BlockInput("", "", ())] * len(gold), [Witness((), None, 0, (), None, "")] * len(gold), heads, gold)


# -- from gold to inputs --


def test_gold_blocks_have_the_form_of_layouts() -> None:
    blocks, sections = gold_blocks(parse(SOURCE))
    assert [b.role for b in blocks] == ["title", "heading", "paragraph", "heading", "table", "signature"]
    assert sections == [None, "overview", "overview", "fees", "fees", None]
    assert blocks[2].text == "全年公开,其中汛期雨情占了大头。"  # a cut is closed
    assert (blocks[3].text, blocks[3].level) == ("二、收费情况", 1)
    assert blocks[3].number is not None and blocks[3].number.value == 2


def test_a_sequence_with_and_without_headings() -> None:
    report = sequence(parse(SOURCE))
    assert (report.report, report.gold, report.heads) == ("t", ["overview", "overview", "fees", "fees"], [True, False, True, False])
    assert len(report.inputs) == len(report.found) == 4
    bare = sequence(parse(SOURCE), headings=False)
    assert (bare.gold, bare.heads) == (["overview", "fees"], [False, False])
    assert all(i.heading == "" and not w.chain for i, w in zip(bare.inputs, bare.found, strict=True))


def test_every_report_of_the_corpus_gives_as_many_labels_as_inputs(pairs: list[tuple[LabelledReport, LabelledReport]]) -> None:
    for pair in pairs:
        for one in pair:
            assert len(one.inputs) == len(one.found) == len(one.heads) == len(one.gold) > 0


def test_the_split_keeps_test_reports_out(tmp_path: Path, gold_reports: list[GoldReport]) -> None:
    (tmp_path / "split.toml").write_text(f'test = ["{gold_reports[0].id}"]', "utf-8")
    training, test = split(gold_reports[:3], tmp_path / "split.toml")
    assert [r.id for r in test] == [gold_reports[0].id]
    assert [r.id for r in training] == [r.id for r in gold_reports[1:3]]


# -- transitions --


def test_transitions_are_counted_inside_and_at_headings() -> None:
    found = transitions([labelled(["a", "a", "b", "b"], [True, False, True, False])] * 10, ["a", "b"])
    inside, across = np.exp(found["inside"]), np.exp(found["across"])
    assert inside.shape == across.shape == (3, 2)
    assert inside.sum(axis=1) == pytest.approx(np.ones(3)) and across.sum(axis=1) == pytest.approx(np.ones(3))
    assert across[2] == pytest.approx([10.2 / 10.4, 0.2 / 10.4])  # the first block
    assert inside[0] == pytest.approx([10.2 / 10.4, 0.2 / 10.4])
    assert across[0] == pytest.approx([0.2 / 10.4, 10.2 / 10.4])
    assert across[1] == pytest.approx([0.5, 0.5])  # never seen


# -- fitting, folds, tuning --


def test_the_fitted_model_knows_what_it_was_fitted_on(small: Fitted, pairs: list[tuple[LabelledReport, LabelledReport]]) -> None:
    right = total = 0
    for pair in pairs[:10]:
        said = predict(small, pair[0])
        right += sum(a == b for a, b in zip(said, pair[0].gold, strict=True))
        total += len(said)
    assert right / total > 0.9
    assert predict(small, labelled([], [])) == []


def test_folds_are_grouped_by_report(pairs: list[tuple[LabelledReport, LabelledReport]]) -> None:
    folds = cross_validate(pairs[:4], folds=2, jobs=1, max_features=200, heading_features=60)
    held = [{one.report for one, _ in fold.held_out} for fold in folds]
    assert len(folds) == 2 and not held[0] & held[1] and held[0] | held[1] == {p[0].report for p in pairs[:4]}
    for fold in folds:
        assert all(len([1 for one, _ in fold.held_out if one.report == name]) == 2 for name in {one.report for one, _ in fold.held_out})
        for one, log_probability in fold.held_out:
            assert log_probability.shape == (len(one.inputs), len(fold.model.sections))


def test_tuning_finds_the_best_numbers_of_the_grid() -> None:
    """A made-up fold in which only the headings' word is right, and the order is of no use."""
    flat = {"inside": np.zeros((3, 2)), "across": np.zeros((3, 2))}
    strong = Witness(("b",), "section.b.1", 2, (), None, "")
    report = LabelledReport("r", [BlockInput("", "", ())] * 2, [strong, strong], [True, False], ["b", "b"])
    bare = LabelledReport("r", [BlockInput("", "", ())], [strong], [False], ["b"], 1.0)
    fold = Fold(Fitted(Pipeline([("x", None)]), ("a", "b"), flat), [(report, np.log([[0.7, 0.3]] * 2)), (bare, np.log([[0.7, 0.3]]))])
    decoder, figures = tune_decoder([fold])
    assert figures == {"with": 1.0, "without": 1.0}
    assert decoder["strong"] > decoder["model"] * 0.85
    assert held_out_accuracy([fold], {"model": 1.0, "strong": 0.0, "weak": 0.0, "second": 0.0, "order": 0.0}) == {
        "with": 0.0,
        "without": 0.0,
    }
    assert held_out_accuracy([], decoder) == {"with": 0.0, "without": 0.0}


def test_tuning_without_folds() -> None:
    with pytest.raises(ValueError, match="no folds"):
        tune_decoder([])


# -- parts of the estimator --


def test_pick_and_keep() -> None:
    inputs = [BlockInput("a", "b", ("c",)), BlockInput("d", "e", ())]
    assert Pick("heading").fit(inputs).transform(inputs) == ["b", "e"]
    assert keep(("role=x", "place=1")) == ["role=x", "place=1"]


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({}, ["text", "heading", "signs"]), ({"features": "word"}, ["words", "heading", "signs"]), ({"features": "both"}, ["text", "words", "heading", "signs"]),
        ({"signs": False, "headings": False}, ["text"]),
    ],
)  # fmt: skip
def test_the_variants_of_the_pipeline(options: dict[str, object], parts: list[str]) -> None:
    pipeline = make_pipeline(**options)  # type: ignore[arg-type]
    assert [name for name, _ in pipeline.named_steps["features"].transformer_list] == parts


def test_jieba_words_cut_the_text_without_loss() -> None:
    words = jieba_words("全年主动公开政府信息0条。")
    assert "".join(words) == "全年主动公开政府信息0条。" and "信息" in words


# -- a whole run --


def test_data_hash_depends_on_text_and_labels_and_not_on_order() -> None:
    one, two = parse(SOURCE), parse(SOURCE.replace('"t"', '"u"'))
    assert data_hash([one, two]) == data_hash([two, one]) != data_hash([one])
    changed = parse(SOURCE.replace("@paragraph overview", "@paragraph requests"))
    assert data_hash([changed]) != data_hash([one])
    assert data_hash([parse(SOURCE.replace("大头", "小头"))]) != data_hash([one])


def test_a_run_writes_model_card_and_facts(tmp_path: Path, root: Path, gold_reports: list[GoldReport]) -> None:
    reports = tmp_path / "data" / "reports"
    reports.mkdir(parents=True)
    for report in gold_reports[:5]:
        (reports / f"{report.id}.gkbg").write_bytes((root / "data" / "corpus" / "reports" / f"{report.id}.gkbg").read_bytes())
    (tmp_path / "data" / "split.toml").write_text(f'test = ["{gold_reports[0].id}"]', "utf-8")
    there = {b.section for r in gold_reports[1:5] for b in r.blocks}
    config = tmp_path / "training" / "tiny.toml"
    config.parent.mkdir()
    config.write_text(
        'name = "tiny-0.1"\ncorpus = "../data/reports"\nsplit = "../data/split.toml"\noutput = "../models/tiny"\nfolds = 2\njobs = 1\n'
        f"without = {[s for s in SECTIONS if s not in there]}\n"
        "[classifier]\nc = 4.0\nlongest = 2\nmax_features = 300\nheading_features = 80\n",
        "utf-8",
    )
    facts = train(config)
    folder = tmp_path / "models" / "tiny"
    assert facts["reports"] == 4 and facts["held_out"] == [gold_reports[0].id]
    assert facts["data_sha256"] == data_hash(gold_reports[1:5])
    assert json.loads((folder / "model.json").read_text("utf-8"))["facts"] == facts
    assert load_model(folder).name == "tiny-0.1"
    card = (folder / "card.md").read_text("utf-8")
    assert "tiny-0.1" in card and facts["data_sha256"][:8] in card


def test_both_ways_pairs_each_report_with_itself(gold_reports: list[GoldReport]) -> None:
    for pair, report in zip(both_ways(gold_reports[:2]), gold_reports[:2], strict=True):
        assert pair[0].report == pair[1].report == report.id
        assert any(pair[0].heads) and not any(pair[1].heads)


def test_the_study_takes_signs_and_heading_away(gold_reports: list[GoldReport]) -> None:
    forms = both_ways(gold_reports[:2])
    stripped = less(forms, ("place=", "early="))
    assert [len(f) for f in stripped] == [len(f) for f in forms]
    signs = {s.split("=")[0] for group in stripped for one in group for i in one.inputs for s in i.signs}
    assert "role" in signs and not signs & {"place", "early"}
    bare = less(forms, CHAIN, heading=False)
    assert {i.heading for group in bare for one in group for i in one.inputs} == {""}
    assert any(i.heading for group in forms for one in group for i in one.inputs)  # the reports themselves are as they were
