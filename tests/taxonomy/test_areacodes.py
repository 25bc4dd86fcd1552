"""The table of area codes: its form, and that its places are those of the place list."""

from __future__ import annotations

import pytest

from gkbg_nlp.taxonomy.areacodes import area_code, area_code_at, load_area_codes, parse_area_codes
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.places import load_places


def test_every_line_names_a_place_of_the_list() -> None:
    places = load_places()
    assert len(load_area_codes()) > 330
    assert all(places.by_code(code) for code in load_area_codes())


def test_the_names_beside_the_codes_are_those_of_the_list() -> None:
    from importlib.resources import files

    places = load_places()
    for line in (files("gkbg_nlp.taxonomy") / "data" / "area_codes.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _, name = line.split("\t")
            assert name in {p.name for p in places.by_code(code)}, line


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("北京市", "010"),
        ("浦东新区", "021"),
        ("依安县", "0452"),
        ("青浦区", "021"),
        ("儋州市", "0898"),
        ("公主岭市", None),
        ("株洲市", None),
        ("安徽省", None),
        ("济源市", "0391"),
    ],
)
def test_a_place_has_the_code_of_the_nearest_unit(name: str, wanted: str | None) -> None:
    assert {area_code(p) for p in load_places().resolve(name)} == {wanted}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("某局", None),
        ("", None),
        ("南京市鼓楼区北街", "025"),
        ("鼓楼区北街", None),
        ("朝阳区", None),
        ("城关区", None),
        ("西湖区", None),
        ("新华区", None),
        ("江苏省徐州市鼓楼区", "0516"),
        ("河北省", None),
        ("南京市依安县", "025"),
    ],
)
def test_the_names_at_a_place_are_read_as_a_chain(text: str, wanted: str | None) -> None:
    assert area_code_at(text) == wanted


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# nothing\n",
        "230200\t0452\n",
        "2302\t0452\t某市\n",
        "230200\t452\t某市\n",
        "230200\t0352a\t某市\n",
        "230200\t0452\tX\n",
        "230200\t0452\t某市\n230200\t0451\t某市\n",
        "\n",
    ],
)
def test_a_broken_table_is_refused(source: str) -> None:
    with pytest.raises(TaxonomyError):
        parse_area_codes(source)


def test_a_place_without_code_is_kept() -> None:
    assert dict(parse_area_codes("220581\t\t某市\n")) == {"220581": ""}
