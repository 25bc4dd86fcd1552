"""Little reports for the learning curve, and draws whose figures are worked out by hand."""

from __future__ import annotations

from collections import Counter

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.evaluation.curve import Draw, Measured, Scored
from gkbg_nlp.evaluation.curve_figures import Line, lines
from gkbg_nlp.evaluation.figures import Counts
from gkbg_nlp.evaluation.gold import GoldDocument

OPTIONS = {"c": 4.0, "longest": 2, "max_features": 300, "heading_features": 100}
DECODER = {"model": 1.0, "strong": 1.5, "weak": 0.5, "second": 0.5, "order": 0.6}
PLAN = {2: 3, 4: 2}
PLACES = ("河口", "柳林", "沙坪", "石桥", "云台", "桃源", "青山", "白水")
REQUESTS = "窗口登记群众递交的申请表,当面答复;全年未收到公开申请;网上提交的申请按期办结;来信申请两件均已回复".split(";")
FEES = "检索复制一律免费;未向任何人收取工本费;本年度没有收费;邮寄费用由本镇承担,不收费用".split(";")


def source(number: int) -> str:
    """A little report of three chapters; the sentences differ from one to the next."""
    place, requests, fees = PLACES[number % 8], REQUESTS[number % 4], FEES[number // 2 % 4]
    return (
        f'+++\nid = "t{number}"\nera = "B"\nprovince = "吉林省"\nbody = "township"\n+++\n@title\n{place}镇2015年政府信息公开年度报告\n'
        f"@heading overview 1\n一、概述\n@paragraph overview\n{place}镇由党政办牵头推进公开,专人负责日常事务。\n"
        f"@heading requests 1\n二、依申请公开情况\n@paragraph requests\n{requests}。\n"
        f"@heading fees 1\n三、收费情况\n@paragraph fees\n{fees}。\n@signature\n{place}镇\n2016年3月1日\n"
    )


def as_document(report: GoldReport) -> GoldDocument:
    return GoldDocument(report.id, report.text, report.to_gold(f"{report.id}.txt"), report.meta)


def counts(right: int, wrong: int) -> Counts:
    """A document with ten blocks of fees and ``right + wrong`` of requests, ``wrong`` of them said to be fees."""
    return Counter(
        {
            "reports": 1, "section_gold": 10 + right + wrong, "section_hit": 10 + right,
            ("section", "fees", "gold"): 10, ("section", "fees", "pred"): 10 + wrong, ("section", "fees", "hit"): 10,
            ("section", "requests", "gold"): right + wrong, ("section", "requests", "pred"): right, ("section", "requests", "hit"): right,
        }
    )  # fmt: skip


def made_up(*by_draw: tuple[int, int, int]) -> list[Line]:
    """The lines of draws (size, number, blocks right of ten requests) on two documents, the second without an error."""
    measured = [Measured(Draw(size, n, ()), [[counts(right, 10 - right), counts(10, 0)]]) for size, n, right in by_draw]
    return lines(measured, [Scored("two <reports>", True, [{}, {}], [])], resamples=500)
