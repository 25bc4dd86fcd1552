"""Pictures: the numbers behind them, the language they speak, and that their bytes repeat."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from exports_helpers import failed, put, report
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from matplotlib import font_manager, rcParams
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.plots import draw as drawing
from gkbg_nlp.exports.plots.channels import Channels, parts_of
from gkbg_nlp.exports.plots.coverage import Coverage
from gkbg_nlp.exports.plots.draw import NothingToDrawError, draw
from gkbg_nlp.exports.plots.fonts import Words, families, words_for
from gkbg_nlp.exports.plots.requests import Requests
from gkbg_nlp.report.records import Block, Indicator, Meta, Report

FAMILY = families()[0]
ALL = [f"{name}.{format}" for name in ("coverage", "channels", "requests") for format in ("png", "svg")]


def about(when: int | None, /, **numbers: float | str) -> Report:
    """A report of a year with the named indicators, and one section of its own taxonomy."""
    blocks = [Block(0, 1, "paragraph", None, "fees"), Block(1, 2, "paragraph", None, "fees"), Block(2, 3, "paragraph", None, "自定")]
    return report(
        meta=Meta(year=when),
        blocks=blocks[: 2 if numbers else 3],
        indicators={k: Indicator(v) for k, v in numbers.items()},
        entities=[],
        tables=[],
    )


@pytest.fixture
def chinese(tmp_path: Path) -> Iterator[str]:
    """A font of the first family of the list, which has every Chinese character, each as an empty box."""
    characters = dict.fromkeys((*range(0x20, 0x7F), *range(0x3000, 0x3030), *range(0x4E00, 0x9FA6), *range(0xFF00, 0xFF60)), "box")
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap(characters)
    font.setupGlyf({".notdef": Glyph(), "box": Glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "box": (1000, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    font.save(tmp_path / "font.ttf")
    before = list(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(tmp_path / "font.ttf")
    yield FAMILY
    font_manager.fontManager.ttflist[:] = before
    font_manager.fontManager._findfont_cached.cache_clear()


def texts(file: str) -> str:
    """The text of an SVG file, which is well-formed XML."""
    return " ".join("".join(node.itertext()) for node in ET.parse(file).iter("{http://www.w3.org/2000/svg}text"))


def no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "installed", lambda: {"DejaVu Sans", "Liberation Serif"})


def test_english_where_no_chinese_font_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    no_chinese(monkeypatch)
    done = draw(put("o.jsonl", [report(), failed(), about(2016), about(None)]), "p", formats=["svg", "png", "svg"])
    assert [file.name for file in done.files] == ALL and sorted(p.name for p in Path("p").iterdir()) == sorted(ALL)
    assert done.reports == 2
    assert done.notes[0].startswith(f"no Chinese font is installed, labels are English: install one of {FAMILY}, ")
    assert done.notes[1] == "1 report states no year and is left out"
    for name in ("coverage", "channels", "requests"):
        said = texts(f"p/{name}.svg")
        assert said.isascii(), said
        assert Path(f"p/{name}.png").read_bytes().startswith(b"\x89PNG")
    assert "Proactive disclosure" in texts("p/coverage.svg") and "\\u81ea\\u5b9a" in texts("p/coverage.svg")


def test_chinese_where_one_is(chinese: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character that the font does not have would be a warning of matplotlib, which is an error here."""
    monkeypatch.setattr(drawing, "installed", lambda: {"DejaVu Sans", chinese})
    done = draw(put("o.jsonl", [report(), about(2016)]), "p", formats=["svg", "png"])
    assert done.notes == ()
    said = texts("p/coverage.svg")
    assert "主动公开" in said and "自定" in said and "年度 / 报告数" in said
    assert chinese in Path("p/coverage.svg").read_text("utf-8")
    assert "收到的政府信息公开申请" in texts("p/requests.svg")


def test_the_first_family_of_the_list_that_is_there() -> None:
    assert words_for({families()[2], families()[1], "Arial"}) == (Words(families()[1]), None)
    assert len(set(families())) == len(families()) > 5
    words, note = words_for(())
    assert words == Words(None) and note is not None
    assert (words.say("年", "year"), words.name("甲a")) == ("year", "\\u7532a")
    assert (Words("F").say("年", "year"), Words("F").name("甲a"), Words("F").fonts) == ("年", "甲a", ["F", "DejaVu Sans"])


def test_bytes_repeat_and_no_setting_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    no_chinese(monkeypatch)
    source = put("o.jsonl", [report(), about(2015, reviews=3)])
    before = dict(rcParams)
    draw(source, "p", formats=["svg", "png"])
    assert dict(rcParams) == before
    monkeypatch.setitem(rcParams, "font.size", 30.0)  # a user's own style
    draw(source, "q", formats=["png", "svg"])
    for name in ALL:
        assert Path("p", name).read_bytes() == Path("q", name).read_bytes(), name
    assert not re.search(r"<dc:date>|Matplotlib v", Path("p/coverage.svg").read_text())


def test_shares_of_sections() -> None:
    counted = Coverage()
    for one in (report(), about(2016), about(2017), about(None)):
        counted.add(one)
    assert counted.sections() == ["proactive", "requests", "fees", "自定"]
    assert counted.shares() == [[0.5, 0], [0.5, 0], [0.5, 1], [0.5, 1]]


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ({"proactive_website": 80, "proactive_other_channels": 50}, {"proactive_website": 80, "other": 50}),
        (
            {"proactive_wechat": 20, "proactive_weibo": 5, "proactive_other_channels": 50},
            {"proactive_wechat": 20, "proactive_weibo": 5, "other": 25},
        ),
        ({"proactive_gazette": 60, "proactive_other_channels": 50, "proactive_other_media": 9}, {"proactive_gazette": 60, "other": 0}),
        ({"proactive_other_media": 9}, {"other": 9}),
        ({"proactive_total": 9, "proactive_website": "many"}, {}),
    ],
)
def test_channels_do_not_overlap(numbers: dict[str, float], parts: dict[str, float]) -> None:
    assert parts_of(about(2016, **numbers)) == parts


def test_sums_and_quartiles_of_channels() -> None:
    counted = Channels()
    for total in (10, 20, 30, 40, 50):
        counted.add(about(2016, proactive_total=total, proactive_website=total))
    counted.add(about(2017, proactive_total=7))
    counted.add(about(2018, reviews=7))
    assert counted.sums["proactive_website", 2016] == 150 and counted.stating[2016] == 5 and counted.stating[2017] == 0
    assert (counted.quartiles(2016), counted.quartiles(2017), counted.quartiles(2018)) == ((20, 30, 40), (7, 7, 7), None)


def test_sums_of_requests() -> None:
    counted = Requests()
    for one in (about(2016, requests_received=3, reviews=0), about(2016, requests_received=4), about(2017, litigations=2)):
        counted.add(one)
    assert dict(counted.sums) == {("requests_received", 2016): 7, ("reviews", 2016): 0, ("litigations", 2017): 2}
    assert dict(counted.stating) == {("requests_received", 2016): 2, ("reviews", 2016): 1, ("litigations", 2017): 1}
    requests, cases = ("requests_received",), ("reviews", "litigations")
    assert +counted.behind == {(requests, 2016): 2, (cases, 2016): 1, (cases, 2017): 1}


def test_a_year_that_nobody_states_has_no_bar_and_a_zero_has_one() -> None:
    counted = Requests()
    for one in (about(2016, requests_received=7, reviews=0), about(2017, requests_received=8)):
        counted.add(one)
    figure = Figure()
    counted.draw(figure, Words(None))
    bars = [[[bar.get_height() for bar in bars] for bars in axes.containers if isinstance(bars, BarContainer)] for axes in figure.axes]
    assert bars == [[[7, 8]], [[0], []]]
    assert figure.axes[1].get_ylim()[0] == 0 and figure.axes[1].get_ylim()[1] >= 1


@pytest.mark.parametrize("reports", [[about(2016)], [about(year, reviews=1) for year in range(1960, 2030)]])
def test_few_or_many_years(reports: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    no_chinese(monkeypatch)
    draw(put("o.jsonl", reports), "p", formats=["svg"])
    widths = [float(re.sub("pt", "", ET.parse(f"p/{name}.svg").getroot().attrib["width"])) for name in ("coverage", "channels", "requests")]
    assert all(300 < width <= 40 * 72 for width in widths)


@pytest.mark.parametrize("reports", [[], [failed()], [about(None), about(None)]])
def test_no_report_with_a_year_leaves_no_file(reports: list[Report]) -> None:
    with pytest.raises(NothingToDrawError, match=r"^nothing to draw: no report with a year$"):
        draw(put("o.jsonl", reports), "p")
    assert [p.name for p in Path().iterdir()] == ["o.jsonl"]


def test_a_report_without_sections_and_numbers_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    no_chinese(monkeypatch)
    draw(put("o.jsonl", [report(meta=Meta(year=2016), blocks=[], entities=[], tables=[], indicators={})]), "p", formats=["svg"])
    assert "no report states this" in texts("p/coverage.svg")


def test_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    no_chinese(monkeypatch)
    source = put("o.jsonl", [report()])
    Path("p").mkdir()
    Path("p/mine.png").write_bytes(b"x")
    draw(source, "p")
    with pytest.raises(ExportError, match=r"coverage\.png exists: --overwrite replaces it"):
        draw(source, "p")
    draw(source, "p", overwrite=True)
    assert sorted(p.name for p in Path("p").iterdir()) == ["channels.png", "coverage.png", "mine.png", "requests.png"]
    with pytest.raises(ExportError, match="is no folder"):
        draw(source, "o.jsonl")
    for formats in (["gif"], []):
        with pytest.raises(ExportError, match=r"unknown format of pictures .*: known are png, svg"):
            draw(source, "q", formats=formats)
    source.write_bytes(b"{\n")
    with pytest.raises(ExportError, match="line 1"):
        draw(source, "q")
    assert not Path("q").exists()


def test_matplotlib_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.font_manager", None)
    with pytest.raises(ExportError, match=r"matplotlib is not installed: .* -m pip install 'gkbg-nlp\[plot\]'"):
        draw(put("o.jsonl", [report()]), "p")
