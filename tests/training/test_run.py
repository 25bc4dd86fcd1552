"""The parts of a run: what is checked before it, what is tried, which candidate wins, what a fit refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gkbg_nlp.corpus.annotated import CorpusError, GoldBlock, GoldReport, parse
from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.features import BlockInput
from gkbg_nlp.sections.model import load_model
from gkbg_nlp.taxonomy.sections import Sections, load_sections, parse_sections
from gkbg_nlp.training import run
from gkbg_nlp.training.card import interval
from gkbg_nlp.training.config import Config, read_config
from gkbg_nlp.training.dataset import LabelledReport, forms, split
from gkbg_nlp.training.export import export, round_weights
from gkbg_nlp.training.fit import NOISE, fit, search
from gkbg_nlp.training.run import candidates, check_training, read_corpus, taxonomy_of

DECODER = {"model": 1.0, "strong": 1.5, "weak": 0.5, "second": 0.5, "order": 0.3}
TAXONOMY = "".join(f'[[section]]\nid = "{s}"\nzh = "{s}"\nwordings = []\n' for s in ("stock", "readers", "plan"))
SOURCE = (
    '+++\nid = "{id}"\nera = "B"\nprovince = "某省"\nbody = "library"\n+++\n@heading stock 1\n一、馆藏\n@paragraph stock\n书多了。\n@paragraph readers\n人多了。\n'
    "@signature\n2017年1月9日\n"
)


def config(**changes: Any) -> Config:
    return replace(Config(Path("c/train.toml"), "m", Path("c/reports"), Path("c/model"), folds=2), **changes)


@pytest.fixture
def own() -> Sections:
    return parse_sections(TAXONOMY)


def report(name: str = "a", **swap: str | None) -> GoldReport:
    """A report with two sections; ``swap`` gives some of them another name or none."""
    found = parse(SOURCE.replace("{id}", name), sections=("stock", "readers"))
    for block in found.blocks:
        block.section = swap.get(block.section, block.section) if block.section else None
    return found


# -- before a run --


def test_the_taxonomy_is_the_shipped_one_or_the_configurations(tmp_path: Path) -> None:
    assert taxonomy_of(config()) is load_sections()
    (tmp_path / "own.toml").write_text(TAXONOMY, "utf-8")
    assert taxonomy_of(config(taxonomy=tmp_path / "own.toml")).ids == ("stock", "readers", "plan")


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"[[section]", b'title = "x"'])
def test_a_taxonomy_that_cannot_be_read_is_named_with_its_configuration(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "own.toml").write_bytes(content)
    with pytest.raises(ValueError, match=r"train\.toml: taxonomy: "):
        taxonomy_of(config(taxonomy=tmp_path / "own.toml"))


def test_all_is_well(own: Sections) -> None:
    check_training(config(without=("plan",)), own, [report("a"), report("b")])


@pytest.mark.parametrize(
    ("reports", "changes", "said"),
    [
        ([], {}, "0 documents to train on, 2 folds"),
        (["a"], {}, "1 documents to train on, 2 folds"),
        (["a", "b"], {"folds": 3}, "2 documents to train on, 3 folds: label more, or lower folds in c/train.toml"),
        (["a", "b"], {}, 'no block is labelled plan: label some, or write without = ["plan"] in c/train.toml'),
        (["a", "b"], {"without": ("stock",)}, "no block is labelled plan:"),
        (["a", "b"], {"without": ("plan",)}, None),
    ],
)
def test_what_no_model_can_be_made_of(own: Sections, reports: list[str], changes: dict[str, Any], said: str | None) -> None:
    if said is None:
        check_training(config(**changes), own, [report(name) for name in reports])
        return
    with pytest.raises(ValueError, match="c/reports: ") as caught:
        check_training(config(**changes), own, [report(name) for name in reports])
    assert said in str(caught.value)


def test_documents_that_nobody_labelled_do_not_count(own: Sections) -> None:
    bare = report("b", stock=None, readers=None)
    with pytest.raises(ValueError, match="1 documents to train on"):
        check_training(config(without=("plan",)), own, [report(), bare])


def test_one_section_is_no_choice(own: Sections) -> None:
    single = [report(name, readers="stock") for name in "ab"]
    with pytest.raises(ValueError, match=r"c/reports: every block is labelled stock: a classifier needs two sections"):
        check_training(config(without=("readers", "plan")), own, single)


def test_a_label_of_no_section_is_named_with_its_line(tmp_path: Path, own: Sections) -> None:
    (tmp_path / "a.gkbg").write_text(SOURCE.replace("{id}", "a").replace("paragraph readers", "paragraph people"), "utf-8")
    with pytest.raises(CorpusError, match=r"a\.gkbg:11: report a: unknown section 'people'; known: stock, readers, plan$"):
        read_corpus(config(corpus=tmp_path), own)
    (tmp_path / "a.gkbg").write_text(SOURCE.replace("{id}", "a"), "utf-8")
    assert [r.id for r in read_corpus(config(corpus=tmp_path), own)] == ["a"]


def test_the_line_of_a_row_is_its_own_and_not_its_documents(tmp_path: Path, own: Sections) -> None:
    rows = 'document,text,role,section\na,一、馆藏,paragraph,stock\na,书多了。,paragraph,stock\na,"人多了，\n很多。",paragraph,people\n'
    (tmp_path / "t.csv").write_text(rows, "utf-8")
    with pytest.raises(CorpusError, match=r"t\.csv:4: report a: unknown section 'people'"):
        read_corpus(config(corpus=tmp_path / "t.csv"), own)


# -- the search --


def test_every_combination_is_tried_and_what_is_fixed_stays() -> None:
    found = candidates(config(classifier={"longest": 2, "c": 1.0}, search={"c": [2.0, 3.0], "max_features": [10]}))
    assert found == [{"longest": 2, "c": 2.0, "max_features": 10}, {"longest": 2, "c": 3.0, "max_features": 10}]
    assert candidates(config(classifier={"c": 1.0})) == [{"c": 1.0}]


@pytest.mark.parametrize(
    ("sums", "best"),
    [
        ([1.5, 1.5, 1.5], 0),
        ([1.5, 1.5 + NOISE / 2, 1.4], 0),  # no better than by chance: what is tried first stays
        ([1.5, 1.5 + 2 * NOISE, 1.5], 1),
        ([1.0, 1.5, 1.6], 2),
        ([1.0, 1.5, 1.5 + NOISE / 2], 1),
    ],
)
def test_the_best_candidate_is_taken_the_first_of_equals(monkeypatch: pytest.MonkeyPatch, sums: list[float], best: int) -> None:
    monkeypatch.setattr(run, "search", lambda groups, every, folds, jobs: [f"folds {i}" for i in range(len(every))])
    monkeypatch.setattr(
        run, "tune_decoder", lambda folds: ({"model": float(folds[-1])}, {"with": sums[int(folds[-1])] - 0.5, "without": 0.5})
    )
    heard: list[str] = []
    tried, options, folds, decoder, figures = run._search([], config(search={"c": [1.0, 2.0, 4.0]}), heard.append)
    assert (options, folds, decoder) == ({"c": [1.0, 2.0, 4.0][best]}, f"folds {best}", {"model": float(best)})
    assert sum(figures.values()) == pytest.approx(sums[best])
    assert [row["c"] for row in tried] == [1.0, 2.0, 4.0] and len(heard) == 3


def test_candidates_are_judged_on_the_same_splits() -> None:
    groups = [(labelled(["a", "b"], f"r{i}"),) for i in range(4)]
    options = [{"c": c, "max_features": 20, "heading_features": 20} for c in (1.0, 4.0)]
    one, two = search(groups, options, folds=2, jobs=1)
    assert [[r.report for r, _ in fold.held_out] for fold in one] == [[r.report for r, _ in fold.held_out] for fold in two]
    assert not np.allclose(one[0].held_out[0][1], two[0].held_out[0][1])  # and with their own options
    with pytest.raises(ValueError, match="4 labelled documents are too few for 5 folds: label more, or set folds lower"):
        search(groups, options, folds=5, jobs=1)


# -- the fit --


def labelled(gold: list[str], name: str = "r") -> LabelledReport:
    inputs = [BlockInput(f"{s}{s}的事", f"{s}章", (f"named={s}",)) for s in gold]
    return LabelledReport(name, inputs, [Witness((), None, 0, (), None, "")] * len(gold), [False] * len(gold), gold)


def test_nothing_labelled_and_one_section_only_are_refused() -> None:
    with pytest.raises(ValueError, match="no labelled block to train on"):
        fit([labelled([])])
    with pytest.raises(ValueError, match="every block is labelled a: a classifier needs two sections or more"):
        fit([labelled(["a", "a"]), labelled(["a"])])


# -- configuration --


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "[classifier]\nfeatures = 'word'",
            "classifier.features: unknown key; known: c, longest, max_features, heading_features, class_weight",
        ),
        ("[classifier]\nsigns = false", "classifier.signs: unknown key"),
        ("[classifier]\nlongest = 0", "classifier.longest: expected 1 to 5, found 0"),
        ("[search]\nlongest = [3, 6]", "search.longest: expected 1 to 5, found 6"),
        ("[classifier]\nc = 0.0", "classifier.c: expected more than 0, found 0.0"),
        ("[search]\nc = [1.0, -1]", "search.c: expected more than 0, found -1"),
        ("[classifier]\nmax_features = 0", "classifier.max_features: expected more than 0"),
        ("[classifier]\nclass_weight = 'even'", "classifier.class_weight: expected \"balanced\", found 'even'"),
        ("jobs = 0", "jobs: expected a number of processes"),
        ("[forms]\nvariants = -1", "forms.variants: expected 0 or more, found -1"),
        ("[forms]\ncut = 1.5", "forms.cut: expected a share between 0 and 1, found 1.5"),
        ("[forms]\ncut = -0.1", "forms.cut: expected a share between 0 and 1"),
        ("[forms]\ndrop = [0.0]", "forms.drop: unknown key; known: dropped, cut, variants"),
        ("[confidence]\ntarget = 0.0", "confidence.target: expected a share between 0 and 1"),
    ],
)
def test_settings_that_no_run_can_use(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "train.toml"
    file.write_text(f'name = "m"\ncorpus = "c"\noutput = "o"\n{line}\n', "utf-8")
    with pytest.raises(ValueError, match=r"train\.toml: ") as caught:
        read_config(file)
    assert said in str(caught.value)


def test_forms_of_a_configuration(tmp_path: Path) -> None:
    file = tmp_path / "train.toml"
    file.write_text('name = "m"\ncorpus = "c"\noutput = "o"\n[forms]\ncut = 1\nvariants = 2\n[classifier]\nlongest = 5\n', "utf-8")
    found = read_config(file)
    assert (found.cut, found.variants, found.dropped, found.classifier) == (1.0, 2, (0.0, 1.0), {"longest": 5})


# -- the card's intervals --


def test_an_interval_lies_about_its_share_and_is_drawn_over_documents() -> None:
    assert interval([], []) == "–" and interval([0], [0]) == "–"
    assert interval([3], [4]) == "0.7500"  # one document says nothing of others
    assert interval([5, 5, 5], [5, 5, 5]) == "1.0000 [1.000, 1.000]"
    shown = interval([10, 0] * 10, [10, 10] * 10)
    share, low, high = (float(x) for x in shown.replace("[", "").replace("]", "").replace(",", "").split())
    assert share == 0.5 and 0.25 < low < 0.33 and 0.67 < high < 0.75  # by blocks it would be 0.43 to 0.57
    assert shown == interval([10, 0] * 10, [10, 10] * 10)


# -- what the configuration says reaches what does it --


class Stop(Exception):
    """Ends a run where the test has seen enough."""


def test_forms_are_made_as_the_configuration_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    for name in "abc":
        (tmp_path / "reports" / f"{name}.gkbg").write_text(SOURCE.replace("{id}", name), "utf-8")
    (tmp_path / "own.toml").write_text(TAXONOMY, "utf-8")
    (tmp_path / "split.toml").write_text('test = ["b"]', "utf-8")
    file = tmp_path / "train.toml"
    file.write_text(
        'name = "m"\ncorpus = "reports"\noutput = "model"\ntaxonomy = "own.toml"\nsplit = "split.toml"\nfolds = 2\nseed = 9\n'
        'without = ["plan"]\n[forms]\ndropped = [0.0, 0.3]\ncut = 0.7\nvariants = 4\n',
        "utf-8",
    )
    seen: list[Any] = []

    def spy(reports: list[GoldReport], dropped: tuple[float, ...], **options: Any) -> None:
        seen.extend([[r.id for r in reports], dropped, options])
        raise Stop

    monkeypatch.setattr(run, "forms", spy)
    with pytest.raises(Stop):
        run.train(file)
    assert seen[0] == ["a", "c"]  # held-out reports are not learnt from
    assert seen[1] == (0.0, 0.3)
    assert seen[2].pop("taxonomy").ids == ("stock", "readers", "plan")
    assert seen[2] == {"cut": 0.7, "variants": 4, "seed": 9}


def test_a_left_out_section_that_the_taxonomy_lacks(own: Sections) -> None:
    with pytest.raises(ValueError, match=r"c/train\.toml: without: 'nobody' is no section"):
        check_training(config(without=("plan", "nobody")), own, [report("a"), report("b")])


def test_a_split_that_names_a_document_which_is_not_there(tmp_path: Path, gold_reports: list[GoldReport]) -> None:
    file = tmp_path / "split.toml"
    file.write_text('dev = ["r001"]\ntest = ["nope"]\n', "utf-8")
    with pytest.raises(ValueError, match=r"split\.toml:2: test names nope, which is no document"):
        split(gold_reports, file)
    file.write_text('dev = ["r001"]\ntest = ["r002"]\n', "utf-8")
    assert [r.id for r in split(gold_reports, file)[1]] == ["r002"]


def test_two_sections_make_a_model_that_loads_and_agrees(tmp_path: Path) -> None:
    """scikit-learn keeps one row of weights for two classes."""
    texts = {"fees": ["全年未收费用。", "没有收取费用。", "费用全免。"], "requests": ["收到申请3件。", "申请都已答复。", "没有收到申请。"]}
    reports = []
    for n in range(3):
        lines = [texts["fees"][n], texts["requests"][n]]
        blocks = [
            GoldBlock(0, len(lines[0]), "paragraph", "fees", None),
            GoldBlock(len(lines[0]) + 1, len("\n".join(lines)), "paragraph", "requests", None),
        ]
        reports.append(GoldReport(f"d{n}", "\n".join(lines), blocks, [], {}))
    groups = forms(reports)
    model = fit([one for group in groups for one in group], max_features=100, heading_features=10)
    round_weights(model.pipeline)
    export(model.pipeline, tmp_path / "two", name="two", transitions=model.transitions, decoder=DECODER, facts={})
    loaded = load_model(tmp_path / "two")
    inputs = [i for group in groups for i in group[0].inputs]
    np.testing.assert_allclose(loaded.log_probabilities(inputs), model.pipeline.predict_log_proba(inputs), atol=1e-6)
    assert [loaded.sections[k] for k in loaded.log_probabilities(inputs).argmax(axis=1)] == ["fees", "requests"] * 3
