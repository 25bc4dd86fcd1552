"""The distribution of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

from gkbg_nlp.corpus.annotated import GoldReport, parse
from gkbg_nlp.corpus.split import Split
from gkbg_nlp.corpus.stats import lines, stats


def report(name: str, era: str, province: str, body: str) -> GoldReport:
    marks = 'marks = ["cut lines", "' + name + '"]\n'
    return parse(
        f'+++\nid = "{name}"\nera = "{era}"\nprovince = "{province}"\nbody = "bureau"\n{marks}[indicators]\nyear = 2016\n+++\n{body}'
    )


ONE = report(
    "a", "B", "吉林省", "@title\n甲\n@heading fees 1\n一、收费\n@paragraph fees\n收{COUNT:3件}\n@table fees\n3\n@boilerplate\n印\n"
)
TWO = report("b", "A", "山东省", "@paragraph requests\n" + "长" * 600 + "\n@signature\n{AGENCY:水务局}\n")
SPLIT = Split(Path("split.toml"), {"test": ("b",)}, "")


def test_counts_by_hand() -> None:
    found = stats([ONE, TWO], SPLIT)
    assert (found["reports"], found["blocks"], found["labelled_blocks"], found["entities"]) == (2, 7, 4, 2)
    assert found["characters"] == len(ONE.text) + len(TWO.text)
    assert found["roles"] == {"title": 1, "heading": 1, "paragraph": 2, "table": 1, "signature": 1, "boilerplate": 1}
    assert found["sections"]["fees"] == {"heading": 1, "paragraph": 1, "table": 1}
    assert found["sections"]["proposals"] == {"heading": 0, "paragraph": 0, "table": 0}
    assert found["labels"]["COUNT"] == found["labels"]["AGENCY"] == 1 and found["labels"]["URL"] == 0
    assert found["eras"] == {"A": 1, "B": 1} and found["provinces"] == {"吉林省": 1, "山东省": 1}
    assert found["marks"] == {"cut lines": 2, "a": 1, "b": 1} and found["indicators"] == {"year": 2}
    assert found["split"] == {"train": {"reports": 1, "blocks": 5}, "test": {"reports": 1, "blocks": 2}}
    assert found["lengths"]["shortest"] == len(ONE.text) and found["lengths"]["longest"] == len(TWO.text)
    assert {k: v for k, v in found["lengths"]["classes"].items() if v} == {"0-499": 1, "500-999": 1}
    json.dumps(found)


def test_nothing_is_a_corpus_too() -> None:
    found = stats([])
    assert found["reports"] == 0 and "split" not in found and lines(found)


def test_the_lines_are_cut_and_say_so() -> None:
    found = stats([ONE, TWO], SPLIT)
    out = lines(found, most=1)
    assert "split       train 1 reports, 5 blocks; test 1 reports, 2 blocks" in out
    assert "         and 2 more, 2 in all" in out and "      2  cut lines" in out
    assert not any("more" in line for line in lines(found, most=0) if "and more" not in line)


def test_sums_agree_on_the_shipped_corpus(gold_reports: list[GoldReport]) -> None:
    found = stats(gold_reports)
    assert sum(found["roles"].values()) == found["blocks"] and sum(found["labels"].values()) == found["entities"]
    assert sum(n for row in found["sections"].values() for n in row.values()) == found["labelled_blocks"]
    for key in ("eras", "provinces", "bodies"):
        assert sum(found[key].values()) == found["reports"]
    assert sum(found["lengths"]["classes"].values()) == found["reports"]
