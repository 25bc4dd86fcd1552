"""Places: what the data holds, how names are found, and what a broken file says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkbg_nlp.taxonomy.places as module
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.placenames import FULL, SHORT, ZONE, NameSet
from gkbg_nlp.taxonomy.places import Place, Places, load_places

DATA = Path(module.__file__).parent / "data"


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


def copy_of_data(directory: Path) -> Path:
    for name in ("places.tsv", "place_words.tsv", "townships.txt", "zones.txt"):
        shutil.copy(DATA / name, directory)
    return directory


def full_names(places: Places) -> list[str]:
    return sorted({place.name for place in places.all})


def test_every_unit_of_today_is_there(places: Places) -> None:
    today = [place for place in places.all if place.until is None]
    assert [sum(place.level == level for place in today) for level in ("province", "city", "county")] == [34, 333, 2847]
    assert len({place.code for place in today}) == len(today)


@pytest.mark.parametrize(
    ("code", "name", "level", "parent"),
    [
        ("370303", "张店区", "county", "370300"),
        ("110101", "东城区", "county", "110000"),
        ("419001", "济源市", "county", "410000"),
        ("429021", "神农架林区", "county", "420000"),
        ("433100", "湘西土家族苗族自治州", "city", "430000"),
        ("152500", "锡林郭勒盟", "city", "150000"),
        ("659012", "白杨市", "county", "650000"),
        ("810000", "香港特别行政区", "province", ""),
    ],
)
def test_units_of_today(places: Places, code: str, name: str, level: str, parent: str) -> None:
    assert places.by_code(code)[0] == Place(code, name, level, parent, None)  # type: ignore[arg-type]


ABOLISHED = (
    ("崇文区", "110103", 2009), ("宣武区", "110104", 2009), ("南汇区", "310119", 2008),
    ("卢湾区", "310103", 2010), ("闸北区", "310108", 2015), ("富阳市", "330183", 2014),
    ("莱芜市", "371200", 2019), ("襄樊市", "420600", 2010), ("下城区", "330103", 2020),
)  # fmt: skip


@pytest.mark.parametrize(("name", "code", "until"), ABOLISHED)
def test_abolished_units(places: Places, name: str, code: str, until: int) -> None:
    assert [(place.code, place.until) for place in places.by_name(name)] == [(code, until)]


def test_no_placeholder_zone_or_double(places: Places) -> None:
    names = {place.name for place in places.all}
    assert not names & {"市辖区", "县", "省直辖县级行政区划", "苏州工业园区", "西沙群岛", "马尔康区"}
    assert len({place[:2] for place in places.all}) == len(places.all)
    assert [place.code for place in places.by_name("嘉峪关市")] == ["620200"]


def test_townships_and_zones_are_of_one_kind(places: Places) -> None:
    assert places.is_township("房镇镇")
    assert places.is_township("东华门街道")
    assert places.is_township("乌兰布统苏木")
    assert not places.is_township("街道")
    assert not places.is_township("东华门街道办事处")
    assert not places.is_township("四平市铁东区四马路街道")
    assert places.is_township("四马路街道")
    assert places.is_zone("苏州工业园区")
    assert places.is_zone("友谊农场")
    assert not places.is_zone("经济技术开发区")


# -- names and short forms --


def test_a_name_of_several_units(places: Places) -> None:
    assert [place.parent for place in places.by_name("鼓楼区")] == ["320100", "320300", "350100", "410200"]
    assert places.by_name("没有县") == ()


def test_units_of_today_and_higher_ones_come_first(places: Places) -> None:
    assert [(place.name, place.until) for place in places.by_name("吉林")] == [("吉林省", None), ("吉林市", None)]
    assert [(place.name, place.until) for place in places.by_name("昌都")] == [("昌都市", None), ("昌都地区", 2014), ("昌都县", 2014)]


SHORT_FORMS = {
    "张店": "张店区", "广西": "广西壮族自治区", "内蒙古": "内蒙古自治区", "湘西州": "湘西土家族苗族自治州",
    "延边州": "延边朝鲜族自治州", "黔东南州": "黔东南苗族侗族自治州", "黔东南": "黔东南苗族侗族自治州", "秀山县": "秀山土家族苗族自治县",
    "秀山": "秀山土家族苗族自治县", "东乡县": "东乡族自治县", "鄂温克": "鄂温克族自治旗", "塔什库尔干": "塔什库尔干塔吉克自治县",
    "隆林": "隆林各族自治县", "顺河": "顺河回族区", "浦东": "浦东新区", "六枝": "六枝特区",
    "井陉": "井陉矿区", "万柏林": "万柏林区", "神农架": "神农架林区", "大兴安岭": "大兴安岭地区",
    "大柴旦": "大柴旦行政委员会", "科右前旗": "科尔沁右翼前旗", "巴州": "巴音郭楞蒙古自治州", "中山": "中山市",
}  # fmt: skip


@pytest.mark.parametrize(("short", "name"), SHORT_FORMS.items())
def test_short_forms(places: Places, short: str, name: str) -> None:
    assert name in [place.name for place in places.by_name(short)]
    assert places.longest_short_ending_at("x" + short, len(short) + 1) == 1


@pytest.mark.parametrize("word", ["和平", "新华", "解放", "建设", "新建", "会同", "公安", "资源", "城关", "开平", "东", "郊", "和", "寿"])
def test_words_that_are_no_short_form(places: Places, word: str) -> None:
    assert places.by_name(word) == ()
    assert places.longest_short_ending_at("x" + word, len(word) + 1) is None


def test_a_county_called_like_a_province_has_no_short_form(places: Places) -> None:
    assert [place.name for place in places.by_name("河南")] == ["河南省"]
    assert [place.name for place in places.by_name("河南县")] == ["河南蒙古族自治县"]


def test_chain_goes_up_to_the_province_of_its_time(places: Places) -> None:
    def names(code: str) -> list[str]:
        return [place.name for place in places.chain(places.by_code(code)[0])]

    assert names("370303") == ["张店区", "淄博市", "山东省"]
    assert names("110101") == ["东城区", "北京市"]
    assert names("542121") == ["昌都县", "昌都地区", "西藏自治区"]
    assert names("371202") == ["莱城区", "莱芜市", "山东省"]


def test_every_chain_ends_at_a_province(places: Places) -> None:
    assert load_places() is places  # cached
    assert {places.chain(place)[-1].level for place in places.all} == {"province"}


def test_resolve_takes_the_unit_within_those_around(places: Places) -> None:
    assert [place.code for place in places.resolve("江苏省", "南京市", "鼓楼区")] == ["320106"]
    assert [place.code for place in places.resolve("福建", "鼓楼区")] == ["350102"]
    assert [place.code for place in places.resolve("铜仁地区", "江口县")] == ["522222"]
    assert [place.code for place in places.resolve("铜仁市", "江口县")] == ["520621"]
    assert places.resolve("上海市", "鼓楼区") == ()


# -- look-ups in a text --


def test_every_full_name_is_found_at_its_ends(places: Places) -> None:
    for name in full_names(places):
        assert places.longest_ending_at("x" + name, len(name) + 1) == 1, name
        end = places.longest_at("x" + name, 1)
        assert end == len(name) + 1, name


def test_every_name_is_found_in_a_folded_text(places: Places) -> None:
    for name in full_names(places):
        folded = fold(name)
        assert places.longest_ending_at(folded, len(folded)) == 0, name
        assert places.by_name(folded) == places.by_name(name)
    for name in (DATA / "townships.txt").read_text("utf-8").splitlines():
        if not name.startswith("#"):
            assert places.is_township(name), name
            assert places.is_township(fold(name)), name


def test_the_longest_name_wins(places: Places) -> None:
    text = "山东省淄博市张店区人民政府"
    assert places.longest_ending_at(text, 9) == 6
    assert places.longest_ending_at(text, 6) == 3
    assert places.longest_ending_at(text, 3) == 0
    assert places.longest_ending_at(text, 8) is None
    assert places.longest_ending_at(text, 0) is None
    assert places.longest_ending_at(text, 99) is None
    assert places.longest_at(text, 99) is None
    text = "红河哈尼族彝族自治州"
    assert places.longest_ending_at(text, len(text)) == 0
    assert places.longest_at(text, 0) == len(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("全省各市和县", None),
        ("向社会公开县", None),
        ("中心城区", None),
        ("信访局会同县", None),
        ("3月任县", None),
        ("重庆市开县", 3),
        ("重庆开县", 2),
        ("2015年和县", 5),
        ("（和县", 1),
        ("大同市城区", 3),
        ("怀化市会同县", 3),
    ],
)
def test_names_that_prose_makes_by_chance(places: Places, text: str, start: int | None) -> None:
    assert places.longest_ending_at(text, len(text)) == start


def test_townships_and_zones_in_a_text(places: Places) -> None:
    assert places.longest_township_ending_at("海安市曲塘镇", 6) == 3
    assert places.longest_township_ending_at("桐乡市乌镇", 5) == 3
    assert places.longest_township_ending_at("推进小城镇", 5) is None
    assert places.longest_zone_ending_at("江苏省苏州工业园区", 9) == 3


@given(st.sets(st.text("甲乙县镇", min_size=1, max_size=6), min_size=1, max_size=150), st.text("甲乙县镇", max_size=10))
def test_names_of_all_lengths_are_found_at_their_end(names: set[str], text: str) -> None:
    known = NameSet(names)
    for end in range(len(text) + 1):
        assert [*known.starts(text, end)] == [start for start in range(end) if text[start:end] in names]


def test_what_each_name_is(places: Places) -> None:
    assert places.kinds["张店区"] == FULL
    assert places.kinds["张店"] == SHORT
    assert places.kinds["苏州工业园区"] == ZONE
    assert places.full_last == {place.name[-1] for place in places.all}


# -- loading --


def test_import_reads_no_file_and_keeps_out_other_rooms() -> None:
    program = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda event, args: seen.append(str(args[0])) if event == 'open' else None)\n"
        "import gkbg_nlp.taxonomy.places as p; p.Places(); p.load_places()\n"
        "assert not [s for s in seen if s.endswith(('.tsv', '.txt'))], seen\n"
        "assert not {'gkbg_nlp.layout', 'jieba', 'numpy', 'spacy', 'sklearn'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=DATA.parents[2])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("370303\t张店区\tcounty\t370300", "5 columns"),
        ("37030\t张店区\tcounty\t370300\t", "code"),
        ("370303\t店\tcounty\t370300\t", "name"),
        ("370303\t张店区\ttown\t370300\t", "level"),
        ("370303\t张店区\tcounty\t379900\t", "parent"),
        ("370303\t张店区\tcounty\t\t", "parent"),
        ("370303\t张店区\tcounty\t370302\t", "parent"),
        ("370303\t张店区\tcounty\t370300\tthen", "until"),
        ("370302\t淄川区\tcounty\t370300\t", "twice"),
        ("", "5 columns"),
    ],
)
def test_a_broken_line_of_places_names_file_line_and_key(tmp_path: Path, line: str, message: str) -> None:
    file = copy_of_data(tmp_path) / "places.tsv"
    lines = file.read_text("utf-8").splitlines()
    number = lines.index("370303\t张店区\tcounty\t370300\t") + 1
    lines[number - 1] = line
    file.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(TaxonomyError, match=rf"^places\.tsv: line {number}\b.*{message}"):
        Places(tmp_path).by_name("张店区")


def test_an_empty_or_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"^places\.tsv: "):
        Places(tmp_path).by_name("张店区")
    (tmp_path / "places.tsv").write_text("# nothing\n", "utf-8")
    with pytest.raises(TaxonomyError, match=r"^places\.tsv: "):
        Places(tmp_path).by_name("张店区")


@pytest.mark.parametrize("line", ["drop\t某区", "keep\t某区\twhy", "guard\t没有县\twhy", "add\t某县\t没有县", "drop\t新建\tagain"])
def test_a_broken_line_of_words_names_file_and_line(tmp_path: Path, line: str) -> None:
    file = copy_of_data(tmp_path) / "place_words.tsv"
    number = file.read_text("utf-8").count("\n") + 1
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(TaxonomyError, match=rf"^place_words\.tsv: line {number}\b"):
        Places(tmp_path).longest_short_ending_at("某区", 2)


def test_a_broken_line_of_townships_names_file_and_line(tmp_path: Path) -> None:
    file = copy_of_data(tmp_path) / "townships.txt"
    lines = file.read_text("utf-8").splitlines()
    lines[9] = "某农场"
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(TaxonomyError, match=r"^townships\.txt: line 10\b"):
        Places(tmp_path).is_township("房镇镇")


# -- variants, which the fold reads --


def test_variants_are_one_to_one_and_folded_once() -> None:
    lines = [line.split("\t") for line in (DATA / "variants.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]
    pairs = dict(lines)
    assert len(pairs) == len(lines) > 3000
    assert all(len(variant) == len(plain) == 1 and max(variant, plain) <= "\uffff" for variant, plain in lines)
    assert not pairs.keys() & set(pairs.values())
    assert not pairs.keys() & set("乾著吒薹瞭藉覆阪后里干于")


def test_radicals_and_traditional_characters_are_folded() -> None:
    assert fold("⺠政局⻓⻔户⻅⻋⻚⻛⻢⻩⻬⻰") == "民政局长门户见车页风马黄齐龙"
    assert fold("⾧⾨⾒⾞車公開於顯著乾縣") == "长门见车车公开于显著乾县"
    blocks = "".join(map(chr, (*range(0x2E80, 0x2FE0), *range(0x3400, 0xA000))))
    assert fold(fold(blocks)) == fold(blocks)
