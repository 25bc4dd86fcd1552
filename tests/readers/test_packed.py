"""Damaged packed data: every error of the standard library is named, and none of our own is."""

from __future__ import annotations

import random
import tarfile
import zipfile
from io import BytesIO

import pytest

from gkbg_nlp.readers.packed import DAMAGE, reason

TEXT = "信息公开".encode() * 200
METHODS = {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}


def zipped(method: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in ("甲.txt", "乙.txt"):
            archive.writestr(name, TEXT)
    return out.getvalue()


def tarred(mode: str) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("长" * 60)
        info.size = len(TEXT)
        archive.addfile(info, BytesIO(TEXT))
    return out.getvalue()


def unzip(data: bytes) -> None:
    archive = zipfile.ZipFile(BytesIO(data))
    for info in archive.infolist():
        if not info.flag_bits & 0x1:  # as our readers do: encrypted members are refused by their flag
            archive.open(info).read()


def untar(data: bytes) -> None:
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        for info in archive:
            if info.isreg() and (file := archive.extractfile(info)):
                file.read()


@pytest.mark.parametrize(
    ("kind", "whole"), [*((k, zipped(m)) for k, m in METHODS.items()), *((m, tarred(m)) for m in ("w", "w:gz", "w:xz"))]
)
def test_whatever_damage_does_is_named(kind: str, whole: bytes) -> None:
    chance = random.Random(kind)
    unpack = unzip if kind in METHODS else untar
    unpack(whole)
    said = set()
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 2, 6))):
            data[chance.randrange(len(data))] = chance.choice((0, 255, chance.randrange(256)))
        del data[chance.choice((len(data), chance.randrange(len(data)))) :]
        try:
            unpack(bytes(data))
        except DAMAGE as error:
            said.add(reason(error))
    assert said
    assert not any(line == "" or "\n" in line for line in said)


@pytest.mark.parametrize("ours", [TypeError, KeyError, AttributeError, RecursionError, MemoryError, AssertionError])
def test_our_own_errors_are_not_damage(ours: type[Exception]) -> None:
    assert not issubclass(ours, DAMAGE)
