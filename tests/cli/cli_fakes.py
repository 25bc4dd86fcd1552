"""A pipeline that needs no model, with every part of a record in its report."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import Block, Entity, Finding, Indicator, Meta, Report, Source

TITLE = "某区信访局2017年度报告"
TEXT = f"""{TITLE}
一、概述
依据《某省人民政府信息公开办法》，公开6万多条\x1b[31m。电话：0533—2183391"""


def entity(found: str, label: str) -> Entity:
    start = TEXT.index(found)
    return Entity(start, start + len(found), label, found, rule="r")


class FakePipeline:
    """Finds in :data:`TEXT` what stands there, in other texts one block."""

    model = "fake-1"

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        source = source or Source("")
        report = Report("1", None, source, Meta(model=self.model), text, [], [], {}, [], list(findings), [])
        if text != TEXT:
            report.blocks = [Block(0, len(text), "paragraph", None, "overview", 0.5, "model")]
            return report
        first, second = text.index("一、"), text.index("依据")
        report.meta = Meta(TITLE, "某区信访局", 2017, "B", "2018-01-02", self.model)
        report.blocks = [
            Block(0, first - 1, "title", reason="layout:title.1"),
            Block(first, second - 1, "heading", 1, "overview", 0.98, "heading:overview.1"),
            Block(second, len(text), "paragraph", None, "overview", 0.97, "both"),
        ]
        report.entities = [
            entity("《某省人民政府信息公开办法》", "LAW"),
            entity("某省人民政府", "AGENCY"),
            entity("6万多条", "COUNT"),
            entity("0533—2183391", "PHONE"),
        ]
        start = text.index("6万")
        report.indicators = {
            "proactive_total": Indicator(60000, "条", [(start, start + 4)], "ind.1", approx=True),
            "fees_charged_yuan": Indicator(None),
        }
        return report
