"""Bytes to text: every encoding comes back exactly, nothing crashes, doubts are findings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.decode import _findings, _guessed, _refuse_binary, _sure_gb18030, decode
from gkbg_nlp.readers.plausibility import is_plausible, plausibility

SIMPLIFIED = (
    "政府信息公开工作年度报告主动依申请情况本年我局共收到件办理答复部门网站数量人民条例规定组织领导制度建设存在问题改进措施单位电话地址"
)
TRADITIONAL = (
    "政府資訊公開工作年度報告主動依申請情況本年我局共收到件辦理答覆部門網站數量人民條例規定組織領導制度建設存在問題改進措施單位電話地址"
)
MARKS = "，。、：（）《》\n 0123456789"

simplified = st.text(alphabet=SIMPLIFIED, min_size=30, max_size=200)
traditional = st.text(alphabet=TRADITIONAL, min_size=30, max_size=200)


def mixed(letters: str) -> st.SearchStrategy[str]:
    """Prose of at least 30 of the letters, with marks and digits between them."""
    return st.lists(st.tuples(st.text(letters, min_size=6, max_size=20), st.sampled_from(MARKS)), min_size=5, max_size=12).map(
        lambda parts: "".join(words + mark for words, mark in parts)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@settings(max_examples=60, deadline=None)
@given(text=st.one_of(simplified, mixed(SIMPLIFIED)))
def test_simplified_comes_back(encoding: str, text: str) -> None:
    content = decode(text.encode(encoding))
    assert (content.text, content.encoding, content.findings) == (text, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@settings(max_examples=60, deadline=None)
@given(text=st.one_of(traditional, mixed(TRADITIONAL)))
def test_traditional_comes_back(encoding: str, text: str) -> None:
    content = decode(text.encode(encoding))
    assert (content.text, content.encoding, content.findings) == (text, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@settings(max_examples=60, deadline=None)
@given(text=mixed(SIMPLIFIED).filter(lambda text: len(set(text)) > 20))
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    # Of few different characters the bytes can be plain ASCII: 主主 is ";N;N".
    content = decode(text.encode(encoding))
    assert (content.text, content.encoding, content.findings) == (text, encoding, ())


def test_big5_of_hong_kong_and_windows() -> None:
    text = "香港特別行政區政府資訊公開年度報告，請查閱各部門網站。" * 3
    assert decode((text + "嘅咗").encode("big5hkscs")).text == text + "嘅咗"
    assert decode((text + "碁恒裏").encode("cp950")).text == text + "碁恒裏"


def test_gb18030_mark_is_removed() -> None:
    assert decode(("\ufeff" + SIMPLIFIED).encode("gb18030")).text == SIMPLIFIED


def test_no_newline_is_translated() -> None:
    text = "一、概述\r\n二、主动公开\r三、\u2028依申请公开\x85\x0c\x0b\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("missing", [1, 2])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_file_cut_inside_a_character(missing: int, mark: bytes) -> None:
    content = decode(mark + (SIMPLIFIED + "开").encode()[:-missing])
    assert content.text == SIMPLIFIED + "\ufffd"
    assert content.encoding == ("utf-8-sig" if mark else "utf-8")
    (finding,) = content.findings
    assert (finding.code, finding.severity) == ("truncated_character", "warning")
    assert finding.spans == [(len(SIMPLIFIED), len(SIMPLIFIED) + 1)]


def test_cut_after_ascii_only_is_still_utf8() -> None:
    content = decode(b"2017\n" + "公".encode()[:2])
    assert (content.text, content.encoding) == ("2017\n\ufffd", "utf-8")


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_other_encodings_cut_inside_a_character(encoding: str) -> None:
    content = decode((TRADITIONAL + "開").encode(encoding)[:-1])
    assert (content.text, content.encoding) == (TRADITIONAL + "\ufffd", encoding)
    assert [finding.code for finding in content.findings] == ["truncated_character"]


def test_a_few_broken_bytes_stay_utf8() -> None:
    data = bytearray((SIMPLIFIED * 5).encode())
    data[100] = data[401] = 0xFF
    content = decode(bytes(data))
    assert content.encoding == "utf-8"
    (finding,) = content.findings
    assert finding.code == "undecodable_bytes"
    assert finding.spans
    assert all(set(content.text[start:end]) == {"\ufffd"} for start, end in finding.spans)


def test_a_replacement_character_in_the_file_is_no_finding_of_ours() -> None:
    text = SIMPLIFIED + "\ufffd" + SIMPLIFIED
    assert decode(text.encode()).findings == ()
    assert [finding.code for finding in decode((text + "开").encode()[:-1]).findings] == ["truncated_character"]


def test_a_mark_that_its_text_belies() -> None:
    content = decode(b"\xef\xbb\xbf" + SIMPLIFIED.encode("gb18030"))
    assert (content.text, content.encoding) == (SIMPLIFIED, "gb18030")


def test_ascii_in_utf16_without_a_mark() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        content = decode("tel 0533-2183391\n".encode(encoding))
        assert (content.text, content.encoding) == ("tel 0533-2183391\n", encoding)


def test_nul_and_controls_are_kept_with_a_finding() -> None:
    text = SIMPLIFIED + "\0" + SIMPLIFIED + "\x1b\0\0\0\0\0\0\0\0"
    content = decode(text.encode())
    assert (content.text, content.encoding) == (text, "utf-8")
    (finding,) = content.findings
    assert (finding.code, finding.severity) == ("control_characters", "info")
    assert finding.spans[0] == (len(SIMPLIFIED), len(SIMPLIFIED) + 1)


def test_lone_surrogates_never_come_out() -> None:
    data = b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le") + b"\x00\xd8" + SIMPLIFIED.encode("utf-16-le")
    content = decode(data)
    content.text.encode("utf-8")
    assert content.encoding == "utf-16"
    assert [finding.code for finding in content.findings] == ["undecodable_bytes"]


def test_latin_text_is_read_with_a_doubt() -> None:
    content = decode("Événement à Orléans, déjà passé, où ça, château".encode("latin-1"))
    assert content.findings


@settings(max_examples=400, deadline=None)
@given(data=st.binary(min_size=1, max_size=400))
def test_any_bytes_give_text_or_a_read_error(data: bytes) -> None:
    try:
        text = decode(data).text
    except ReadError as error:
        text = error.code
    text.encode("utf-8")  # no lone surrogate


def test_binary_without_a_signature() -> None:
    import random

    for seed in range(20):
        with pytest.raises(ReadError, match="not a text file"):
            decode(random.Random(seed).randbytes(4000))


ANY = st.text(st.one_of(st.sampled_from(SIMPLIFIED + MARKS + TRADITIONAL), st.characters(codec="utf-8")), max_size=60)


@given(text=ANY, least=st.sampled_from([0.4, 0.2, -1.0]))
def test_a_quick_look_says_what_the_measure_says(text: str, least: float) -> None:
    assert is_plausible(text, least) == (plausibility(text) >= least)


@settings(deadline=None)
@given(
    texts=st.lists(st.one_of(simplified, traditional, ANY), min_size=1, max_size=30),
    encoding=st.sampled_from(["gb18030", "gbk", "big5", "utf-8", "shift_jis"]),
    cut=st.integers(0, 3),
)
def test_a_sure_decoding_is_the_one_that_is_found_slowly(texts: list[str], encoding: str, cut: int) -> None:
    data = "".join(texts).encode(encoding, "ignore")
    data = data[: len(data) - cut]
    if (text := _sure_gb18030(data)) is not None and not set(range(9)) & set(data):
        slow = _guessed(data)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            _refuse_binary(slow)
            assert (slow.text, slow.encoding) == (text, "gb18030")
            # control characters are looked for in the bytes, before
            assert [f.code for f in _findings(slow) if f.code != "control_characters"] == []
