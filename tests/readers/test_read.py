"""Files: what is read, what is refused, and that nothing ever waits."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gkbg_nlp.readers import ReadError, is_known, known_suffixes, read_bytes, read_path
from gkbg_nlp.readers.files import load
from gkbg_nlp.report.ids import content_id

LIMIT = 20_000_000


@contextmanager
def at_once(seconds: int = 5) -> Iterator[None]:
    """Fail where the body waits: on a FIFO a wrong open waits for ever."""

    def late(*_: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refused(path: Path | str, limit: int = LIMIT) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_path(str(path), limit)
    return caught.value


def test_facts_of_a_file(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + "一、概述\r\n".encode()
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    decoded = read_path(str(path), LIMIT)
    assert (decoded.text, decoded.format, decoded.encoding) == ("一、概述\r\n", "text", "utf-8-sig")
    assert (decoded.size, decoded.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert decoded.findings == ()


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.txt", "text"), ("A.TXT", "text"), ("a.md", "markdown"), ("a.Markdown", "markdown"), ("a", "text"), ("a.dat", "text")],
)
def test_the_suffix_picks_the_reader(name: str, format: str) -> None:
    assert read_bytes("# 概述".encode(), name, LIMIT).format == format


def test_known_names() -> None:
    assert {".txt", ".md", ".markdown", ".docx", ".doc"} <= set(known_suffixes())
    assert is_known("x/A.TXT")
    assert not is_known("a.xlsx")
    assert not is_known(".txt")
    assert not is_known("x/._a.txt")


@pytest.mark.parametrize(
    ("data", "code", "names"),
    [
        (b"", "empty", "empty"),
        (" \r\n\t\u3000\u00a0\u200b".encode(), "empty", "blanks"),
        (b"\xef\xbb\xbf", "empty", "blanks"),
        (b"\xff\xfe", "empty", "blanks"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "binary", "JPEG"),
        (b"\x89PNG\r\n\x1a\n\0", "binary", "PNG"),
        (b"%PDF-1.7\n", "binary", "PDF"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "binary", "DOCX"),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", "binary", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "binary", "old Office"),
        (b"{\\rtf1\\ansi}", "binary", "RTF"),
        (b"\0" * 50, "binary", "control"),
    ],
)
def test_refused_content(data: bytes, code: str, names: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "report.txt", LIMIT)
    error = caught.value
    assert error.code == code
    assert names in error.message
    assert (error.size, error.sha256, error.format) == (len(data), hashlib.sha256(data).hexdigest(), "text")


def test_html_is_text_only_where_its_name_says_so() -> None:
    page = "<!DOCTYPE html><html><body>概述</body></html>".encode()
    assert read_bytes(page, "page.txt", LIMIT).format == "text"
    assert {read_bytes(page, name, LIMIT).format for name in ("page.html", "page", "page.doc")} == {"html"}


def test_too_large_is_refused_by_its_size_and_keeps_its_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.txt"
    data = "政".encode() * 17_000_000  # 51 MB
    path.write_bytes(data)
    monkeypatch.setattr("gkbg_nlp.readers.decode.decode", lambda data: pytest.fail("it was decoded"))
    error = refused(path)
    assert (error.code, error.size, error.sha256) == ("too_large", len(data), hashlib.sha256(data).hexdigest())
    assert "51,000,000" in error.message


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    assert read_path(str(path), 100).size == 100
    assert refused(path, 99).code == "too_large"
    with pytest.raises(ReadError) as caught:
        read_bytes(b"x" * 100, "a.txt", 99)
    assert caught.value.code == "too_large"


def test_a_file_whose_size_is_not_said() -> None:
    decoded = read_path("/proc/self/status", LIMIT)
    assert decoded.size > 100
    assert "Name:" in decoded.text
    assert refused("/proc/self/status", 50).code == "too_large"


def test_missing(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.txt").code == "missing"
    assert refused("").code == "missing"
    (tmp_path / "file").write_text("x")
    assert refused(tmp_path / "file" / "below.txt").code == "missing"
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone")
    assert "link" in refused(tmp_path / "link.txt").message


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused("a\0b.txt").code == "unreadable"
    path = tmp_path / "a.txt"
    path.write_text("text")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.open", fail)
    error = refused(path)
    assert (error.code, error.size, error.sha256) == ("unreadable", 4, None)
    assert "Input/output error" in error.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    path.chmod(0)
    assert refused(path).code == "unreadable"


def test_a_fifo_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with at_once():
        error = refused(path)
    assert error.code == "not_a_file"
    assert "FIFO" in error.message


def test_a_file_that_becomes_a_fifo_after_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    regular = os.stat(__file__)
    monkeypatch.setattr("gkbg_nlp.readers.files.os.stat", lambda path: regular)
    with at_once():
        assert refused(path).code == "not_a_file"


def test_other_things_that_are_no_files(tmp_path: Path) -> None:
    assert "directory" in refused(tmp_path).message
    assert "character device" in refused("/dev/zero").message
    with socket.socket(socket.AF_UNIX) as server:
        place = tmp_path / "s"
        server.bind(str(place))
        assert "socket" in refused(place).message


def test_the_id_is_of_the_content() -> None:
    assert content_id("0123456789abcdef" * 4) == "gkbg-0123456789abcdef"


@pytest.mark.parametrize("seen", [0, 3, 4, 9, None])
def test_a_size_that_was_seen_before_changes_nothing(seen: int | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    assert load(str(path), 9, seen) == b"text"
    for limit in (2, 3):
        with pytest.raises(ReadError, match="more than") as found:
            load(str(path), limit, seen)
        assert (found.value.code, found.value.size) == ("too_large", 4)
    with pytest.raises(ReadError, match="no such file"):
        load(str(tmp_path / "gone.txt"), 9, seen)
    os.mkfifo(tmp_path / "pipe.txt")
    with at_once(), pytest.raises(ReadError, match="FIFO"):
        load(str(tmp_path / "pipe.txt"), 9, seen)
