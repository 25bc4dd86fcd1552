"""Archives as folders, and every hostile form of them that we know."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from batch_helpers import lines, put, run
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.batch.archives import Limits, archive_inputs, close_archive, is_archive, read_member
from gkbg_nlp.batch.inputs import Input, look
from gkbg_nlp.readers import ReadError, is_known

REPORTS = {"a.txt": "一、概述".encode(), "x/b.md": "# 公开".encode(), "x/y/c.txt": "三、依申请公开".encode() * 50}


def make_zip(name: str, members: dict[str, bytes], **options: object) -> None:
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as file:
        for member, data in members.items():
            file.writestr(member, data, **options)  # type: ignore[arg-type]


def make_tar(name: str, members: dict[str, bytes], mode: str = "w") -> None:
    with tarfile.open(name, mode) as file:  # type: ignore[call-overload]
        for member, data in members.items():
            info = tarfile.TarInfo(member)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))


def listed(name: str, limits: Limits | None = None) -> dict[str, str | None]:
    """Path to the code of its problem."""
    size, stamp = look(name)
    items, _ = archive_inputs(Input(name, size=size, stamp=stamp), is_known, limits or Limits())
    return {item.path: item.code if item.problem else None for item in items}


def codes() -> dict[str, str | None]:
    return {r["source"]["path"]: r["errors"][0]["code"] if r["errors"] else None for r in lines()}  # type: ignore[index]


@pytest.mark.parametrize("name", ["r.zip", "r.ZIP", "r.tar", "r.tgz", "r.tar.gz", "r.tar.bz2", "r.tar.xz"])
def test_an_archive_is_read_as_a_folder(name: str) -> None:
    members = {**REPORTS, "x/": b"", "x/z.xls": b"?", "__MACOSX/._a.txt": b"?"}
    if "zip" in name.lower():
        make_zip(name, members)
    else:
        del members["x/"]
        mode = {"tar": "w", "tgz": "w:gz", "gz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}[name.rpartition(".")[2]]
        make_tar(name, members, mode)
    result = run(name)
    assert [record["source"]["path"] for record in lines()] == [f"{name}/{member}" for member in REPORTS]  # type: ignore[index]
    assert [record["text"] for record in lines()][1:] == ["# 公开", REPORTS["x/y/c.txt"].decode()]
    assert lines()[1]["source"]["format"] == "markdown"  # type: ignore[index]
    assert (result.skipped_unknown, result.exit_code) == (2, 0)
    assert sorted(os.listdir()) == sorted([name, "out.jsonl"])  # nothing was unpacked


def test_archives_in_a_folder_are_opened_in_order() -> None:
    put("in/b.txt", "二")
    make_zip("in/a.zip", {"z.txt": "零".encode()})
    make_tar("in/c.tar.gz", {"./a.txt": "四".encode()}, "w:gz")
    put("in/._d.zip", b"?")
    result = run("in", "in/a.zip", workers=2)
    assert list(codes()) == ["in/a.zip/z.txt", "in/b.txt", "in/c.tar.gz/a.txt"]
    assert result.skipped_unknown == 1


def test_many_members_of_a_packed_tar_by_several_workers() -> None:
    make_tar("r.tar.gz", {f"{number:03}.txt": f"第{number}份".encode() for number in range(200)}, "w:gz")
    run("r.tar.gz", output="one.jsonl")
    run("r.tar.gz", workers=2)
    assert Path("one.jsonl").read_bytes() == Path("out.jsonl").read_bytes()
    assert [record["text"] for record in lines()] == [f"第{number}份" for number in range(200)]


def test_names_that_lead_outside() -> None:
    names = ["../a.txt", "/etc/b.txt", "x/../../c.txt", "C:/d.txt", "..\\e.txt", "ok/f.txt", "x/..", "g..txt"]
    make_zip("r.zip", dict.fromkeys(names, b"x"))
    refused = {"r.zip/../a.txt", "r.zip//etc/b.txt", "r.zip/x/../../c.txt", "r.zip/C:/d.txt", "r.zip/../e.txt", "r.zip/x/.."}
    assert listed("r.zip") == {**dict.fromkeys(refused, "unsafe_member"), "r.zip/ok/f.txt": None, "r.zip/g..txt": None}
    make_tar("r.tar", dict.fromkeys(names[:4], b"x"))
    assert set(listed("r.tar").values()) == {"unsafe_member"}
    result = run("r.zip", keep_duplicates=True)
    assert result.tagged == 2
    assert sum(code == "unsafe_member" for _, code, _ in result.failed) == 6


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar(kind: bytes) -> None:
    put("secret.txt", "别人的文件")
    with tarfile.open("r.tar", "w") as file:
        info = tarfile.TarInfo("a.txt")
        info.type, info.linkname = kind, "secret.txt"
        file.addfile(info)
    assert listed("r.tar") == {"r.tar/a.txt": "unsafe_member"}


def test_a_link_in_a_zip() -> None:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile("r.zip", "w") as file:
        file.writestr(info, "/etc/passwd")
    assert listed("r.zip") == {"r.zip/a.txt": "unsafe_member"}


def test_an_archive_in_an_archive() -> None:
    make_zip("inner.zip", REPORTS)
    make_zip("r.zip", {"inner.zip": Path("inner.zip").read_bytes(), "a.tar.gz": b"?"})
    assert listed("r.zip") == {"r.zip/inner.zip": "nested_archive", "r.zip/a.tar.gz": "nested_archive"}


def test_an_encrypted_member() -> None:
    make_zip("r.zip", {"a.txt": b"abc"})
    data = bytearray(Path("r.zip").read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    put("r.zip", bytes(data))
    run("r.zip")
    assert codes() == {"r.zip/a.txt": "encrypted_member"}


def test_bombs() -> None:
    make_zip("r.zip", {"a.txt": b" " * 5_000_000, "b.txt": "概述".encode()})
    assert listed("r.zip") == {"r.zip/a.txt": "archive_limit", "r.zip/b.txt": None}
    assert listed("r.zip", Limits(total=4_000_000)) == {"r.zip": "archive_limit"}
    assert listed("r.zip", Limits(members=1)) == {"r.zip": "archive_limit"}
    make_tar("r.tar.xz", {"a.txt": bytes(80_000_000)}, "w:xz")
    assert listed("r.tar.xz") == {"r.tar.xz": "archive_limit"}
    make_tar("r.tar.gz", REPORTS, "w:gz")
    assert listed("r.tar.gz", Limits(members=2)) == {"r.tar.gz": "archive_limit"}
    assert listed("r.tar.gz", Limits(total=100)) == {"r.tar.gz": "archive_limit"}


def test_a_directory_larger_than_its_members_may_need_is_not_read() -> None:
    make_zip("r.zip", REPORTS)
    data = bytearray(Path("r.zip").read_bytes())
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 0xFFFFFFF0)
    put("r.zip", bytes(data))
    assert listed("r.zip") == {"r.zip": "archive_limit"}


def test_a_member_that_is_larger_than_it_says() -> None:
    data = zlib.compress(b"a" * 1_000_000, wbits=-15)
    make_zip("r.zip", {"a.txt": b"a" * 1_000_000})
    raw = bytearray(Path("r.zip").read_bytes())
    assert bytes(raw).find(data[:20]) > 0
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", raw, raw.index(mark) + at, 100)
    put("r.zip", bytes(raw))
    run("r.zip")
    assert codes() == {"r.zip/a.txt": "unreadable"}


def test_a_tar_header_that_asks_for_memory() -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 3_000_000_000
    put("r.tar", info.tobuf() + bytes(4096))
    assert listed("r.tar") == {"r.tar": "archive_limit"}


def test_headers_without_end() -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 5
    put("r.tar", (info.tobuf() + b"name\0".ljust(512, b"\0")) * 5000)
    assert listed("r.tar") == {"r.tar": "unreadable"}


def test_a_file_with_holes() -> None:
    info = tarfile.TarInfo("a.txt")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, 0
    raw = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    raw[386:398], raw[398:410] = b"00000000000\0", b"00000000000\0"
    raw[483:495] = b"77777777777\0"
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    put("r.tar", bytes(raw) + bytes(1024))
    assert listed("r.tar") == {"r.tar/a.txt": "unsafe_member"}


@pytest.mark.parametrize("name", ["r.zip", "r.tar", "r.tar.gz", "r.tar.xz", "r.tar.bz2"])
def test_what_is_no_archive(name: str) -> None:
    for data in (b"", b"PK", "这不是压缩包".encode() * 200, b"\x1f\x8b" + b"x" * 600, b"BZh9" + b"x" * 600, b"\xfd7zXZ\0" + b"x" * 600):
        put(name, data)
        assert run(name, overwrite=True).exit_code == 1
        assert codes() == {name: "unreadable"}, data[:9]


def test_paths_that_are_no_files_are_no_archives() -> None:
    os.mkfifo("p.zip")
    assert [code for _, code, _ in run("p.zip", "gone.tar.gz").failed] == ["missing", "not_a_file"]
    Path("d.zip").mkdir()
    put("d.zip/a.txt")
    run("d.zip", overwrite=True)
    assert codes() == {"d.zip/a.txt": None}


def test_a_tar_that_is_damaged_in_the_middle_says_so() -> None:
    make_tar("r.tar", REPORTS)
    raw = bytearray(Path("r.tar").read_bytes())
    raw[1024:1100] = b"\xff" * 76  # the second header
    put("r.tar", bytes(raw))
    assert listed("r.tar") == {"r.tar/a.txt": None, "r.tar": "unreadable"}
    make_tar("cut.tar", {"a.txt": b"x" * 600, "b.txt": b"y" * 600})
    put("cut.tar", Path("cut.tar").read_bytes()[: 512 + 1024 + 512 + 100])
    run("cut.tar")
    assert codes() == {"cut.tar": "unreadable", "cut.tar/a.txt": None, "cut.tar/b.txt": "unreadable"}


def test_a_large_member_is_an_error_and_is_not_unpacked() -> None:
    make_zip("r.zip", {"a.txt": os.urandom(2000), "b.txt": "概述".encode()})
    run("r.zip", max_bytes=1000)
    assert codes() == {"r.zip/a.txt": "too_large", "r.zip/b.txt": None}


def test_chinese_names_of_other_programs() -> None:
    name = "报告.txt".encode("gb18030")
    make_zip("gbk.zip", {"n" * len(name): b""})  # a name of the same length in its place: no header has to change
    put("gbk.zip", Path("gbk.zip").read_bytes().replace(b"n" * len(name), name))
    assert listed("gbk.zip") == {"gbk.zip/报告.txt": None}
    with tarfile.open("gbk.tar", "w", encoding="gb18030") as tar:
        member = tarfile.TarInfo("报告.txt")
        tar.addfile(member)
    assert list(listed("gbk.tar")) == ["gbk.tar/报告.txt"]


def test_of_members_with_one_name_the_last_counts() -> None:
    with tarfile.open("r.tar", "w") as file:
        for data in (b"first", b"second"):
            info = tarfile.TarInfo("a.txt")
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    run("r.tar")
    assert [record["text"] for record in lines()] == ["second"]


@given(data=st.binary(max_size=2000), name=st.sampled_from(["r.zip", "r.tar", "r.tar.gz"]), at=st.integers(0, 3000))
def test_no_bytes_break_the_listing_or_the_reading(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str, at: int) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    path = str(folder / name)
    if name.endswith("zip"):
        make_zip(path, REPORTS)
    else:
        make_tar(path, REPORTS, "w:gz" if name.endswith("gz") else "w")
    whole = Path(path).read_bytes()
    at %= len(whole)
    Path(path).write_bytes(whole[:at] + data + whole[at + len(data) :])
    size, stamp = look(path)
    items, _ = archive_inputs(Input(path, size=size, stamp=stamp + str(data)), is_known, Limits())
    for item in items:
        if item.member is not None:
            with contextlib.suppress(ReadError):  # any other error is one too many
                assert len(read_member(item.member, 10_000)) == item.member.size
    close_archive()


def test_what_is_an_archive() -> None:
    assert all(is_archive(name) for name in ("a.zip", "A.TAR.GZ", "b.tgz"))
    assert not any(is_archive(name) for name in ("a.docx", "a.gz", "zip", "a.txt"))


def test_an_error_of_ours_is_not_told_as_damage() -> None:
    make_zip("r.zip", REPORTS)
    size, stamp = look("r.zip")

    def broken(name: str) -> bool:
        raise ValueError(name)

    with pytest.raises(ValueError, match=r"a\.txt"):
        archive_inputs(Input("r.zip", size=size, stamp=stamp), broken, Limits())
