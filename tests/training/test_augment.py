"""The augmenter: every span of a variant is exact, each operation does what it says, and nothing but the generator decides."""

from __future__ import annotations

import copy
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import BLANK, GoldReport, parse
from gkbg_nlp.corpus.validate import check
from gkbg_nlp.evaluation.gold import GoldDocument, without_headings
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.sections import load_sections, squeeze
from gkbg_nlp.training.augment import augment, operations
from gkbg_nlp.training.augment_data import AugmentError, load_augment, parse_augment
from gkbg_nlp.training.augment_draft import Draft, Piece
from gkbg_nlp.training.augment_ops_text import traditional_table
from gkbg_nlp.training.dataset import sequence

IDS = [one.id for one in operations()]
NONE = dict.fromkeys(IDS, 0.0)
SOURCE = """+++
id = "x1"
era = "B"
province = "吉林省"
body = "county bureau"
[indicators]
year = 2016
agency = "敦化市水务局"
proactive_total = 1234
phone = "0433-6221234"
email = "dh12@126.com"
+++
@title
{AGENCY:敦化市水务局}2016年
政府信息公开工作年度报告
@paragraph preamble
　　本报告由{AGENCY:敦化市水务局}编写(电话：{PHONE:0433-6221234}，邮箱：{EMAIL:dh12@126.com})；欢迎来信,来电。
@heading overview 1
一、概述
@paragraph overview
　　{DATE:3月5日}起水情每日发布到群众手里从不间断也从不迟到直到汛期结束为止，共公开{COUNT:138条}，另有{COUNT=1234 条:1,234 条}。
@heading proactive 1
二、主动公开情况
@heading proactive 2
（一）网站
@paragraph proactive
网站发布{COUNT:96条}；依照{LAW:《{AGENCY:国务院}令第711号》}办理。
@heading requests 1
三、依申请公开情况
@paragraph requests
收到申请{COUNT:3件}，都已办结。
@signature
{AGENCY:敦化市水务局}
"""


@pytest.fixture
def report() -> GoldReport:
    return parse(SOURCE)


def only(report: GoldReport, *ids: str, seed: int = 0) -> GoldReport:
    """A variant with these operations and no other; each must change something."""
    variant = augment(report, np.random.default_rng(seed), {**NONE, **dict.fromkeys(ids, 1.0)})
    assert set(variant.meta["augmented"]) == set(ids)
    return variant


def texts(report: GoldReport, role: str | None = None) -> list[str]:
    return [report.text[b.start : b.end] for b in report.blocks if role in (None, b.role)]


def assert_exact(variant: GoldReport) -> None:
    at = 0
    for block in variant.blocks:
        assert at <= block.start < block.end <= len(variant.text)
        assert not variant.text[at : block.start].strip(BLANK)
        assert variant.text[block.start] not in BLANK and variant.text[block.end - 1] not in BLANK
        at = block.end
    assert not variant.text[at:].strip(BLANK)
    for entity in variant.entities:
        assert variant.text[entity.start : entity.end] == entity.text
        assert entity.text[0] not in BLANK and entity.text[-1] not in BLANK
        assert sum(b.start <= entity.start and entity.end <= b.end for b in variant.blocks) == 1
    assert variant.entities == sorted(variant.entities, key=lambda e: (e.start, -e.end))


RATES = st.dictionaries(st.sampled_from(IDS), st.sampled_from([0.0, 0.5, 1.0]))


@given(seed=st.integers(0, 2**32 - 1), place=st.integers(0, 10_000), rates=RATES)
def test_every_span_of_a_variant_is_exact(gold_reports: list[GoldReport], seed: int, place: int, rates: dict[str, float]) -> None:
    report = gold_reports[place % len(gold_reports)]
    assert_exact(augment(report, np.random.default_rng(seed), rates))


def plain(text: str) -> str:
    """What no change of width, script, blanks or lines touches."""
    return re.sub(r"\s", "", fold(text))


@given(seed=st.integers(0, 2**32 - 1), place=st.integers(0, 10_000), rates=RATES)
def test_a_variants_words_and_labels_are_the_reports(
    gold_reports: list[GoldReport], seed: int, place: int, rates: dict[str, float]
) -> None:
    """Without operations that change words, each block is one of the report's with its labels, and each entity means the same."""
    report = gold_reports[place % len(gold_reports)]
    words_change = ("headings_general", "headings_renumbered", "chapters_shuffled")
    variant = augment(report, np.random.default_rng(seed), {**rates, **dict.fromkeys(words_change, 0.0)})
    labels = [(plain(t), b.role, b.section, b.level) for t, b in zip(texts(report), report.blocks, strict=True)]
    left = iter(labels)
    for text, block in zip(texts(variant), variant.blocks, strict=True):
        if block.role != "boilerplate":
            assert (plain(text), block.role, block.section, block.level) in left  # in the same order
    meant = [(e.label, plain(e.text), e.value, e.unit and fold(e.unit)) for e in report.entities]
    for entity in variant.entities:
        meant.remove((entity.label, plain(entity.text), entity.value, entity.unit and fold(entity.unit)))
    dropped = {"tail_cut", "headings_lost", "headings_all_lost"} & set(variant.meta["augmented"])
    assert dropped or not meant


@pytest.mark.parametrize("operation", IDS)
def test_variants_keep_the_rules_of_the_corpus(gold_reports: list[GoldReport], operation: str) -> None:
    """What `gkbg corpus validate` calls an error is none in a variant of a report that has none."""
    applied = 0
    for place, report in enumerate(gold_reports[::5]):
        variant = augment(report, np.random.default_rng(place), {**NONE, operation: 1.0})
        if variant.meta["augmented"]:
            applied += 1
            before = {p.rule for p in check(report) if p.severity == "error"}
            assert [str(p) for p in check(variant) if p.severity == "error" and p.rule not in before] == []
    assert applied >= 5


def test_the_generator_alone_decides(gold_reports: list[GoldReport]) -> None:
    report = gold_reports[0]
    before = copy.deepcopy(report)
    one, two = (augment(report, np.random.default_rng(7)) for _ in range(2))
    assert one == two and report == before
    assert len({augment(report, np.random.default_rng(seed)).text for seed in range(20)}) > 5


def test_without_operations_the_variant_is_the_report(gold_reports: list[GoldReport]) -> None:
    for report in gold_reports:
        variant = augment(report, np.random.default_rng(0), NONE)
        assert variant.meta.pop("augmented") == []
        assert variant == report


def test_a_variant_keeps_the_id_and_can_be_trained_on(report: GoldReport) -> None:
    variant = augment(report, np.random.default_rng(3), {"headings_general": 1.0})
    one = sequence(variant)
    assert variant.id == one.report == "x1" and len(one.inputs) == len(one.gold) == len(one.heads)


def test_all_headings_lost_is_what_evaluation_does(gold_reports: list[GoldReport]) -> None:
    for report in gold_reports:
        variant = augment(report, np.random.default_rng(0), {**NONE, "headings_all_lost": 1.0})
        if variant.meta["augmented"]:
            removed = without_headings(GoldDocument(report.id, report.text, report.to_gold("x.txt"), {}))
            assert variant.text == removed.text
            assert [(b.start, b.end, b.section) for b in variant.blocks] == [
                (b["start"], b["end"], b["section"]) for b in removed.gold["blocks"]
            ]


def test_some_headings_are_lost(report: GoldReport) -> None:
    kept = {tuple(texts(only(report, "headings_lost", seed=s), "heading")) for s in range(5)}
    assert len(kept) > 2 and all(len(heads) < 4 for heads in kept)
    bare = GoldReport("b", "一、概述", [type(report.blocks[0])(0, 4, "heading", "overview", 1)], [], {})
    assert augment(bare, np.random.default_rng(0), {**NONE, "headings_all_lost": 1.0}).text == "一、概述"


def test_general_headings_keep_their_number_and_label(report: GoldReport) -> None:
    slogans = set(load_augment().texts["slogans"])
    seen = set()
    for seed in range(8):
        variant = augment(report, np.random.default_rng(seed), {**NONE, "headings_general": 1.0})
        for old, new in zip(report.blocks, variant.blocks, strict=True):
            text = variant.text[new.start : new.end]
            if old.role == "heading" and text != report.text[old.start : old.end]:
                assert text.startswith(report.text[old.start : old.start + 2]) and any(text.endswith(s) for s in slogans)
                assert (new.section, new.level) == (old.section, old.level)
                seen.add(text[:2])
    assert seen == {"一、", "二、", "（一", "三、"}


def test_a_general_heading_over_several_sections_is_overview() -> None:
    mixed = parse(SOURCE.replace("@heading requests 1\n三、依申请公开情况\n", ""))
    found = set()
    for seed in range(8):
        variant = augment(mixed, np.random.default_rng(seed), {**NONE, "headings_general": 1.0})
        for block in variant.blocks:
            text = variant.text[block.start : block.end]
            if text.startswith("二、") and "主动公开" not in text:
                found.add(block.section)
    assert found == {"overview"}


def test_slogans_name_no_section() -> None:
    for slogan in load_augment().texts["slogans"]:
        assert load_sections().read(squeeze(fold(slogan))) is None, slogan


def test_numbers_of_another_style(report: GoldReport) -> None:
    styles = {
        tuple((text, b.level) for text, b in zip(texts(v, "heading"), (b for b in v.blocks if b.role == "heading"), strict=True))
        for v in (only(report, "headings_renumbered", seed=s) for s in range(30))
    }
    assert styles == {
        (("第一部分　概述", 1), ("第二部分　主动公开情况", 1), ("（一）网站", 2), ("第三部分　依申请公开情况", 1)),
        (("1、概述", 3), ("2、主动公开情况", 3), ("（1）网站", 4), ("3、依申请公开情况", 3)),
        (("1.概述", 3), ("2.主动公开情况", 3), ("（1）网站", 4), ("3.依申请公开情况", 3)),
        (("一．概述", 1), ("二．主动公开情况", 1), ("(一)网站", 2), ("三．依申请公开情况", 1)),
        (("概述", 1), ("主动公开情况", 1), ("网站", 2), ("依申请公开情况", 1)),
    }
    mixed = parse(SOURCE.replace("@heading proactive 2\n（一）", "@heading proactive 3\n1."))
    assert augment(mixed, np.random.default_rng(0), {**NONE, "headings_renumbered": 1.0}).text == mixed.text


def test_chapters_change_places_and_numbers_do_not(report: GoldReport) -> None:
    variant = only(report, "chapters_shuffled", seed=1)
    heads = [t for t in texts(variant, "heading") if t[1] == "、"]
    assert [t[0] for t in heads] == ["一", "二", "三"] and {t[2:] for t in heads} == {"概述", "主动公开情况", "依申请公开情况"}
    assert [t[2:] for t in heads] != ["概述", "主动公开情况", "依申请公开情况"]
    assert texts(variant)[:2] == texts(report)[:2] and texts(variant)[-1] == texts(report)[-1]
    at = texts(variant).index("（一）网站")
    assert texts(variant)[at + 1].startswith("网站发布") and texts(variant)[at - 1].endswith("主动公开情况")


def test_a_report_that_begins_with_a_chapter_still_has_its_lines_parted() -> None:
    header, _, rest = SOURCE.partition("@title")
    bare = parse(header + "@heading" + rest.partition("@heading")[2])
    variant = next(v for v in (only(bare, "chapters_shuffled", seed=s) for s in range(9)) if "概述" not in texts(v)[0])
    assert sorted(variant.text.split("\n")) != sorted(bare.text.split("\n")) and len(variant.text.split("\n")) == len(bare.text.split("\n"))
    assert not variant.text.startswith("\n") and {t.strip() for t in variant.text.split("\n")} == set(texts(variant))


def test_a_cut_tail_has_no_indicators(report: GoldReport) -> None:
    variant = only(report, "tail_cut")
    assert report.text.startswith(variant.text) and 6 <= len(variant.blocks) < len(report.blocks)
    assert variant.indicators == {} and variant.meta["indicators_unknown"] is True


def test_page_noise_is_boilerplate(report: GoldReport) -> None:
    variant = only(report, "page_noise")
    noise = texts(variant, "boilerplate")
    known = {*load_augment().texts["noise_above"], *load_augment().texts["noise_below"]}
    assert len(noise) >= 2 and known.issuperset(line for line in noise if not re.search(r"\d", line))
    assert [t for t, b in zip(texts(variant), variant.blocks, strict=True) if b.role != "boilerplate"] == texts(report)
    flat = only(report, "one_line")
    assert augment(flat, np.random.default_rng(0), {**NONE, "page_noise": 1.0}).text == flat.text


def test_one_line_has_no_break(report: GoldReport) -> None:
    found = {only(report, "one_line", seed=s).text for s in range(8)}
    assert len(found) == 2 and all("\n" not in text for text in found)
    assert any(text.startswith("敦化市水务局2016年 政府信息公开工作年度报告 本报告由") for text in found)
    cut = parse(SOURCE.replace("从不间断", "从不\n间断").replace("共公开{COUNT:138条}", "共公开{COUNT=138 条:1\n38条}"))
    (joined,) = [t for t in texts(only(cut, "one_line")) if "水情" in t]
    assert "从不间断" in joined and "1 38条" in joined


def test_lines_are_cut_inside_a_clause(report: GoldReport) -> None:
    seen = {tuple(t for t in texts(augment(report, np.random.default_rng(s), {**NONE, "lines_cut": 1.0}), "paragraph")) for s in range(20)}
    cut = {t for paragraphs in seen for t in paragraphs if "\n" in t}
    assert cut and all(re.search(r"[\u4e00-\u9fff]{6}\n[\u4e00-\u9fff]{6}", t) for t in cut)
    assert {t.replace("\n", "") for t in cut} == {texts(report, "paragraph")[1]}


def test_blanks_stand_between_digits_and_characters(report: GoldReport) -> None:
    variant = only(report, "blanks_round_numbers")
    counts = [(e.text, e.value, e.unit) for e in variant.entities if e.label == "COUNT"]
    assert ("138 条", 138, "条") in counts
    assert [e.text for e in variant.entities if e.label == "LAW"] == ["《国务院令第711号》"]
    assert [e.text for e in variant.entities if e.label == "PHONE"] == ["0433-6221234"]


def test_width_changes_one_for_one(report: GoldReport) -> None:
    half, full = only(report, "half_width"), only(report, "full_width")
    assert len(half.text) == len(full.text) == len(report.text)
    assert not set("，；：（）") & set(half.text) and "(电话:0433-6221234,邮箱:dh12@126.com);" in half.text
    assert "（电话：0433-6221234，邮箱：dh12@126.com）；欢迎来信，来电。" in full.text and "1,234 条" in full.text


def test_full_width_digits_spare_addresses_of_the_net(report: GoldReport) -> None:
    variant = only(report, "full_width_digits")
    assert "dh12@126.com" in variant.text and "０４３３-６２２１２３４" in variant.text
    assert (variant.indicators["phone"], variant.indicators["email"]) == ("０４３３-６２２１２３４", "dh12@126.com")
    assert variant.indicators["proactive_total"] == 1234
    assert next(e for e in variant.entities if e.text == "１３８条").value == 138


def test_traditional_is_undone_by_folding(report: GoldReport) -> None:
    variant = only(report, "traditional")
    assert fold(variant.text) == fold(report.text) and "務" in variant.text
    assert variant.indicators["agency"] == "敦化市水務局" and {e.unit for e in variant.entities if e.label == "COUNT"} == {"條", "件"}
    table = traditional_table()
    assert ord("发") not in table  # 發 or 髮: not one to one
    assert ord("局") not in table and ord("后") not in table  # written so in traditional text too
    assert all(fold(form) == fold(chr(plain)) for plain, form in table.items()) and len(table) > 1200


def test_rates_are_checked(report: GoldReport) -> None:
    with pytest.raises(AugmentError, match=r"unknown operations wind: known are chapters_shuffled, "):
        augment(report, np.random.default_rng(0), {"wind": 1.0})
    with pytest.raises(AugmentError, match="one_line: the rate 2 is not between 0 and 1"):
        augment(report, np.random.default_rng(0), {"one_line": 2})


def test_every_operation_says_how_often_and_why() -> None:
    assert len(IDS) == len(set(IDS)) == len(load_augment().operations)
    for one in operations():
        assert 0 < one.probability <= 1 and 0 < one.share <= 1 and one.reason.endswith(".")


ENTRY = '[[operation]]\nid = "a"\nprobability = 0.5\nshare = 1\nreason = "x"\n'
LISTS = "".join(f'{key} = ["甲"]\n' for key in ("slogans", "noise_above", "noise_below", "page_numbers"))


def test_a_data_file_is_read() -> None:
    data = parse_augment(LISTS + ENTRY)
    assert (data.operations["a"].probability, data.texts["slogans"]) == (0.5, ("甲",))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = ", "not TOML"),
        (ENTRY, "expected [[operation]] tables and slogans"),
        (LISTS + ENTRY + ENTRY, "operation 2: the id 'a' stands twice"),
        (LISTS + ENTRY.replace("0.5", "1.5"), "probability: 1.5 is not between 0 and 1"),
        (LISTS + ENTRY.replace("0.5", "true"), "probability: True has the wrong type"),
        (LISTS + ENTRY.replace('reason = "x"\n', ""), "operation 1: expected the keys id, "),
        (LISTS.replace("甲", " 甲") + ENTRY, "slogans: expected a list of lines"),
    ],
)
def test_a_broken_data_file_is_named(source: str, words: str) -> None:
    with pytest.raises(AugmentError, match=re.escape(words)):
        parse_augment(source)


LETTERS = st.text("甲乙1 \n", min_size=1, max_size=12)


@given(text=LETTERS, data=st.data())
def test_edits_move_entities_with_their_characters(text: str, data: st.DataObject) -> None:
    """Against a slow model: each character carries its mark through the edits."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    edits = [(a, b, data.draw(st.sampled_from(["", "x", "yz"]))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    entity = type(parse(SOURCE).entities[0])(start, end, "LAW", text[start:end])
    piece = Piece("", text, "paragraph", "fees", None, [entity])
    piece.edit(edits)
    marked: list[tuple[str, int | None]] = []
    at = 0
    for a, b, new in [*edits, (len(text), len(text), "")]:
        marked += [(text[i], i) for i in range(at, a)] + [(c, None) for c in new]
        at = b
    assert piece.text == "".join(c for c, _ in marked)
    places = {i: place for place, (_, i) in enumerate(marked)}
    if start in places and end - 1 in places:
        first, last = places[start], places[end - 1]
        slice_ = piece.text[first : last + 1]
        expected = [] if slice_[0] in BLANK or slice_[-1] in BLANK else [(first, last + 1, slice_)]
        assert [(e.start, e.end, e.text) for e in piece.entities] == expected
    else:
        assert piece.entities == []


def test_a_spelling_of_another_length_is_refused(report: GoldReport) -> None:
    with pytest.raises(ValueError, match="changed the length"):
        Draft.of(report).spell(lambda text: text + "。")
