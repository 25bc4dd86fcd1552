"""URLs of file systems that fsspec knows, and of those only: the web is refused, the tool works offline.

fsspec is imported when a URL is named (``pip install gkbg-nlp[remote]``, and the package of the file system itself, such as s3fs).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.batch.patterns import has_magic, parse
from gkbg_nlp.readers import ReadError
from gkbg_nlp.taxonomy.precompiled import compiled

_URL = compiled(r"[A-Za-z][A-Za-z0-9+.\-]*(?:://|::)")
_WEB = frozenset({"http", "https", "ftp", "ftps", "webdav", "http-sync", "https-sync", "github", "git"})


def is_url(path: str) -> bool:
    """Whether the path has a scheme (``s3://``, ``memory://``)."""
    return "://" in path and _URL.match(path) is not None


def require_url(url: str) -> None:
    """Refuse a URL that cannot be used, before any work.

    Raises:
        BatchError: it names the web, fsspec is missing, or no file system goes by that scheme.
    """
    if "::" in url:
        raise BatchError(f"{url}: chained URLs are not supported")
    if _scheme(url) in _WEB:
        raise BatchError(f"{url}: gkbg works offline and fetches nothing from the web; name files or an object store")
    file_system(url)


def in_one_process(url: str) -> bool:
    """Whether the files behind the URL are seen by this process only (``memory://``)."""
    return _scheme(url) == "memory"


def file_system(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it.

    Raises:
        BatchError: fsspec or the package of the file system is missing, or the scheme is unknown.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise BatchError(f"{url}: URLs need fsspec: pip install 'gkbg-nlp[remote]'") from None
    try:
        found, path = url_to_fs(url)
    except Exception as error:  # each file system has its own ways to fail
        raise BatchError(f"{url}: {type(error).__name__}: {error}") from error
    return found, path


def open_url(url: str) -> BinaryIO:
    """A seekable stream of the file behind a URL; raises what the file system raises."""
    found, path = file_system(url)
    stream: BinaryIO = found.open(path, "rb")
    return stream


def read_url(url: str, max_bytes: int) -> bytes:
    """The bytes of the file behind a URL, at most ``max_bytes``.

    Raises:
        ReadError: ``missing``, ``not_a_file``, ``too_large`` or ``unreadable``.
    """
    try:
        with open_url(url) as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise ReadError("missing", "no such file") from None
    except IsADirectoryError:
        raise ReadError("not_a_file", "not a regular file but a directory") from None
    except Exception as error:  # network and credentials: each file system has its own errors
        raise ReadError("unreadable", f"cannot be read: {type(error).__name__}: {error}") from error
    if len(data) > max_bytes:
        raise ReadError("too_large", f"more than the limit of {max_bytes:,} bytes (--max-bytes)")
    return data


def list_url(url: str, choose: Callable[[str], bool]) -> tuple[list[Input], int]:
    """The files that a URL names: itself, those below it whose name ``choose`` accepts, or those that its pattern fits; and how many
    others lie below it.

    Raises:
        BatchError: it cannot be listed.
    """
    found, path = file_system(url)
    try:
        if has_magic(path):
            infos, named = found.glob(path, detail=True), parse(path).spelled
        elif found.isdir(path):
            infos, named = found.find(path, detail=True), False
        else:
            return [_input(url, found.info(path)) if found.exists(path) else Input(url)], 0
    except Exception as error:
        raise BatchError(f"{url}: cannot be listed: {type(error).__name__}: {error}") from error
    items = []
    unknown = 0
    for name, info in infos.items():
        if info.get("type") == "directory":
            continue
        if named or choose(name.rpartition("/")[2]):
            items.append(_input(found.unstrip_protocol(name), info))
        else:
            unknown += 1
    return (items if items or unknown or not has_magic(path) else [Input(url)]), unknown


def _input(url: str, info: dict[str, Any]) -> Input:
    marks = (info.get(key) for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "created"))
    size = info.get("size")
    stamp = ":".join([str(size), *(str(mark) for mark in marks if mark is not None)])
    return Input(url, size=int(size) if size is not None else None, stamp=stamp)


def _scheme(url: str) -> str:
    return url.partition("://")[0].lower()
