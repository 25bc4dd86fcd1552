"""A report in several forms: shares of headings left out, cuts at chapters, noise variants, blocks that nobody labelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldBlock, GoldReport, parse
from gkbg_nlp.sections.features import normalise
from gkbg_nlp.taxonomy.sections import parse_sections
from gkbg_nlp.training.dataset import LabelledReport, forms, sequence
from gkbg_nlp.training.fit import transitions

# Every paragraph is unlike the others, so that what a form holds can be read from its inputs.
SOURCE = (
    '+++\nid = "{id}"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n+++\n@title\n临江市水务局2016年年度报告\n@paragraph preamble\n现将全年情况报告如下，请予审阅。\n'
    "@heading overview 1\n一、概述\n@paragraph overview\n局里把公开工作排进日程。\n@heading proactive 1\n二、主动公开情况\n@paragraph proactive\n水情每天上网。\n"
    "@heading requests 1\n三、依申请公开情况\n@paragraph requests\n收到两件，都已答复。\n@heading fees 1\n四、收费情况\n@paragraph fees\n没有收钱。\n@signature\n2017年3月2日\n"
)
HEADINGS, PARAGRAPHS = 4, 5


def report(name: str = "t") -> GoldReport:
    return parse(SOURCE.replace("{id}", name))


def many(count: int = 60) -> list[GoldReport]:
    return [report(f"r{i}") for i in range(count)]


def test_each_share_is_one_form_in_order_and_says_so() -> None:
    ((all_of_them, some, none),) = forms([report()], (0.0, 0.5, 1.0))
    assert [one.dropped for one in (all_of_them, some, none)] == [0.0, 0.5, 1.0]
    assert sum(all_of_them.heads) == HEADINGS and len(all_of_them.gold) == HEADINGS + PARAGRAPHS
    assert sum(none.heads) == 0 and len(none.gold) == PARAGRAPHS
    assert len(some.gold) - sum(some.heads) == PARAGRAPHS  # only headings go
    assert all(one.report == "t" for one in (all_of_them, some, none))


def test_a_share_is_the_share_of_headings_that_go_over_many_reports() -> None:
    for share in (0.25, 0.75):
        kept = [sum(one.heads) for (one,) in forms(many(), (share,))]
        assert len(set(kept)) > 2, "each report has its own draw"
        assert np.mean(kept) / HEADINGS == pytest.approx(1 - share, abs=0.08)


def test_without_headings_no_block_knows_of_one() -> None:
    ((one,),) = forms([report()], (1.0,))
    assert all(not w.chain and i.heading == "" and "above=nothing" in i.signs for w, i in zip(one.found, one.inputs, strict=True))


def test_a_cut_form_begins_at_a_chapter() -> None:
    text = [
        normalise(w)
        for w in ("现将全年情况报告如下,请予审阅。", "局里把公开工作排进日程。", "水情每天上网。", "收到两件,都已答复。", "没有收钱。")
    ]
    firsts, headed = set(), set()
    for (one,) in forms(many(), (0.5,), cut=1.0):
        paragraphs = [i.text for i, head in zip(one.inputs, one.heads, strict=True) if not head]
        assert paragraphs == text[-len(paragraphs) :]  # from some chapter on, nothing is missing
        assert one.gold[0] != "preamble"
        firsts.add(one.gold[0])
        headed.add(one.heads[0] and len(paragraphs) == len(set(one.gold)))
    assert headed == {True, False}, "the chapter's own heading is lost by chance only"
    assert firsts == {"overview", "proactive", "requests", "fees"}


def test_the_cut_is_taken_in_its_share_and_only_between_the_shares() -> None:
    cut = [one.gold[0] != "preamble" for (one,) in forms(many(100), (0.5,), cut=0.3)]
    assert 0.15 < np.mean(cut) < 0.45
    assert not any(one.gold[0] != "preamble" for (one,) in forms(many(), (0.5,), cut=0.0))
    for whole, bare in forms(many(), (0.0, 1.0), cut=1.0):
        assert whole.gold[0] == bare.gold[0] == "preamble" and len(whole.gold) == HEADINGS + PARAGRAPHS and len(bare.gold) == PARAGRAPHS


def test_a_report_without_chapters_is_never_cut() -> None:
    flat = parse(
        SOURCE.replace("{id}", "flat")
        .replace("fees 1", "fees 2")
        .replace("s 1\n", "s 2\n")
        .replace("w 1\n", "w 2\n")
        .replace("e 1\n", "e 2\n")
    )
    assert all(b.level == 2 for b in flat.blocks if b.role == "heading")
    ((one,),) = forms([flat], (0.5,), cut=1.0)
    assert one.gold[0] == "preamble"


@given(st.permutations(range(6)), st.integers(0, 5))
@settings(max_examples=15)
def test_draws_depend_on_seed_and_id_alone(order: list[int], seed: int) -> None:
    reports = many(6)
    options = {"cut": 0.5, "seed": seed}
    straight = forms(reports, (0.0, 0.5), **options)  # type: ignore[arg-type]
    shuffled = forms([reports[i] for i in order], (0.5, 0.0), **options)  # type: ignore[arg-type]
    for place, i in enumerate(order):
        assert shuffled[place] == (straight[i][1], straight[i][0])


def test_another_seed_is_another_draw() -> None:
    assert forms(many(8), (0.5,), seed=0) != forms(many(8), (0.5,), seed=1)


def test_variants_come_behind_the_forms_and_keep_the_report() -> None:
    ((whole, *noisy),) = forms([report()], (0.0,), variants=3, seed=5)
    assert whole.dropped == 0.0
    assert [(one.report, one.dropped) for one in noisy] == [("t", -1.0)] * 3
    assert len({tuple(i.text for i in one.inputs) for one in noisy}) > 1, "each variant has a draw of its own"
    ((_, *again),) = forms([report()], (0.0,), variants=3, seed=5)
    assert again == noisy
    ((_, *other),) = forms([report()], (0.0,), variants=3, seed=6)
    assert other != noisy


def test_variants_do_not_depend_on_the_place_among_the_reports() -> None:
    one, two = report("a"), report("b")
    assert forms([one, two], (0.0,), variants=2)[1] == forms([two], (0.0,), variants=2)[0]


def test_a_form_of_nothing_is_left_out() -> None:
    bare = parse(SOURCE.replace("{id}", "h").split("@paragraph preamble")[0] + "@heading overview 1\n一、概述\n")
    assert [[one.dropped for one in made] for made in forms([bare, report()], (0.0, 1.0))] == [[0.0], [0.0, 1.0]]


# -- blocks that nobody labelled --


def unlabelled(gone: Callable[[GoldBlock], bool]) -> GoldReport:
    found = report()
    return replace(found, blocks=[replace(b, section=None) if gone(b) else b for b in found.blocks])


@given(st.sets(st.integers(0, HEADINGS + PARAGRAPHS - 1)))
def test_blocks_without_a_label_change_no_input_of_the_others(rows: set[int]) -> None:
    whole = sequence(report())
    carrying = [b for b in report().blocks if b.section]
    part = sequence(unlabelled(lambda b: b.section is not None and carrying.index(b) in rows))
    kept = [i for i in range(len(whole.gold)) if i not in rows]
    for name in ("inputs", "found", "heads", "gold"):
        assert getattr(part, name) == [getattr(whole, name)[i] for i in kept], name
    assert part.gaps == frozenset(place for place, i in enumerate(kept) if i - 1 in rows)


def test_an_unlabelled_heading_still_stands_above() -> None:
    part = sequence(unlabelled(lambda b: b.role == "heading" and b.section == "fees"))
    assert part.inputs[-1].heading == "收费情况" and part.found[-1].sections[0] == "fees"


def test_a_gap_is_no_transition() -> None:
    """What stands on both sides of an unlabelled block are no neighbours; nor does a report begin behind one."""
    sections = ["a", "b"]

    def counts(gaps: frozenset[int], heads: list[bool] | None = None) -> dict[str, np.ndarray]:
        whole = sequence(report())
        one = LabelledReport("r", whole.inputs[:3], whole.found[:3], heads or [False] * 3, ["a", "b", "b"], 0.0, gaps)
        return {kind: np.exp(table) for kind, table in transitions([one] * 100, sections).items()}

    free, gap, start = counts(frozenset()), counts(frozenset({1})), counts(frozenset({0}))
    assert free["inside"][0, 1] > 0.99 and free["inside"][1, 1] > 0.99 and free["across"][2, 0] > 0.99
    assert gap["inside"][0] == pytest.approx([0.5, 0.5]), "a to b was not seen"
    assert gap["inside"][1, 1] > 0.99 and gap["across"][2, 0] > 0.99, "the others were"
    assert start["across"][2] == pytest.approx([0.5, 0.5]) and start["inside"][0, 1] > 0.99


def test_forms_read_with_a_taxonomy_of_their_own() -> None:
    own = parse_sections('[[section]]\nid = "fees"\nzh = "费"\nwordings = [{ id = "fees.9", pattern = "主动公开" }]\n')
    ((one,),) = forms([report()], (0.0,), taxonomy=own)
    assert one.found[3].rule == "section.fees.9" and "named=fees" in one.inputs[3].signs
    assert one.found[-1].sections == ()
    told = [i for i, text in enumerate(one.inputs) if any(s.startswith("subject=") for s in text.signs)]
    assert told == [], "no paragraph here names what this taxonomy knows"
    spoken = parse_sections('[[section]]\nid = "fees"\nzh = "费"\nwordings = [{ id = "fees.9", pattern = "水情" }]\n')
    ((one,),) = forms([report()], (0.0,), taxonomy=spoken)
    assert "subject=fees" in one.inputs[4].signs
