"""The checks on a compiled report, and the shipped corpus under them."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import BLANK, INDICATORS, LABELED_ROLES, LABELS, SECTIONS, GoldReport, load_all, parse
from gkbg_nlp.corpus.validate import check

HEADER = '+++\nid = "t"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n'


def compiled(text: str, header: str = "") -> GoldReport:
    return parse(HEADER + header + "+++\n@paragraph overview\n" + text + "\n", "t.gkbg")


def said(text: str, header: str = "") -> list[tuple[str, str]]:
    return [(p.severity, p.message) for p in check(compiled(text, header))]


def test_nothing_to_say_of_a_sound_report() -> None:
    text = "{AGENCY:临江市水务局}公开{COUNT:12条}，见{LAW:《水情发布办法》}。电话：{PHONE:0439-6220018}，邮编：{POSTCODE:134600}。"
    assert said(text, '[indicators]\nphone = "0439-6220018"\nagency = "临江市水务局"\n') == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{AGENCY:{AGENCY:临江市}水务局}", "an AGENCY inside an AGENCY"),
        ("{PHONE:{PHONE:0439-6220018}}", "stands twice"),
        ("{PHONE:办公室}", "has not the form of PHONE"),
        ("{FAX:无}", "has not the form of FAX"),
        ("{EMAIL:shuiwu}", "has not the form of EMAIL"),
        ("{POSTCODE:1346}", "has not the form of POSTCODE"),
        ("{LAW:水情发布办法}", "has not the form of LAW"),
        ("{COUNT=6 条:条}", "has not the form of COUNT"),
        ("{DATE:2016年}", "has no day"),
    ],
)
def test_errors(text: str, message: str) -> None:
    problems = said(text)
    assert any(severity == "error" and message in words for severity, words in problems), problems


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("发信到sw@example.gov.cn即可", "EMAIL"), ("公开12条", "COUNT"), ("公开12余件", "COUNT"), ("按《水情发布办法》办理", "LAW"),
        ("2017年3月2日", "DATE"), ("邮编：134600", "POSTCODE"), ("电话0439-6220018", "PHONE"),
    ],
)  # fmt: skip
def test_what_was_probably_forgotten_is_a_warning(text: str, label: str) -> None:
    assert [s for s, words in said(text) if f"not marked as {label}?" in words] == ["warning"]


def test_marked_is_not_forgotten() -> None:
    assert said("公开{COUNT:12条}") == []


def test_an_indicator_must_stand_in_the_text() -> None:
    assert said("电话见网站。", '[indicators]\nphone = "0439-6220018"\n') == [
        ("error", "indicator phone = '0439-6220018' does not stand in the text")
    ]
    assert said("{AGENCY:临江市\n水务局}", '[indicators]\nagency = "临江市水务局"\n') == []


def test_text_outside_every_block_is_an_error() -> None:
    report = compiled("甲乙")
    report.blocks[0].start = 1
    assert [(p.place, p.message) for p in check(report)] == [(0, "text outside every block: '甲'")]


def test_crossing_marks_are_an_error() -> None:
    report = compiled("{LAW:《甲》}乙丙{AGENCY:水务局}")
    report.entities[1].start = 1
    assert any("crosses" in p.message for p in check(report))


def test_problems_are_in_the_order_of_their_places_and_name_the_report() -> None:
    problems = check(compiled("公开12条，2017年3月2日，{PHONE:无}"))
    assert [p.place for p in problems] == sorted(p.place for p in problems) and len(problems) == 3
    assert str(problems[-1]).startswith("t.gkbg:8: error [form] '无' has not the form of PHONE: ")


# -- the shipped corpus --


def test_every_file_of_the_corpus_compiles(gold_reports: list[GoldReport], root: Path) -> None:
    assert [r.id for r in load_all(root / "data" / "corpus" / "reports")] == [r.id for r in gold_reports]


def test_the_corpus_compiles_without_errors(gold_reports: list[GoldReport]) -> None:
    assert len(gold_reports) >= 40
    assert [str(p) for r in gold_reports for p in check(r) if p.severity == "error"] == []


def test_ids_are_unique_and_the_text_is_covered(gold_reports: list[GoldReport]) -> None:
    assert [i for i, n in Counter(r.id for r in gold_reports).items() if n > 1] == []
    for report in gold_reports:
        rest = list(report.text)
        for block in report.blocks:
            assert report.text[block.start] not in BLANK and report.text[block.end - 1] not in BLANK
            rest[block.start : block.end] = " " * (block.end - block.start)
        assert not "".join(rest).strip(BLANK), report.id


def test_marks_lie_inside_one_block(gold_reports: list[GoldReport]) -> None:
    for report in gold_reports:
        for entity in report.entities:
            assert report.text[entity.start : entity.end] == entity.text
            assert sum(b.start <= entity.start and entity.end <= b.end for b in report.blocks) == 1, (report.id, entity)


def test_every_section_label_and_indicator_occurs(gold_reports: list[GoldReport]) -> None:
    assert {b.section for r in gold_reports for b in r.blocks} == {*SECTIONS, None}
    assert {e.label for r in gold_reports for e in r.entities} == LABELS
    assert {name for r in gold_reports for name in r.indicators} == set(INDICATORS)
    assert {r.meta["era"] for r in gold_reports} == {"A", "B", "C", "D"}


def test_rules_of_the_guide_that_a_machine_can_hold(gold_reports: list[GoldReport]) -> None:
    for report in gold_reports:
        for block in report.blocks:
            assert (block.section is not None) == (block.role in LABELED_ROLES)
            assert (block.level is not None) == (block.role == "heading")
        for name, value in report.indicators.items():
            if name in ("reviews", "litigations", "requests_received", "year"):
                assert isinstance(value, int) and value >= 0, (report.id, name)
            elif name.startswith("proactive") or name == "fees_charged_yuan":
                assert isinstance(value, int | float) and value >= 0, (report.id, name)
            else:
                assert isinstance(value, str), (report.id, name)
        for entity in report.entities:
            assert entity.label != "COUNT" or (entity.value is not None and entity.unit and not set(entity.unit) & set(BLANK)), (
                report.id,
                entity,
            )
        year = report.indicators.get("year")
        assert year is None or 2008 <= year <= 2026, report.id


def test_era_and_year_agree(gold_reports: list[GoldReport]) -> None:
    spans = {"A": (2008, 2013), "B": (2014, 2018), "C": (2019, 2020), "D": (2021, 2026)}
    wrong = [
        (r.id, r.meta["era"], r.indicators["year"])
        for r in gold_reports
        if "year" in r.indicators and not spans[r.meta["era"]][0] <= r.indicators["year"] <= spans[r.meta["era"]][1]
    ]
    assert wrong == []


def test_the_split_names_reports_that_are_there(gold_reports: list[GoldReport], root: Path) -> None:
    test = tomllib.loads((root / "data" / "corpus" / "split.toml").read_text("utf-8"))["test"]
    assert len(set(test)) == len(test) >= 8
    assert set(test) <= {r.id for r in gold_reports}
