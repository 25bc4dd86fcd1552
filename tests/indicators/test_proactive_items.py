"""What each field of the reader of items decides, on clauses made by hand; N is a counted number of items."""

from __future__ import annotations

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.proactive_items import Item, ItemReader, read_items
from gkbg_nlp.report.records import Entity


def clauses(*sentences: str, unit: str = "条", block: int = 0) -> list[Clause]:
    """The clauses of sentences: each has its numbers as N, with values 10, 20, 30 … in their order, or as M, a thousand."""
    out: list[Clause] = []
    for number, sentence in enumerate(sentences, 1):
        for part in sentence.split("，"):
            entities: list[Entity] = []
            text = ""
            for character in part:
                if character in "NM":
                    value = 1000 if character == "M" else 10 * (1 + sum(e.value != 1000 for c in out for e in c.entities) + len(entities))
                    text += chr(0xE000 + len(entities))
                    entities.append(Entity(0, 1, "COUNT", value=value, unit=unit))
                else:
                    text += character
            out.append(Clause(block, "proactive", "paragraph", text, list(range(len(text))), number, entities))
    return out


def read(*sentences: str, unit: str = "条") -> list[tuple[int | float, str]]:
    return [(item.value, item.channel) for item in read_items(clauses(*sentences, unit=unit))]


def one(sentence: str) -> Item:
    return read_items(clauses(sentence))[-1]


def test_channel_carries_to_kinds_of_information_in_its_sentence() -> None:
    assert read("门户网站公开N，动态信息N") == [(10, "W"), (20, "W")]
    assert read("门户网站公开N", "动态信息N") == [(10, "W"), (20, "")]


def test_channel_of_a_clause_of_its_own() -> None:
    assert read("在门户网站上，N") == [(10, "W")]
    assert read("在公示栏上，N") == [(10, "O")]


def test_parts_of_a_channels_number_are_no_second_number_of_it() -> None:
    assert read("网站公开N，其中机构类信息N，动态信息N") == [(10, "W"), (20, ""), (30, "")]
    assert read("网站公开N，其中机构类信息N，公示栏张贴N") == [(10, "W"), (20, ""), (30, "O")]


def test_parts_in_a_bracket_end_the_channel() -> None:
    assert read("网站公开N(包括机构信息)，动态信息N") == [(10, "W"), (20, "")]


def test_waiting_for_what_is_put_up_there() -> None:
    assert read("开通了微信公众号，发布文章N") == [(10, "O")]
    assert not one("开通了微信公众号，对外发布各种文章N").own_channel


def test_viewed_channel_has_what_is_published_behind_its_visits() -> None:
    assert [(i.channel, i.own_channel) for i in read_items(clauses("门户网站访问量不断上升，全年发布信息N"))] == [("W", True)]
    assert [(i.channel, i.own_channel) for i in read_items(clauses("门户网站运行平稳，全年发布信息N"))] == [("", False)]


def test_one_kind_of_document_states_no_total() -> None:
    assert one("全年主动公开信息N").total
    assert not one("行政处罚方面，全年主动公开信息N").total


def test_ever_gives_place_to_the_years_own_figure() -> None:
    found = read_items(clauses("历年累计公开信息M，其中今年新增N"))
    assert [(i.value, i.total) for i in found] == [(10, True)]


def test_all_years_are_no_items_of_the_year() -> None:
    assert read("历年累计公开信息M") == []
    assert read("历年累计公开信息M，其中动态信息N") == []


def test_of_ever_ends_where_a_part_fits_into_the_years_total() -> None:
    assert read("全年公开信息N，历年累计公开信息M，其中动态信息N，政策信息N")[0] == (10, "")
    assert len(read("全年公开信息N，历年累计公开信息M，其中动态信息N，政策信息N")) == 1


def test_room_tells_parts_of_the_total_from_parts_of_all_years() -> None:
    found = clauses("全年公开信息M，历年累计公开信息N，其中动态信息N")
    assert [i.value for i in read_items(found)] == [1000, 20]


def test_listing_is_the_channel_of_a_list_items_head() -> None:
    assert read("1.公示栏", "张贴信息N") == [(10, "O")]
    assert read("1.公示栏", "张贴信息N，其中动态N") == [(10, "O"), (20, "")]


def test_listing_ends_with_its_block() -> None:
    first, second = clauses("1.公示栏", "张贴信息N"), clauses("张贴信息N", block=1)
    assert [i.channel for i in read_items([*first, *second])] == ["O", ""]


def test_a_sum_of_the_items_just_named_is_none_of_its_own() -> None:
    assert read("网站公开N，公示栏张贴N，合计N") == [(10, "W"), (20, "O")]
    assert [i.own_channel for i in read_items(clauses("网站发布通知N，图片N，总计N"))] == [True, True]


def test_a_mixed_list_followed_by_its_parts_is_no_channel() -> None:
    found = read_items(clauses("通过网站、公示栏公开信息N，其中网站N，公示栏N"))
    assert [(i.channel, i.own_channel) for i in found] == [("", False), ("W", True), ("O", True)]


def test_the_rest_beside_a_channel_is_of_others() -> None:
    assert read("网站公开N，其余N") == [(10, "W"), (20, "O")]


def test_another_unit_behind_a_channel_is_another_matter() -> None:
    first, second = clauses("网站公开N，规章类文件N")
    second.entities[0].unit = "件"
    assert [i.channel for i in read_items([first, second])] == ["W", ""]


def test_a_comparison_or_a_plan_is_no_item() -> None:
    assert read("全年公开信息N，比上年多N") == [(10, "")]
    assert read("预计全年发布信息N") == []


def test_words_before_a_number_are_read_when_it_comes() -> None:
    reader = ItemReader()
    for clause in clauses("门户网站运行平稳，共公开N"):
        reader.take(clause)
    assert [i.channel for i in reader.items] == [""]
    assert reader.channel == "W"
