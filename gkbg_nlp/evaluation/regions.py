"""Province-level units by region, for figures on regions that a model has not seen."""

from __future__ import annotations

# The usual six regions (华北 东北 华东 中南 西南 西北).
REGIONS = {
    "North": "北京市 天津市 河北省 山西省 内蒙古自治区",
    "Northeast": "辽宁省 吉林省 黑龙江省",
    "East": "上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省",
    "Central-South": "河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省",
    "Southwest": "重庆市 四川省 贵州省 云南省 西藏自治区",
    "Northwest": "陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区",
}
_OF = {province: region for region, names in REGIONS.items() for province in names.split()}
# What a report's header says of its noise, by words of its marks.
NOISE = {
    "one line": ("one line",),
    "cut lines": ("cut lines", "page numbers", "page breaks"),
    "page noise": ("page noise", "index table", "bookmark", "printed twice"),
    "tables": ("statistics table", "three tables", "table cells", "tables"),
    "run-in heads": ("run-in",),
    "Markdown": ("markdown",),
    "traditional": ("traditional",),
}


def region_of(province: str) -> str:
    """The region of a province-level unit. Raises ``KeyError`` with the known names for another."""
    if province not in _OF:
        raise KeyError(f"{province!r} is no province-level unit; known: {' '.join(_OF)}")
    return _OF[province]


def noise_of(marks: list[str]) -> set[str]:
    """The kinds of noise that a report's marks name."""
    joined = " ; ".join(marks).lower()
    return {kind for kind, words in NOISE.items() if any(word in joined for word in words)}
