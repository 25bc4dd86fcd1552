"""DOC, WPS, RTF and ODT: made into DOCX by LibreOffice where it is installed, then read as that."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from msgspec.structs import replace

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.word import docx
from gkbg_nlp.report.records import Finding

TIMEOUT = 120.0
"""Seconds that one file may take."""
MAX_OUTPUT = 100_000_000
"""Bytes of the DOCX that comes out."""

_PROGRAMS = ("soffice", "libreoffice")
_ARTICLES = {"doc": "a DOC", "wps": "a WPS", "rtf": "an RTF", "odt": "an ODT"}
# The profile it runs with, a new one each time: no macros at all, no links followed or updated.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read(data: bytes, format: str) -> Content:
    """The text of a document that LibreOffice can convert, with the finding ``converted`` and those of :func:`docx.read`.

    Args:
        data: the file.
        format: ``doc``, ``wps``, ``rtf`` or ``odt``.

    Raises:
        ReadError: ``unsupported`` where there is no LibreOffice, ``unreadable`` where it fails or takes longer than ``TIMEOUT``,
            ``too_large``, and those of :func:`docx.read` for what it made.
    """
    name = f"{_ARTICLES[format]} document"
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ReadError("unsupported", f"{name}: install LibreOffice (soffice on the PATH), or save it as .docx")
    content = docx.read(_converted(program, data, format, name))
    note = Finding("converted", "info", f"{name}, read from the DOCX that LibreOffice made of it")
    return replace(content, findings=(note, *content.findings))


def _converted(program: str, data: bytes, format: str, name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gkbg-office-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source, made, profile = work / f"source.{format}", work / "made", work / "profile"
        source.write_bytes(data)
        made.mkdir()
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        command = [program, "--headless", "--nologo", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
                   f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "docx", "--outdir", str(made), str(source)]  # fmt: skip
        _run(command, work, name)
        result = made / "source.docx"
        if not result.is_file() or result.is_symlink():
            raise ReadError("unreadable", f"{name} that LibreOffice cannot convert: damaged, or protected by a password")
        if (size := result.stat().st_size) > MAX_OUTPUT:
            raise ReadError("too_large", f"{name} that becomes a DOCX of {size:,} bytes, more than the limit of {MAX_OUTPUT:,}")
        return result.read_bytes()


def _run(command: list[str], work: Path, name: str) -> None:
    """Wait for the program, at most ``TIMEOUT`` seconds; then it is killed with all that it started."""
    try:
        process = subprocess.Popen(
            command,
            cwd=work,
            env={**os.environ, "HOME": str(work), "TMPDIR": str(work)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ReadError("unreadable", f"{name}: LibreOffice cannot be started ({error.strerror or error})") from error
    try:
        process.wait(TIMEOUT)
    except BaseException as error:  # an interrupt too must not leave an office running
        os.killpg(process.pid, signal.SIGKILL)  # soffice is a script; the office that it starts would outlive it
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise ReadError("unreadable", f"{name} that LibreOffice did not convert within {TIMEOUT:g} seconds") from None
        raise
