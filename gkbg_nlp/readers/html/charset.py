"""The bytes of a page -> its source: what the page declares is believed where the bytes bear it out."""

from __future__ import annotations

import codecs
import re

from msgspec.structs import replace

from gkbg_nlp.readers.decode import decode
from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.plausibility import plausibility
from gkbg_nlp.report.records import Finding

# Browsers look this far for a declaration; some sites put scripts before it.
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*(?P<meta>[\w.:-]{2,40})|<\?xml\b[^>]{0,80}\bencoding\s*=\s*["'](?P<xml>[\w.:-]{2,40})""",
    re.IGNORECASE,
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Names that pages use -> codec; the larger set where a name is used for it. No other encoding holds simplified or traditional Chinese.
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "ms936": "gb18030", "gb_2312-80": "gb18030", "gb2312-80": "gb18030", "euc-cn": "gb18030", "hz-gb-2312": "hz", "big5": "cp950",
    "big5-hkscs": "big5hkscs",
}  # fmt: skip
# The doubtful score of decode.py: what is below it is mojibake or no Chinese.
_PLAUSIBLE = 0.2


def declared(data: bytes) -> str | None:
    """The codec that a page names first in a ``<meta>`` or its XML declaration, ``None`` where it names none that is known."""
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    return _CODECS.get((match["meta"] or match["xml"]).decode("ascii", "replace").lower())


def source_of(data: bytes) -> Content:
    """The source of a page, its encoding, doubts without spans (they would point into the source).

    A byte order mark wins over a declaration, and the bytes over both: a codec that fails on them, or makes no plausible text of them,
    gives way to :func:`gkbg_nlp.readers.decode.decode`.

    Raises:
        ReadError: ``binary`` where the bytes are no text in any known encoding.
    """
    codec = None if data.startswith(_BOMS) else declared(data)
    if codec is not None:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            text = ""
        if text and (text.isascii() or codec == "utf-8" or _is_plausible(text, data)):
            return Content(text, codec)
    content = decode(data)
    findings = tuple(Finding(finding.code, finding.severity, finding.message) for finding in content.findings)
    return replace(content, findings=findings)


def _is_plausible(text: str, data: bytes) -> bool:
    score = plausibility(text)
    if score < _PLAUSIBLE:
        return False
    try:
        return plausibility(data.decode("utf-8")) <= score
    except UnicodeDecodeError:
        return True
