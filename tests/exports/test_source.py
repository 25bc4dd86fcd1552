"""What is looked at before an input is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from exports_helpers import RUNS
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.source import can_be_lines, check_lines, head_of
from gkbg_nlp.report.records import Report, encode


@given(RUNS, st.integers(1, 5_000), st.sampled_from([b"", b"\n", b" \r\n\n"]))
def test_lines_of_gkbg_tag_are_never_refused(reports: list[Report], size: int, before: bytes) -> None:
    assert can_be_lines((before + b"".join(encode(one) + b"\n" for one in reports))[:size])


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"\xef\xbb\xbfline,report_id", b"line,report_id", b"[\n{", b"{\0\0\0\0\0\0\0DUCK", b"\x1f\x8b\x08", b"PAR1"]
)
def test_other_kinds(head: bytes) -> None:
    assert not can_be_lines(head)
    Path("o").write_bytes(head)
    with pytest.raises(ExportError, match=r"^o is another kind of file: plot takes the lines of gkbg tag$"):
        check_lines("o", "plot")


def test_a_pipe_loses_nothing() -> None:
    os.mkfifo("pipe")
    assert head_of("pipe") == b""
    check_lines("pipe", "plot")


def test_a_file_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    Path("o").write_bytes(b"{")
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(ExportError, match=r"^o: Permission denied$"):
        head_of("o")
