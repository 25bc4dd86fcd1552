"""Weak labels: which evidence gives which label, why blocks are left out, what a confidence is, and what a run writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.bootstrap import BootstrapError, Options, bootstrap
from gkbg_nlp.corpus.compile import from_record, read_jsonl
from gkbg_nlp.corpus.weak import KINDS, REASONS, WeakLabel, weak_labels
from gkbg_nlp.corpus.weak_measure import gold_of, held_against_gold, held_leaving_out, measure
from gkbg_nlp.corpus.weak_precision import (
    Measured,
    WeakPrecision,
    WeakPrecisionError,
    count_guesses,
    load_weak_precision,
    parse_weak_precision,
    to_toml,
)
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.taxonomy.sections import parse_sections

TITLE = "青崖县水务局2016年政府信息公开工作年度报告"
OPENING = "根据有关规定，我局编制本年度报告，所列数据自年初起至年底止。"
TEXT = "年内共办结十二宗，全部在限期之内，没有一宗因为补正而拖延。"


def label(*lines: str, **options: float) -> WeakLabel:
    """The weak label of the last block of a report with these lines."""
    found = weak_labels(segment("\n".join((TITLE, *lines))).blocks, **options)[-1]  # type: ignore[arg-type]
    assert found is not None
    return found


def test_what_is_seldom_right_is_left_out_but_named() -> None:
    """A chapter of problems keeps sub-headings of other subjects; how often that is right is measured, and here it is too seldom."""
    found = label("一、存在的主要问题", "（一）组织领导情况", TEXT)
    assert (found.section, found.kind, found.reason) == (None, "paragraph.kept", "unmeasured")


@pytest.mark.parametrize(
    ("lines", "section", "kind"),
    [
        ((OPENING,), None, None),  # without a chapter below, nothing says that it is the opening
        (("一、依申请公开情况",), "requests", "heading.own"),
        (("一、概述",), "overview", "heading.own_weak"),
        (("一、主动公开及依申请公开情况",), "proactive", "heading.own_two"),
        (("一、主动公开情况", "（一）瞄准需求，送到门口", TEXT, "（二）走村入户，不留死角"), "proactive", "heading.parent"),
        (("一、依申请公开情况", TEXT), "requests", "paragraph.above"),
        (("一、概述", TEXT), "overview", "paragraph.above_weak"),
        (("一、主动公开情况", "（一）瞄准需求，送到门口", TEXT), "proactive", "paragraph.outer"),
        (("一、概述", "（一）加强组织领导。" + TEXT), "organization", "paragraph.run_in"),
    ],
)
def test_evidence_and_its_kind(lines: tuple[str, ...], section: str | None, kind: str | None) -> None:
    found = label(*lines)
    assert (found.section, found.kind) == (section, kind)
    if kind is None:
        assert found.reason == "no_heading"
    else:
        assert kind.partition(".")[2] in KINDS
        assert found.rule is not None and found.rule.startswith(f"section.{section}.")
        assert found.reason is None and 0 < found.confidence < 1


def test_the_opening_is_labelled_by_its_place() -> None:
    labels = weak_labels(segment("\n".join((TITLE, OPENING, "一、概述", TEXT))).blocks)
    assert labels[0] is None and labels[1] is not None
    assert (labels[1].section, labels[1].kind) == ("preamble", "paragraph.place")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("一、瞄准需求，送到门口",), "names_nothing"),
        (("一、瞄准需求，送到门口", TEXT), "names_nothing"),
        (("一、扎实推进信息公开工作", TEXT), "slogan"),
        (("一、主动公开及依申请公开情况", TEXT), "two_sections"),
    ],
)
def test_what_is_left_out_has_its_reason(lines: tuple[str, ...], reason: str) -> None:
    found = label(*lines)
    assert (found.section, found.reason, found.confidence) == (None, reason, 0.0)
    assert reason in REASONS


def test_a_paragraph_under_a_merged_heading_keeps_its_own_head() -> None:
    found = label("一、主动公开及依申请公开情况", "（一）依申请公开情况。" + TEXT)
    assert (found.section, found.kind) == ("requests", "paragraph.run_in")


def test_options_leave_out() -> None:
    sure = label("一、概述", TEXT)
    assert label("一、概述", TEXT, min_confidence=sure.confidence).section == "overview"
    unsure = label("一、概述", TEXT, min_confidence=sure.confidence + 1e-6)
    assert (unsure.section, unsure.reason, unsure.confidence) == (None, "low_confidence", sure.confidence)
    assert label("一、概述", headings=False).reason == "heading"
    assert label("一、概述", TEXT, headings=False).section == "overview"


def test_a_kind_that_was_not_measured_gives_no_label() -> None:
    rare = count_guesses([("paragraph.above", "requests", "requests")] * 4, "four blocks")
    blocks = segment("\n".join((TITLE, "一、依申请公开情况", TEXT))).blocks
    assert [one.reason for one in weak_labels(blocks, precision=rare) if one] == ["unmeasured", "unmeasured"]
    enough = count_guesses([("paragraph.above", "requests", "requests")] * 5, "five blocks")
    assert [one.section for one in weak_labels(blocks, precision=enough) if one] == [None, "requests"]


def test_another_taxonomy_takes_the_share_of_the_kind() -> None:
    other = parse_sections('[[section]]\nid = "fishing"\nzh = "渔业"\nwordings = [{ id = "fishing.1", pattern = "渔业生产" }]\n')
    labels = weak_labels(segment(f"渔业年报\n一、渔业生产情况\n{TEXT}", other).blocks, sections=other)
    table = load_weak_precision()
    assert [(one.section, one.confidence) for one in labels if one] == [
        ("fishing", table.confidence("heading.own", None)),
        ("fishing", table.confidence("paragraph.above", None)),
    ]


def test_a_confidence_is_the_share_counted() -> None:
    table = WeakPrecision({"paragraph.above": Measured(90, 98, {"fees": (40, 40), "requests": (50, 58)})}, "98 blocks")
    overall = 91 / 100
    assert table.confidence("paragraph.above", None) == overall
    assert table.confidence("paragraph.above", "proposals") == pytest.approx(overall)  # never seen: the kind's share
    assert table.confidence("paragraph.above", "fees") == pytest.approx((40 + 5 * overall) / 45)
    assert table.confidence("paragraph.above", "fees", prior=0) == 1
    with pytest.raises(KeyError):
        table.confidence("table.above", None)


NAMES = st.sampled_from(["above", "own_weak", "place"])
GUESSES = st.lists(st.tuples(NAMES, st.sampled_from(["fees", "requests"]), st.sampled_from(["fees", "requests", None])), min_size=1)


@given(GUESSES)
def test_a_table_is_read_back_as_it_was_counted(guesses: list[tuple[str, str, str | None]]) -> None:
    table = count_guesses(guesses, "some blocks")
    assert parse_weak_precision(to_toml(table)) == table
    assert sum(m.total for m in table.kinds.values()) == len(guesses)
    assert sum(m.right for m in table.kinds.values()) == sum(said == gold for _, said, gold in guesses)
    for kind, measured in table.kinds.items():
        for section in (None, *measured.sections):
            assert 0 < table.confidence(kind, section) < 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("source = 3\nkinds = {}\n", "t.toml.source"),
        ('source = "x"\n', "t.toml"),
        ('source = "x"\n[kinds.above]\nright = 1\ntotal = 2\nsections = {}\n', "kinds.above"),
        ('source = "x"\n[kinds.above]\nright = 3\ntotal = 2\nsections = { fees = [3, 2] }\n', "kinds.above.sections.fees"),
        ('source = "x"\n[kinds.above]\nright = 1\ntotal = 2\nmore = 1\nsections = {}\n', "kinds.above"),
        ("source = ", "t.toml"),
    ],
)
def test_a_broken_table_is_named(text: str, place: str) -> None:
    with pytest.raises(WeakPrecisionError, match=re.escape(place)):
        parse_weak_precision(text, "t.toml")


def test_the_shipped_confidences_are_true(gold_reports: list[GoldReport]) -> None:
    """Counted anew, the shares stay near those of the file: it was made from this corpus by these rules."""
    shipped, now = load_weak_precision(), measure(gold_reports, "now")
    for kind, measured in now.kinds.items():
        if measured.total >= 50:
            assert shipped.confidence(kind, None) == pytest.approx(now.confidence(kind, None), abs=0.05), kind
    held = [h for h in held_leaving_out(gold_reports[:60], folds=4) if h.label.section is not None]
    right = sum(h.label.section == h.gold for h in held) / len(held)
    assert sum(h.label.confidence for h in held) / len(held) == pytest.approx(right, abs=0.03)


def test_a_report_left_out_is_not_counted(gold_reports: list[GoldReport]) -> None:
    one = gold_reports[:1]
    assert {h.label.reason for h in held_leaving_out(one * 2, folds=1) if h.label.kind} == {"unmeasured"}
    assert any(h.label.section for h in held_against_gold(one[0]))


def test_gold_is_that_of_the_greatest_overlap(gold_reports: list[GoldReport]) -> None:
    blocks = segment("甲乙丙丁戊己").blocks
    gold = [type(gold_reports[0].blocks[0])(a, b, "paragraph", s, None) for a, b, s in ((0, 2, "fees"), (2, 6, "requests"))]
    best = gold_of(blocks[0], gold)
    assert best is not None and best.section == "requests"
    assert gold_of(blocks[0], []) is None


def write(folder: Path, **reports: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in reports.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


GOOD = "\n".join((TITLE, OPENING, "一、概述", TEXT, "二、主动公开及依申请公开情况", TEXT, "青崖县水务局", "2017年3月1日"))


def test_a_run_writes_documents_that_training_reads(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw", a=GOOD, b=GOOD, c=f"{TITLE}\n{TEXT}", d=" ")
    (raw / "notes.xyz").write_text("x", "utf-8")
    out = tmp_path / "weak.jsonl"
    done = bootstrap([str(raw), str(tmp_path / "gone.txt")], str(out), Options(places=True))
    assert (done.documents, done.skipped_unknown) == (1, 1)
    assert [(Path(p).name, code) for p, code, _ in done.failed] == [("gone.txt", "missing"), ("d.txt", "empty")]
    assert [(Path(a).name, Path(b).name) for a, b in done.twice] == [("b.txt", "a.txt")]
    assert [Path(p).name for p in done.unlabelled] == ["c.txt"]
    assert done.left_out == {"two_sections": 1, "no_heading": 1} and sum(done.kept.values()) == 4
    assert [(Path(p.path).name, p.line, p.reason) for p in done.places] == [("a.txt", 6, "two_sections"), ("c.txt", 2, "no_heading")]
    (report,) = read_jsonl(out)
    assert report.meta["weak"] is True
    assert [b.section for b in report.blocks] == [None, "preamble", "overview", "overview", "proactive", None, None, None]
    (record,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert record["weak"] is True and record["meta"]["source"].endswith("a.txt") and record["text"] == GOOD
    by_role = [(b["role"], b["rule"], b["reason"]) for b in record["blocks"]]
    assert by_role[0] == ("title", None, None) and by_role[2][1] == "heading.own_weak:section.overview.1"
    assert by_role[5] == ("paragraph", None, "two_sections")
    assert all((b["confidence"] is None) == (b["section"] is None) for b in record["blocks"])
    assert set(done.confidence) == {"preamble", "overview", "proactive"} and 1 < done.confidence["overview"] < 2


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, root: Path) -> None:
    for name in ("one", "two"):
        bootstrap([str(root / "gkbg_nlp" / "samples")], str(tmp_path / name))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@given(
    st.lists(
        st.sampled_from([OPENING, TEXT, "一、概述", "二、依申请公开情况", "（一）组织领导", "表 | 1 | 2", "", "\u3000甲\r"]), max_size=9
    )
)
def test_spans_of_any_document_stand_in_its_text(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.mktemp("raw")
    (folder / "a.txt").write_bytes("\n".join((TITLE, *lines)).encode())
    try:
        bootstrap([str(folder)], str(folder / "out.jsonl"), Options(min_confidence=0))
    except BootstrapError:
        return
    (record,) = map(json.loads, (folder / "out.jsonl").read_text("utf-8").splitlines())
    report = from_record(record)
    ends = [0, *(b.end for b in report.blocks)]
    assert all(before <= b.start < b.end for before, b in zip(ends, report.blocks, strict=False))


def test_refusals_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "weak.jsonl"
    bare = write(tmp_path / "bare", c=f"{TITLE}\n{TEXT}", d="")
    with pytest.raises(BootstrapError, match=r"no block got a label \(1 files could not be read; 1 reports have no heading"):
        bootstrap([str(bare)], str(out))
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(BootstrapError, match="nothing to read"):
        bootstrap([str(empty)], str(out))
    with pytest.raises(BootstrapError, match="is a folder"):
        bootstrap([str(bare)], str(empty))
    assert not out.exists() and sorted(p.name for p in tmp_path.iterdir()) == ["bare", "empty"]
    raw = write(tmp_path / "raw", a=GOOD)
    out.write_text("before", "utf-8")
    with pytest.raises(BootstrapError, match="exists: name another"):
        bootstrap([str(raw)], str(out))
    assert out.read_text("utf-8") == "before"
    bootstrap([str(raw)], str(out), overwrite=True)
    assert out.read_text("utf-8").startswith("{")


def test_a_document_that_breaks_a_room_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = write(tmp_path / "raw", a=GOOD, b=GOOD + "。")

    def broken(text: str, *rest: object) -> object:
        if text.endswith("。"):
            raise RuntimeError("no such line")
        return segment(text)

    monkeypatch.setattr("gkbg_nlp.corpus.bootstrap.segment", broken)
    done = bootstrap([str(raw)], str(tmp_path / "o"))
    assert done.documents == 1 and [(c, m) for _, c, m in done.failed] == [("internal", "RuntimeError: no such line")]


@pytest.mark.shared
def test_seeds(tmp_path: Path, root: Path) -> None:
    """On the real reports, of which nothing was counted, the labels given are right."""
    folder = root.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("needs ../shared")
    done = bootstrap([str(folder)], str(tmp_path / "weak.jsonl"))
    gold = {g["file"]: g for g in (json.loads(p.read_text("utf-8")) for p in folder.glob("*.json"))}
    assert done.documents == len(gold)
    right = total = 0
    for line in (tmp_path / "weak.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        sections = {(b["start"], b["end"]): b["section"] for b in gold[Path(record["meta"]["source"]).name]["blocks"]}
        for block in record["blocks"]:
            if block["section"] is not None:
                total += 1
                right += sections.get((block["start"], block["end"])) == block["section"]
    assert total >= 75 and right / total >= 0.97
