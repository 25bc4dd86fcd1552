"""PDF: what is refused, what is doubted, and that broken bytes raise nothing but ReadError."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from gkbg_nlp.readers import ReadError, read_bytes
from gkbg_nlp.readers.pdf import reader
from gkbg_nlp.readers.pdf.checks import check, doubts
from gkbg_nlp.readers.pdf.page import Glyph, Page
from gkbg_nlp.readers.pdf.reader import read

from .pdf_press import Box, Press

ROOT = Path(__file__).resolve().parents[2]
PROSE = "全年主动公开政府信息一千余条，受理申请七件，均按时答复。"


def refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(data)
    return caught.value


def report(**options: str) -> bytes:
    press = Press(footer=lambda page: f"- {page} -", **options)  # type: ignore[arg-type]
    press.title("清河县2023年政府信息公开工作年度报告")
    press.paragraph(PROSE * 6)
    press.table([Box("甲", 0, 0), Box("1", 0, 1), Box("乙", 1, 0, 1, 2)], [80, 80])
    press.paragraph(PROSE * 30)
    return press.bytes()


def test_pages_of_images_are_a_scan() -> None:
    press = Press(footer=lambda page: f"- {page} -")
    press.image(595, 842)
    press.new_page()
    press.image(595, 842)
    error = refused(press.bytes())
    assert error.code == "scanned"
    assert error.message.startswith("a scanned PDF: 2 pages of images and no text; run OCR first (for example ocrmypdf -l chi_sim")


def test_a_scan_among_pages_of_text_is_a_finding() -> None:
    press = Press()
    press.paragraph(PROSE * 3)
    press.new_page()
    press.image(595, 842)
    content = read(press.bytes())
    (finding,) = content.findings
    assert (finding.code, finding.severity) == ("scanned_pages", "warning")
    assert "1 page of images without text: 2;" in finding.message
    assert content.text.strip() == PROSE * 3


def test_a_scan_with_a_text_layer_is_read() -> None:
    press = Press()
    press.image(595, 842)
    press.paragraph(PROSE * 3)
    content = read(press.bytes())
    assert content.findings == () and content.text.strip() == PROSE * 3


def test_text_drawn_as_lines_asks_for_ocr() -> None:
    press = Press()
    press.line(100, 100, 300, 500)
    assert refused(press.bytes()).code == "scanned"


def test_empty_pages_are_empty() -> None:
    assert refused(Press().bytes()).code == "empty"


def test_a_password_is_asked_for() -> None:
    error = refused(report(user_password="secret"))
    assert error.code == "encrypted" and "password" in error.message


def test_an_owners_password_alone_does_not_hinder() -> None:
    assert read(report(user_password="")).text == read(report()).text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"\x00" * 100, b"%PDF-" + bytes(range(256)) * 20])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    assert refused(data).code == "unreadable"


def test_an_error_keeps_what_is_known_of_the_file() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"%PDF-1.7\n", "a.pdf", 100)
    assert (caught.value.code, caught.value.format, caught.value.size) == ("unreadable", "pdf", 9)


def test_too_many_pages_are_refused() -> None:
    kids = " ".join(["3 0 R"] * 2001)
    body = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 2001/Kids[{kids}]>>endobj\n"
    body += "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    error = refused(body.encode())
    assert error.code == "too_large" and "2,001 pages" in error.message


def test_pages_of_absurd_size_are_left_out() -> None:
    for side in ("0 0 0 0", "0 0 1e9 1e9", "0 0 nan inf"):
        body = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{side}]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        assert refused(body.encode()).code in ("unreadable", "empty")


def test_references_in_a_circle_end() -> None:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>endobj\n"
    body += b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"
    assert refused(body).code in ("unreadable", "empty")


def test_a_form_inside_itself_ends() -> None:
    stream = "/F Do"
    body = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    body += "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>endobj\n"
    body += f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n5 0 obj<</XObject<</F 6 0 R>>>>endobj\n"
    body += f"6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R/Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
    body += "trailer<</Root 1 0 R>>\n%%EOF"
    assert refused(body.encode()).code in ("empty", "scanned")


def test_characters_over_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 100)
    assert refused(report()).code == "too_large"


def test_drawings_over_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_OBJECTS", 3)
    error = refused(report())
    assert error.code == "too_large" and "lines, shapes" in error.message


def test_a_page_with_too_many_lines_is_a_picture_and_its_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkbg_nlp.readers.pdf.drawing.MAX_RULINGS", 3)
    content = read(report())
    assert content.markup.tables == () and PROSE in content.text


def test_a_page_over_its_limit_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkbg_nlp.readers.pdf.glyphs.MAX_PAGE_CHARACTERS", 200)
    content = read(report())
    assert [finding.code for finding in content.findings] == ["page_cut"]
    assert len(content.text) < len(PROSE) * 36


def page(text: str, **options: float) -> Page:
    glyphs = tuple(Glyph(char, 10.0 * i, 10.0 * i + 10, 100.0, 10.0) for i, char in enumerate(text))
    return Page(1, 595, 842, glyphs, images=options.get("images", 0.0))


@pytest.mark.parametrize("bad", ["\ufffd", "\ue123", "\U000f1234"])
def test_a_text_layer_without_names_is_refused_and_some_of_it_is_a_finding(bad: str) -> None:
    with pytest.raises(ReadError) as caught:
        check([page("政府信息" + bad * 2)], [])
    assert caught.value.code == "unsupported"
    text = "政府信息公开年度报告" * 2 + bad
    check([page(text)], [])
    (finding,) = doubts([page(text)], [], text)
    assert (finding.code, finding.spans) == ("unmapped_characters", [(20, 21)])


def test_damaged_pages_are_listed() -> None:
    found = list(doubts([page("报告")], list(range(2, 20)), "报告"))
    assert found[0].code == "unreadable_pages"
    assert found[0].message.endswith("2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 6 more")
    with pytest.raises(ReadError):
        check([], [1])


MUTATE = """
import random, sys
from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.pdf.reader import read
data, seed = open(sys.argv[1], "rb").read(), int(sys.argv[2])
dice = random.Random(seed)
outcomes = set()
for _ in range(150):
    broken = bytearray(data)
    kind = dice.randrange(4)
    if kind == 0:
        broken = broken[: dice.randrange(len(broken))]
    elif kind == 1:
        for _ in range(dice.randrange(1, 30)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
    elif kind == 2:
        start = dice.randrange(len(broken))
        del broken[start : start + dice.randrange(1, 400)]
    else:
        start, end = sorted(dice.randrange(len(broken)) for _ in range(2))
        broken[start:start] = broken[start : min(end, start + 2000)]
    try:
        read(bytes(broken))
        outcomes.add("read")
    except ReadError as error:
        outcomes.add(error.code)
print(*sorted(outcomes))
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_mutated_bytes_raise_only_read_errors(tmp_path: Path, seed: int) -> None:
    """In a process of its own: a fault in the PDF library would end it, and the test says so."""
    file = tmp_path / "report.pdf"
    file.write_bytes(report())
    done = subprocess.run(
        [sys.executable, "-c", MUTATE, str(file), str(seed)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    assert {"read", "unreadable"} <= set(done.stdout.split())
    assert set(done.stdout.split()) <= {"read", "unreadable", "empty", "scanned", "unsupported", "encrypted", "too_large"}


def test_random_bytes_raise_only_read_errors() -> None:
    dice = random.Random(7)
    for size in (1, 10, 1000, 20_000):
        assert refused(b"%PDF-1.7\n" + dice.randbytes(size)).code in ("unreadable", "empty")
