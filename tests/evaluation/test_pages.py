"""Tables of a page are replaced between their marks, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp.evaluation.pages import PageError, fill, require_places

PAGE = "before\n<!-- A -->\nold\n<!-- /A -->\nbetween\n<!-- B -->\n<!-- /B -->\nafter\n"


def test_parts_are_put_between_their_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    fill(page, {"B": "二", "A": "一\n三"})
    assert page.read_text("utf-8") == PAGE.replace("old", "一\n三").replace("<!-- B -->\n", "<!-- B -->\n二\n")
    fill(page, {"A": "old", "B": ""})
    assert page.read_text("utf-8") == PAGE.replace("<!-- B -->\n", "<!-- B -->\n\n")
    assert [p.name for p in tmp_path.iterdir()] == ["page.md"]


@pytest.mark.parametrize("text", ["no marks\n", "<!-- A -->\n", "<!-- /A -->\n<!-- A -->\n"])
def test_a_page_without_a_place_is_left_alone(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises(PageError, match=r"page\.md: no place.*<!-- A --> and <!-- /A -->"):
        require_places(page, ["A"])
    with pytest.raises(PageError):
        fill(page, {"A": "x"})
    assert page.read_text("utf-8") == text
