"""What the standard library raises on packed data that are cut, forged or packed by a rare method, for every reader of archives."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib

# Not RuntimeError, which would swallow errors of ours: zipfile raises it for encrypted members only, refused by their flag before.
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,  # a record shorter than its form
    EOFError,
    OSError,  # bzip2 and gzip (BadGzipFile); the disk
    ValueError,  # a member's name that is no UTF-8, a negative place
    OverflowError,  # a place beyond 64 bits
    NotImplementedError,  # a method or a version of ZIP that zipfile does not know
)


def reason(error: BaseException) -> str:
    """One line on what a library said."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split()) or type(error).__name__
