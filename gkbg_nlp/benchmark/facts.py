"""What a generated report is about: its body, place, year, contacts and numbers, and what else its sentences draw.

Names of places, towns and telephone codes are those of the shipped taxonomy; no two reports of a run have the same body and year.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random

from gkbg_nlp.benchmark.grammar import Grammar
from gkbg_nlp.taxonomy.areacodes import area_code
from gkbg_nlp.taxonomy.places import Place, load_places

YEARS = range(2010, 2024)
_BUREAUS = (
    "财政局 教育局 民政局 司法局 审计局 统计局 水利局 农业局 林业局 商务局 体育局 信访局 档案局 气象局 公安局 交通运输局 自然资源局 "
    "住房和城乡建设局 人力资源和社会保障局 发展和改革局 卫生健康局 市场监督管理局 生态环境局 应急管理局 文化和旅游局 医疗保障局 "
    "城市管理局 科学技术局 民族宗教事务局 扶贫开发办公室 机关事务管理局"
).split()
_TOWNS_A_COUNTY = 8
_BODIES = len(_BUREAUS) + _TOWNS_A_COUNTY + 1
_STEP = 1_000_003  # a prime: neighbouring reports are of other places, kinds and years, and no pair comes twice
_DIGITS = "〇一二三四五六七八九"


@cache
def _pools() -> tuple[list[Place], list[str], dict[str, Place]]:
    """Counties of today, towns, and every place by its code."""
    every = [place for place in load_places().all if place.until is None]
    lines = (files("gkbg_nlp.taxonomy") / "data" / "townships.txt").read_text("utf-8").split("\n")
    return [p for p in every if p.level == "county"], [t for t in lines if t and t[0] != "#"], {p.code: p for p in every}


def bodies() -> int:
    """How many reports there are before a body has a second one of the same year."""
    return len(_pools()[0]) * _BODIES * len(YEARS)


class Facts:
    """One report's facts. Calling it gives what stands for a slot of the grammar; a number or a word is drawn anew each time."""

    def __init__(self, number: int, rng: Random, grammar: Grammar) -> None:
        counties, towns, by_code = _pools()
        at = number * _STEP % bodies()
        at, year = divmod(at, len(YEARS))
        which, kind = divmod(at, _BODIES)
        county = counties[which]
        self.year = YEARS[year]
        self._rng = rng
        self._words = grammar.words
        level = county.name[-1] if county.name[-1] in "县区市旗" else "县"
        self._level = level
        town = towns[(which * _TOWNS_A_COUNTY + kind) % len(towns)]
        if kind < len(_BUREAUS):
            full, mine = county.name + _BUREAUS[kind], f"我{_BUREAUS[kind][-1]}" if _BUREAUS[kind].endswith("局") else "本机关"
        elif kind < _BODIES - 1:
            end = "街道" if town.endswith("街道") else town[-1]
            full, mine = county.name + town + ("办事处" if end == "街道" else "人民政府"), f"我{end}"
        else:
            full, mine = county.name + "人民政府办公室", "本机关"
        city = by_code.get(county.parent)
        self._mine = (mine, mine, mine, "本机关", _BUREAUS[kind] if kind < len(_BUREAUS) else full)
        area = area_code(county)
        self._area = f"{area}-" if area else ""
        self._fixed = {
            "full": full, "place": county.name, "year": str(self.year), "last": str(self.year - 1), "next": str(self.year + 1),
            "up": f"{level}政府" if rng.random() < 0.6 or city is None else f"{city.name}、{county.name}政府",
            "site": rng.choice((f"{county.name}政府门户网站", f"“中国·{county.name}”网站", f"{level}政府网站", f"{level}政务公开网")),
            "url": f"www.{self._letters(3, 7)}.gov.cn{rng.choice(('', '', '/zwgk', f'/col/col{rng.randrange(100, 9999)}/'))}",
            "email": f"{self._letters(2, 6)}{rng.randrange(10, 9999)}@{rng.choice(('163.com', '126.com', 'qq.com', 'sina.com'))}",
            "postcode": f"{county.code[:2]}{rng.randrange(1000, 9999)}",
        }  # fmt: skip
        self._fixed |= self._numbers(rng)
        self._draw: dict[str, Callable[[], str]] = {
            "n": lambda: str(2 + int(rng.random() * 8)),
            "n0": lambda: str(int(rng.random() * 5)),
            "nn": lambda: str(10 + int(rng.random() * 90)),
            "nnn": lambda: str(100 + int(rng.random() * 900)),
            "nnnn": lambda: str(1000 + int(rng.random() * 9000)),
            "big": lambda: f"{rng.randrange(11, 990) / 10}万",
            "pct": lambda: f"{rng.randrange(20, 999) / 10}%",
            "money": lambda: f"{rng.randrange(10, 9999) / 10}{rng.choice(('万', '万', '亿'))}元",
            "md": lambda: f"{1 + int(rng.random() * 12)}月{1 + int(rng.random() * 28)}日",
            "month": lambda: str(1 + int(rng.random() * 9)),
            "day2": lambda: str(10 + int(rng.random() * 18)),
            "me": lambda: rng.choice(self._mine),
            "dept": lambda: (
                f"{rng.choice((self._level, '市', self._fixed['place'])) if rng.random() < 0.9 else '省'}{rng.choice(_BUREAUS)}"
            ),
            "town": lambda: towns[int(rng.random() * len(towns))],
            "docno": lambda: (
                f"{county.name[0]}{rng.choice('政财教民审公建')}{rng.choice(('发', '办发', '函', '字'))}〔{self.year - rng.randrange(3)}〕{rng.randrange(1, 199)}号"
            ),
            "phone": self._phone,
            "fax": self._phone,
            "address": lambda: (
                f"{county.name}{self('road')}{self('wind')}{rng.randrange(1, 999)}号"
                f"{rng.choice(('', '', f'{rng.randrange(2, 18)}楼', f'{rng.randrange(101, 1299)}室'))}"
            ),
            "index": lambda: f"{rng.randrange(10**7, 10**8)}-{rng.randrange(10)}/{self.year + 1}-{rng.randrange(1000, 99999):05d}",
            "row15": lambda: " ".join(str(int(rng.random() ** 4 * 30)) for _ in range(15)),
            "parts": lambda: rng.choice(("概述、主动公开、依申请公开", "总体情况、公开情况、存在问题", "基本情况、收费、复议诉讼")),
            "section": lambda: f"{rng.choice(('政府信息公开年报', '年度报告', '政务公开'))}",
        }

    def __call__(self, name: str) -> str:
        if name in self._draw:
            return self._draw[name]()
        words = self._words.get(name)
        return words[int(self._rng.random() * len(words))].draw(self._rng, self) if words else self._fixed[name]

    def knows(self) -> set[str]:
        """The names of all slots."""
        return {*self._draw, *self._words, *self._fixed}

    def date_line(self) -> str:
        """The date under a report, early in the year after."""
        month, day = 1 + int(self._rng.random() * 3), 1 + int(self._rng.random() * 28)
        if self._rng.random() < 0.7:
            return f"{self.year + 1}年{month}月{day}日"
        return f"{''.join(_DIGITS[int(d)] for d in str(self.year + 1))}年{chinese(month)}月{chinese(day)}日"

    def _phone(self) -> str:
        length = 8 if len(self._area) == 4 else 7
        return f"{self._area}{self._rng.randrange(2, 9)}{self._rng.randrange(10 ** (length - 2), 10 ** (length - 1))}"

    def _letters(self, least: int, most: int) -> str:
        return "".join(self._rng.choice("abcdefghijlmnpqrstwxyz") for _ in range(self._rng.randint(least, most)))

    @staticmethod
    def _numbers(rng: Random) -> dict[str, str]:
        website, board, other, wechat = rng.randrange(30, 2500), rng.randrange(10, 400), rng.randrange(5, 300), rng.randrange(20, 900)
        kinds = {name: int(rng.random() ** 3 * most) for name, most in (("granted", 40), ("partly", 8), ("refused", 8), ("notheld", 9))}
        requests = sum(kinds.values()) + 2
        kinds["granted"] += 2
        online = rng.randrange(requests)
        letter = rng.randrange(requests - online)
        numbers = {
            "total": website + board + other, "website": website, "board": board, "other": other, "wechat": wechat, "requests": requests,
            "closed": requests, "online": online, "letter": letter, "person_requests": requests - online - letter, "fee": rng.randrange(10, 400),
        }  # fmt: skip
        return {name: str(value) for name, value in (numbers | kinds).items()}


def chinese(number: int) -> str:
    """A number from 1 to 99 in characters."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
