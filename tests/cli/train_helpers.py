"""A made-up family of reports, small enough that a model of it is trained in a second: libraries that tell of their year."""

from __future__ import annotations

from pathlib import Path

TAXONOMY = """opening = "opening"
closing = "annex"
title = '图书馆.{0,8}年报$'

[[section]]
id = "opening"
zh = "开头"
wordings = []

[[section]]
id = "stock"
zh = "馆藏"
wordings = [{ id = "stock.1", pattern = "馆藏|藏书" }]

[[section]]
id = "readers"
zh = "读者"
wordings = [{ id = "readers.1", pattern = "读者|借阅" }]

[[section]]
id = "plan"
zh = "打算"
keeps = true
wordings = [{ id = "plan.1", pattern = "打算|明年" }]

[[section]]
id = "annex"
zh = "附表"
wordings = [{ id = "annex.1", pattern = "附表|附件" }]
"""

PLACES = ("柳溪", "松岭", "白沙", "石桥", "云台", "清河")
_STOCK = (
    "新购图书一千多册，旧书下架三百册。",
    "书库添了两排架子，期刊合订成册。",
    "地方志和家谱另设一室，编目已完。",
    "破损的书送去修补，书脊重新贴号。",
)
_READERS = (
    "办证的人比上一年多，学生占一半。",
    "周末阅览室常常坐满，借还都在一楼。",
    "少儿室的借书量最大，逾期的不多。",
    "老人来看报的多，午后最热闹。",
)
_PLAN = ("准备延长晚间开放时间。", "想把电梯修好，再添几台电脑。", "争取在两个村设流通点。", "拟办一次旧书交换。")
_VAGUE = "各项事务照常进行。"  # stands under every chapter: no model can be sure of it
_SLOGANS = ("一、把家底理清", "二、让门常开着")


def source(number: int, *, slogans: bool = False, unlabelled: bool = False) -> str:
    """One annotated report (data/corpus/GRAMMAR.md); with ``slogans`` two headings name nothing, with ``unlabelled`` two blocks have no label."""
    stock, readers = _SLOGANS if slogans else ("一、馆藏情况", "二、读者借阅情况")
    pick = [(number + k) % 4 for k in range(2)]
    head = f'+++\nid = "lib{number}"\nera = "B"\nprovince = "某省"\nbody = "library"\n+++\n'
    blocks = [
        ("@title", f"{PLACES[number]}图书馆2016年报"),
        ("@paragraph opening", f"现将{PLACES[number]}图书馆这一年的事情说明如下。"),
        ("@heading stock 1", stock),
        *(("@paragraph stock", _STOCK[k]) for k in pick),
        ("@paragraph stock", _VAGUE),
        ("@heading readers 1", readers),
        *(("@paragraph readers", _READERS[k]) for k in pick),
        ("@paragraph readers", _VAGUE),
        ("@heading plan 1", "三、明年的打算"),
        ("@paragraph plan", _PLAN[pick[0]]),
        ("@paragraph plan", _VAGUE if number % 2 else _PLAN[pick[1]]),
        ("@heading annex 1", "附表"),
        ("@paragraph annex", f"到馆人次{number + 3}万，外借{number + 5}万册。"),
        ("@signature", "2017年1月9日"),
    ]
    return head + "".join(f"{mark}\n{text}\n" for mark, text in blocks)


CONFIG = """name = "libraries-0.1"
corpus = "reports"
taxonomy = "sections.toml"
output = "model"
folds = 3
jobs = 1
seed = 3

[classifier]
longest = 2
max_features = 400
heading_features = 100

[search]
c = [2.0, 8.0]

[forms]
dropped = [0.0, 0.5, 1.0]
cut = 0.5
variants = 1

[confidence]
target = 0.999
"""


def make(folder: Path, *, config: str = CONFIG, reports: int = len(PLACES)) -> Path:
    """The family's taxonomy, corpus and configuration in ``folder``; returns the configuration."""
    (folder / "reports").mkdir(parents=True)
    for number in range(reports):
        (folder / "reports" / f"lib{number}.gkbg").write_text(source(number, slogans=number == 1), "utf-8")
    (folder / "sections.toml").write_text(TAXONOMY, "utf-8")
    file = folder / "train.toml"
    file.write_text(config, "utf-8")
    return file
