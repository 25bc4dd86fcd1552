"""DOC, WPS, RTF and ODT through an office program, for which a small script stands in here."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gkbg_nlp.readers import ReadError, read_bytes
from gkbg_nlp.readers.word import office

MakeDocx = Callable[..., bytes]
Program = Callable[[str], None]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")
FILES = {
    "a.doc": OLE,
    "a.wps": OLE,
    "a.rtf": b"{\\rtf1 x}",
    "a.odt": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_docx: MakeDocx) -> Program:
    """Puts a ``soffice`` on the PATH that runs the given lines of Python; they see ``source``, ``made``, ``profile`` and ``docx``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (tmp_path / "result.docx").write_bytes(make_docx("<w:p><w:r><w:t>一、概述</w:t></w:r></w:p>"))
    monkeypatch.setenv("PATH", str(folder))

    def install(lines: str) -> None:
        script = folder / "soffice"
        script.write_text(
            f"#!{sys.executable}\n"
            "import json, os, pathlib, subprocess, sys, time, urllib.parse\n"
            "source = pathlib.Path(sys.argv[-1])\n"
            "made = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
            "profile = pathlib.Path(urllib.parse.urlparse(next(a for a in sys.argv if a.startswith('-env:')).partition('=')[2]).path)\n"
            f"here = pathlib.Path({str(tmp_path)!r})\n"
            "docx = (here / 'result.docx').read_bytes()\n" + lines
        )
        script.chmod(0o755)

    return install


def refused(name: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes(FILES[name], name, 20_000_000)
    assert caught.value.format == name[2:]
    return caught.value


@pytest.mark.parametrize(("name", "said"), [("a.doc", "a DOC document"), ("a.wps", "a WPS"), ("a.rtf", "an RTF"), ("a.odt", "an ODT")])
def test_without_an_office_the_message_says_what_to_do(name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refused(name)
    assert error.code == "unsupported"
    assert error.message.startswith(said)
    assert "install LibreOffice" in error.message
    assert ".docx" in error.message


@pytest.mark.parametrize("name", FILES)
def test_what_the_office_makes_is_read(name: str, program: Program) -> None:
    program("(made / (source.stem + '.docx')).write_bytes(docx)")
    decoded = read_bytes(FILES[name], name, 20_000_000)
    assert (decoded.text, decoded.format, decoded.encoding) == ("一、概述", name[2:], None)
    assert [(f.code, f.severity) for f in decoded.findings] == [("converted", "info")]
    assert decoded.size == len(FILES[name])


def test_the_office_is_called_without_macros_in_a_place_of_its_own(program: Program, tmp_path: Path) -> None:
    program(
        "(made / 'source.docx').write_bytes(docx)\n"
        "said = (profile / 'user' / 'registrymodifications.xcu').read_text()\n"
        "facts = [sys.argv[1:], said, source.read_bytes().hex(), os.environ['HOME'], sys.stdin.read()]\n"
        "(here / 'call.json').write_text(json.dumps(facts))\n"
        "print('noise'); print('noise', file=sys.stderr)"
    )
    office.read(OLE, "doc")
    arguments, profile, data, home, given = json.loads((tmp_path / "call.json").read_text())
    assert "--headless" in arguments
    assert arguments[arguments.index("--convert-to") + 1] == "docx"
    assert "DisableMacrosExecution" in profile
    assert bytes.fromhex(data) == OLE
    assert given == ""
    assert Path(arguments[-1]).parent == Path(home) != Path.home()
    assert not Path(home).exists()


@pytest.mark.parametrize(
    "lines", ["sys.exit(1)", "pass", "(made / 'source.docx').symlink_to('/proc/self/status')", "(made / 'source.docx').mkdir()"]
)
def test_an_office_that_makes_nothing(lines: str, program: Program) -> None:
    program(lines)
    error = refused("a.doc")
    assert error.code == "unreadable"
    assert "cannot convert" in error.message


def test_an_office_that_makes_nonsense_or_too_much(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("(made / 'source.docx').write_bytes(b'nonsense')")
    assert "damaged" in refused("a.doc").message
    monkeypatch.setattr(office, "MAX_OUTPUT", 100)
    program("(made / 'source.docx').write_bytes(docx)")
    assert refused("a.doc").code == "too_large"


def test_an_office_that_cannot_be_started(program: Program, tmp_path: Path) -> None:
    (tmp_path / "bin" / "soffice").write_bytes(b"\0 no program")
    (tmp_path / "bin" / "soffice").chmod(0o755)
    assert "cannot be started" in refused("a.doc").message


def test_an_office_that_hangs_is_killed_with_all_it_started(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "(here / 'pids').write_text(f'{os.getpid()} {child.pid}')\n"
        "(here / 'pids').rename(here / 'ready')\n"
        "time.sleep(600)"
    )
    wait = office.subprocess.Popen.wait

    def wait_until_it_hangs(process: office.subprocess.Popen[bytes], timeout: float | None = None) -> int:
        while timeout is not None and not (tmp_path / "ready").exists():
            time.sleep(0.01)
        return wait(process, None if timeout is None else 0.01)

    monkeypatch.setattr(office.subprocess.Popen, "wait", wait_until_it_hangs)
    error = refused("a.doc")
    assert error.code == "unreadable"
    assert "120 seconds" in error.message
    for pid in map(int, (tmp_path / "ready").read_text().split()):
        assert ended(pid)


def ended(pid: int) -> bool:
    """Whether a process is gone or a zombie that its new parent has not buried yet; it has 10 seconds to die."""
    for _ in range(1000):
        try:
            os.kill(pid, 0)
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False
