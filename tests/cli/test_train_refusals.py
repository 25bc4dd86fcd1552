"""What ``gkbg train`` does not take: exit code 2, a line that names file, place and mend, and no model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from train_helpers import CONFIG, make

from gkbg_nlp.cli.main import main
from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.exchange import read_labelled, render

Edit = Callable[[Path], object]
ALL = ("opening", "stock", "readers", "plan", "annex")


def swap(name: str, old: str, new: str) -> Edit:
    """Replace the first ``old`` in a file."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text, (name, old)
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def corpus(fmt: str, change: Callable[[list[GoldReport]], object]) -> Edit:
    """Put the changed corpus as ``corpus.FMT`` in the place of the folder of reports."""

    def edit(folder: Path) -> None:
        reports = read_labelled(folder / "reports")
        change(reports)
        (folder / f"corpus.{fmt}").write_bytes(render(reports, fmt)[0][""])
        swap("train.toml", '"reports"', f'"corpus.{fmt}"')(folder)

    return edit


def relabel(keep: Callable[[int, str], str | None]) -> Callable[[list[GoldReport]], None]:
    """Give each labelled block the section that ``keep`` makes of the report's number and its section."""

    def change(reports: Sequence[GoldReport]) -> None:
        for number, report in enumerate(reports):
            for block in report.blocks:
                block.section = keep(number, block.section) if block.section else None

    return change


def overlap(reports: list[GoldReport]) -> None:
    reports[2].blocks[3].start -= 4


def rename_one(reports: list[GoldReport]) -> None:
    reports[1].blocks[3].section = "stok"


def without(*sections: str) -> Edit:
    return swap("train.toml", "folds = 3", f"without = {list(sections)}\nfolds = 3".replace("'", '"'))


def both(*edits: Edit) -> Edit:
    return lambda folder: [edit(folder) for edit in edits]


def write(name: str, content: bytes) -> Edit:
    return lambda folder: (folder / name).write_bytes(content)


WITH_SPLIT = swap("train.toml", "folds = 3", 'split = "split.toml"\nfolds = 3')
BROKEN: dict[str, tuple[Edit, list[str]]] = {
    "broken mark": (swap("reports/lib0.gkbg", "现将", "{LAW:现将"), ["lib0.gkbg:10: the mark {LAW:", "write its }"]),
    "unknown role": (swap("reports/lib0.gkbg", "@signature", "@signed"), ["lib0.gkbg:", "unknown role 'signed'; known: title"]),
    "unknown label": (
        swap("reports/lib0.gkbg", "@paragraph plan", "@paragraph plans"),
        ["lib0.gkbg:29: ", "unknown section 'plans'; known: opening, stock, readers, plan, annex"],
    ),
    "unknown label in a table": (corpus("csv", rename_one), ["corpus.csv:21: ", "report lib1", "unknown section 'stok'; known: opening"]),
    "unknown label in JSON Lines": (corpus("jsonl", rename_one), ["corpus.jsonl:2: ", "report lib1", "unknown section 'stok'"]),
    "overlapping blocks": (corpus("jsonl", overlap), ["corpus.jsonl:3: ", "the block at 34 begins inside the one before, which ends at 37"]),
    "a line that is no record": (
        both(corpus("jsonl", lambda reports: reports), swap("corpus.jsonl", "\n", "\n{\n")),
        ["corpus.jsonl:2: "],
    ),
    "an empty class": (
        corpus("jsonl", relabel(lambda _, s: "readers" if s == "annex" else s)),
        ["corpus.jsonl: no block is labelled annex: label some", 'without = ["annex"] in ', "train.toml"],
    ),
    "two empty classes": (
        corpus("jsonl", relabel(lambda _, s: "readers" if s in ("annex", "opening") else s)),
        ["no block is labelled opening, annex", 'without = ["opening", "annex"]'],
    ),
    "no labelled block": (corpus("jsonl", relabel(lambda _, s: None)), ["corpus.jsonl: 0 documents to train on, 3 folds: label more"]),
    "one labelled document among others": (
        corpus("jsonl", relabel(lambda number, s: None if number else s)),
        ["corpus.jsonl: 1 documents to train on, 3 folds: label more, or lower folds in ", "train.toml"],
    ),
    "all of one section": (
        both(corpus("jsonl", relabel(lambda _, s: "plan")), without("opening", "stock", "readers", "annex")),
        ["corpus.jsonl: every block is labelled plan: a classifier needs two sections"],
    ),
    "more folds than documents": (swap("train.toml", "folds = 3", "folds = 7"), ["reports: 6 documents to train on, 7 folds", "lower folds in "]),
    "missing corpus": (swap("train.toml", '"reports"', '"nowhere"'), ["nowhere: no such file or folder"]),
    "unknown format": (
        both(write("data.xyz", b"abc"), swap("train.toml", '"reports"', '"data.xyz"')),
        ["data.xyz: the suffix '.xyz' is that of no format"],
    ),
    "empty folder": (both(lambda folder: (folder / "void").mkdir(), swap("train.toml", '"reports"', '"void"')), ["void: "]),
    "bad taxonomy": (
        swap("sections.toml", '"馆藏|藏书"', '"(馆藏"'),
        ["train.toml: taxonomy: ", "sections.toml: section stock.wordings.stock.1.pattern: not a regular expression"],
    ),
    "taxonomy with an unknown opening": (
        swap("sections.toml", 'opening = "opening"', 'opening = "start"'),
        ["sections.toml: opening: 'start' is no section of this file: opening, stock"],
    ),
    "missing taxonomy": (lambda folder: (folder / "sections.toml").unlink(), ["train.toml: taxonomy: ", "sections.toml"]),
    "missing split": (WITH_SPLIT, ["split.toml: No such file"]),
    "bad split": (both(WITH_SPLIT, write("split.toml", b"test = 3")), ['split.toml:1: test is no list of ids: write test = ["r001"]']),
    "no configuration": (lambda folder: (folder / "train.toml").unlink(), ["train.toml: No such file", "name a configuration such as"]),
    "unknown option": (swap("train.toml", "longest = 2", 'features = "word"'), ["train.toml: classifier.features: unknown key; known: c, longest"]),
    "no process": (swap("train.toml", "jobs = 1", "jobs = 0"), ["train.toml: jobs: expected a number of processes"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_bad_input_is_refused_by_name(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit, words = BROKEN[name]
    config = make(tmp_path / "own")
    edit(tmp_path / "own")
    assert main(["train", "--config", str(config)]) == 2
    said = capsys.readouterr().err
    for part in words:
        assert part in said
    assert "Traceback" not in said and all(line.startswith("gkbg: ") for line in said.splitlines())
    assert not (tmp_path / "own" / "model").exists()


def test_one_document_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make(tmp_path / "own", reports=1, config=CONFIG.replace("folds = 3", "folds = 2"))
    assert main(["train", "-c", str(config)]) == 2
    said = capsys.readouterr().err
    assert f"{tmp_path / 'own' / 'reports'}: 1 documents to train on, 2 folds: label more, or lower folds in {config}" in said


def test_every_wrong_label_is_named_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make(tmp_path / "own")
    for name in ("lib0", "lib4"):
        swap(f"reports/{name}.gkbg", "@heading stock 1", "@heading stok 1")(tmp_path / "own")
    assert main(["train", "-c", str(config)]) == 2
    said = capsys.readouterr().err
    assert "lib0.gkbg:11: " in said and "lib4.gkbg:11: " in said


def test_a_class_left_out_on_purpose_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``without`` names it; the model then has the other labels. One search, no variants: this trains."""
    small = CONFIG.replace("c = [2.0, 8.0]", "c = [4.0]").replace("variants = 1", "variants = 0")
    config = make(tmp_path / "own", config=small)
    both(corpus("jsonl", relabel(lambda number, s: None if s == "annex" or number == 5 else s)), without("annex"))(tmp_path / "own")
    assert main(["train", "-c", str(config)]) == 0
    said = capsys.readouterr().err
    assert "gkbg: 24 blocks have no section: they are context, not examples" in said  # two in five reports, 14 in the sixth
    assert "6 reports, 60 blocks" in said
    card = (tmp_path / "own" / "model" / "card.md").read_text("utf-8")
    assert "one of 4 sections (opening, plan, readers, stock)" in card


def test_a_split_that_leaves_only_dev_reports_trains_without_their_figure(tmp_path: Path) -> None:
    small = CONFIG.replace("c = [2.0, 8.0]", "c = [4.0]").replace("variants = 1", "variants = 0")
    config = make(tmp_path / "own", config=small)
    names = ", ".join(f'"lib{i}"' for i in range(1, 6))
    both(WITH_SPLIT, write("split.toml", f'dev = [{names}]\ntest = ["lib0"]'.encode()))(tmp_path / "own")
    assert main(["train", "-c", str(config)]) == 0
    card = (tmp_path / "own" / "model" / "card.md").read_text("utf-8")
    assert "1 held-out reports (test)" in card and "dev part" not in card


def test_documents_that_nobody_labelled_leave_no_fold_empty(tmp_path: Path) -> None:
    """Dealt out with the others, the two labelled ones would stand in one fold, and the other would learn from nothing."""
    small = CONFIG.replace("c = [2.0, 8.0]", "c = [4.0]").replace("variants = 1", "variants = 0").replace("folds = 3", "folds = 2")
    config = make(tmp_path / "own", config=small)
    corpus("jsonl", relabel(lambda number, s: s if number in (0, 2) else None))(tmp_path / "own")
    assert main(["train", "-c", str(config)]) == 0
    assert (tmp_path / "own" / "model" / "card.md").exists()
