"""Bytes of a text file -> its characters: byte order marks, UTF-8, UTF-16 and UTF-32, GB18030, Big5.

A wrong guess never raises: what cannot be decoded becomes U+FFFD and a finding. No line break is translated.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.plausibility import is_plausible, plausibility
from gkbg_nlp.report.records import Finding
from gkbg_nlp.taxonomy.precompiled import compiled

# C0 without tab, line breaks, form feed and DOS end of file; DEL.
_CONTROL_BYTES = bytes(b for b in (*range(32), 127) if b not in b"\t\n\x0b\x0c\r\x1a")
_CONTROL = compiled("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]+")
_ASCII = compiled("[\x00-\x7f]+")
_NARROW = compiled("[\x00-\u07ff]+")
_HIGH = re.compile(b"[\x80-\xff]")

# Share of control characters above which a file is no text; broken exports have a few, programs and archives 10 % and more.
_BINARY_CONTROLS, _FEW_CONTROLS = 0.05, 3
# Below this score a file of which this share is not ASCII is no text.
_BINARY_SCORE, _BINARY_WIDE = -1.0, 0.3
# Measured on windows of 15 to 2,000 characters: right decodings score 0.62 and more, GB18030 of other encodings 0.20 and less.
_SURE_SCORE = 0.4
_DOUBTFUL_SCORE = 0.2
_HEAD_BYTES, _SAMPLE_BYTES = 1024, 1 << 16
_MAX_SPANS = 20

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE. (mark, decoder of what follows, recorded name)
_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_MARKS = tuple(bom for bom, _, _ in _BOMS)

# Without a mark; the bonus is trust, it decides between decodings that are about as plausible.
_CANDIDATES: dict[str, float] = {"utf-8": 0.2, "gb18030": 0.1, "big5": 0.0, "utf-16-le": 0.0, "utf-16-be": 0.0}
_WIDE = ("utf-32-le", "utf-32-be")
# Big5 as it is, as Windows writes it, and as Hong Kong does.
_BIG5_KIN = ("big5", "cp950", "big5hkscs")
_LEGACY = ("gb18030", *_BIG5_KIN)


@dataclass(frozen=True, slots=True)
class _Attempt:
    text: str
    encoding: str
    broken: int  # places inside the text that the decoder could not read
    cut: bool  # the bytes end inside a character
    score: float = 1.0  # how plausible the text is; 1.0 where the bytes themselves say the encoding


def decode(data: bytes) -> Content:
    """The text of ``data`` without its byte order mark, the encoding that fits best (a Python codec name), and doubts.

    Findings: ``truncated_character`` (the file ends inside a character), ``undecodable_bytes``, ``doubtful_encoding``,
    ``control_characters``.

    Raises:
        ReadError: ``binary`` where control characters or implausible ones say that this is no text.
    """
    if not data.startswith(_MARKS) and len(data.translate(None, _CONTROL_BYTES)) == len(data):
        try:
            return Content(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            if (text := _sure_gb18030(data)) is not None:
                return Content(text, "gb18030")
    attempt = _marked(data) or _guessed(data.removeprefix(codecs.BOM_UTF8))
    _refuse_binary(attempt)
    return Content(attempt.text, attempt.encoding, _findings(attempt))


def _sure_gb18030(data: bytes) -> str | None:
    """The text of bytes without marks and control characters, where all of them are GB18030 and the beginning looks like Chinese: what
    :func:`_guessed` finds, without its doubts."""
    head = _attempt(_sample(data)[:_HEAD_BYTES], "gb18030", "gb18030")
    if head.broken or not is_plausible(head.text, _SURE_SCORE):
        return None
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _attempt(data: bytes, codec: str, encoding: str, score: float = 1.0) -> _Attempt:
    try:
        return _Attempt(data.decode(codec), encoding, 0, False, score)
    except UnicodeDecodeError:
        decoder = codecs.getincrementaldecoder(codec)("replace")
        text = decoder.decode(data)
        cut = bool(decoder.getstate()[0])  # bytes of a last character that never ended
        written = data.count("\ufffd".encode(codec)) if codec.startswith("utf") else 0  # stood in the file as such
        return _Attempt(text + "\ufffd" * cut, encoding, max(0, text.count("\ufffd") - written), cut, score)


def _marked(data: bytes) -> _Attempt | None:
    """The decoding that a byte order mark names, unless what follows belies it."""
    for bom, codec, encoding in _BOMS:
        if data.startswith(bom):
            attempt = _attempt(data[len(bom) :], codec, encoding)
            if _mostly_read(attempt):
                return attempt
    return None


def _mostly_read(attempt: _Attempt) -> bool:
    """Whether at most a third of what is not ASCII was unreadable: a file in another encoding fails nearly everywhere."""
    if not attempt.broken:
        return True
    wide = len(_NARROW.sub("", attempt.text))  # U+FFFD among them
    return attempt.broken * 3 <= wide


def _guessed(data: bytes) -> _Attempt:
    """The most plausible decoding of bytes without a mark."""
    codec, score = _guess(_sample(data))
    if codec == "big5":
        return min((_attempt(data, kin, kin, score) for kin in _BIG5_KIN), key=lambda attempt: attempt.broken)
    return _attempt(data, codec, codec, score)


def _sample(data: bytes) -> bytes:
    """Bytes from where the text is no longer ASCII; whole units of UTF-16 and UTF-32."""
    high = _HIGH.search(data)
    start = high.start() // 4 * 4 if high else 0
    return data[start : start + _SAMPLE_BYTES]


def _guess(sample: bytes) -> tuple[str, float]:
    nul = b"\0" in sample
    if not nul:
        head = _attempt(sample[:_HEAD_BYTES], "gb18030", "gb18030")
        if not head.broken and (score := plausibility(head.text)) >= _SURE_SCORE:
            return "gb18030", score
        utf8 = _attempt(sample, "utf-8", "utf-8")
        if _mostly_read(utf8):
            return "utf-8", 1.0
    scores = {codec: plausibility(_attempt(sample, codec, codec).text) for codec in (*_CANDIDATES, *(_WIDE if nul else ()))}
    # Any bytes make some UTF-16, so it takes real Chinese to believe it; with NULs (of ASCII characters) less.
    enough = 0.0 if nul else _SURE_SCORE
    fit = [codec for codec in scores if not codec.startswith(("utf-16", "utf-32")) or scores[codec] >= enough]
    best = max(fit, key=lambda codec: scores[codec] + _CANDIDATES.get(codec, 0.0))
    return best, scores[best]


def _refuse_binary(attempt: _Attempt) -> None:
    text = attempt.text.rstrip("\0")  # a crash pads files with zero bytes
    controls = sum(map(len, _CONTROL.findall(text)))
    if controls > max(_FEW_CONTROLS, _BINARY_CONTROLS * len(text)) or (attempt.text and not text):
        share = round(100 * controls / len(text)) if text else 100
        raise ReadError("binary", f"not a text file: {share} % of it are control characters")
    if attempt.score < _BINARY_SCORE and len(_ASCII.sub("", text)) > _BINARY_WIDE * len(text):
        raise ReadError("binary", "not a text file: its bytes are no plausible text in UTF-8, UTF-16, GB18030 or Big5")


def _findings(attempt: _Attempt) -> tuple[Finding, ...]:
    findings = []
    text = attempt.text
    if attempt.cut:
        end = len(text)
        message = "the file ends inside a character; U+FFFD stands for what is left of it"
        findings.append(Finding("truncated_character", "warning", message, [(end - 1, end)]))
    if attempt.broken:
        body = text[:-1] if attempt.cut else text
        spans = [match.span() for match in re.finditer("\ufffd+", body)]
        message = f"{attempt.broken} places could not be decoded as {attempt.encoding}; U+FFFD stands for each"
        findings.append(Finding("undecodable_bytes", "warning", message, spans[:_MAX_SPANS]))
    if attempt.encoding in _LEGACY and attempt.score < _DOUBTFUL_SCORE:
        message = f"no encoding fits well; read as {attempt.encoding}"
        findings.append(Finding("doubtful_encoding", "warning", message))
    controls = [match.span() for match in _CONTROL.finditer(text)]
    if controls:
        number = sum(end - start for start, end in controls)
        message = f"{number} control characters, kept as they are"
        findings.append(Finding("control_characters", "info", message, controls[:_MAX_SPANS]))
    return tuple(findings)
