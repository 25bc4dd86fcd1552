"""Similar sentences: what is masked, which way containment goes, what a formula takes out, and that the index misses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldReport, parse
from gkbg_nlp.corpus.formulas import Formula, FormulaError, find_formulas, read_formulas
from gkbg_nlp.corpus.similar import GRAM, SHORTEST, Similarity, grams, lines, sentences, similarity

LONG = "每逢赶场天，干部把公示材料装进背篓带到集市上念给赶场的人听。"


def report(name: str, *paragraphs: str, role: str = "paragraph overview") -> GoldReport:
    header = f'+++\nid = "{name}"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n+++\n'
    return parse(header + "".join(f"@{role}\n{text}\n" for text in paragraphs), f"{name}.gkbg")


def found(*texts: str, formulas: tuple[Formula, ...] = ()) -> Similarity:
    return similarity([report(f"r{i}", text) for i, text in enumerate(texts)], formulas)


def named(result: Similarity) -> list[tuple[str, str]]:
    return [(p.sentence.report, p.other.report) for p in result.pairs]


# -- sentences --


def masked(text: str) -> list[str]:
    return [s.shown for s in sentences(report("t", text))]


def test_names_and_digits_are_masked() -> None:
    text = "{AGENCY:临江市水务局}于{DATE:2016年3月2日}按{LAW:《{AGENCY:国务院}办法》}公开{COUNT:1386条}、{COUNT=３ 件:３件}、{COUNT=6 项:六项}，电话{PHONE:0439-6220018}。"
    assert masked(text) == ["〈AGENCY〉于〈DATE〉按〈LAW〉公开0条、0件、六项,电话〈PHONE〉。"]


def test_width_variants_blanks_marks_and_line_breaks_make_no_difference() -> None:
    assert masked("　　**公開 信息**，\n 12 条！") == ["公开信息,0条!"]


def test_where_a_sentence_ends() -> None:
    assert masked("甲乙。丙丁！戊己？庚") == ["甲乙。", "丙丁!", "戊己?", "庚"]
    assert masked("甲共12.5万.乙见www.a.cn网站（表）.xls和1.丙.62家") == ["甲共0.0万.", "乙见www.a.cn网站(表).xls和0.丙.", "0家"]


def test_rows_of_tables_are_no_sentences_and_every_other_role_is() -> None:
    assert list(sentences(report("t", "甲乙丙", role="table proactive"))) == []
    for role in ("title", "heading overview 1", "boilerplate", "signature"):
        assert len(list(sentences(report("t", "甲乙丙", role=role)))) == 1


def test_a_sentence_knows_its_line_and_its_text() -> None:
    one, two = sentences(report("t", "甲乙。\n\n　　丙\n丁。"))
    assert (one.line, two.line, two.text, two.length, two.path) == (8, 10, "丙丁。", 3, "t.gkbg")


# -- containment --


def test_a_copy_is_found_whatever_numbers_and_names_stand_in_it() -> None:
    frame = "{}派{}名干部每月{}日到村口的老槐树下摆桌子，把补贴名单一户一户念出来。"
    result = found(frame.format("{AGENCY:白山市民政局}", 12, 5), frame.format("{AGENCY:县民政局}", 3, 28), LONG)
    assert named(result) == [("r0", "r1"), ("r1", "r0")] and result.counted == 3
    assert result.share == pytest.approx(2 / 3) and [p.share for p in result.pairs] == [1.0, 1.0]


def test_unmarked_names_are_not_masked() -> None:
    frame = "{}派三名干部到村口摆桌子念名单发材料。"
    assert found(frame.format("白山市民政局与松江河林业分局"), frame.format("敦化市水利局和黄泥河镇人民政府")).pairs == []


def test_containment_goes_from_the_short_to_the_long() -> None:
    longer = LONG[:-1] + "，散场以后再到村委会把没有念到的几户一家一家补上，风雨无阻坚持了整整十二个月。"
    assert named(found(LONG, longer)) == [("r0", "r1")]
    assert named(found(longer, LONG)) == [("r1", "r0")]


def test_parts_in_two_sentences_do_not_add_up() -> None:
    assert found(LONG, f"{LONG[:15]}另有别的话要说。先说一句旁的{LONG[15:]}").pairs == []


def test_the_threshold_is_reached_at_four_fifths() -> None:
    base = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"  # 24 characters, 20 grams
    assert len(grams(base)) == 20
    assert named(found(base, base[:20] + "玄黄宇宙洪荒")) == [("r0", "r1")]  # 16 of 20; the other way 16 of 22
    assert found(base, base[:19] + "玄黄宇宙洪荒日").pairs == []  # 15 of 20


def test_short_sentences_are_not_counted_but_may_be_the_other() -> None:
    nineteen = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申"
    assert found(nineteen, nineteen).counted == 0
    result = found(nineteen + "酉", nineteen)
    assert result.counted == 1 and named(result) == [("r0", "r1")]


def test_a_report_is_not_compared_with_itself() -> None:
    assert similarity([report("r0", LONG, LONG)]).pairs == []
    assert similarity([]).share == 0.0


def test_the_length_is_that_of_the_text_as_written() -> None:
    text = "{AGENCY:延边朝鲜族自治州人民政府办公室}负责解释这条规定"
    assert found(text, text).counted == 2


CHARACTERS = st.text(st.sampled_from("甲乙丙丁"), min_size=4, max_size=40)


@given(st.lists(st.lists(CHARACTERS, min_size=1, max_size=3), min_size=2, max_size=4))
def test_the_index_finds_what_comparing_all_with_all_finds(texts: list[list[str]]) -> None:
    reports = [report(f"r{i}", *paragraphs) for i, paragraphs in enumerate(texts)]
    everything = [s for r in reports for s in sentences(r)]
    expected = {}
    for s in everything:
        own = grams(s.masked)
        best = max((len(own & grams(o.masked)) / len(own) for o in everything if o.report != s.report), default=0) if own else 0
        if s.length >= SHORTEST and len(s.masked) >= GRAM and best >= 0.8 - 1e-12:
            expected[s.report, s.line] = best
    result = similarity(reports)
    assert {(p.sentence.report, p.sentence.line): p.share for p in result.pairs} == pytest.approx(expected)


# -- formulas --


def listed(tmp_path: Path, *rows: str) -> list[Formula]:
    (tmp_path / "formulas.txt").write_text("# note\n\n" + "\n".join(rows) + "\n", "utf-8")
    return read_formulas(tmp_path / "formulas.txt")


def test_a_formula_takes_a_whole_sentence_out_of_both_sides(tmp_path: Path) -> None:
    formulas = tuple(listed(tmp_path, "〈AGENCY〉0年政府信息公开工作年度报告\tthe prescribed title"))
    title = "{AGENCY:临江市水务局}%d年政府信息公开工作年度报告"
    result = found(title % 2015, title % 2016, LONG, formulas=formulas)
    assert result.pairs == [] and result.counted == 1 and list(result.left_out.values()) == [2] and result.unfiltered == (2, 3)
    own_words = title % 2015 + "由本所三位同事自己动手写成"
    assert found(own_words, own_words, formulas=formulas).counted == 2
    short = found(title % 2015 + "甲", title % 2016, formulas=formulas)
    assert short.counted == 1 and short.pairs == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("数据统计期限为〈DATE〉。", r"formulas\.txt:3: the formula has no reason: write"), ("甲\t ", "has no reason"),
        ("〈NAME〉甲\twhy", r"unknown labels \['NAME'\]"), ("(甲\twhy", "no regular expression"), (".*公开.*\twhy", "match any prose"),
        (".{3,}公开\twhy", "match any prose"), (r"\S+公开" + "\twhy", "match any prose"), ("[^。]*公开\twhy", "match any prose"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_formula_is_refused(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(FormulaError, match=words):
        listed(tmp_path, row)


def test_the_list_of_a_folder(tmp_path: Path) -> None:
    assert find_formulas(tmp_path) is None
    (tmp_path / "formulas.txt").write_text("", "utf-8")
    (tmp_path / "reports").mkdir()
    assert find_formulas(tmp_path / "reports") == tmp_path / "formulas.txt" == find_formulas(tmp_path)


# -- the shipped corpus --


def test_the_shipped_corpus_is_within_its_limit(gold_reports: list[GoldReport], root: Path) -> None:
    result = similarity(gold_reports, read_formulas(root / "data" / "corpus" / "formulas.txt"))
    assert result.counted > 4000
    assert result.share <= 0.04
    prose = [s for r in gold_reports for s in sentences(r) if s.role == "paragraph" and s.length >= SHORTEST]
    assert sum(result.left_out.values()) < 0.1 * result.counted
    assert len(prose) > 4400


def test_every_shipped_formula_is_used_and_takes_out_no_prose(gold_reports: list[GoldReport], root: Path) -> None:
    formulas = read_formulas(root / "data" / "corpus" / "formulas.txt")
    result = similarity(gold_reports, formulas)
    taken = [f for f in formulas if result.left_out[f]]
    assert [f.reason for f in formulas if f not in taken] == []
    everything = [s for r in gold_reports for s in sentences(r) if s.role == "paragraph" and s.length >= SHORTEST]
    out = [s.shown for s in everything if any(f.pattern.fullmatch(s.shown) for f in formulas)]
    assert len(out) < 0.02 * len(everything), out


def test_the_lines_for_a_reader() -> None:
    result = found(LONG, LONG, LONG)
    out = lines(result, limit=0.04, most=1)
    assert out[0] == f"1.00  r0.gkbg:8: {LONG}" and out[1] == f"      r1.gkbg:8: {LONG}" and out[2].startswith("and 2 more")
    assert out[-1].endswith("3 of 3 sentences of 20 characters or more (100.00%), above the limit of 4.00%")
    assert lines(found(LONG), limit=0.04)[-1].endswith("0 of 1 sentences of 20 characters or more (0.00%), within the limit of 4.00%")
    assert json.dumps(out)
